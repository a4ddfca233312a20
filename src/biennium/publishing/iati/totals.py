"""What files of ours add up to, read back from disk: to be held against the books.

Invariant: the reference of a transaction says its fund and year; every transaction counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from biennium.publishing.iati.content import Activity
from biennium.publishing.iati.reading import activities

SPENT = ("3", "4")
"""Disbursements and expenditure: together what was spent."""


class Booked(NamedTuple):
    """A kind of transaction of a fund in a year and a currency."""

    type: str
    fund: str
    year: int
    currency: str


@dataclass
class Totals:
    """Sums in minor units: of transactions, of budgets by year and currency."""

    transactions: Counter[Booked] = field(default_factory=Counter)
    budgets: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, one: Activity) -> None:
        """One activity more."""
        for row in one.transactions:
            kind, fund, year = row.ref.split(":")[:3]
            self.transactions[Booked(kind, fund, int(year), row.value.currency)] += row.value.minor
        for budget in one.budgets:
            self.budgets[budget.start.year, budget.value.currency] += budget.value.minor

    def spent(self) -> dict[tuple[str, int], int]:
        """What was spent by fund and year, whatever the currency."""
        sums: Counter[tuple[str, int]] = Counter()
        for booked, amount in self.transactions.items():
            if booked.type in SPENT:
                sums[booked.fund, booked.year] += amount
        return {key: amount for key, amount in sums.items() if amount}

    def of_type(self, kind: str) -> int:
        """All transactions of a type together."""
        return sum(amount for booked, amount in self.transactions.items() if booked.type == kind)


def totals(paths: Iterable[Path]) -> Totals:
    """The sums of some activity files."""
    made = Totals()
    for path in paths:
        with path.open("rb") as stream:
            for one in activities(stream):
                made.add(one)
    return made
