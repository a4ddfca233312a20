"""The voted budget: its items, the estimates for the whole period, and the previous programme's price of adoption.

Modelled: the estimates are twice the appropriation of the first year; the part of them that is cost increase is the
published one of the previous programme. Figures of the previous programme are published (GB papers for 2022–23); the
one at the market rate is published in round millions, and so is whatever follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from biennium.demo.money.facts import CENTS, document, table
from biennium.demo.money.mixes import POLICY
from biennium.demo.money.results import outcome_titles
from biennium.demo.money.rows import AppropriationRow, BudgetItemRow, EstimateRow


@dataclass(frozen=True, slots=True)
class PreviousProgramme:
    """What the previous programme cost at each step; cents, Swiss centimes for `recosted_chf`. Rates are francs for a
    dollar; `precision` is what the figures at the market rate are rounded to."""

    code: str
    constant: int
    with_cost_increases: int
    recosted: int
    recosted_chf: int
    budget_rate: str
    market_rate: str
    precision: int

    @property
    def cost_increase(self) -> int:
        """The second step."""
        return self.with_cost_increases - self.constant

    @property
    def exchange(self) -> int:
        """The third step, as precise as the figure it comes from."""
        return self.recosted - self.with_cost_increases


def previous_programme() -> PreviousProgramme:
    """The published figures of `previous_programme.json`."""
    found = document("previous_programme")
    return PreviousProgramme(
        code=found["code"],
        constant=found["constant"]["amount"] * CENTS,
        with_cost_increases=found["with_cost_increases"]["amount"] * CENTS,
        recosted=found["recosted"]["amount"] * CENTS,
        recosted_chf=found["recosted_chf"]["amount"] * CENTS,
        budget_rate=found["budget_rate"],
        market_rate=found["market_rate"],
        precision=found["recosted"]["precision"] * CENTS,
    )


def budget_items() -> list[BudgetItemRow]:
    """Parts and their items, then the results below the item for them."""
    rows = []
    for row in table("modelled/budget_items"):
        title = {lang: row[lang] for lang in ("en", "fr", "es")}
        rows.append(_item(row["code"], row["parent"] or None, None, title, negative=row["negative"] == "yes"))
        if row["code"] == POLICY:
            rows += [_item(f"{POLICY}.{code}", POLICY, code, title) for code, title in outcome_titles().items()]
    return rows


def _item(
    code: str, parent: str | None, result: str | None, title: Mapping[str, str], *, negative: bool = False
) -> BudgetItemRow:
    return BudgetItemRow(code, parent, result, tuple(title.items()), negative)


def estimates(first: Iterable[AppropriationRow], second: Iterable[AppropriationRow]) -> list[EstimateRow]:
    """What both years appropriate for each item and fund, in two steps that add up."""
    totals: dict[tuple[str, str], int] = {}
    for row in (*first, *second):
        key = (row.budget_item, row.fund)
        totals[key] = totals.get(key, 0) + row.amount
    before = previous_programme()
    return [
        EstimateRow(item, fund, total - increase, increase)
        for (item, fund), total in sorted(totals.items())
        for increase in [total * before.cost_increase // before.with_cost_increases]
    ]
