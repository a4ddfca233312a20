"""Every check that needs no server and no browser, one line a step; the output of a step is shown when it fails.

Use: `make check`, or `make check ARGS="ruff mypy"` for the steps of those names. Exit status 1 when a step fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON_SOURCES = ("src", "tests", "scripts", "benchmarks", "build_messages.py")


@dataclass(frozen=True, slots=True)
class Step:
    """A check: the word it is called by, what holds when it passes, and the command."""

    name: str
    meaning: str
    command: tuple[str, ...]


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """A command installed in the same environment."""
    return (str(BIN / name), *arguments)


def python(*arguments: str) -> tuple[str, ...]:
    """This Python."""
    return (sys.executable, *arguments)


PYTEST = ("-m", "pytest", "--quiet", "--no-header", "-p", "no:cacheprovider")
COVERAGE = ("--cov=biennium.kernel", "--cov-branch", "--cov-fail-under=98", "--cov-report=term-missing:skip-covered")

STEPS = (
    Step("ruff", "the code follows the rules", tool("ruff", "check", "--quiet", *PYTHON_SOURCES)),
    Step("format", "the code is in the house format", tool("ruff", "format", "--check", "--quiet", *PYTHON_SOURCES)),
    Step("mypy", "the types agree", tool("mypy", "--no-error-summary")),
    Step("layers", "rooms import only what stands below them", tool("lint-imports", "--no-logo")),
    Step("templates", "the templates follow the rules", tool("djlint", "src", "--lint", "--quiet")),
    Step("template-format", "the templates are in the house format", tool("djlint", "src", "--check", "--quiet")),
    Step("django", "the settings and models agree", python("-m", "django", "check")),
    Step("migrations", "no migration is missing", python("-m", "django", "makemigrations", "--check", "--dry-run")),
    Step("translations", "every text is translated", python("scripts/messages.py", "check")),
    Step("reference", "the generated pages are current", python("scripts/reference.py", "--check")),
    Step("repository", "the repository is in order", python(*PYTEST, "tests/repository")),
    Step("coverage", "the kernel's tests reach 98 % of it", python(*PYTEST, *COVERAGE, "-n", "auto", "tests/kernel")),
)


def run(step: Step, environment: dict[str, str]) -> bool:
    """Runs a step and prints its line; true when it passed."""
    print(f"{step.name:<16} {step.meaning:<45}", end="", flush=True)
    started = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'ok' if passed else 'FAILED'}  {time.monotonic() - started:5.1f} s")
    if not passed:
        print(f"\n{done.stdout.rstrip()}\n{done.stderr.rstrip()}".rstrip() + "\n", flush=True)
    return passed


def chosen(names: list[str]) -> tuple[Step, ...]:
    """The steps of those names, all without names. Ends the program for a name there is none of."""
    if unknown := set(names) - {step.name for step in STEPS}:
        known = ", ".join(step.name for step in STEPS)
        raise SystemExit(f"No check is called {', '.join(sorted(unknown))}. There are: {known}.")
    return tuple(step for step in STEPS if not names or step.name in names)


def main(names: list[str]) -> int:
    """Runs the steps, all of them even when one fails."""
    with tempfile.TemporaryDirectory(prefix="biennium-check-") as data:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "biennium.site.settings", "BIENNIUM_DATA_DIR": data}
        failed = [step.name for step in chosen(names) if not run(step, environment)]
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
