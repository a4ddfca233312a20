"""What the CRS is about, and what it leaves out, by name.

Invariant: every expense of a year is in the CRS or left out by exactly one rule, so that both sum to the books.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from biennium.publishing.expenses import Expense
from biennium.standards.places import by_alpha3

UNSPECIFIED = "9998"
"""Developing countries, unspecified: work that is for no one country."""
NO_ACTIVITY, NO_RECIPIENT = "no_activity", "no_recipient"
RULES: dict[str, str | Promise] = {
    NO_ACTIVITY: _("The CRS leaves out what stands on no country outcome or product (management and support)"),
    NO_RECIPIENT: _("The CRS leaves out what is spent in places that do not receive aid"),
}


def recipient(one: Expense) -> str:
    """The DAC code of where it was spent; empty for a place that does not receive aid."""
    if one.place is None:
        return UNSPECIFIED
    found = by_alpha3().get(one.place.code)
    return (found.dac or "") if found else ""


def left_out(one: Expense) -> str:
    """The rule by which it is left out; empty for what the CRS is about."""
    if one.work_item is None:
        return NO_ACTIVITY
    return "" if recipient(one) else NO_RECIPIENT


def by_rule(rows: Iterable[Expense]) -> dict[tuple[str, str], int]:
    """What is left out, by rule and code of the fund, in minor units."""
    sums: dict[tuple[str, str], int] = {}
    for one in rows:
        if rule := left_out(one):
            sums[rule, one.fund.code] = sums.get((rule, one.fund.code), 0) + one.amount
    return sums
