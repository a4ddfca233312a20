"""What was achieved against each target: by outcome, then by output, with the regions beside the whole.

Invariant: a cell says a value or why there is none; each value is the figure that the page of the indicator explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from biennium.documents.blocks import Block, Chart, Heading, Inline, Paragraph, Span, Table, inline
from biennium.documents.charts import Bar, Series, stacked_bars
from biennium.papers.findings import source_of
from biennium.papers.framework import heading
from biennium.papers.implementation.gathering import Entry, Gathered, Reached, reached
from biennium.papers.money import Purse
from biennium.papers.outline import Outline, bold, filled
from biennium.papers.words import counted, words
from biennium.programme.exchange import models as exchange
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.shown.matrix import Shown, all_illustrative, column_name, tally
from biennium.web import formatting

Row = tuple[Inline, ...]


def over(content: Inline, width: int) -> Row:
    """A row that heads those below it, over the whole width of a table."""
    return (content, *((),) * (width - 1))


class Achievements:
    """The part on results of one report."""

    def __init__(self, gathered: Gathered, outline: Outline, purse: Purse) -> None:
        self.gathered, self.outline, self.purse = gathered, outline, purse
        self.setter, self.book = gathered.setter, gathered.book
        self.said = words(self.setter.lang)["implementation"]

    def blocks(self) -> Iterator[Block]:
        """Each result at the top: a paragraph that answers, and its tables."""
        yield self.outline.part(self.said["achieved"])
        yield self.outline.says(self.said["achieved_intro"])
        if all_illustrative([one.line for one in self.gathered.entries]):
            yield Paragraph(inline(self.said["illustrative"]), style="note")
        for top in self.gathered.tops:
            entries = self.gathered.under(top)
            yield Heading(2, heading(self.book, top, self.setter), anchor=f"achieved-{top.code}")
            yield self.outline.says(self._answer(top, entries))
            regional = [one for one in entries if self._is_regional(one)]
            if regional:
                yield self._by_region(regional)
            if others := [one for one in entries if one not in regional]:
                yield self._whole(others)

    def chart(self) -> Chart:
        """Country results by result at the top, as bars that end at the target."""
        told = self.said["chart"]
        tops = [top for top in self.gathered.tops if reached(self.gathered.under(top)).target]
        found = {top.code: reached(self.gathered.under(top)) for top in tops}
        bars = [
            Bar(f"{top.code}. {self.setter.plain(top.title)}", self._short(top), self._lengths(found[top.code]))
            for top in tops
        ]
        series = [Series(told["achieved"], "blue"), Series(told["left"], "grey")]
        wide, narrow = stacked_bars(bars, series, lang=self.setter.lang)
        total = sum(found.values(), Reached())
        listed = "; ".join(f"{self._short(top)}: {self._of(found[top.code])}" for top in tops)
        return Chart(
            title=told["title"].format(
                achieved=formatting.number(total.achieved), target=formatting.number(total.target)
            ),
            spec=wide,
            narrow=narrow,
            description=words(self.setter.lang)["findings"]["bars"].format(listed=listed),
            table=self.sums([(self._title(top), found[top.code]) for top in tops]),
            source=source_of(self.gathered.commission),
            anchor="chart-achieved",
        )

    def sums(self, rows: Sequence[tuple[Inline, Reached]]) -> Table:
        """Country results of each row, with their total."""
        told = self.said["region_columns"]
        columns = [self.levels(), told["target"], told["achieved"], told["left"], told["share"]]
        total = (inline(self.said["total"]), sum((one for _title, one in rows), Reached()))
        listed = [*(self._sums(*row) for row in rows), tuple(bold(cell) for cell in self._sums(*total))]
        return Table(tuple(inline(one) for one in columns), tuple(listed), align="lrrrr")

    def levels(self) -> str:
        """What the results at the top are called."""
        names = dict.fromkeys(self.setter.plain(self.book.levels[top.level].name) for top in self.gathered.tops)
        return " / ".join(names)

    @staticmethod
    def _lengths(found: Reached) -> tuple[int, int]:
        return found.achieved, found.left

    @staticmethod
    def _sums(title: Inline, found: Reached) -> Row:
        numbers = (found.target, found.achieved, found.left)
        return (title, *(inline(formatting.number(one)) for one in numbers), inline(share(found, unit=False)))

    @staticmethod
    def _of(found: Reached) -> str:
        return f"{formatting.number(found.achieved)} / {formatting.number(found.target)}"

    def _short(self, top: exchange.Result) -> str:
        return f"{self.setter.plain(self.book.levels[top.level].name)} {top.code}"

    def _title(self, top: exchange.Result) -> Inline:
        return (Span(f"{top.code}. "), *self.setter.short(top.title))

    def _answer(self, top: exchange.Result, entries: list[Entry]) -> Inline:
        """Results, indicators and money of a result at the top, a sentence each."""
        found = reached(entries)
        sentences: list[Inline] = []
        if found.target:
            numbers = {"target": formatting.number(found.target), "achieved": formatting.number(found.achieved)}
            sentences.append(filled(self.said["outcome_results"], **numbers, share=share(found)))
        if entries:
            sentences.append(inline(standing(entries, self.setter.lang)))
        else:
            sentences.append(inline(self.said["no_indicators"]))
        sentences += self._money(top)
        return tuple(span for place, one in enumerate(sentences) for span in ((Span(" "),) if place else ()) + one)

    def _money(self, top: exchange.Result) -> list[Inline]:
        for row, scope in self.gathered.by("outcome"):
            if self.gathered.sealed_results.get(row.key[0]) is top:
                spent = self.purse.said(scope, "spent", row.amounts.spent)
                delivery = self.purse.delivered(scope, row.amounts)
                return [filled(self.said["outcome_money"], spent=spent, delivery=delivery)]
        return []

    def _is_regional(self, entry: Entry) -> bool:
        return any(entry.cells[one.code].target is not None for one in self.gathered.regions)

    def _by_region(self, entries: list[Entry]) -> Table:
        """Each indicator over the whole width, below its result, and under it how it stands, in the world and by
        region."""
        told, regions = self.said["columns"], self.gathered.regions
        header = [told["standing"], told["whole"], *(column_name(one) for one in regions)]
        rows: list[Row] = []
        for title, entry in self._titled(entries):
            named = (*title, *(inline("\n") if title else ()), *self._named(entry))
            rows += [over(named, len(header)), self._regional(entry)]
        return Table(tuple(inline(one) for one in header), tuple(rows), align="l" + "r" * (len(regions) + 1))

    def _titled(self, entries: list[Entry]) -> Iterator[tuple[Inline, Entry]]:
        """The indicators, the first of each result with what that is called."""
        last = ""
        for entry in entries:
            code, last = last, entry.indicator.result
            yield () if code == last else bold(heading(self.book, self.book.result(last), self.setter)), entry

    def _regional(self, entry: Entry) -> Row:
        shown = {one.column: one for one in entry.line.cells}
        columns = [WORLD, *(one.code for one in self.gathered.regions)]
        numbers = tuple(self._ratio(entry, shown[one]) for one in columns)
        return (self._standing(entry), *numbers)

    def _ratio(self, entry: Entry, shown: Shown) -> Inline:
        """“7/12”, or why there is nothing before the stroke."""
        if not shown.value:
            return inline(self.said["states"][str(shown.state)])
        value = Span(shown.value, figure=self._figure(entry, "achieved", shown.column))
        if not shown.target:
            return (value,)
        return (value, Span("/"), Span(shown.target, figure=self._figure(entry, "target", shown.column)))

    def _whole(self, entries: list[Entry]) -> Table:
        told = self.said["columns"]
        header = [told[name] for name in ("indicator", "baseline", "target", "value", "standing")]
        rows: list[Row] = []
        for title, entry in self._titled(entries):
            rows += [*([over(title, len(header))] if title else []), self._row(entry)]
        return Table(tuple(inline(one) for one in header), tuple(rows), align="lrrrl")

    def _row(self, entry: Entry) -> Row:
        shown, none = entry.line.world, inline(words(self.setter.lang)["none_stated"])
        value = shown.value or formatting.state_words(shown.state)
        figure = self._figure(entry, "achieved", WORLD) if shown.value else None
        target = (Span(shown.target, figure=self._figure(entry, "target", WORLD)),) if shown.target else none
        baseline = inline(shown.baseline) or none
        return (self._named(entry), baseline, target, (Span(value, figure=figure),), self._standing(entry))

    def _named(self, entry: Entry) -> Inline:
        return (Span(f"{entry.indicator.code}  "), *self.setter.short(entry.indicator.title))

    def _standing(self, entry: Entry) -> Inline:
        """How it stands against time; what is missing and what waits."""
        shown = entry.line.world
        notes = [self.said["statuses"][str(shown.status)] if shown.value else self.said["statuses"]["no_data"]]
        if shown.missing:
            notes.append(counted(self.said["missing_reports"], self.setter.lang, shown.missing))
        if shown.unverified:
            notes.append(counted(self.said["waiting"], self.setter.lang, shown.unverified))
        return inline("; ".join(notes))

    def _figure(self, entry: Entry, kind: str, column: str) -> str:
        where = "" if column == WORLD else f"@{column}"
        return f"{self.book.document.code}/results.{kind}:{entry.indicator.code}{where}"


def share(found: Reached, *, unit: bool = True) -> str:
    """What was achieved of the target, in per cent; empty without a target."""
    if not found.target:
        return ""
    part = Fraction(found.achieved, found.target)
    return formatting.percent(part) if unit else formatting.number(part * 100, 0)


def standing(entries: Sequence[Entry], lang: str) -> str:
    """How many indicators there are, and how they stand: “Of 7 indicators, 1 is on track; 6 are behind.”"""
    said, found = words(lang)["implementation"]["standing"], tally([one.line for one in entries])
    numbers = {"ahead": found.ahead, "on_track": found.on_track, "behind": found.behind, "without": found.without}
    told = [counted(said[name], lang, count) for name, count in numbers.items() if count]
    return counted(said["total"], lang, len(entries), told="; ".join(told))
