"""The plan: everything the demonstration's books are posted from.

Invariant: `build` gives the same plan on every machine and every time; `digest` proves it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache

from biennium.demo.money import authority, budget, outlook
from biennium.demo.money.agreements import VOLUNTARY, Projects, agreements, earmarked
from biennium.demo.money.budget import PreviousProgramme
from biennium.demo.money.expense import cells, work_items
from biennium.demo.money.facts import YEAR, Published, published
from biennium.demo.money.income import contributors, income
from biennium.demo.money.lines import appropriated, needs
from biennium.demo.money.mixes import MANAGEMENT
from biennium.demo.money.rows import (
    AgreementRow,
    AllotmentRow,
    AppropriationRow,
    BudgetItemRow,
    Contributor,
    Difference,
    EstimateRow,
    ExpenseCell,
    IncomeRow,
    RecoveryRow,
    RequirementRow,
    WorkItemRow,
)
from biennium.demo.money.slices import Slice, by_purse, goal_difference, paid, slices


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows in a fixed order, both years together; see `rows` for what each is and whether it is modelled."""

    contributors: tuple[Contributor, ...]
    income: tuple[IncomeRow, ...]
    agreements: tuple[AgreementRow, ...]
    budget_items: tuple[BudgetItemRow, ...]
    estimates: tuple[EstimateRow, ...]
    work_items: tuple[WorkItemRow, ...]
    appropriations: tuple[AppropriationRow, ...]
    allotments: tuple[AllotmentRow, ...]
    expense: tuple[ExpenseCell, ...]
    recoveries: tuple[RecoveryRow, ...]
    requirements: tuple[RequirementRow, ...]
    differences: tuple[Difference, ...]
    previous: PreviousProgramme

    @property
    def digest(self) -> str:
        """SHA-256 over all rows."""
        hashed = hashlib.sha256()
        for one in fields(self):
            hashed.update(f"{one.name}\n{getattr(self, one.name)!r}\n".encode())
        return hashed.hexdigest()


@cache
def build() -> Plan:
    """The whole plan, from the published figures and the modelled weights."""
    facts = published()
    received = income(facts)
    signed = agreements(received)
    projects = [Projects(fund, signed, by_purse(facts)[fund]) for fund in VOLUNTARY]
    found = _paid(facts, projects)
    signed = earmarked(signed, _spent_in(found))
    works = work_items(found)
    spent = cells(found, works)
    recovered = [row for one in projects for row in one.recoveries(MANAGEMENT)]
    needed = needs(spent, recovered)
    assessed = authority.assessed_pots(facts)
    first = authority.allotments(
        needed, {**assessed, **authority.agreement_pots(signed), **authority.support_pot(recovered)}
    )
    following = outlook.agreements(signed)
    second = outlook.allotments(
        needed, {**assessed, **authority.agreement_pots(row for row in following if row.status == "signed")}
    )
    voted = [appropriated(year, assessed, first) for year in (YEAR, outlook.NEXT)]
    return Plan(
        contributors=contributors(facts),
        income=tuple(received),
        agreements=(*signed, *following),
        budget_items=tuple(budget.budget_items()),
        estimates=tuple(budget.estimates(*voted)),
        work_items=tuple(works.values()),
        appropriations=tuple(row for rows in voted for row in rows),
        allotments=(*first, *second),
        expense=tuple(spent),
        recoveries=tuple(recovered),
        requirements=tuple(outlook.requirements(first, second)),
        differences=(goal_difference(facts),),
        previous=budget.previous_programme(),
    )


def _paid(facts: Published, projects: list[Projects]) -> list[Slice]:
    found = slices(facts)
    for one in projects:
        found = paid(found, one)
    return found


def _spent_in(found: list[Slice]) -> dict[str, set[str]]:
    places: dict[str, set[str]] = {}
    for one in found:
        if one.agreement:
            places.setdefault(one.agreement, set()).add(one.place)
    return places
