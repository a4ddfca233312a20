"""Expense as it is published: what was spent and accrued in a calendar year, with support cost counted once.

Invariant: the rows of a year sum to the expense of the accounts (`ledger.selectors.reconciliation`): spent, less what
one fund paid another for support cost, plus what was accrued. A posting belongs to the year of its date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from biennium.funding.models import Agreement, CostCategory, Fund
from biennium.kernel.books.stages import Stage
from biennium.ledger.models import Move
from biennium.organisation.models import Place
from biennium.programme.models import Programme, Result, WorkItem

EXPENSED = (Stage.SPENT.value, Stage.ACCRUED.value)
DIMENSIONS = ("programme", "fund", "agreement", "result", "work_item", "place", "cost_category")
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Expense:
    """What was spent on one kind of line in a year; `amount` in minor units of the reporting currency.

    `place` is that of the line, else that of the work item. What is not specified is None.
    """

    programme: Programme
    fund: Fund
    agreement: Agreement | None
    result: Result | None
    work_item: WorkItem | None
    place: Place | None
    cost_category: CostCategory | None
    amount: int


def expenses(year: int, *, programme: Programme | None = None) -> list[Expense]:
    """The expense of a calendar year, of all programmes or of one, in the order of its dimensions."""
    moves = Move.objects.filter(posting__date__range=(date(year, 1, 1), date(year, 12, 31))).exclude(mark=INTERNAL)
    sums: dict[tuple[int | None, ...], int] = defaultdict(int)
    for side, sign in (("to", 1), ("from", -1)):
        for *key, amount in _grouped(moves, side, programme):
            sums[tuple(key)] += sign * amount
    return _described([(key, amount) for key, amount in sums.items() if amount])


def years() -> list[int]:
    """The calendar years in which anything was posted, the latest first."""
    found = Move.objects.filter(to_stage__in=EXPENSED).order_by().values_list("posting__date__year", flat=True)
    return sorted(set(found.distinct()), reverse=True)


def _grouped(moves: QuerySet[Move], side: str, programme: Programme | None) -> QuerySet[Move, tuple[int, ...]]:
    chosen = moves.filter(**{f"{side}_stage__in": EXPENSED})
    if programme is not None:
        chosen = chosen.filter(**{f"{side}_line__programme": programme})
    paths = [f"{side}_line__{name}" for name in DIMENSIONS]
    return chosen.order_by().values_list(*paths).annotate(Sum("reporting"))


def _described(sums: Sequence[tuple[tuple[int | None, ...], int]]) -> list[Expense]:
    """The rows with their objects: a query for each dimension, whatever the number of rows."""
    known: list[dict[int, Any]] = [
        rows.in_bulk({key[index] for key, _amount in sums if key[index] is not None})
        for index, rows in enumerate(_objects())
    ]
    found = []
    for key, amount in sorted(sums, key=lambda one: tuple(part or 0 for part in one[0])):
        named: dict[str, Any] = {
            name: None if part is None else rows[part] for name, part, rows in zip(DIMENSIONS, key, known, strict=True)
        }
        item = named["work_item"]
        named["place"] = named["place"] or (item and item.place)
        found.append(Expense(**named, amount=amount))
    return found


def _objects() -> Sequence[QuerySet[Any]]:
    """What the dimensions refer to, in their order."""
    return (
        Programme.objects.all(),
        Fund.objects.all(),
        Agreement.objects.select_related("partner__place", "fund"),
        Result.objects.all(),
        WorkItem.objects.select_related("place", "result"),
        Place.objects.all(),
        CostCategory.objects.all(),
    )
