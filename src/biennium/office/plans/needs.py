"""Between the form of what a work item needs and its service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from biennium.funding.models import CostCategory
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.office.budget import choices
from biennium.office.budget.tables import title
from biennium.office.forms.common import unit_choices
from biennium.office.forms.plans import MoneyRow, StaffRow, lang
from biennium.office.forms.rows import Rows, rows_of
from biennium.office.plans.words import STATIONS
from biennium.organisation.models import Unit
from biennium.programme.models import WorkItem
from biennium.workplan.models import Plan, StandardCost
from biennium.workplan.services.requirements import Need, Needed, StaffNeeded


@dataclass(frozen=True)
class Needs:
    """What a work item needs, as rows of a form."""

    item: WorkItem
    plan: Plan

    @cached_property
    def currency(self) -> str:
        return reporting_currency()

    @property
    def lead(self) -> str:
        """The code of the unit that leads the work; empty for none."""
        return self.plan.lead_unit.code if self.plan.lead_unit else ""

    @cached_property
    def categories(self) -> dict[str, CostCategory]:
        """What money can be needed for: everything but staff, which is planned in months, and support cost."""
        rows = CostCategory.objects.filter(staff=False, support_cost=False, retired_at__isnull=True)
        return {one.code: one for one in rows}

    @cached_property
    def costs(self) -> dict[str, StandardCost]:
        years = choices.years(self.item.programme)
        return {str(one.pk): one for one in StandardCost.objects.filter(year__in=years)}

    def rows(self, data: Any) -> list[Rows]:
        """A list of money and a list of staff."""
        money = {
            "years": list(choices.years(self.item.programme)),
            "categories": [(code, f"{code} · {title(one.name)}") for code, one in self.categories.items()],
            "currency": self.currency,
        }
        staff = {
            "units": unit_choices(lang(), self.lead),
            "lead": self.lead,
            "costs": [(key, self.cost_words(one)) for key, one in self.costs.items()],
        }
        return [
            rows_of(MoneyRow, "needed_money", data, self._money(), money),
            rows_of(StaffRow, "needed_staff", data, self._staff(), staff),
        ]

    def cost_words(self, one: StandardCost) -> str:
        """“P4, field, 2024”."""
        return f"{one.grade}, {STATIONS.get(one.station, one.station)}, {one.year}"

    def _money(self) -> list[dict[str, Any]]:
        rows = self.item.requirements.select_related("cost_category")
        return [
            {
                "year": str(one.year),
                "cost_category": one.cost_category.code,
                "amount": Money(one.amount, self.currency).decimal_string(),
            }
            for one in rows
        ]

    def _staff(self) -> list[dict[str, Any]]:
        rows = self.item.staff_requirements.select_related("unit", "standard_cost")
        return [
            {"unit": one.unit.code, "standard_cost": str(one.standard_cost_id), "months": one.months} for one in rows
        ]

    def need(self, sets: Sequence[Any]) -> Need:
        """What was typed. A row without an amount or without months does not exist."""
        found = {str(one.prefix): one.said() for one in sets}
        money = [
            Needed(int(row["year"]), self.categories[row["cost_category"]], row["amount"].minor)
            for row in found["needed_money"]
        ]
        staff = [
            StaffNeeded(Unit.objects.get(code=row["unit"]), self.costs[row["standard_cost"]], row["months"])
            for row in found["needed_staff"]
        ]
        return Need(self.item, money, staff)
