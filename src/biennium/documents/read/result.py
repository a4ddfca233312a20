"""What reading a file yields: its blocks, what the file was, and the repairs made on the way.

Invariant: every visible word of the file is in a block, or a note says what was left out and where.
"""

from __future__ import annotations

from dataclasses import dataclass

from biennium.documents.blocks import Block, Where


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A repair or an omission made by the reader, and where."""

    where: Where
    message: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file as blocks in reading order.

    `media_type` is the IANA type found in the content, `sha256` the hexadecimal digest of the bytes, `pages` the
    number of pages where the format has any.
    """

    blocks: tuple[Block, ...]
    media_type: str
    sha256: str
    pages: int | None = None
    notes: tuple[ReadNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What one format's reader hands back."""

    blocks: tuple[Block, ...]
    notes: tuple[ReadNote, ...] = ()
    pages: int | None = None
