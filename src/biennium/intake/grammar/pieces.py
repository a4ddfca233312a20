"""Pieces: the blocks of a file as the grammar looks at them, one after the other, with what was found out about each.

Invariant: a piece is never dropped silently: it becomes part of the programme or of the fixed formulas of a paper, is
joined to another, or is listed as not recognised; page furniture (page numbers, running symbols) is noted once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from biennium.documents.blocks import (
    Block,
    Box,
    Chart,
    Footnote,
    Heading,
    Inline,
    Item,
    PageBreak,
    Table,
    Where,
    plain,
)
from biennium.documents.read.markers import ARROW
from biennium.documents.read.spans import from_markup
from biennium.intake.draft import Repair

CELL = " | "
ENDS = (".", ":", ";", "!", "?")
_LABEL_LENGTH = 320
_BLANKS = re.compile(r"[^\S\t]+")
_SET_SPACE = re.compile(r"[ \u00a0\u202f]*[\u00a0\u202f] ?(?=[;:!?»])|(?<=«)[\u00a0\u202f]")
_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)")
_MARKUP = re.compile(r"\*\*|(?<!\w)\*\w|\w\^[\w{]")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?")
_RUNNING_SYMBOL = re.compile(r"[A-Z]{1,6}[.\d]*(?:/[A-Z0-9.()]+){1,5}\s*\d{0,4}")


@dataclass(slots=True)
class Piece:
    """A paragraph, heading, bullet, note or table. `after_gap`: a page ended, or a line was empty, before it."""

    kind: Literal["heading", "text", "item", "note", "table"]
    text: str
    where: Where
    level: int = 0
    depth: int = 0
    marker: str = ""
    number: int | None = None
    bold: bool = False
    boxed: bool = False
    after_gap: bool = False
    at_page_foot: bool = False

    @property
    def is_label(self) -> bool:
        """Whether it can be a heading: it says so, or it is a short line that does not end as a sentence does."""
        if self.kind == "heading":
            return True
        short = len(self.text) <= _LABEL_LENGTH and not self.text.endswith(ENDS)
        return self.kind == "text" and self.number is None and short


def said(text: str) -> str:
    """A text as words are compared: no case, typographic variants or final punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split()).strip(" .:;*")


def unset(text: str) -> str:
    """A text without what typesetting adds: no-break spaces at French punctuation, curled apostrophes in words."""
    return _APOSTROPHE.sub("'", _SET_SPACE.sub("", text))


def pieces_of(blocks: Iterable[Block], repairs: list[Repair]) -> list[Piece]:
    """The pieces of a document, without its page furniture."""
    found: list[Piece] = []
    gap = True
    for block in _flat(blocks):
        if isinstance(block, PageBreak):
            gap = True
            continue
        piece = _piece(*block)
        if piece is None:
            continue
        if _is_furniture(piece, found):
            repairs.append(Repair("furniture", piece.where, "furniture", {"text": piece.text}))
            gap = True
            continue
        piece.after_gap = gap or _lines_apart(found, piece)
        found.append(piece)
        gap = False
    return found


def _flat(blocks: Iterable[Block], *, boxed: bool = False) -> Iterable[tuple[Block, bool] | PageBreak]:
    for block in blocks:
        if isinstance(block, PageBreak):
            yield block
        elif isinstance(block, Box):
            if block.title:
                yield Heading(0, block.title, block.where), True
            yield from _flat(block.blocks, boxed=True)
        else:
            yield block, boxed


def laid_out(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a first page: tables there only set labels beside their texts, or lines beside each other."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind != "table":
            found.append(piece)
            continue
        for row in piece.text.split("\n"):
            cells = [cell.strip() for cell in row.split(CELL) if cell.strip()]
            found.append(Piece("text", "\t".join(cells), piece.where))
    return found


def _piece(block: Block, boxed: bool) -> Piece | None:
    where = getattr(block, "where", None) or Where()
    if isinstance(block, Table):
        return Piece("table", unset(_table_text(block)), where, boxed=boxed)
    if isinstance(block, Box | Chart | PageBreak):
        return None
    content = _without_markup(block.content)
    text = _BLANKS.sub(" ", unset(plain(content))).strip()
    if not text:
        return None
    if text.startswith(ARROW) and len(text) <= _LABEL_LENGTH:
        block = Heading(0, content, where)
        text = text.lstrip(f"{ARROW} ")
    bold = all(span.bold for span in content if span.text.strip())
    if isinstance(block, Heading):
        return Piece("heading", text, where, level=block.level, bold=bold, boxed=boxed)
    if isinstance(block, Item):
        return Piece("item", text, where, depth=block.depth, marker=block.marker, bold=_begins_bold(content))
    if isinstance(block, Footnote):
        return Piece("note", text, where, marker=block.mark)
    return Piece("text", text, where, number=block.number, bold=bold or _begins_bold(content), boxed=boxed)


def _without_markup(content: Inline) -> Inline:
    """Text that was copied with its mark-up (`**Title**`, `346^e`) into a file of another kind, without it."""
    text = plain(content)
    return from_markup(text)[0] if _MARKUP.search(text) else content


def _begins_bold(content: Inline) -> bool:
    return bool(content) and content[0].bold


def _table_text(table: Table) -> str:
    rows = [table.header, *table.rows] if table.header else list(table.rows)
    lines = [CELL.join(plain(cell) for cell in row) for row in rows]
    return "\n".join(line for line in [table.caption, *lines, table.note] if line.strip(" |"))


def _is_furniture(piece: Piece, found: list[Piece]) -> bool:
    if piece.kind not in ("text", "heading") or not found:
        return False
    symbol = _RUNNING_SYMBOL.fullmatch(piece.text) and any(one.text.startswith(piece.text[:8]) for one in found[:12])
    return bool(_PAGE_NUMBER.fullmatch(piece.text) or symbol)


def _lines_apart(found: list[Piece], piece: Piece) -> bool:
    """Whether something empty stands before a piece: a line of a text, a paragraph of a Word document."""
    if not found or found[-1].kind == "table":
        return False
    before, here = found[-1].where, piece.where
    lines = before.line is not None and here.line is not None and here.line - before.line > 1
    return lines or (
        before.paragraph is not None and here.paragraph is not None and here.paragraph - before.paragraph > 1
    )
