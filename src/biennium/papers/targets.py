"""The country results that the targets add up to, by region, as a chart and by result in the table below it.

Only indicators that count countries are added up: each unit of such a target is one country in which a result is to be
had. Rates, scores and other counts are never added.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from biennium.documents.blocks import Block, Chart, Inline, Span, Table, inline
from biennium.documents.charts import Bar, Series, stacked_bars
from biennium.papers.findings import leading, source_of, spoken
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange
from biennium.web import formatting

COUNTED = "country_count"


def targets(commission: Commission, setter: Setter) -> Iterator[Block]:
    """The chart; nothing where no target is set by region."""
    added = _Added(commission, setter)
    if added.regions:
        yield added.chart()


class _Added:
    """The targets of a commission, added up by region."""

    def __init__(self, commission: Commission, setter: Setter) -> None:
        self.commission, self.setter, self.book = commission, setter, commission.book
        self.said = words(setter.lang)
        self.counting = [one for one in self.book.document.indicators if one.kind == COUNTED]
        known = [each["code"] for each in self.book.regions.get("regions", [])]
        self.names = {each["code"]: setter.plain(each["name"]) for each in self.book.regions.get("regions", [])}
        self.regions = [code for code in known if self._sum(self.counting, code)]

    def chart(self) -> Chart:
        """Bars by region."""
        lang = self.setter.lang
        counts = {self.names[code]: self._sum(self.counting, code) for code in self.regions}
        bars = [Bar(name, name, (count,)) for name, count in counts.items()]
        wide, narrow = stacked_bars(bars, [Series(self.said["country_results"], "blue")], lang=lang)
        return Chart(
            title=leading(counts, lang, things=self.said["country_results"]),
            spec=wide,
            narrow=narrow,
            description=spoken(counts, lang),
            table=self._table(),
            source=self._source(),
            anchor="chart-targets",
        )

    def _source(self) -> str:
        sentences = [source_of(self.commission)]
        if any(one.illustrative for one in self.counting):
            sentences.append(self.said["illustrative_targets"])
        return " ".join(sentences)

    def _table(self) -> Table:
        tops = [top for top in self.book.children.get(None, []) if self._below(top)]
        levels = dict.fromkeys(self.setter.plain(self.book.levels[top.level].name) for top in tops)
        header = [" / ".join(levels), *(self.names[code] for code in self.regions), self.said["total"]]
        rows = [self._row((Span(f"{top.code}. "), *self.setter.short(top.title)), self._below(top)) for top in tops]
        total = self._row(inline(self.said["total"]), self.counting)
        bold = tuple(tuple(Span(span.text, bold=True, lang=span.lang) for span in cell) for cell in total)
        align = "l" + "r" * (len(header) - 1)
        return Table(tuple(inline(cell) for cell in header), (*rows, bold), align=align)

    def _row(self, title: Inline, indicators: list[exchange.Indicator]) -> tuple[Inline, ...]:
        sums = [self._sum(indicators, code) for code in self.regions]
        return (title, *(inline(formatting.number(one)) for one in (*sums, sum(sums))))

    def _below(self, top: exchange.Result) -> list[exchange.Indicator]:
        codes = {top.code, *(one.code for one in self.book.below(top))}
        return [one for one in self.counting if one.result in codes]

    @staticmethod
    def _sum(indicators: list[exchange.Indicator], region: str) -> int:
        return sum(int(Decimal(one.value)) for each in indicators for one in each.targets if one.region == region)
