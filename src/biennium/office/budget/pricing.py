"""The strategic budget: what each step of pricing adds, item by item; and a scenario at another rate.

Invariant: the steps of every row add up, and a scenario changes the step of exchange only; nothing is posted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel.money import Money
from biennium.ledger.selectors.previous import Previous
from biennium.ledger.selectors.pricing import Price, PricedItem, prices, recosted
from biennium.office.budget.tables import source, title
from biennium.office.budget.words import PRICE_STEPS
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
    before: Price | None = None


def items(programme: Programme, scenario: Scenario | None, before: Previous | None) -> list[Item]:
    """The budget items in tree order."""
    known = before.items if before else {}
    listed = prices(programme, _at(programme, scenario) if scenario else None)
    return [_item(one, known.get(one.item.code)) for one in listed]


def _item(one: PricedItem, before: Price | None) -> Item:
    return Item(one.item.code, title(one.title), one.depth, one.price, one.other, one.modelled, before)


def _at(programme: Programme, scenario: Scenario) -> Callable[[Price], Price]:
    return lambda price: recosted(price, programme.currency, scenario.share, scenario.budget, scenario.market)


def price(rows: list[Item]) -> Price:
    """The whole budget: the sum of what stands at the top of the tree."""
    return sum((row.price for row in rows if not row.depth), Price())


def total(programme: Programme, rows: list[Item]) -> dict[str, Any]:
    """The whole budget, and in the scenario; the sum of what stands at the top of the tree."""
    whole = price(rows)
    other = sum(row.other.total for row in rows if row.other and not row.depth)
    found = {name: Money(getattr(whole, name), programme.currency) for name in PRICE_STEPS}
    changed = Money(other - whole.total, programme.currency)
    return {**found, "other": Money(other, programme.currency), "changed": changed}


def described(
    programme: Programme, rows: list[Item], scenario: Scenario | None, before: Previous | None
) -> Table[Item]:
    """The table with its steps and its total; the programme before beside it, where it is known item by item."""
    columns = [
        Column[Item]("item", _("Budget item"), lambda row: f"{'— ' * row.depth}{row.code} {row.words}".strip()),
        *_amounts(programme.currency, scenario, before),
    ]
    if any(row.modelled for row in rows):
        columns.append(Column("modelled", _("Modelled"), lambda row: row.modelled))
    return Table(
        name=f"strategic-budget-{programme.code}",
        caption=_("Strategic budget"),
        columns=columns,
        kept=("share", "other", "budget", "market"),
        source=source(programme),
        total=_total_row(rows, before),
        per_page=500,
    )


def _amounts(currency: str, scenario: Scenario | None, before: Previous | None) -> Iterator[Column[Item]]:
    """The programme before, the steps, and the total at the other rate; those there are."""

    def money(name: str, label: str, amount: Callable[[Item], Money | None]) -> Column[Item]:
        return Column(name, label, amount, numeric=True, unit=currency)

    def step(name: str) -> Column[Item]:
        return money(name, str(PRICE_STEPS[name]), lambda row: Money(getattr(row.price, name), currency))

    if before is not None and before.items:
        yield money("before", before.code, lambda row: _before(row, currency))
    yield from map(step, PRICE_STEPS)
    if scenario is not None:
        label = _("At the other rate")
        yield money("other", label, lambda row: Money(row.other.total if row.other else 0, currency))


def _before(row: Item, currency: str) -> Money | None:
    return None if row.before is None else Money(row.before.total, currency)


def _total_row(rows: list[Item], before: Previous | None) -> Item:
    tops = [row for row in rows if not row.depth]
    other = sum((row.other for row in tops if row.other), Price())
    return Item(
        "", _("Total"), 0, price(rows), other, any(row.modelled for row in tops), before.whole if before else None
    )
