"""Compiles the translations: `*.po`, which people edit, to `*.mo`, which the program reads.

Invariant: no `.mo` file is kept in the repository, and none is missing from what is installed. This module is
hatchling's build hook, so that `pip install .` and an editable install compile; `python build_messages.py` does the
same by hand. Fuzzy translations are left out: the original is better than a guess.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/biennium/**/locale/*/LC_MESSAGES/*.po"


def compile_catalogue(source: Path) -> Path:
    """Writes the `.mo` beside a `.po` and returns it. Raises Babel's `PoFileError` for a file that is no catalogue."""
    with source.open("rb") as readable:
        catalogue = read_po(readable, locale=source.parent.parent.name, abort_invalid=True)
    target = source.with_suffix(".mo")
    with target.open("wb") as writable:
        write_mo(writable, catalogue)
    return target


def compile_all(root: Path) -> list[Path]:
    """Compiles every catalogue below the repository's root, in the order of their paths."""
    return [compile_catalogue(source) for source in sorted(root.glob(CATALOGUES))]


class MessagesHook(BuildHookInterface[Any]):
    """Compiles before the wheel is put together, and adds what git ignores to it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is `standard` or `editable`; both need the compiled files."""
        compile_all(Path(self.root))
        build_data["artifacts"].append("*.mo")


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parent)
