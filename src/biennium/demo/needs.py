"""What the work of the demonstration needs: modelled, and exact to the cent.

In the first year about what was spent; in the second what `demo.money` says an output needs in a region, divided over
its work there. A part of it is staff, planned in months at standard costs; the rest is what other things cost, so that
both together are the modelled amount.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biennium.demo.money import seeds
from biennium.demo.money.facts import YEAR
from biennium.demo.money.plan import Plan
from biennium.demo.money.rows import GLOBAL
from biennium.funding.models import CostCategory
from biennium.kernel.shares import WHOLE, apportion
from biennium.organisation.models import Unit
from biennium.programme.models import WorkItem
from biennium.workplan.models import StandardCost
from biennium.workplan.models.requirements import cost_of
from biennium.workplan.services.requirements import Need, Needed, StaffNeeded

Bought = tuple[list[Needed], list[StaffNeeded]]


@dataclass(frozen=True)
class _Purse:
    """What needs are made of."""

    rules: Mapping[str, int]
    units: Mapping[str, Unit]
    costs: Sequence[StandardCost]
    categories: Sequence[CostCategory]

    def bought(
        self, code: str, unit: Unit, place: str, year: int, amount: int
    ) -> tuple[list[Needed], list[StaffNeeded]]:
        """An amount as money and months."""
        staff = self._staff(code, unit, place, year, amount)
        left = amount - sum(cost_of(one.months, one.standard_cost.amount) for one in staff)
        first = seeds.scatter(len(self.categories), "category", code)
        second = (first + 1 + seeds.scatter(len(self.categories) - 1, "other", code)) % len(self.categories)
        parts = apportion(left, [70, 30])
        kept = [(self.categories[first], parts[0]), (self.categories[second], parts[1])]
        return [Needed(year, category, part) for category, part in kept if part], staff

    def _staff(self, code: str, unit: Unit, place: str, year: int, amount: int) -> list[StaffNeeded]:
        if amount < self.rules["staff_from"]:
            return []
        station = "headquarters" if place == GLOBAL else "field"
        known = [cost for cost in self.costs if (cost.station, cost.year) == (station, year)]
        cost = known[seeds.scatter(len(known), "grade", code)]
        months = amount * self.rules["staff_share"] // WHOLE * 100 // cost.amount
        return [StaffNeeded(unit, cost, months)] if months else []


def needs_of(
    money: Plan,
    *,
    items: Mapping[str, WorkItem],
    worked: Mapping[str, int],
    rules: Mapping[str, int],
    units: Mapping[str, Unit],
    costs: Sequence[StandardCost],
    categories: Sequence[CostCategory],
) -> list[Need]:
    """What every work item needs in both years."""
    purse = _Purse(rules, units, costs, categories)
    second = _second_year(money, worked)
    needs = []
    for row in money.work_items:
        share = seeds.between(rules["needed_first_from"], rules["needed_first_to"], "needed", row.code)
        amounts = {YEAR: worked[row.code] * share // WHOLE, YEAR + 1: second.get(row.code, 0)}
        bought = [
            purse.bought(row.code, units[row.unit], row.place, year, amount)
            for year, amount in amounts.items()
            if amount
        ]
        money_needed = [one for needed, _staff in bought for one in needed]
        staff_needed = [one for _needed, staff in bought for one in staff]
        needs.append(Need(items[row.code], money_needed, staff_needed))
    return needs


def _second_year(money: Plan, worked: Mapping[str, int]) -> dict[str, int]:
    """What each output needs in each region, divided over its work there by what was spent on it, with some scatter."""
    regions = {cell.work_item: (cell.result or "", cell.region) for cell in money.expense}
    work: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in sorted(regions):
        work[regions[code]].append(code)
    found: dict[str, int] = {}
    for need in money.requirements:
        codes = work[need.result, need.region]
        weights = [worked[code] * seeds.between(60, 140, "second", code) for code in codes]
        found.update(zip(codes, apportion(need.amount, weights), strict=True))
    return found
