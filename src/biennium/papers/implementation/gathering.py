"""What the implementation report is made of: reports, country results and money, read once.

Invariant: a number of statements that does not grow with the programme; every value is that of the matrix or of a table
of money, so that the paper and the pages say the same. What waits to be verified is known to the office only, and is
never added to what counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from biennium.documents.blocks import Inline, Span, inline
from biennium.foundation.actors import Actor
from biennium.kernel.indicators.values import exact
from biennium.kernel.periods import Period
from biennium.kernel.text import folded
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import Row as MoneyRow
from biennium.ledger.selectors.tables import Table as MoneyTable
from biennium.ledger.selectors.tables import table
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, WorkItem
from biennium.programme.selectors.versions import Book
from biennium.reporting.cells import Cell
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors import listing
from biennium.reporting.selectors.columns import WORLD, Column, columns
from biennium.reporting.selectors.matrix import Matrix, of_version
from biennium.reporting.selectors.visibility import may_see_office
from biennium.reporting.shown.matrix import Line, lines

DIVIDED = ("fund", "outcome", "region", "place")


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator of the version, its cells of the whole period by column, and the same in words."""

    indicator: exchange.Indicator
    cells: dict[str, Cell]
    line: Line

    @property
    def counts_countries(self) -> bool:
        """Whether its values can be added up with those of its like: each is one country."""
        return self.indicator.kind == "country_count"


@dataclass(frozen=True, slots=True)
class Reached:
    """Country results: those achieved, those targeted, and those still to be had."""

    achieved: int = 0
    target: int = 0
    left: int = 0

    def __add__(self, other: Reached) -> Reached:
        return Reached(self.achieved + other.achieved, self.target + other.target, self.left + other.left)


def reached(entries: Iterable[Entry], column: str = WORLD) -> Reached:
    """The country results of some indicators in a column: only those that count countries, and only where there is a
    target to hold them against, are added."""
    found = Reached()
    for entry in entries:
        if entry.counts_countries and entry.cells[column].target is not None:
            cell, decimals = entry.cells[column], entry.indicator.decimals
            achieved, target = (int(exact(value or 0, decimals)) for value in (cell.value, cell.target))
            found += Reached(achieved, target, max(0, target - achieved))
    return found


def missing(entries: Iterable[Entry], column: str = WORLD) -> int:
    """The reports that were due and have not been given. In a region only those that it has a target for: those are
    parts of what the whole lacks."""
    asked = [one for one in entries if column == WORLD or one.cells[column].target is not None]
    return sum(one.cells[column].missing for one in asked)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: how many published results it has on each indicator, and what was spent there."""

    code: str
    name: dict[str, str]
    results: int
    indicators: Counter[str]
    spent: int
    scope: Scope | None


class Gathered:
    """Everything the report says, gathered for one commission."""

    def __init__(self, commission: Commission, setter: Setter) -> None:
        self.commission, self.setter = commission, setter
        self.book: Book = commission.book
        self.programme: Programme = commission.programme
        self.actor: Actor = commission.actor
        self.office = may_see_office(commission.actor)
        self.period = Period(self.programme.start, self.programme.end)
        self.scope = Scope(self.programme)

    @cached_property
    def matrix(self) -> Matrix:
        """The reports as they stand, against the targets of the version."""
        return of_version(
            actor=self.actor, programme=self.programme, indicators=self._indicators, periods=[self.period]
        )

    @cached_property
    def _indicators(self) -> list[exchange.Indicator]:
        ordered = [one for top in self.tops for one in (top, *self.book.below(top))]
        return [indicator for one in ordered for indicator in self.book.indicators.get(one.code, []) if indicator.uid]

    @cached_property
    def entries(self) -> list[Entry]:
        """The indicators in the order of the framework."""
        sealed = {one.uid: one for one in self._indicators if one.uid}
        shown = lines(self.matrix, self.period, lambda _indicator, _column: "", sealed)
        return [
            Entry(sealed[row.indicator.uid], {name: cell for (_period, name), cell in row.cells.items()}, line)
            for row, line in zip(self.matrix.rows, shown, strict=True)
        ]

    @property
    def tops(self) -> Sequence[exchange.Result]:
        """The results at the top, in their order."""
        return self.book.children.get(None, [])

    @property
    def regions(self) -> list[Column]:
        """The columns besides the world's."""
        return [one for one in self.matrix.columns if one.code != WORLD]

    def under(self, top: exchange.Result) -> list[Entry]:
        """The indicators of a result and of those below it."""
        codes = {top.code, *(one.code for one in self.book.below(top))}
        return [one for one in self.entries if one.indicator.result in codes]

    @cached_property
    def results(self) -> list[CountryResult]:
        """The published country results, with place and indicators."""
        rows = listing.results_of(self.actor, self.programme).filter(status=CountryResult.Status.PUBLISHED)
        return list(rows.defer("statement", "contribution", "constituents"))

    @cached_property
    def money(self) -> MoneyTable:
        """All money, divided by fund, outcome, region and place: the tables of the paper are sums of its rows."""
        return table(self.scope, DIVIDED)

    def by(self, dimension: str) -> list[tuple[MoneyRow, Scope | None]]:
        """The money by one dimension, each row with the scope that says exactly it."""
        made = self.money.only(dimension)
        return [(row, made.part(row.key)) for row in made.rows]

    @cached_property
    def sealed_results(self) -> dict[str, exchange.Result]:
        """By the code a result has in the books, the result of the version."""
        known = {one.uid: one for one in self.book.document.results}
        return {code: known[uid] for code, uid in self.money.names.outcomes.items() if uid in known}

    @cached_property
    def countries(self) -> dict[str, list[Country]]:
        """By region, its countries with a published result or with money spent, in the order of their names."""
        indicators: dict[str, Counter[str]] = defaultdict(Counter)
        names = {one.place.code: one.place.name for one in self.results}
        counts = Counter(one.place.code for one in self.results)
        for result in self.results:
            indicators[result.place.code].update(one.indicator.code for one in result.served.all())
        places = {row.key[0]: (row.amounts.spent, scope) for row, scope in self.by("place")}
        found: dict[str, list[Country]] = defaultdict(list)
        for code in {*counts, *(code for code, (spent, _scope) in places.items() if spent)} & self._places.keys():
            spent, scope = places.get(code, (0, self.scope.within("place", code)))
            name = names.get(code) or self.money.names.title("place", code)
            country = Country(code, name, counts[code], indicators[code], spent, scope)
            found[self._places[code]].append(country)
        return {region: sorted(listed, key=self._by_name) for region, listed in found.items()}

    def _by_name(self, country: Country) -> str:
        return folded(self.setter.plain(country.name))

    @cached_property
    def _places(self) -> dict[str, str]:
        """The region of each place that has money or results; of those in no region none."""
        of_money = {row.key[3]: row.key[2] for row in self.money.rows}
        of_results = {one.place.code: self._region(one.place_id) for one in self.results}
        return {place: region for place, region in {**of_results, **of_money}.items() if region in self._codes}

    def _region(self, place: int) -> str:
        return columns().column(None, place)

    @cached_property
    def _codes(self) -> set[str]:
        return {one.code for one in self.regions}

    @cached_property
    def unplanned(self) -> int:
        """How many live work items have no plan."""
        rows = WorkItem.objects.filter(programme=self.programme, retired_at__isnull=True)
        return rows.filter(plan__isnull=True).aggregate(count=Count("pk"))["count"] or 0

    def result_title(self, code: str, unspecified: str) -> Inline:
        """An outcome as the version names it, by the code it has in the books."""
        found = self.sealed_results.get(code)
        return (Span(f"{found.code}. "), *self.setter.short(found.title)) if found else inline(unspecified)
