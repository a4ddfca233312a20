"""What the programme costs: constant dollars, cost increases, exchange, as columns that add up; and what it would cost
at another rate, which changes no posting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from biennium.kernel.money import Money
from biennium.kernel.rates import Rate
from biennium.kernel.text import Text
from biennium.ledger.models import BudgetItem, Estimate
from biennium.ledger.selectors.names import budget_items
from biennium.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Price:
    """The steps of a price, minor units of one currency; they add up."""

    constant: int = 0
    cost_increase: int = 0
    exchange: int = 0

    def __add__(self, other: Price) -> Price:
        return Price(
            self.constant + other.constant,
            self.cost_increase + other.cost_increase,
            self.exchange + other.exchange,
        )

    @property
    def before_exchange(self) -> int:
        """At the rate at which the programme was priced."""
        return self.constant + self.cost_increase

    @property
    def total(self) -> int:
        """All steps together."""
        return self.before_exchange + self.exchange


@dataclass(frozen=True, slots=True)
class PricedItem:
    """A budget item, how deep it stands, and the price of it and all below it; `other` is that price in a scenario."""

    item: BudgetItem
    title: Text
    depth: int
    price: Price
    modelled: bool
    other: Price | None = None


def prices(programme: Programme, scenario: Callable[[Price], Price] | None = None) -> list[PricedItem]:
    """The budget in the order of its tree; a part is the sum of what stands below it, in a scenario too: what each item
    estimates is priced anew, and the parts are summed."""
    items = budget_items(programme)
    own: dict[int, Price] = {}
    modelled: set[int] = set()
    for row in Estimate.objects.filter(programme=programme):
        own[row.budget_item_id] = own.get(row.budget_item_id, Price()) + Price(**{row.step: row.amount})
        if row.modelled:
            modelled.add(row.budget_item_id)
    listed = _walk(items, own, modelled, None, 0)[1]
    if scenario is None:
        return listed
    others = _walk(items, {item: scenario(price) for item, price in own.items()}, modelled, None, 0)[1]
    return [replace(one, other=other.price) for one, other in zip(listed, others, strict=True)]


def _walk(
    items: Sequence[BudgetItem], own: Mapping[int, Price], modelled: set[int], parent: int | None, depth: int
) -> tuple[Price, list[PricedItem]]:
    total, listed = Price(), []
    for item in items:
        if item.parent_id == parent:
            below, rows = _walk(items, own, modelled, item.pk, depth + 1)
            price = own.get(item.pk, Price()) + below
            flagged = item.pk in modelled or any(row.modelled for row in rows)
            listed += [PricedItem(item, item.title, depth, price, flagged), *rows]
            total += price
    return total, listed


def recosted(price: Price, currency: str, share: int, budget: Rate, market: Rate) -> Price:
    """The price if `share` of it (hundredths of a percent), spent in the other currency of the rates, were paid at the
    market rate instead of the budget rate: what changes is the exchange step. A scenario; nothing is posted.

    Story: USD 803,548,920 at CHF 1 = USD 1 is about USD 853 million at CHF 0.90 = USD 1 (design: arithmetic, § 2),
    when the share is what makes it so.
    """
    exposed, _rest = Money(price.before_exchange, currency).split([share, 10_000 - share])
    other = budget.convert(exposed)
    return replace(price, exchange=market.convert(other).minor - exposed.minor)
