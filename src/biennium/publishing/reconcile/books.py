"""What was spent, as the ledger has it, by every cut that a publication makes of it.

Invariant: the whole and what a rule leaves out of it are sums of the same rows; amounts are minor units of the
reporting currency, and support cost counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Sum

from biennium.kernel.books.stages import Stage
from biennium.ledger.models import Move
from biennium.programme.models import Programme
from biennium.publishing.crs.scope import left_out
from biennium.publishing.expenses import INTERNAL, Expense, expenses

Cell = tuple[str, int]
"""A fund and a year."""
Cells = dict[Cell, int]


@dataclass(frozen=True)
class Books:
    """What was spent in some years: of one programme, or of all."""

    years: tuple[int, ...]
    programme: Programme | None = None

    @cached_property
    def by_line(self) -> Cells:
        """By fund and the year of the line: how the budget counts."""
        sums: Cells = defaultdict(int)
        for side, sign in (("to", 1), ("from", -1)):
            chosen: dict[str, Any] = {f"{side}_stage": Stage.SPENT, f"{side}_line__year__in": self.years}
            if self.programme:
                chosen[f"{side}_line__programme"] = self.programme
            rows = Move.objects.filter(**chosen).exclude(mark=INTERNAL).order_by()
            summed = rows.values_list(f"{side}_line__fund__code", f"{side}_line__year").annotate(Sum("reporting"))
            for fund, year, amount in summed:
                sums[fund, year] += sign * amount
        return _some(sums)

    @cached_property
    def by_date(self) -> Cells:
        """By fund and the calendar year of the posting, with what was accrued: how the accounts count."""
        return self.where(lambda _one: True)

    def where(self, chosen: Callable[[Expense], bool]) -> Cells:
        """Some of it, by fund and calendar year."""
        sums: Cells = defaultdict(int)
        for year, one in self._expenses:
            if chosen(one):
                sums[one.fund.code, year] += one.amount
        return _some(sums)

    @cached_property
    def _expenses(self) -> Sequence[tuple[int, Expense]]:
        return [(year, one) for year in self.years for one in expenses(year, programme=self.programme)]


def outside_crs(rule: str) -> Callable[[Expense], bool]:
    """What the CRS leaves out by one of its rules."""
    return lambda one: left_out(one) == rule


def of_no_country(one: Expense) -> bool:
    """What is spent in no country."""
    return one.place is None


def _some(sums: Cells) -> Cells:
    return {cell: amount for cell, amount in sums.items() if amount}


def less(one: Cells, other: Cells) -> Cells:
    """The first less the second, cell by cell."""
    return _some({cell: one.get(cell, 0) - other.get(cell, 0) for cell in {*one, *other}})
