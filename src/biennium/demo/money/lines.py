"""The lines money is allotted to, and what each needs.

Invariant: what the lines of a pot need together is never more than the pot; a pot is what one decision gives: a budget
item of a fund, an agreement, or the support cost recovered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from biennium.demo.money.mixes import POLICY
from biennium.demo.money.rows import AllotmentRow, AppropriationRow, ExpenseCell, RecoveryRow
from biennium.kernel.shares import apportion

Pot = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """Where money is allotted: empty texts are *not specified*."""

    fund: str
    budget_item: str
    agreement: str
    result: str
    unit: str
    region: str

    @property
    def pot(self) -> Pot:
        """The fund, and the agreement or the budget item above the outcomes."""
        item = POLICY if self.budget_item.startswith(POLICY) else self.budget_item
        return (self.fund, self.agreement or item)

    def allotted(self, year: int, amount: int, committed: int = 0) -> AllotmentRow:
        """The row of an allotment to it."""
        return AllotmentRow(
            year=year,
            fund=self.fund,
            budget_item=self.budget_item or None,
            agreement=self.agreement or None,
            result=self.result or None,
            unit=self.unit,
            region=self.region,
            amount=amount,
            committed=committed,
        )


def line_of(row: ExpenseCell | AllotmentRow) -> Line:
    """The line an expense or an allotment stands on."""
    return Line(row.fund, row.budget_item or "", row.agreement or "", row.result or "", row.unit, row.region)


def needs(cells: Iterable[ExpenseCell], recoveries: Iterable[RecoveryRow]) -> dict[Line, int]:
    """What was spent on each line, with the support cost on it, in the order of the lines."""
    spent: dict[Line, int] = {}
    for cell in cells:
        line = line_of(cell)
        spent[line] = spent.get(line, 0) + cell.amount
    found = dict(sorted(spent.items()))
    for row in recoveries:
        ours = [line for line in found if line.agreement == row.agreement]
        for line, part in zip(ours, apportion(row.amount, [spent[line] for line in ours]), strict=True):
            found[line] += part
    return found


def by_pot(amounts: Mapping[Line, int]) -> dict[Pot, dict[Line, int]]:
    """The lines of each pot."""
    found: dict[Pot, dict[Line, int]] = {}
    for line, amount in amounts.items():
        found.setdefault(line.pot, {})[line] = amount
    return found


def by_outcome(allotments: Iterable[AllotmentRow], pot: Pot) -> dict[str, int]:
    """What is allotted of a pot to each of the budget items in it."""
    found: dict[str, int] = {}
    for row in allotments:
        if line_of(row).pot == pot:
            item = row.budget_item or ""
            found[item] = found.get(item, 0) + row.amount
    return found


def appropriated(year: int, pots: Mapping[Pot, int], allotments: Iterable[AllotmentRow]) -> list[AppropriationRow]:
    """The pots of assessed money by budget item; the one for results is divided over outcomes as it is allotted."""
    rows, listed = [], list(allotments)
    for (fund, item), amount in pots.items():
        parts = by_outcome(listed, (fund, item)) if item == POLICY else {item: 1}
        for code, part in zip(parts, apportion(amount, list(parts.values())), strict=True):
            outcome = code.removeprefix(f"{POLICY}.") if item == POLICY else None
            rows.append(AppropriationRow(year, fund, code, outcome, part))
    return rows
