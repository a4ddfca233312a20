"""Staff months that are planned against those there are: unit × grade × year, in hundredths of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from biennium.foundation.context import remembered
from biennium.kernel.trees import below
from biennium.organisation.models import Unit
from biennium.organisation.selectors import all_units
from biennium.programme.models import Programme
from biennium.workplan.models import Capacity, StaffRequirement


@dataclass(frozen=True, slots=True)
class Load:
    """Months planned and months there are; `capacity` is None where nobody said."""

    unit: Unit
    grade: str
    year: int
    planned: int
    capacity: int | None
    modelled: bool

    @property
    def over(self) -> int:
        """How many more are planned than there are."""
        return max(0, self.planned - self.capacity) if self.capacity is not None else 0


class Need(NamedTuple):
    """Months of staff that a work item needs (both by key), what a month costs, and since when it is retired."""

    work_item: int
    unit: int
    grade: str
    year: int
    months: int
    monthly: int
    retired_at: datetime | None


_NEED = ("work_item", "unit", "standard_cost__grade", "standard_cost__year", "months", "standard_cost__amount")


def needs(programme: Programme) -> list[Need]:
    """All months that the work of a programme needs; asked once a request."""
    rows = StaffRequirement.objects.filter(work_item__programme=programme).order_by()
    listed = rows.values_list(*_NEED, "work_item__retired_at")
    return remembered(("staff needs", programme.pk), lambda: [Need(*row) for row in listed])


def staff(programme: Programme, units: Collection[int] | None = None) -> list[Load]:
    """By unit, grade and year of the programme, for all units or some, in two queries."""
    years = programme.years
    planned: dict[tuple[int, str, int], int] = defaultdict(int)
    for one in needs(programme):
        if one.retired_at is None:
            planned[one.unit, one.grade, one.year] += one.months
    there: dict[tuple[int, str, int], Capacity] = {
        (one.unit_id, one.grade, one.year): one for one in Capacity.objects.filter(year__in=years)
    }
    known = {unit.pk: unit for unit in all_units()}
    rows = []
    for key in {*planned, *there}:
        if units is None or key[0] in units:
            rows.append(_load(known[key[0]], key, planned.get(key, 0), there.get(key)))
    return sorted(rows, key=lambda row: (row.unit.code, row.year, row.grade))


def _load(unit: Unit, key: tuple[int, str, int], planned: int, capacity: Capacity | None) -> Load:
    _pk, grade, year = key
    return Load(unit, grade, year, planned, capacity.months if capacity else None, bool(capacity and capacity.modelled))


def units_below(unit: Unit) -> set[int]:
    """The keys of a unit and of all below it."""
    return below(unit.pk, {one.pk: one.parent_id for one in all_units()})
