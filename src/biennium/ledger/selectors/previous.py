"""The programme before, beside this one: what each step of its price was.

Invariant: what was recorded as published comes first; without it, the estimates of the programme before that are in
these books. Amounts say what they are rounded to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from biennium.ledger.models import PreviousEstimate
from biennium.ledger.selectors.pricing import Price, prices
from biennium.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Previous:
    """A programme before: its code, the price of all of it, of its budget items by their codes as far as it is known,
    and what each step is rounded to, in minor units (1 is exact)."""

    code: str
    whole: Price
    items: Mapping[str, Price] = field(default_factory=dict)
    precision: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_rounded(self) -> bool:
        """Whether a step is known roughly only."""
        return any(one > 1 for one in self.precision.values())


def previous(programme: Programme) -> Previous | None:
    """The programme before; None where nothing is known of one."""
    return _published(programme) or _in_the_books(programme)


def _published(programme: Programme) -> Previous | None:
    rows = list(PreviousEstimate.objects.filter(programme=programme).select_related("budget_item"))
    if not rows:
        return None
    items: dict[str, Price] = {}
    whole = Price()
    for row in rows:
        price = Price(**{row.step: row.amount})
        if row.budget_item is None:
            whole += price
        else:
            items[row.budget_item.code] = items.get(row.budget_item.code, Price()) + price
    if all(row.budget_item is not None for row in rows):
        whole = sum(items.values(), Price())
    precision = {row.step: row.precision for row in rows if row.budget_item is None}
    return Previous(rows[0].code, whole, items, precision)


def _in_the_books(programme: Programme) -> Previous | None:
    before = (
        Programme.objects.filter(end__lt=programme.start, estimates__isnull=False, currency=programme.currency)
        .order_by("-end")
        .first()
    )
    if before is None:
        return None
    listed = prices(before)
    whole = sum((one.price for one in listed if not one.depth), Price())
    return Previous(before.code, whole, {one.item.code: one.price for one in listed})
