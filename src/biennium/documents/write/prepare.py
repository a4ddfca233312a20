"""Preparation: what every format needs before it writes.

A prepared document has a title; every text is typeset in its own language; heading levels start at 1 and never skip one
(PDF/UA-1 demands it); every heading has an anchor of its own; tables are rectangular; a link leads to the web, to a
mail address or to an anchor of the document, and loses its address (not its text) otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from biennium.documents.blocks import (
    Block,
    Box,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    Item,
    Paragraph,
    Span,
    Table,
    inline,
    plain,
)
from biennium.documents.typography import typeset
from biennium.kernel.errors import InvalidInput

ADDRESS = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
NOT_IN_ANCHORS = re.compile(r"[^\w.-]+")
RESERVED = re.compile(r"(p|note-|noteref-)\d+")
SHORT_CONTENTS = 12
NEVER = "\ufffe\uffff"


def prepared(document: Document) -> Document:
    """The document as the writers want it. Raises `InvalidInput` for a missing title, a wrong language, a control
    character."""
    if not document.title.strip():
        raise InvalidInput("The document has no title.", remedy="Give it one.")
    if not LANGUAGE.fullmatch(document.lang):
        raise InvalidInput(f"“{document.lang}” is no language code.", remedy="Use a code such as en, fr or es.")
    blocks = _with_headings(document.blocks, _renewed(headings(document.blocks)))
    setter = _Setter(document.lang, frozenset(anchors(blocks)))
    return Document(
        title=setter.text(document.title),
        lang=document.lang,
        blocks=setter.blocks(blocks),
        cover=setter.cover(document.cover),
        contents_title=setter.text(document.contents_title),
        footer=setter.text(document.footer),
        author=setter.text(document.author),
    )


def headings(blocks: Iterable[Block]) -> Iterable[Heading]:
    """The headings in reading order, those inside boxes included."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Box):
            yield from headings(block.blocks)


def has_long_contents(document: Document) -> bool:
    """Whether the table of contents deserves pages of its own."""
    return bool(document.contents_title) and len(list(headings(document.blocks))) > SHORT_CONTENTS


def anchors(blocks: Iterable[Block]) -> Iterable[str]:
    """What a link inside the document may point to: the anchors of headings, and p12 for paragraph 12."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor
        elif isinstance(block, Paragraph) and block.number is not None:
            yield f"p{block.number}"
        elif isinstance(block, Box):
            yield from anchors(block.blocks)


def _with_headings(blocks: Iterable[Block], renewed: Iterator[Heading]) -> tuple[Block, ...]:
    """The blocks with each heading replaced by the next of `renewed`."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            block = next(renewed)
        elif isinstance(block, Box):
            block = replace(block, blocks=_with_headings(block.blocks, renewed))
        result.append(block)
    return tuple(result)


def _renewed(found: Iterable[Heading]) -> Iterator[Heading]:
    above: list[int] = []
    taken: set[str] = set()
    for heading in found:
        level = max(heading.level, 1)
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield replace(heading, level=len(above), anchor=_free_anchor(heading.anchor, taken))


def _free_anchor(anchor: str, taken: set[str]) -> str:
    wanted = NOT_IN_ANCHORS.sub("-", anchor).strip("-")
    if not wanted or RESERVED.fullmatch(wanted):
        wanted = f"section-{len(taken) + 1}"
    free, copy = wanted, 2
    while free in taken:
        free, copy = f"{wanted}-{copy}", copy + 1
    taken.add(free)
    return free


@dataclass(frozen=True, slots=True)
class _Setter:
    """Typesets texts: `lang` is the document's language, `known` are the anchors a link may point to."""

    lang: str
    known: frozenset[str]

    def text(self, text: str, lang: str = "") -> str:
        text = text.replace("\r\n", "\n").replace("\t", " ")
        for character in text:
            if character in NEVER or (unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"):
                raise _unwritable(character, text)
        return typeset(text, lang or self.lang)

    def inline(self, content: Inline) -> Inline:
        return tuple(self._span(span) for span in content if span.text)

    def _span(self, span: Span) -> Span:
        lang = span.lang if span.lang and span.lang != self.lang and LANGUAGE.fullmatch(span.lang) else None
        href = span.href if span.href and self._leads_somewhere(span.href) else None
        return replace(span, text=self.text(span.text, span.lang or ""), lang=lang, href=href)

    def _leads_somewhere(self, href: str) -> bool:
        return href[1:] in self.known if href.startswith("#") else bool(ADDRESS.fullmatch(href))

    def cover(self, cover: Cover) -> Cover:
        return Cover(
            masthead=tuple(self.text(line) for line in cover.masthead),
            symbol=self.text(cover.symbol),
            item=self.text(cover.item),
            subtitle=self.text(cover.subtitle),
            fields=tuple((self.text(label), self.inline(content)) for label, content in cover.fields),
            notice=self.inline(cover.notice),
        )

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Box):
            return replace(block, title=self.inline(block.title), blocks=self.blocks(block.blocks))
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Item):
            return replace(block, content=self.inline(block.content), marker=self.text(block.marker))
        if isinstance(block, Footnote):
            return replace(block, content=self.inline(block.content), mark=self.text(block.mark))
        if isinstance(block, Heading | Paragraph):
            return replace(block, content=self.inline(block.content))
        return block

    def _table(self, table: Table) -> Block:
        width = max(len(table.header), *(len(row) for row in table.rows), 0)
        if not width:
            return Paragraph(self.inline(inline(" ".join(filter(None, (table.caption, table.note))))), style="note")
        return replace(
            table,
            header=self._row(table.header, width) if any(plain(cell) for cell in table.header) else (),
            rows=tuple(self._row(row, width) for row in table.rows),
            caption=self.text(table.caption),
            note=self.text(table.note),
            align=table.align[:width].ljust(width, "l"),
        )

    def _row(self, row: tuple[Inline, ...], width: int) -> tuple[Inline, ...]:
        return tuple(self.inline(cell) for cell in row) + ((),) * (width - len(row))


def _unwritable(character: str, text: str) -> InvalidInput:
    return InvalidInput(
        f"The text holds the control character U+{ord(character):04X}, which no document can show.",
        where=f"“{text[:40].strip()}”".replace(character, "\N{REPLACEMENT CHARACTER}"),
        remedy="Remove it.",
    )
