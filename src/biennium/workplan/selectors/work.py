"""All the work of a programme with what it needs, has and lacks.

Invariant: everything is read in a number of queries that does not grow with the number of work items, and every sum is
made of the same rows, so that no two pages can disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum
from django.utils.translation import gettext as _

from biennium.foundation.context import remembered
from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.books.rates import RateTable, reporting_currency
from biennium.ledger.models import Rate
from biennium.ledger.selectors.scope import NONE, Scope
from biennium.ledger.selectors.tables import Amounts as LedgerAmounts
from biennium.ledger.selectors.tables import standing
from biennium.organisation.models import Region, Unit
from biennium.organisation.selectors import all_units, own_regions
from biennium.programme.models import Programme, Result, WorkItem
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

CONCLUDED = (Plan.Status.COMPLETED, Plan.Status.DROPPED)
UNPLANNED = "unplanned"
"""The status of work that has no plan yet."""
NOTHING = LedgerAmounts()


@dataclass(frozen=True, slots=True)
class Work:
    """A work item, its plan where there is one, its amounts, and by which codes it is found."""

    item: WorkItem
    plan: Plan | None
    amounts: Amounts
    tags: Mapping[str, tuple[str, ...]]

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
    results: Mapping[int, Result]
    regions: tuple[Region, ...]
    currency: str

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
    def codes(self) -> dict[str, Result]:
        """The live results by code."""
        return {one.code: one for one in self.results.values() if not one.retired_at}


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
    items = rows.select_related(
        "place", "result", "plan__lead_unit", "plan__lead_person", "plan__country_programme", "plan__priority"
    )
    regions = tuple(own_regions().prefetch_related("places"))
    results = {one.pk: one for one in programme.results.order_by("position", "id")}
    tagger = _Tagger(results, regions)
    books = _Books(programme, year)
    works = []
    for item in items:
        plan = getattr(item, "plan", None)
        works.append(Work(item, plan, books.amounts(item, plan), tagger.tags(item, plan)))
    return Workload(programme, year, tuple(works), results, regions, reporting_currency())


class _Tagger:
    """By which codes work is found."""

    def __init__(self, results: Mapping[int, Result], regions: tuple[Region, ...]) -> None:
        self._results = results
        self._units = {unit.pk: unit for unit in all_units()}
        self._region_of = {place.pk: region.code for region in regions for place in region.places.all()}

    def tags(self, item: WorkItem, plan: Plan | None) -> dict[str, tuple[str, ...]]:
        within = plan.country_programme if plan else None
        return {
            "result": self._above(self._results, item.result_id),
            "region": (self._region_of.get(item.place_id or 0, NONE),),
            "place": (item.place.code if item.place else NONE,),
            "unit": self._above(self._units, plan.lead_unit_id if plan else None),
            "country_programme": (within.code if within else NONE,),
            "kind": (item.kind,),
            "status": (plan.status if plan else UNPLANNED,),
            "work_item": (item.code,),
        }

    @staticmethod
    def _above(rows: Mapping[int, Result] | Mapping[int, Unit], key: int | None) -> tuple[str, ...]:
        """The code of a row and of those above it, the row first; `-` for none."""
        found: list[str] = []
        while key is not None and key in rows:
            found.append(rows[key].code)
            key = rows[key].parent_id
        return tuple(found) or (NONE,)


class _Books:
    """What each work item needs, has, and may expect: one query each."""

    def __init__(self, programme: Programme, year: int | None) -> None:
        self._required = _money(programme, year)
        self._months, self._staff = _staff(programme, year)
        scope = Scope(programme, {"year": str(year)} if year else {})
        self._lines = standing(scope, "work_item")
        self._expected = _expected(programme, year)

    def amounts(self, item: WorkItem, plan: Plan | None) -> Amounts:
        lines = self._lines.get(item.pk, NOTHING)
        return amounts_of(
            requirement=self._required.get(item.pk, 0) + self._staff.get(item.pk, 0),
            allotted=lines.allotted,
            committed=lines.committed,
            spent=lines.spent,
            expected=self._expected.get(item.pk, 0),
            months=self._months.get(item.pk, 0),
            concluded=plan is not None and plan.status in CONCLUDED,
        )


def _money(programme: Programme, year: int | None) -> dict[int, int]:
    rows = Requirement.objects.filter(work_item__programme=programme).order_by()
    if year:
        rows = rows.filter(year=year)
    return dict(rows.values_list("work_item").annotate(Sum("amount")))


def _staff(programme: Programme, year: int | None) -> tuple[dict[int, int], dict[int, int]]:
    """Months and their cost, by work item."""
    rows = StaffRequirement.objects.filter(work_item__programme=programme).order_by()
    if year:
        rows = rows.filter(standard_cost__year=year)
    months: dict[int, int] = defaultdict(int)
    costs: dict[int, int] = defaultdict(int)
    for item, needed, monthly in rows.values_list("work_item", "months", "standard_cost__amount"):
        months[item] += needed
        costs[item] += cost_of(needed, monthly)
    return months, costs


def _expected(programme: Programme, year: int | None) -> dict[int, int]:
    """What agreements that are not signed yet may bring, by work item: amount × probability × share.

    Of one year, the agreements that start in it.
    """
    found: dict[int, int] = defaultdict(int)
    for one in expectations(programme):
        if year is None or one.agreement.starts.year == year:
            found[one.work_item_id] += expected_of(one)
    return found


def expectations(programme: Programme) -> list[Expectation]:
    """What is expected for the work of a programme."""
    rows = Expectation.objects.filter(work_item__programme=programme, agreement__status="pipeline")
    return list(rows.select_related("agreement__partner").order_by("agreement__code"))


def expected_of(one: Expectation) -> int:
    """Amount × probability × share in the reporting currency, half a minor unit rounded up."""
    money = in_reporting(Money(one.agreement.amount, one.agreement.currency), one)
    return (2 * money.minor * one.agreement.probability * one.share + 10**8) // (2 * 10**8)


def in_reporting(money: Money, one: Expectation) -> Money:
    """What an expected amount is in the reporting currency, at the rate of the day the agreement starts."""
    reporting = reporting_currency()
    if money.currency == reporting:
        return money
    rates = remembered(("rates", money.currency), lambda: RateTable({money.currency}))
    return rates.find(money.currency, reporting, Rate.Kind.OPERATIONAL, 0, one.agreement.starts).exact.convert(money)
