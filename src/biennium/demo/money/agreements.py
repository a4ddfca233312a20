"""Agreements that carry voluntary revenue, and which of them pay for which expense. All modelled.

Invariants: an agreement's expense with the support cost on it is never more than the agreement; each spends the same
share of itself; local resources are spent at home first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from biennium.demo.money import seeds
from biennium.demo.money.income import EARMARKED, FUNDS, LOCAL, UNTIED
from biennium.demo.money.rows import AgreementRow, IncomeRow, RecoveryRow
from biennium.kernel.shares import WHOLE, apportion

VOLUNTARY = (FUNDS[UNTIED], FUNDS[EARMARKED])


def agreements(income: Iterable[IncomeRow]) -> list[AgreementRow]:
    """One for each contributor and instrument of voluntary revenue."""
    return [_agreement(row) for row in income if row.fund in VOLUNTARY]


def earmarked(rows: Iterable[AgreementRow], spent_in: Mapping[str, set[str]]) -> list[AgreementRow]:
    """Local resources that were spent at home only are earmarked to it. `spent_in`: places by agreement."""
    return [
        replace(row, earmark=row.contributor)
        if row.instrument == LOCAL and spent_in.get(row.code) == {row.contributor}
        else row
        for row in rows
    ]


def _agreement(row: IncomeRow) -> AgreementRow:
    rules = seeds.rules()["agreements"]
    usual = rules["support_cost_rate"].get(row.instrument, 0)
    return AgreementRow(
        code=f"{row.contributor}-{row.instrument}-{row.year}",
        year=row.year,
        contributor=row.contributor,
        instrument=row.instrument,
        fund=row.fund or "",
        amount=row.amount,
        support_cost_rate=rules["support_cost_rate_of_contributor"].get(row.contributor, usual),
    )


class Projects:
    """The agreements of a fund, and what each of them spends of `total`."""

    def __init__(self, fund: str, rows: Iterable[AgreementRow], total: int) -> None:
        self.fund = fund
        self.rows = [row for row in rows if row.fund == fund]
        net = [row.amount * WHOLE // (WHOLE + row.support_cost_rate) for row in self.rows]
        self.spent = dict(zip((row.code for row in self.rows), apportion(total, net), strict=True))

    def pay(self, bills: Sequence[tuple[str, int]]) -> list[list[tuple[str, int]]]:
        """Who pays how much of each bill (place and amount), in their order; a bill may be shared."""
        left, owed = dict(self.spent), [amount for _, amount in bills]
        shares: list[list[tuple[str, int]]] = [[] for _ in bills]
        for row in self.rows:
            if row.instrument == LOCAL:
                mine = [number for number, (place, _) in enumerate(bills) if place == row.contributor]
                _settle(row.code, mine, left, owed, shares)
        for row in sorted(self.rows, key=lambda row: (-row.amount, row.code)):
            _settle(row.code, range(len(bills)), left, owed, shares)
        return shares

    def recoveries(self, into: str) -> list[RecoveryRow]:
        """The support cost of each, rounded half up."""
        return [
            RecoveryRow(
                row.year, row.code, into, row.support_cost_rate, base, support_cost(base, row.support_cost_rate)
            )
            for row in self.rows
            if (base := self.spent[row.code])
        ]


def support_cost(base: int, rate: int) -> int:
    """A rate in hundredths of a percent of an amount, rounded half up."""
    return (base * rate + WHOLE // 2) // WHOLE


def _settle(
    code: str,
    bills: Iterable[int],
    left: dict[str, int],
    owed: list[int],
    shares: list[list[tuple[str, int]]],
) -> None:
    for number in bills:
        if amount := min(left[code], owed[number]):
            left[code] -= amount
            owed[number] -= amount
            shares[number].append((code, amount))
