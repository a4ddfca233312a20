"""What a governing-body paper says: a programme as a document of blocks.

Invariant: everything the paper states comes from the one document it is built from, a sealed version or the live draft;
its footer names that version and its hash. Paragraphs are numbered from 1 to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from biennium.documents.blocks import Block, Box, Document, Heading, Inline, Item, PageBreak, Paragraph, Span, inline
from biennium.papers.bound import bound
from biennium.papers.cover import cover
from biennium.papers.deliverables import deliverables, things
from biennium.papers.framework import framework, heading
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange

_ENDS = (".", ";", ":", "!", "?")


def build(commission: Commission) -> Document:
    """The programme paper; texts missing in its language are shown, marked, in another."""
    book = commission.book
    setter = Setter(commission.lang, book.document.languages)
    paper = _Programme(commission, setter)
    blocks = tuple(paper.blocks())
    first_page = cover(book.document, setter, renumbered=paper.renumbered)
    return bound(commission, setter, title=setter.plain(book.document.title), cover=first_page, blocks=blocks)


class _Programme:
    """The programme paper, from the introduction to the annexes.

    `renumbered` tells, once the blocks are made, which number the draft decision's paragraph has here, by the number it
    has in the paper the programme came from.
    """

    def __init__(self, commission: Commission, setter: Setter) -> None:
        self.commission, self.book, self.setter = commission, commission.book, setter
        self.said = words(setter.lang)
        self.part = 0
        self.annexes = 0
        self.renumbered: dict[int, int] = {}

    def blocks(self) -> Iterator[Block]:
        """Everything after the contents."""
        yield from self._sections("vision")
        for level, results in groupby(self.book.children.get(None, []), key=lambda one: one.level):
            yield self._part(self.setter.short(self.book.levels[level].plural or self.book.levels[level].name))
            for result in results:
                yield from self._result(result, 2)
        yield from self._gathered("region", self.said["regions"])
        yield from self._sections("approach")
        yield from self._sections("other")
        yield from self._sections("next_step")
        for section in self._of("decision"):
            yield self._decision(section)
        yield from self._annex(
            self.said["overview"].format(things=things(self.book, self.setter)),
            deliverables(self.commission, self.setter),
        )
        if self.book.document.indicators:
            yield from self._annex(self.said["framework"], framework(self.commission, self.setter, level=2))

    def _decision(self, section: exchange.Section) -> Box:
        if section.paragraphs:
            self.renumbered[section.paragraphs[0]] = self.setter.number + 1
        content = tuple(self.setter.long(section.body))
        return Box(self.setter.short(section.heading), content)

    def _annex(self, title: str, blocks: Iterator[Block]) -> Iterator[Block]:
        """An annex on a page of its own, if there is anything in it."""
        content = list(blocks)
        if not content:
            return
        self.annexes += 1
        yield PageBreak()
        number = roman(self.annexes)
        yield Heading(1, inline(self.said["annex"].format(number=number, title=title)), anchor=f"annex-{self.annexes}")
        yield from content

    def _part(self, title: Inline) -> Heading:
        """A heading of the first level, numbered I, II, III …"""
        self.part += 1
        return Heading(1, (Span(f"{roman(self.part)}. "), *title), anchor=f"part-{self.part}")

    def _of(self, kind: exchange.SectionKind) -> list[exchange.Section]:
        return [one for one in self.book.document.sections if one.kind == kind]

    def _sections(self, kind: exchange.SectionKind) -> Iterator[Block]:
        for section in self._of(kind):
            title = self.setter.short(section.heading)
            yield Heading(2, title, anchor=section.code) if section.parent else self._part(title)
            yield from self.setter.long(section.body)

    def _gathered(self, kind: exchange.SectionKind, title: str) -> Iterator[Block]:
        listed = self._of(kind)
        if listed:
            yield self._part(inline(title))
        for section in listed:
            yield Heading(2, self.setter.short(section.heading), anchor=section.code)
            yield from self.setter.long(section.body)

    def _result(self, result: exchange.Result, level: int) -> Iterator[Block]:
        yield Heading(level, heading(self.book, result, self.setter), anchor=f"result-{result.code}")
        children = self.book.children.get(result.code, [])
        bullets = [one for one in children if not self.book.levels[one.level].counted]
        parts = [one for one in children if self.book.levels[one.level].counted]
        if result.strategy and parts:
            yield Heading(level + 1, self.setter.short(self.book.levels[result.level].text_heading))
        yield from self.setter.long(result.strategy)
        yield from self._boxes(result)
        yield from self._lists(bullets)
        for part in parts:
            yield from self._result(part, min(level + 1, 4))

    def _boxes(self, result: exchange.Result) -> Iterator[Block]:
        for box in self.book.document.sections:
            if box.kind == "box" and box.result == result.code:
                content = tuple(self.setter.long(box.body, numbered=False))
                yield Box(self.setter.short(box.heading), content)

    def _lists(self, bullets: Sequence[exchange.Result]) -> Iterator[Block]:
        for scope, group in groupby(bullets, key=lambda one: one.scope):
            listed = list(group)
            introduction = self.said["lead_ins"].get(scope, self.said["other_lists"])
            yield Paragraph(inline(introduction), number=self.setter.next_number())
            for place, one in enumerate(listed):
                yield Item(self._bullet(one, listed, is_last=place == len(listed) - 1), marker="•")

    def _bullet(self, one: exchange.Result, listed: Sequence[exchange.Result], *, is_last: bool) -> Inline:
        """A bullet as a part of its sentence, unless the bullets are sentences of their own."""
        content = self.setter.short(one.title)
        sentences = any(self.setter.plain(each.title).endswith(_ENDS) for each in listed)
        return content if sentences else (*content, Span("." if is_last else ";"))


def roman(number: int) -> str:
    """A part's number in Roman numerals, up to 39."""
    tens, units = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]
