"""Paragraphs of a PDF become blocks: by their size, their weight, their sign and where they stand.

Invariant: each line is in exactly one block, in the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from biennium.documents.blocks import Block, Footnote, Heading, Inline, Item, PageBreak, Paragraph, Table, Where, plain
from biennium.documents.read.hyphens import vocabulary_of
from biennium.documents.read.markers import NUMBER, split_footnote, split_marker
from biennium.documents.read.pdf.columns import ENTRY_END, two_columns
from biennium.documents.read.pdf.lines import DRAWN, Line, joined
from biennium.documents.read.pdf.paragraphs import ENDS, Setting, paragraphs_of
from biennium.documents.read.spans import PLAIN_DIGITS, drop_prefix

_LARGER = 1.08
_LONGEST_HEADING = 300
_DEEPER = 6.0
_SAME_COLUMN = 3.0


def blocks_of(lines: list[Line]) -> Iterator[Block]:
    """The blocks of a document, page by page."""
    setting = Setting.of(lines)
    reader = _Reader(setting, lines)
    for page, on_page in groupby(lines, key=lambda line: line.page):
        if page > lines[0].page:
            yield PageBreak(Where(page=page))
        for group in paragraphs_of(list(on_page), setting):
            yield reader.block(group)


@dataclass(slots=True)
class _Indents:
    """Where the signs of the open lists stand, from the outermost."""

    places: list[float] = field(default_factory=list)

    def depth(self, place: float) -> int:
        while self.places and place < self.places[-1] - _DEEPER:
            self.places.pop()
        if not self.places or place > self.places[-1] + _DEEPER:
            self.places.append(place)
        return len(self.places) - 1


class _Reader:
    """Makes blocks of paragraphs; remembers the lists that are open."""

    def __init__(self, setting: Setting, lines: list[Line]) -> None:
        self.setting = setting
        self.vocabulary = vocabulary_of(line.text for line in lines)
        self.ranks = sorted({line.size for line in lines if line.size > setting.body * _LARGER}, reverse=True)
        self.indents = _Indents()
        # Where the paragraph stands that announced a list, and where the list that has no signs stands below it.
        self.announced: float | None = None
        self.unsigned: float | None = None

    def block(self, group: list[Line]) -> Block:
        """A paragraph as the block it is."""
        where = Where(page=group[0].page)
        if rows := two_columns(group):
            self._close()
            return Table((), (tuple(joined(row, self.vocabulary) for row in rows),), where=where)
        content = joined(group, self.vocabulary)
        text = plain(content)
        if item := self._item(group, content, where):
            return item
        self._close()
        if level := self._heading(group, text):
            return Heading(level - 1, content, where)
        mark, rest = split_footnote(text)
        if mark:
            return Footnote(mark.translate(PLAIN_DIGITS), drop_prefix(content, len(text) - len(rest)), where)
        self.announced = group[0].x0 if text.endswith(":") else None
        return Paragraph(content, where=where)

    def _close(self) -> None:
        self.indents.places.clear()
        self.announced = self.unsigned = None

    def _item(self, group: list[Line], content: Inline, where: Where) -> Item | None:
        """A bullet: with its sign set or drawn, or without one, deeper than the paragraph that announced the list."""
        first = group[0]
        text = plain(content)
        marker, rest = (DRAWN, text) if first.drawn is not None else split_marker(text)
        if marker:
            self.announced = self.unsigned = None
            place = first.x0 if first.drawn is None else first.drawn
            return Item(drop_prefix(content, len(text) - len(rest)), self.indents.depth(place), marker, where)
        if self._is_unsigned_item(first):
            return Item(content, 0, "", where)
        return None

    def _is_unsigned_item(self, line: Line) -> bool:
        if NUMBER.match(line.text) or line.bold or abs(line.size - self.setting.body) > 1:
            return False
        if self.unsigned is None and self.announced is not None and line.x0 > self.announced + _DEEPER:
            self.unsigned = line.x0
        return self.unsigned is not None and abs(line.x0 - self.unsigned) < _SAME_COLUMN

    def _heading(self, group: list[Line], text: str) -> int:
        """One more than the level of the heading that a paragraph is; 0 when it is none."""
        if len(text) > _LONGEST_HEADING or text.endswith(ENDS) or ENTRY_END.search(text):
            return 0
        size = group[0].size
        if size > self.setting.body * _LARGER:
            return self.ranks.index(size) + 2
        is_bold = all(line.bold for line in group) and size >= self.setting.body * 0.98
        return 1 if is_bold else 0
