"""What work needs: money by year and cost category, staff in months. A row of zero says that it is needed no more.

A work item's needs are set as a whole by the service: rows of the workbook are laid over those that are stored.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import decide
from biennium.intake.workbooks.cells import Choice, Given, Number, digits, hundredths
from biennium.intake.workbooks.frame import Frame, cost_code
from biennium.intake.workbooks.sheets.common import Column, Filled, Sheet, Stored, of_work, saving
from biennium.kernel import money
from biennium.kernel.errors import InvalidInput
from biennium.workplan.actions import PLAN
from biennium.workplan.models import Requirement, StaffRequirement
from biennium.workplan.services.requirements import Need, Needed, StaffNeeded, check_need, require_resources


class Needs(Sheet):
    """What both sheets share. `amount` is the column of what is needed; it is zero for nothing."""

    amount: str

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        return decide(frame.actor, PLAN, frame.plans.get(stored.values["item"])).allowed

    def identity(self, frame: Frame, uid: str) -> str:
        return of_work(frame, uid)

    def complete(self, frame: Frame, values: dict[str, str]) -> dict[str, str]:
        return {**values, self.amount: values.get(self.amount) or "0"}

    def is_nothing(self, values: Mapping[str, str]) -> bool:
        return values[self.amount] == "0"

    def check(self, frame: Frame, row: Filled) -> None:
        need = Need(frame.one("item", row["item"], "item"))
        plan = frame.plans.get(row["item"])
        check_need(actor=frame.actor, need=need if row[self.amount] == "0" else self.laid(frame, need, row), plan=plan)

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        by_item: dict[str, list[Filled]] = {}
        for row in rows:
            by_item.setdefault(row["item"], []).append(row)
        needed = {code: Need(frame.one("item", code, "item")) for code in by_item}
        _lay_stored(frame, needed)
        for code, of_item in by_item.items():
            with saving(of_item[0]):
                need = reduce(lambda need, row: self.laid(frame, need, row), of_item, needed[code])
                plan = frame.plans.get(code)
                require_resources(
                    actor=frame.actor, need=need, seen=plan.revision if plan else None, reason=frame.reason
                )

    @abstractmethod
    def laid(self, frame: Frame, need: Need, row: Filled) -> Need:
        """The need with the row laid over it."""


def _lay_stored(frame: Frame, needed: dict[str, Need]) -> None:
    """What is stored of these work items, in two queries."""
    for one in _money_rows(frame):
        if (code := one.work_item.code) in needed:
            need = needed[code]
            needed[code] = replace(need, money=[*need.money, Needed(one.year, one.cost_category, one.amount)])
    for staff in _staff_rows(frame):
        if (code := staff.work_item.code) in needed:
            need, also = needed[code], StaffNeeded(staff.unit, staff.standard_cost, staff.months)
            needed[code] = replace(need, staff=[*need.staff, also])


def _money_rows(frame: Frame) -> Any:
    rows = Requirement.objects.filter(work_item__programme=frame.programme, work_item__retired_at__isnull=True)
    return rows.select_related("work_item", "cost_category").order_by(
        "work_item__code", "year", "cost_category__position"
    )


def _staff_rows(frame: Frame) -> Any:
    rows = StaffRequirement.objects.filter(work_item__programme=frame.programme, work_item__retired_at__isnull=True)
    related = rows.select_related("work_item", "unit", "standard_cost")
    return related.order_by("work_item__code", "standard_cost__year", "unit__code", "standard_cost__grade")


def _item_column() -> Column:
    return Column("item", _lazy("Work item"), Choice("item"), required=True)


class Money(Needs):
    name = "money"
    title = _lazy("Requirements")
    about = _lazy("Money that planned work needs, by year and cost category. Zero: it is needed no more.")
    key = ("item", "year", "category")
    fixed = frozenset(key)
    amount = "amount"

    def columns(self, frame: Frame) -> list[Column]:
        return [
            _item_column(),
            Column("year", _lazy("Year"), Choice("year"), required=True),
            Column("category", _lazy("Cost category"), Choice("category"), required=True),
            Column("amount", _lazy("Amount"), Number(), unit=frame.currency),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        found = []
        for one in _money_rows(frame):
            amount = money.Money(one.amount, frame.currency).decimal_string()
            key = (frame.as_moved(one.work_item.code), str(one.year), one.cost_category.code)
            found.append(
                Stored("|".join(key), {**dict(zip(self.key, key, strict=True)), "amount": digits(Given(amount))}, one)
            )
        return found

    def laid(self, frame: Frame, need: Need, row: Filled) -> Need:
        year, category = int(row["year"]), frame.one("category", row["category"], "category")
        try:
            amount = money.Money.parse(row["amount"], frame.currency).minor
        except InvalidInput as error:
            error.field = "amount"
            raise
        others = [one for one in need.money if (one.year, one.cost_category.pk) != (year, category.pk)]
        return replace(need, money=[*others, *([Needed(year, category, amount)] if amount else [])])


class Staff(Needs):
    name = "staff"
    title = _lazy("Staff months")
    about = _lazy("Months of staff that planned work needs, by unit and standard cost. Zero: they are needed no more.")
    key = ("item", "unit", "cost")
    fixed = frozenset(key)
    amount = "months"

    def columns(self, frame: Frame) -> list[Column]:
        return [
            _item_column(),
            Column("unit", _lazy("Unit"), Choice("unit"), required=True),
            Column("cost", _lazy("Grade, duty station and year"), Choice("cost"), required=True),
            Column("months", _lazy("Months"), Number()),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        found = []
        for one in _staff_rows(frame):
            key = (frame.as_moved(one.work_item.code), one.unit.code, cost_code(one.standard_cost))
            months = digits(Given(f"{one.months // 100}.{one.months % 100:02}"))
            found.append(Stored("|".join(key), {**dict(zip(self.key, key, strict=True)), "months": months}, one))
        return found

    def laid(self, frame: Frame, need: Need, row: Filled) -> Need:
        unit, cost = frame.one("unit", row["unit"], "unit"), frame.one("cost", row["cost"], "cost")
        try:
            months = hundredths(row["months"], lambda: _("Months have at most two decimals."))
        except InvalidInput as error:
            error.field = "months"
            raise
        others = [one for one in need.staff if (one.unit.pk, one.standard_cost.pk) != (unit.pk, cost.pk)]
        return replace(need, staff=[*others, *([StaffNeeded(unit, cost, months)] if months else [])])
