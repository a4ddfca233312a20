"""An overview of each region: its country results by outcome, what was spent there, what is missing; and, as an annex,
its countries one by one."""

from __future__ import annotations

from collections.abc import Iterator

from biennium.documents.blocks import Block, Heading, Inline, Table, inline
from biennium.ledger.selectors.scope import NONE
from biennium.papers.implementation.achievements import Achievements, share
from biennium.papers.implementation.gathering import Country, Gathered, Reached, missing, reached
from biennium.papers.money import Purse
from biennium.papers.outline import Outline, bold, filled
from biennium.papers.words import words
from biennium.reporting.selectors.columns import Column
from biennium.reporting.shown.matrix import column_name
from biennium.web import formatting


class Regions:
    """The part on regions of one report."""

    def __init__(self, gathered: Gathered, outline: Outline, purse: Purse, achievements: Achievements) -> None:
        self.gathered, self.outline, self.purse, self.achievements = gathered, outline, purse, achievements
        self.setter = gathered.setter
        self.said = words(self.setter.lang)["implementation"]

    def blocks(self) -> Iterator[Block]:
        """A heading, a paragraph and a table a region."""
        if self.gathered.regions:
            yield self.outline.part(self.said["regions"])
        for region in self.gathered.regions:
            yield Heading(2, inline(column_name(region)), anchor=f"region-{region.code}")
            yield self.outline.says(self._answer(region))
            if reached(self.gathered.entries, region.code).target:
                yield self._table(region)

    def countries(self) -> Iterator[Block]:
        """The countries of each region, with their published results."""
        if not self.gathered.countries:
            return
        yield self.outline.says(self.said["countries_intro"])
        for region in self.gathered.regions:
            if listed := self.gathered.countries.get(region.code):
                yield Heading(2, inline(column_name(region)), anchor=f"countries-{region.code}")
                yield self._countries(listed)

    def _answer(self, region: Column) -> Inline:
        found = reached(self.gathered.entries, region.code)
        countries = [one for one in self.gathered.countries.get(region.code, []) if one.results]
        numbers = {
            "target": found.target,
            "achieved": found.achieved,
            "results": sum(one.results for one in countries),
            "places": len(countries),
        }
        told = {name: formatting.number(count) for name, count in numbers.items()}
        sentences = [
            filled(self.said["region_results"], **told, share=share(found))
            if found.target
            else inline(self.said["no_targets"]),
            *self._money(region),
        ]
        if lacking := missing(self.gathered.entries, region.code):
            sentences.append(inline(self.said["region_missing"].format(missing=formatting.number(lacking))))
        return tuple(span for place, one in enumerate(sentences) for span in (inline(" ") if place else ()) + one)

    def _money(self, region: Column) -> list[Inline]:
        for row, scope in self.gathered.by("region"):
            if row.key[0] == region.code:
                return [filled(self.said["region_money"], spent=self.purse.said(scope, "spent", row.amounts.spent))]
        return []

    def _table(self, region: Column) -> Table:
        """Country results by outcome beside what was spent."""
        told = self.said["region_columns"]
        header = [
            self.achievements.levels(),
            told["target"],
            told["achieved"],
            told["share"],
            f"{told['spent']}, {self.purse.unit}",
        ]
        spent = self._spent(region)
        rows, whole = [], Reached()
        for top in self.gathered.tops:
            found = reached(self.gathered.under(top), region.code)
            code = next((code for code, one in self.gathered.sealed_results.items() if one is top), top.code)
            if found.target or spent.get(code):
                rows.append(self._row(self._title(code), found, spent.pop(code, 0), region, code))
                whole += found
        if left := sum(spent.values()):
            rows.append(self._row(inline(self.said["unspecified"]["outcome"]), Reached(), left, region, NONE))
        total = self._row(inline(self.said["total"]), whole, sum(self._spent(region).values()), region, "")
        return Table(tuple(inline(one) for one in header), (*rows, tuple(bold(one) for one in total)), align="lrrrr")

    def _title(self, code: str) -> Inline:
        return self.gathered.result_title(code, code)

    def _spent(self, region: Column) -> dict[str, int]:
        """By the code of the outcome in the books."""
        found: dict[str, int] = {}
        for row in self.gathered.money.rows:
            if row.key[2] == region.code:
                found[row.key[1]] = found.get(row.key[1], 0) + row.amounts.spent
        return found

    def _row(self, title: Inline, found: Reached, spent: int, region: Column, code: str) -> tuple[Inline, ...]:
        """Of an outcome by its code in the books; `-` for money without one, empty for all of the region."""
        scope = self.gathered.scope.within("region", region.code)
        named = scope.within("result", code) if code else scope
        numbers = (formatting.number(found.target), formatting.number(found.achieved), share(found, unit=False))
        told = numbers if found.target else (self.said["statuses"][""], formatting.number(found.achieved), "")
        return (title, *(inline(one) for one in told), self.purse.cell(named, "spent", spent))

    def _countries(self, listed: list[Country]) -> Table:
        told = self.said["country_columns"]
        header = [told["country"], told["results"], told["indicators"], told["spent"].format(unit=self.purse.unit)]
        rows = [
            (
                self.setter.short(one.name),
                inline(formatting.number(one.results)),
                inline(self._served(one)),
                self.purse.cell(one.scope, "spent", one.spent),
            )
            for one in listed
        ]
        return Table(tuple(inline(one) for one in header), tuple(rows), align="lrlr")

    def _served(self, country: Country) -> str:
        """The indicators that its results serve, in the order of the framework."""
        order = {one.indicator.code: place for place, one in enumerate(self.gathered.entries)}
        codes = sorted(country.indicators, key=lambda code: (order.get(code, len(order)), code))
        told = [f"{one}\u00a0({country.indicators[one]})" if country.indicators[one] > 1 else one for one in codes]
        return ", ".join(told) or str(self.said["no_result"])
