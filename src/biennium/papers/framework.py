"""The results framework as tables: each result's indicators with baseline, target and the share of each region.

Invariant: an indicator that is not in the paper the programme came from is labelled illustrative wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from biennium.documents.blocks import Block, Document, Heading, Inline, Paragraph, Span, Table, inline, plain
from biennium.papers.bound import bound
from biennium.papers.cover import plain_cover
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.papers.targets import targets
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.versions import Book
from biennium.web import formatting

NO_BREAK_SPACE = "\u00a0"


def build(commission: Commission) -> Document:
    """The results framework as a paper of its own."""
    programme = commission.book.document
    setter = Setter(commission.lang, programme.languages)
    title = words(commission.lang)["framework_of"].format(period=programme.code)
    blocks = tuple(framework(commission, setter, level=1))
    cover = plain_cover(programme, setter, subtitle=setter.plain(programme.title))
    return bound(commission, setter, title=title, cover=cover, blocks=blocks)


def framework(commission: Commission, setter: Setter, level: int) -> Iterator[Block]:
    """The targets by region, and a heading and a table for each result at the top that has indicators."""
    said, book = words(setter.lang), commission.book
    if any(one.illustrative for one in book.document.indicators):
        yield Paragraph(inline(said["illustrative_note"]), style="note")
    yield from targets(commission, setter)
    listed = [one for one in book.children.get(None, []) if any(with_indicators(book, one))]
    if not listed:
        yield Paragraph(inline(said["no_indicators"]))
    for top in listed:
        yield Heading(level, heading(book, top, setter), anchor=f"framework-{top.code}")
        yield _Tabulated(book, setter).table(top)


def heading(book: Book, result: exchange.Result, setter: Setter) -> Inline:
    """The level's word, the code and the title of a result: “Output 1.1. …”."""
    name = setter.plain(book.levels[result.level].name)
    return (Span(f"{name} {result.code}. "), *setter.short(result.title))


def with_indicators(book: Book, result: exchange.Result) -> Iterator[exchange.Result]:
    """The results that have indicators: this one and those below it."""
    return (one for one in (result, *book.below(result)) if book.indicators.get(one.code))


class _Tabulated:
    """The indicators of one result at the top as a table."""

    def __init__(self, book: Book, setter: Setter) -> None:
        self.book, self.setter = book, setter
        self.said = words(setter.lang)
        self.names = {each["code"]: setter.plain(each["name"]) for each in book.regions.get("regions", [])}

    def table(self, top: exchange.Result) -> Table:
        """Its own indicators, then those of each result below; by region only where a target is."""
        results = list(with_indicators(self.book, top))
        listed = [one for result in results for one in self.book.indicators[result.code]]
        columns: dict[str, str] = dict(self.said["columns"])
        if not any(target.region for one in listed for target in one.targets):
            del columns["regions"]
        header = tuple(inline(title.format(period=self.book.document.code)) for title in columns.values())
        rows: list[tuple[Inline, ...]] = []
        for result in results:
            if result is not top:
                rows.append((_bold(heading(self.book, result, self.setter)), *((),) * (len(columns) - 1)))
            rows += [self._row(one)[: len(columns)] for one in self.book.indicators[result.code]]
        return Table(header, tuple(rows), align="lrrl"[: len(columns)])

    def _row(self, one: exchange.Indicator) -> tuple[Inline, ...]:
        base = [baseline for baseline in one.baselines if baseline.region is None]
        stated = [f"{formatting.number(each.value)}{NO_BREAK_SPACE}({formatting.day(each.as_of)})" for each in base]
        world = [formatting.number(target.value) for target in one.targets if target.region is None]
        return (
            self._title(one),
            self._stated(stated),
            self._stated(world),
            self._stated(self._by_region(one.targets)),
        )

    def _title(self, one: exchange.Indicator) -> Inline:
        """Code and title, the unit where the title does not say it, and the label of an illustrative one."""
        title, unit = self.setter.short(one.title), self.setter.short(one.unit)
        said: list[Span] = [Span(f"{one.code}  "), *title]
        if unit and plain(unit).casefold() not in plain(title).casefold():
            said += [Span(f"; {self.said['unit']}: "), *unit]
        if one.illustrative:
            said.append(Span(f" ({self.said['illustrative']})", italic=True))
        return tuple(said)

    def _by_region(self, targets: Sequence[exchange.Target]) -> list[str]:
        return [
            f"{self.names.get(one.region, one.region)}{NO_BREAK_SPACE}{formatting.number(one.value)}"
            for one in targets
            if one.region
        ]

    def _stated(self, values: Sequence[str]) -> Inline:
        return inline("; ".join(values) or self.said["none_stated"])


def _bold(content: Inline) -> Inline:
    return tuple(Span(span.text, bold=True, italic=span.italic, lang=span.lang) for span in content)
