"""The strategic budget: what each step of pricing adds, item by item; and a scenario at another rate.

Invariant: the steps of every row add up, and a scenario changes the step of exchange only; nothing is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel.money import Money
from biennium.ledger.selectors.pricing import Price, PricedItem, prices, recosted
from biennium.office.budget.tables import source, title
from biennium.office.forms.budget import Scenario
from biennium.programme.models import Programme
from biennium.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Item:
    """A row: its words, how deep it stands, its price, and its price in the scenario."""

    code: str
    words: str
    depth: int
    price: Price
    other: Price | None
    modelled: bool


def items(programme: Programme, scenario: Scenario | None) -> list[Item]:
    """The budget items in tree order."""
    return [_item(one, programme, scenario) for one in prices(programme)]


def _item(one: PricedItem, programme: Programme, scenario: Scenario | None) -> Item:
    code, words = one.item.code, title(one.title)
    return Item(code, words, one.depth, one.price, _other(one.price, programme, scenario), one.modelled)


def _other(price: Price, programme: Programme, scenario: Scenario | None) -> Price | None:
    if scenario is None:
        return None
    return recosted(price, programme.currency, scenario.share, scenario.budget, scenario.market)


def total(programme: Programme, rows: list[Item]) -> dict[str, Any]:
    """The whole budget, and in the scenario; the sum of what stands at the top of the tree."""
    tops = [row for row in rows if not row.depth]
    price = sum((row.price for row in tops), Price())
    other = sum(row.other.total for row in tops if row.other)
    found = {name: Money(getattr(price, name), programme.currency) for name in STEPS}
    changed = Money(other - price.total, programme.currency)
    return {**found, "other": Money(other, programme.currency), "changed": changed}


STEPS = ("constant", "cost_increase", "exchange", "total")


def described(programme: Programme, rows: list[Item], scenario: Scenario | None) -> Table[Item]:
    """The table with its steps and its total."""
    currency = programme.currency
    labels = {
        "constant": _("Constant prices"),
        "cost_increase": _("Cost increase"),
        "exchange": _("Exchange"),
        "total": _("Total"),
    }

    def step(name: str) -> Column[Item]:
        return Column(
            name, labels[name], lambda row: Money(getattr(row.price, name), currency), numeric=True, unit=currency
        )

    columns = [
        Column[Item]("item", _("Budget item"), lambda row: f"{'— ' * row.depth}{row.code} {row.words}".strip()),
        *map(step, STEPS),
    ]
    if scenario is not None:
        columns.append(
            Column(
                "other",
                _("At the other rate"),
                lambda row: Money(row.other.total if row.other else 0, currency),
                numeric=True,
                unit=currency,
            )
        )
    if any(row.modelled for row in rows):
        columns.append(Column("modelled", _("Modelled"), lambda row: row.modelled))
    return Table(
        name=f"strategic-budget-{programme.code}",
        caption=_("Strategic budget"),
        columns=columns,
        kept=("share", "other", "budget", "market"),
        source=source(programme),
        total=_total_row(rows),
        per_page=500,
    )


def _total_row(rows: list[Item]) -> Item:
    tops = [row for row in rows if not row.depth]
    other = sum((row.other for row in tops if row.other), Price())
    price = sum((row.price for row in tops), Price())
    return Item("", _("Total"), 0, price, other, any(row.modelled for row in tops))
