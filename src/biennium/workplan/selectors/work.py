"""All the work of a programme with what it needs, has and lacks.

Invariant: everything is read in a number of queries that does not grow with the number of work items, and every sum is
made of the same rows, so that no two pages can disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from biennium.foundation.context import remembered
from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.books.rates import RateTable, reporting_currency
from biennium.ledger.models import Rate
from biennium.ledger.selectors.scope import NONE, Scope
from biennium.ledger.selectors.tables import Amounts as LedgerAmounts
from biennium.ledger.selectors.tables import standing, totals
from biennium.organisation.models import Region, Unit
from biennium.organisation.selectors import all_units, mapped_regions
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.selectors.document import in_tree_order
from biennium.workplan.amounts import Amounts, amounts_of
from biennium.workplan.models import (
    CountryProgramme,
    Expectation,
    Plan,
    Requirement,
    StaffRequirement,
)
from biennium.workplan.models.requirements import cost_of
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.selectors.staff import needs

CONCLUDED = (Plan.Status.COMPLETED, Plan.Status.DROPPED)
UNUSED = ("sdg", "plan__assumptions", "plan__consultation", "plan__sdg", "plan__country_programme__title")
UNPLANNED = "unplanned"
"""The status of work that has no plan yet."""
NOTHING = LedgerAmounts()


class Atlas:
    """What work is sorted by, read when it is first asked for."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions of the organisation's own map with their places."""
        return mapped_regions()

    @cached_property
    def region_of(self) -> dict[int, str]:
        """The code of the region of each place."""
        return {place.pk: region.code for region in self.regions for place in region.places.all()}

    @cached_property
    def results(self) -> dict[int, Result]:
        """The results of the programme in tree order, retired ones as well."""
        rows = self._programme.results.select_related("level").order_by("position", "id").defer("strategy")
        return {one.pk: one for one in in_tree_order(rows)}

    @cached_property
    def codes_of_results(self) -> dict[int | None, tuple[str, ...]]:
        """Of each result its code and the codes of those above it."""
        return {key: _above(self.results, key) for key in self.results}

    @cached_property
    def codes_of_units(self) -> dict[int | None, tuple[str, ...]]:
        """Of each unit its code and the codes of those above it."""
        return {key: _above(self.units, key) for key in self.units}

    @cached_property
    def units(self) -> dict[int, Unit]:
        """All units."""
        return {unit.pk: unit for unit in all_units()}


class Tags:
    """By which codes a work item is found: `tags["region"]`. Of a result and a unit, the row first and then those
    above it; `-` for none."""

    def __init__(self, atlas: Atlas, item: WorkItem, plan: Plan | None) -> None:
        self._atlas, self._item, self._plan = atlas, item, plan

    def __getitem__(self, name: str) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self, f"_{name}")()
        return found

    def _result(self) -> tuple[str, ...]:
        return self._atlas.codes_of_results.get(self._item.result_id, (NONE,))

    def _region(self) -> tuple[str, ...]:
        return (self._atlas.region_of.get(self._item.place_id or 0, NONE),)

    def _place(self) -> tuple[str, ...]:
        return (self._item.place.code if self._item.place else NONE,)

    def _unit(self) -> tuple[str, ...]:
        return self._atlas.codes_of_units.get(self._plan.lead_unit_id if self._plan else None, (NONE,))

    def _country_programme(self) -> tuple[str, ...]:
        within = self._plan.country_programme if self._plan else None
        return (within.code if within else NONE,)

    def _kind(self) -> tuple[str, ...]:
        return (self._item.kind,)

    def _status(self) -> tuple[str, ...]:
        return (self._plan.status if self._plan else UNPLANNED,)

    def _work_item(self) -> tuple[str, ...]:
        return (self._item.code,)


def _above(rows: Mapping[int, Result] | Mapping[int, Unit], key: int | None) -> tuple[str, ...]:
    """The code of a row and of those above it, the row first."""
    found: list[str] = []
    while key is not None and key in rows:
        found.append(rows[key].code)
        key = rows[key].parent_id
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Work:
    """A work item, its plan where there is one, its amounts, and by which codes it is found."""

    item: WorkItem
    plan: Plan | None
    amounts: Amounts
    tags: Tags

    @property
    def status(self) -> str:
        """That of its plan."""
        return self.plan.status if self.plan else UNPLANNED

    @property
    def region(self) -> str:
        """The code of the region of its place; `-` for none."""
        return self.tags["region"][0]

    def within(self, asked: Slice) -> bool:
        """Whether it belongs to a slice."""
        return all(value in self.tags[name] for name, value in asked.values.items() if name != "year")


@dataclass(frozen=True)
class Workload:
    """The work of a programme, in the order of its codes, for one year or for all."""

    programme: Programme
    year: int | None
    works: tuple[Work, ...]
    atlas: Atlas
    currency: str

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions of the organisation's own map."""
        return self.atlas.regions

    def of(self, asked: Slice) -> list[Work]:
        """The work of a slice. Raises `NotFound` for a code there is none of."""
        for name, value in asked.values.items():
            if name != "year" and value != NONE and value not in self._known(name):
                raise NotFound(_("“%(part)s” is not in the work plan.") % {"part": f"{name}={value}"})
        return [work for work in self.works if work.within(asked)]

    def amounts(self, asked: Slice) -> Amounts:
        """The sums of a slice."""
        return Amounts.sum(work.amounts for work in self.of(asked))

    def by(self, name: str, asked: Slice = Slice()) -> dict[str, Amounts]:  # noqa: B008 - it cannot change
        """The sums of a slice by the first code of a tag: each work item once."""
        sums: dict[str, Amounts] = defaultdict(Amounts)
        for work in self.of(asked):
            sums[work.tags[name][0]] += work.amounts
        return dict(sums)

    def _known(self, name: str) -> set[str]:
        return KNOWN[name](self)

    @cached_property
    def framework(self) -> list[Result]:
        """The live results that are numbered, in tree order."""
        return [one for one in self.codes.values() if one.level.counted]

    @cached_property
    def codes(self) -> dict[str, Result]:
        """The live results by code."""
        return {one.code: one for one in self.atlas.results.values() if not one.retired_at}


KNOWN: dict[str, Callable[[Workload], set[str]]] = {
    "result": lambda load: set(load.codes),
    "region": lambda load: {one.code for one in load.regions},
    "place": lambda load: {place.code for region in load.regions for place in region.places.all()},
    "unit": lambda load: {one.code for one in all_units()},
    "country_programme": lambda load: set(CountryProgramme.objects.values_list("code", flat=True)),
    "kind": lambda load: set(WorkItem.Kind.values),
    "status": lambda load: {*Plan.Status.values, UNPLANNED},
    "work_item": lambda load: {work.item.code for work in load.works},
}


def workload(programme: Programme, year: int | None = None) -> Workload:
    """The live work of a programme; asked once a request."""
    return remembered(("workload", programme.pk, year), lambda: _read(programme, year))


def _read(programme: Programme, year: int | None) -> Workload:
    rows = programme.work_items.filter(retired_at__isnull=True).order_by("code", "id")
    items = rows.select_related("place", "plan__country_programme").defer(*UNUSED).annotate(required=_money(year))
    atlas, books = Atlas(programme), _Books(programme, year)
    works = []
    for item in items:
        plan = getattr(item, "plan", None)
        item.programme = programme
        works.append(Work(item, plan, books.amounts(item, plan), Tags(atlas, item, plan)))
    return Workload(programme, year, tuple(works), atlas, reporting_currency())


class _Books:
    """What each work item needs of staff, has, and may expect: one query each."""

    def __init__(self, programme: Programme, year: int | None) -> None:
        self._months, self._staff = _staff(programme, year)
        scope = Scope(programme, {"year": str(year)} if year else {})
        self._lines = standing(scope, "work_item")
        self._expected = _expected(programme, year)

    def amounts(self, item: Any, plan: Plan | None) -> Amounts:
        """`item` says what it requires in money."""
        lines = self._lines.get(item.pk, NOTHING)
        return amounts_of(
            requirement=item.required + self._staff.get(item.pk, 0),
            allotted=lines.allotted,
            committed=lines.committed,
            spent=lines.spent,
            expected=self._expected.get(item.pk, 0),
            months=self._months.get(item.pk, 0),
            concluded=plan is not None and plan.status in CONCLUDED,
        )


@dataclass(frozen=True, slots=True)
class ItemBooks:
    """What one work item needs, row by row, what may come, and its amounts."""

    money: list[Requirement]
    staff: list[StaffRequirement]
    expected: list[tuple[Expectation, int]]
    amounts: Amounts


def books_of(item: WorkItem, plan: Plan | None) -> ItemBooks:
    """The books of one work item, without reading the others."""
    money = list(item.requirements.select_related("cost_category"))
    staff = list(item.staff_requirements.select_related("unit", "standard_cost"))
    expected = expectations(item.programme, only=item)
    scope = Scope(item.programme, {"work_item": item.code})
    lines = standing(scope, "work_item").get(item.pk, NOTHING)
    amounts = amounts_of(
        requirement=sum(one.amount for one in money) + sum(one.cost for one in staff),
        allotted=lines.allotted,
        committed=lines.committed,
        spent=lines.spent,
        expected=sum(amount for _one, amount in expected),
        months=sum(one.months for one in staff),
        concluded=plan is not None and plan.status in CONCLUDED,
    )
    return ItemBooks(money, staff, expected, amounts)


def _money(year: int | None) -> Coalesce:
    """What a work item needs besides staff."""
    rows = Requirement.objects.filter(work_item=OuterRef("pk"), **({"year": year} if year else {})).order_by()
    return Coalesce(Subquery(rows.values("work_item").values_list(Sum("amount"))), 0)


def _staff(programme: Programme, year: int | None) -> tuple[dict[int, int], dict[int, int]]:
    """Months and their cost, by work item."""
    months: dict[int, int] = defaultdict(int)
    costs: dict[int, int] = defaultdict(int)
    for need in needs(programme):
        if year in (None, need.year):
            months[need.work_item] += need.months
            costs[need.work_item] += cost_of(need.months, need.monthly)
    return months, costs


def _expected(programme: Programme, year: int | None) -> dict[int, int]:
    """What agreements that are not signed yet may bring, by work item; of one year, those that start in it."""
    found: dict[int, int] = defaultdict(int)
    for one, amount in expectations(programme, year):
        found[one.work_item_id] += amount
    return found


def expectations(
    programme: Programme, year: int | None = None, only: WorkItem | None = None
) -> list[tuple[Expectation, int]]:
    """What is expected for the work of a programme, each with what it may bring: amount × probability × share in the
    reporting currency, at the rate of the day the agreement starts, half a minor unit rounded up."""
    rows = Expectation.objects.filter(work_item__programme=programme, agreement__status="pipeline")
    if only:
        rows = rows.filter(work_item=only)
    if year:
        rows = rows.filter(agreement__starts__year=year)
    listed = list(rows.select_related("agreement__partner").order_by("agreement__code"))
    rates = RateTable({one.agreement.currency for one in listed})
    return [(one, _likely(one, rates)) for one in listed]


def _likely(one: Expectation, rates: RateTable) -> int:
    agreement = one.agreement
    money = Money(agreement.amount, agreement.currency)
    if money.currency != rates.reporting:
        rate = rates.find(money.currency, rates.reporting, Rate.Kind.OPERATIONAL, 0, agreement.starts)
        money = rate.exact.convert(money)
    return (2 * money.minor * agreement.probability * one.share + 10**8) // (2 * 10**8)


def not_given(load: Workload, asked: Slice) -> int | None:
    """What is allotted in a slice and neither given to a work item nor spent on one; None where it cannot be told."""
    scope = asked.lines(load.programme)
    if scope is None:
        return None
    return max(0, totals(scope).allotted - load.amounts(asked).resources)
