"""Resources: what was approved, allotted, committed and spent by fund, by outcome and by region.

Invariant: every table sums to the same total, which is that of the books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from biennium.documents.blocks import Block, Chart, Heading, Inline, Table, inline
from biennium.documents.charts import Bar, Series, stacked_bars
from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import NONE, Scope
from biennium.ledger.selectors.tables import Amounts
from biennium.papers.findings import source_of
from biennium.papers.implementation.gathering import Gathered
from biennium.papers.money import LATE, STAGES, Purse
from biennium.papers.outline import Outline, bold, filled
from biennium.papers.words import words
from biennium.web import formatting

MILLIONS = 6
HUES = {"spent": "blue", "committed": "teal", "allotted": "ochre", "approved": "grey"}
"""The parts of a bar from left to right."""


class Resources:
    """The part on money of one report."""

    def __init__(self, gathered: Gathered, outline: Outline, purse: Purse, levels: str) -> None:
        self.gathered, self.outline, self.purse = gathered, outline, purse
        self.setter = gathered.setter
        self.said = words(self.setter.lang)["implementation"]
        self.headers = {**self.said["money_columns"], "outcome": levels}

    def blocks(self) -> Iterator[Block]:
        """The chart by fund, and a table by fund, outcome and region."""
        yield self.outline.part(self.said["resources"])
        yield self.outline.says(self.said["resources_intro"].format(unit=self.purse.unit))
        yield Heading(2, inline(self.said["by_fund"]), anchor="by-fund")
        if self.gathered.money.total.approved:
            yield self.chart()
        if self.gathered.money.internal:
            yield self.outline.says(self._consolidated())
        yield Heading(2, inline(self.said["by_outcome"]), anchor="by-outcome")
        yield self.table("outcome", self._outcome)
        yield Heading(2, inline(self.said["by_region"]), anchor="by-region")
        yield self.table("region", self._named, LATE)

    def chart(self) -> Chart:
        """The funds as bars of what became of their money."""
        told, rows = self.said["chart"], self.gathered.by("fund")
        bars = [
            Bar(f"{row.key[0]} {self.setter.plain(self._titled('fund', row.key[0]))}", row.key[0], parts(row.amounts))
            for row, _scope in rows
        ]
        series = [Series(told[stage], hue) for stage, hue in HUES.items()]
        wide, narrow = stacked_bars(bars, series, lang=self.setter.lang)
        first = max(rows, key=lambda one: one[0].amounts.spent)[0]
        numbers = {"spent": self._compact(first.amounts.spent), "all": self._compact(self.gathered.money.total.spent)}
        unit = formatting.scale_words(self.purse.currency, MILLIONS)
        return Chart(
            title=told["money"].format(fund=self.setter.plain(self._titled("fund", first.key[0])), **numbers),
            spec=wide,
            narrow=narrow,
            description=self._spoken(bars),
            table=self.table("fund", self._named),
            source=f"{source_of(self.gathered.commission)} {told['unit'].format(unit=unit)}",
            anchor="chart-funds",
        )

    def _spoken(self, bars: list[Bar]) -> str:
        listed = "; ".join(f"{bar.label}: {', '.join(map(formatting.number, bar.values))}" for bar in bars)
        return str(words(self.setter.lang)["findings"]["bars"].format(listed=listed))

    def table(self, dimension: str, title: Callable[[str, str], Inline], stages: Sequence[str] = STAGES) -> Table:
        """Money by one dimension, with its total."""
        delivery = ("delivery",) if stages is STAGES else ()
        header = [self.headers[name] for name in (dimension, *stages, *delivery)]
        rows = [
            tuple(self.purse.row(title(dimension, row.key[0]), scope, row.amounts, stages))
            for row, scope in self.gathered.by(dimension)
        ]
        whole = self.purse.row(inline(self.said["total"]), self.gathered.scope, self.gathered.money.total, stages)
        total = tuple(bold(cell) for cell in whole)
        return Table(tuple(inline(one) for one in header), (*rows, total), align="l" + "r" * (len(header) - 1))

    def _outcome(self, _dimension: str, code: str) -> Inline:
        return self.gathered.result_title(code, self.said["unspecified"]["outcome"])

    def _named(self, dimension: str, code: str) -> Inline:
        if code == NONE:
            return inline(self.said["unspecified"][dimension])
        return self.setter.short(self._titled(dimension, code))

    def _titled(self, dimension: str, code: str) -> dict[str, str]:
        return self.gathered.money.names.title(dimension, code)

    def _compact(self, minor: int) -> str:
        return formatting.compact(Money(minor, self.purse.currency))

    def _consolidated(self) -> Inline:
        whole, money = Scope(self.gathered.programme), self.gathered.money
        return filled(
            self.said["consolidated"],
            internal=self.purse.said(whole, "internal", money.internal),
            consolidated=self.purse.said(whole, "consolidated", money.consolidated),
        )


def parts(amounts: Amounts) -> tuple[int, ...]:
    """What became of approved money, in whole millions, none below zero: spent, then what is left at each stage."""
    left = (
        amounts.spent,
        amounts.committed - amounts.spent,
        amounts.allotted - amounts.committed,
        amounts.approved - amounts.allotted,
    )
    return tuple(max(0, round(one / 10**8)) for one in left)
