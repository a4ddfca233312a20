"""Activities and organisations written to disk as they come.

Invariants: memory does not grow with the number of activities; no file is larger than what is asked for, unless a
single activity is; a file that is there is whole (temporary name, then renamed).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from biennium.publishing.iati.content import Activity, OrganisationFile, Reporter
from biennium.publishing.iati.writing.activity import activity
from biennium.publishing.iati.writing.organisation import organisation
from biennium.publishing.iati.xpaths import Element
from biennium.standards.iati.tables import VERSION

MOST_BYTES = 40_000_000
Dated = Callable[[Activity, str], str]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: how many activities or organisations it has, its size, the SHA-256 of its bytes."""

    path: Path
    units: int
    size: int
    sha256: str


class _Piece:
    """A file while it is written, under a temporary name."""

    def __init__(self, path: Path, kind: str, generated: str) -> None:
        self.path = path
        self.units = 0
        self.size = 0
        self._kind = kind
        self._hash = hashlib.sha256()
        self._temporary = path.with_suffix(".part")
        self._file: BinaryIO = self._temporary.open("wb")
        root = f'<{kind} version="{VERSION}" generated-datetime="{generated}">'
        self._put(f"<?xml version='1.0' encoding='UTF-8'?>\n{root}\n".encode())

    @property
    def tail(self) -> bytes:
        """What closes it."""
        return f"</{self._kind}>\n".encode()

    def fits(self, content: bytes, most: int) -> bool:
        """Whether one more unit keeps it within a size."""
        return not self.units or self.size + len(content) + len(self.tail) <= most

    def add(self, content: bytes) -> None:
        """One more unit."""
        self._put(content)
        self.units += 1

    def close(self, path: Path) -> Written:
        """The file under its name."""
        self._put(self.tail)
        self._file.close()
        self._temporary.replace(path)
        return Written(path, self.units, self.size, self._hash.hexdigest())

    def discard(self) -> None:
        """Nothing is left of it."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._hash.update(content)
        self.size += len(content)


def write_activities(
    reporter: Reporter,
    activities: Iterable[Activity],
    *,
    folder: Path,
    stem: str,
    generated: datetime,
    most_bytes: int = MOST_BYTES,
    dated: Dated | None = None,
) -> list[Written]:
    """`stem.xml`, or `stem-1.xml`, `stem-2.xml` … where one would be larger than `most_bytes`; none for no activity.

    `dated` is given each activity with the SHA-256 of its content, and says when it was last updated.
    """
    written: list[Written] = []
    piece: _Piece | None = None
    try:
        for one in activities:
            content = _content(reporter, one, dated)
            if piece is not None and not piece.fits(content, most_bytes):
                written.append(piece.close(piece.path))
                piece = None
            if piece is None:
                path = folder / f"{stem}-{len(written) + 1}.xml"
                piece = _Piece(path, "iati-activities", stamp(generated))
            piece.add(content)
    except BaseException:
        if piece is not None:
            piece.discard()
        raise
    if piece is not None:
        written.append(piece.close(piece.path if written else folder / f"{stem}.xml"))
    return written


def write_organisation(
    reporter: Reporter, one: OrganisationFile, *, folder: Path, stem: str, generated: datetime
) -> Written:
    """`stem.xml` with the one organisation."""
    piece = _Piece(folder / f"{stem}.xml", "iati-organisations", stamp(generated))
    piece.add(_bytes(organisation(reporter, one)))
    return piece.close(piece.path)


def stamp(moment: datetime) -> str:
    """A moment as XML Schema has it, in UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _content(reporter: Reporter, one: Activity, dated: Dated | None) -> bytes:
    made = activity(reporter, one)
    content = _bytes(made)
    if dated is None:
        return content
    made.set("last-updated-datetime", dated(one, hashlib.sha256(content).hexdigest()))
    return _bytes(made)


def _bytes(made: Element) -> bytes:
    return etree.tostring(made, encoding="utf-8", pretty_print=True)
