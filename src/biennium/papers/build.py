"""What a governing-body paper says: a programme as a document of blocks.

Invariant: everything the paper states comes from the one document it is built from, a sealed version or the live draft;
its footer names that version and its hash. Paragraphs are numbered from 1 to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from django.utils import timezone, translation

from biennium.documents.blocks import Block, Box, Document, Heading, Inline, Item, PageBreak, Paragraph, Span, inline
from biennium.papers.cover import cover
from biennium.papers.framework import framework, heading
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.versions import Book
from biennium.web import formatting

Kind = Literal["programme", "framework"]
_ENDS = (".", ";", ":", "!", "?")


@dataclass(frozen=True, slots=True)
class Pin:
    """The version a paper speaks of; without a number it is the live draft of the day."""

    stage: str = ""
    number: int = 0
    short_hash: str = ""
    sealed_on: date | None = None

    @classmethod
    def live(cls) -> Pin:
        """The draft as it is now."""
        return cls()

    def __str__(self) -> str:
        return f"version {self.number} ({self.stage}) {self.short_hash}" if self.number else "the live draft"

    def in_words(self, lang: str) -> str:
        """The line at the foot of each page."""
        said = words(lang)
        if self.sealed_on is None:
            return str(said["live"].format(date=formatting.day(timezone.localdate())))
        stage = said["stages"].get(self.stage, self.stage)
        when = formatting.day(self.sealed_on)
        return str(said["sealed"].format(number=self.number, stage=stage, date=when, hash=self.short_hash))


def build(book: Book, *, kind: Kind, lang: str, pin: Pin, is_demonstration: bool = False) -> Document:
    """The paper of one kind in one language; texts missing in it are shown, marked, in another."""
    with translation.override(lang):
        return _build(book, kind, lang, pin, is_demonstration)


def _build(book: Book, kind: Kind, lang: str, pin: Pin, is_demonstration: bool) -> Document:
    programme, said = book.document, words(lang)
    setter = Setter(lang, programme.languages)
    notice = said["demonstration"] if is_demonstration else ""
    title = setter.plain(programme.title)
    if kind == "framework":
        blocks = tuple(framework(book, setter, level=1))
        subtitle = said["framework"].format(period=programme.code)
    else:
        blocks, subtitle = tuple(_Programme(book, setter).blocks()), ""
    return Document(
        title=title,
        lang=lang,
        blocks=blocks,
        cover=cover(programme, setter, subtitle=subtitle, notice=notice),
        contents_title=said["contents"],
        footer=" · ".join(filter(None, [programme.paper.symbol if programme.paper else None, pin.in_words(lang)])),
        author=setter.plain(programme.organisation.name),
    )


class _Programme:
    """The programme paper, from the introduction to the annex."""

    def __init__(self, book: Book, setter: Setter) -> None:
        self.book, self.setter = book, setter
        self.said = words(setter.lang)
        self.part = 0

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
            content = tuple(self.setter.long(section.body))
            yield Box(self.setter.short(section.heading), content)
        if self.book.document.indicators:
            yield PageBreak()
            yield Heading(1, inline(self.said["annex"]), anchor="annex")
            yield from framework(self.book, self.setter, level=2)

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
