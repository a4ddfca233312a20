"""Preparation: what every format needs before it writes.

A prepared document has a title; every text is typeset in its own language; heading levels start at 1 and never skip one
(PDF/UA-1 demands it); every heading and chart has an anchor of its own; tables are rectangular; a link leads to the
web, to a mail address or to an anchor of the document, and loses its address (not its text) otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from biennium.documents.blocks import (
    Block,
    Box,
    Chart,
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
FEW_FIELDS = 2
NEVER = "\ufffe\uffff"


def prepared(document: Document) -> Document:
    """The document as the writers want it. Raises `InvalidInput` for a missing title, a wrong language, a control
    character."""
    if not document.title.strip():
        raise InvalidInput(_("The document has no title."), remedy=_("Give it one."))
    if not LANGUAGE.fullmatch(document.lang):
        raise InvalidInput(
            _("“%(lang)s” is no language code.") % {"lang": document.lang}, remedy=_("Use a code such as en, fr or es.")
        )
    blocks = _Outline().renewed(document.blocks)
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


def contents_on_first_page(document: Document) -> bool:
    """Whether the first page has room for the table of contents: few fields, few headings."""
    return len(document.cover.fields) <= FEW_FIELDS and not has_long_contents(document)


def anchors(blocks: Iterable[Block]) -> Iterable[str]:
    """What a link inside the document may point to: the anchors of headings, and p12 for paragraph 12."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor
        elif isinstance(block, Paragraph) and block.number is not None:
            yield f"p{block.number}"
        elif isinstance(block, Chart):
            yield block.anchor
        elif isinstance(block, Box):
            yield from anchors(block.blocks)


class _Outline:
    """Renews headings and charts in reading order: levels that never skip one, anchors that stand only once."""

    def __init__(self) -> None:
        self._above: list[int] = []
        self._taken: set[str] = set()

    def renewed(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Heading):
            return replace(block, level=self._level(block.level), anchor=self._anchor(block.anchor, "section"))
        if isinstance(block, Chart):
            return replace(block, anchor=self._anchor(block.anchor, "chart"))
        return replace(block, blocks=self.renewed(block.blocks)) if isinstance(block, Box) else block

    def _level(self, given: int) -> int:
        level = max(given, 1)
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return len(self._above)

    def _anchor(self, anchor: str, kind: str) -> str:
        wanted = NOT_IN_ANCHORS.sub("-", anchor).strip("-")
        if not wanted or RESERVED.fullmatch(wanted):
            wanted = f"{kind}-{len(self._taken) + 1}"
        free, copy = wanted, 2
        while free in self._taken:
            free, copy = f"{wanted}-{copy}", copy + 1
        self._taken.add(free)
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
        """The spans typeset as one text: a sign that begins a span is spaced from what the span before ended with."""
        spans: list[Span] = []
        for span in content:
            if span.text:
                before = spans[-1] if spans else None
                spans.append(self._span(span, before))
        return tuple(spans)

    def _span(self, span: Span, before: Span | None) -> Span:
        lang = span.lang if span.lang and span.lang != self.lang and LANGUAGE.fullmatch(span.lang) else None
        href = span.href if span.href and self._leads_somewhere(span.href) else None
        last = before.text[-1] if before and before.lang == lang and not before.text[-1].isspace() else ""
        text = self.text(last + span.text, span.lang or "")[len(last) :]
        return replace(span, text=text, lang=lang, href=href)

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
        if isinstance(block, Chart):
            return self._chart(block)
        if isinstance(block, Item):
            return replace(block, content=self.inline(block.content), marker=self.text(block.marker))
        if isinstance(block, Footnote):
            return replace(block, content=self.inline(block.content), mark=self.text(block.mark))
        if isinstance(block, Heading | Paragraph):
            return replace(block, content=self.inline(block.content))
        return block

    def _chart(self, chart: Chart) -> Block:
        table = self._table(chart.table)
        if not isinstance(table, Table):
            raise InvalidInput(_("A chart has no table of its numbers."), where=f"“{chart.title}”")
        return replace(
            chart,
            title=self.text(chart.title),
            description=self.text(chart.description),
            source=self.text(chart.source),
            table=table,
        )

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
        _("The text holds the control character %(character)s, which no document can show.")
        % {"character": f"U+{ord(character):04X}"},
        where=f"“{text[:40].strip()}”".replace(character, "\N{REPLACEMENT CHARACTER}"),
        remedy=_("Remove it."),
    )
