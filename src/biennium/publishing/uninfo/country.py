"""The work of one country in the terms of UN INFO.

Invariant: a country outcome is one sub-output, below the output it serves and the outcome above that; what the
organisation spent in the country sums over sub-outputs, and over funds, to the books. Support cost counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from biennium.ledger.books.rates import reporting_currency
from biennium.organisation.models import Place
from biennium.programme.models import Programme, Result, WorkItem, words
from biennium.publishing.chains import Chain, chains
from biennium.publishing.expenses import Expense, expenses
from biennium.publishing.iati.gathering import classifying
from biennium.publishing.markers import scores
from biennium.workplan.models import FrameworkLink, Plan
from biennium.workplan.selectors.work import Work, workload

MOST_TARGETS = 10
GENDER, HUMAN_RIGHTS = "gender", "human_rights"
CORE = "core resources"
"""The contributing partner of money that no agreement brings."""
UNPUBLISHED = "not published"


@dataclass(frozen=True, slots=True)
class Finance:
    """What a sub-output needs, has and spent in a year; minor units of the reporting currency."""

    year: int
    required: int
    available: int
    spent: int


@dataclass(frozen=True, slots=True)
class SubOutput:
    """A country outcome with the tags UN INFO asks for. `spent` is by year, fund and contributing partner."""

    item: WorkItem
    plan: Plan | None
    chain: Sequence[Result]
    finance: Sequence[Finance]
    spent: Mapping[tuple[int, str, str], int]
    targets: Sequence[str]
    gender: str
    human_rights: str
    un_outcomes: Sequence[str]

    @property
    def contributing(self) -> list[str]:
        """Who pays, core resources included."""
        return sorted({partner for _year, _fund, partner in self.spent})

    @property
    def implementing(self) -> list[str]:
        """Who works on it besides the organisation."""
        return sorted(words(one.name) for one in self.plan.partners.all()) if self.plan else []


@dataclass(frozen=True, slots=True)
class Country:
    """The sub-outputs of a country, and what was spent there on none of them, by year and fund."""

    place: Place
    subs: Sequence[SubOutput]
    elsewhere: Mapping[tuple[int, str], int]


@dataclass(frozen=True)
class Portfolio:
    """The work of a programme in all countries, read in a number of queries that does not grow with it."""

    programme: Programme

    @cached_property
    def years(self) -> list[int]:
        """The years of the programme."""
        return list(self.programme.years)

    @cached_property
    def currency(self) -> str:
        """The currency it reports in."""
        return reporting_currency()

    @cached_property
    def expenses(self) -> list[tuple[int, Expense]]:
        """What was spent, with its year."""
        return [(year, one) for year in self.years for one in expenses(year, programme=self.programme)]

    @cached_property
    def countries(self) -> list[Country]:
        """Every place with work or with expense, by code."""
        spent, elsewhere = self._spent()
        places = {one.item.place.code: one.item.place for one in self._works[self.years[0]].values() if one.item.place}
        places |= {one.place.code: one.place for _year, one in self.expenses if one.place}
        subs: dict[str, list[SubOutput]] = defaultdict(list)
        works = self._works[self.years[0]]
        for pk, work in sorted(works.items(), key=lambda one: one[1].item.code):
            if work.item.place:
                subs[work.item.place.code].append(self._sub(pk, work, spent.get(pk, {})))
        return [Country(places[code], subs[code], elsewhere.get(code, {})) for code in sorted(places)]

    @cached_property
    def _works(self) -> dict[int, dict[int, Work]]:
        return {year: {one.item.pk: one for one in workload(self.programme, year).works} for year in self.years}

    def _spent(self) -> tuple[dict[int, dict[tuple[int, str, str], int]], dict[str, dict[tuple[int, str], int]]]:
        """What was spent in countries: on country outcomes, and otherwise."""
        on_items: dict[int, dict[tuple[int, str, str], int]] = defaultdict(lambda: defaultdict(int))
        otherwise: dict[str, dict[tuple[int, str], int]] = defaultdict(lambda: defaultdict(int))
        for year, one in self.expenses:
            if one.place is None:
                continue
            if one.work_item and one.work_item.place_id == one.place.pk and not one.work_item.retired_at:
                on_items[one.work_item.pk][year, one.fund.code, _contributor(one)] += one.amount
            else:
                otherwise[one.place.code][year, one.fund.code] += one.amount
        return on_items, otherwise

    def _sub(self, pk: int, work: Work, spent: Mapping[tuple[int, str, str], int]) -> SubOutput:
        item = self._items[pk]
        chain = self._chains.get(item.result_id or 0, ())
        plan = self._plans.get(pk)
        given = {one.marker.code: str(one.score) for one in plan.markers.all()} if plan else {}
        links = plan.country_programme.links.all() if plan and plan.country_programme else ()
        return SubOutput(
            item,
            plan,
            chain,
            [self._finance(year, pk, spent) for year in self.years],
            spent,
            self._targets(item, plan, chain),
            given.get(GENDER) or self._gender.get(item.result_id or 0, ""),
            given.get(HUMAN_RIGHTS, ""),
            sorted(one.code for one in links if one.kind == FrameworkLink.Kind.UN_OUTCOME),
        )

    def _finance(self, year: int, pk: int, spent: Mapping[tuple[int, str, str], int]) -> Finance:
        amounts = self._works[year][pk].amounts
        paid = sum(amount for (when, _fund, _partner), amount in spent.items() if when == year)
        return Finance(year, amounts.requirement, amounts.resources, paid)

    def _targets(self, item: WorkItem, plan: Plan | None, chain: Sequence[Result]) -> list[str]:
        """At most ten targets, those with the largest shares first."""
        shares = {**item.sdg, **(plan.sdg if plan else {})}
        tagged = [one.code for one in classifying.tags(item, chain) if one.vocabulary == classifying.TAG_TARGET]
        named = [*dict.fromkeys([*sorted(code for code in shares if "." in code), *tagged])]
        return sorted(named, key=lambda code: -shares.get(code, 0))[:MOST_TARGETS]

    @cached_property
    def _items(self) -> Mapping[int, WorkItem]:
        """The work items whole: the workload reads them in part."""
        return self.programme.work_items.select_related("place").in_bulk()

    @cached_property
    def _plans(self) -> dict[int, Plan]:
        rows = Plan.objects.filter(work_item__programme=self.programme).select_related("country_programme")
        related = ("markers__marker", "partners", "country_programme__links")
        return {one.work_item_id: one for one in rows.prefetch_related(*related)}

    @cached_property
    def _chains(self) -> Mapping[int, Chain]:
        return chains([self.programme.pk])

    @cached_property
    def _gender(self) -> Mapping[int, str]:
        return scores([self.programme.pk])


def _contributor(one: Expense) -> str:
    if one.agreement is None:
        return CORE
    partner = one.agreement.partner
    return words(partner.name) if partner.published else UNPUBLISHED
