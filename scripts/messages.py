"""The texts of the interface: collects them from templates and code, and tells which translations are missing.

Invariant: a text is complete when every language of the interface but the source's has it, not empty and not marked
fuzzy, and with the placeholders of the original.

Use: `python scripts/messages.py extract` rewrites the `.po` files; `python scripts/messages.py check` writes nothing
and exits with 1 when a translation is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "es")
TOOLS = ("xgettext", "msguniq", "msgmerge", "msgattrib")
CATALOGUES = "**/locale/*/LC_MESSAGES/django.po"
SHOWN = 40
# Django's own command, which also finds texts marked with the short name of gettext_lazy, and those of the kernel.
MAKEMESSAGES = """
from django.core.management import execute_from_command_line
from django.core.management.commands.makemessages import Command

Command.xgettext_options = [*Command.xgettext_options, "--keyword=_lazy", "--keyword=phrase", "--keyword=marked"]
execute_from_command_line()
"""


def require_tools() -> None:
    """Ends the program when a gettext tool is absent."""
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        raise SystemExit(f"{', '.join(missing)} not found. Install GNU gettext (Debian: apt install gettext).")


def extract(source: Path) -> None:
    """Brings the `.po` files below `source` (a folder that holds the package) up to date with its texts."""
    command = [sys.executable, "-c", MAKEMESSAGES, "makemessages", "--verbosity=0", "--no-wrap", "--no-obsolete"]
    command += ["--add-location=file", "--extension=html,txt,py", "--ignore=migrations/*", "--ignore=static/*"]
    command += [f"--locale={language}" for language in LANGUAGES]
    with tempfile.TemporaryDirectory(prefix="biennium-messages-") as data:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "biennium.site.settings",
            "PYTHONPATH": str(source),
            "BIENNIUM_DATA_DIR": data,
        }
        done = subprocess.run(
            command, cwd=source / "biennium", env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise SystemExit(f"makemessages failed:\n{done.stderr.strip()}")
    for catalogue in (source / "biennium").glob(CATALOGUES):
        _drop_date(catalogue)


def _drop_date(catalogue: Path) -> None:
    """Without the date of extraction, extracting the same texts again changes nothing."""
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith('"POT-Creation-Date:')]
    catalogue.write_text("".join(kept), encoding="utf-8")


def fault(message: Message, catalogue: Catalog) -> str:
    """What is wrong with a translation, or nothing."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not all(forms):
        return "not translated"
    if message.fuzzy:
        return "marked fuzzy"
    return "; ".join(str(error) for error in message.check(catalogue))


def faults(package: Path) -> Iterator[str]:
    """A line for each text of a package that is not complete in a language."""
    for path in sorted(package.glob(CATALOGUES)):
        language = path.parent.parent.name
        with path.open("rb") as readable:
            catalogue = read_po(readable, locale=language)
        for message in catalogue:
            if message.id and (problem := fault(message, catalogue)):
                places = ", ".join(sorted({place for place, _ in message.locations})[:3])
                yield f"{language}: {message.id!r}: {problem} ({places})"


def check() -> int:
    """Extracts into a copy, so that nothing is written, and reports what is missing there."""
    with tempfile.TemporaryDirectory(prefix="biennium-messages-") as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "src", copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        extract(copy)
        found = list(faults(copy / "biennium"))
    for line in found[:SHOWN]:
        print(line)
    if len(found) > SHOWN:
        print(f"… and {len(found) - SHOWN} more")
    if found:
        print("Run `make messages`, then translate them in src/biennium/web/locale.")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Runs one of the two verbs; any other is an error with the list of verbs."""
    if arguments not in (["extract"], ["check"]):
        raise SystemExit("Use: messages.py extract | check")
    require_tools()
    if arguments == ["check"]:
        return check()
    extract(ROOT / "src")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
