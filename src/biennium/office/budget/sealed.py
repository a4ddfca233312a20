"""The estimates as the latest version sealed them, compared as money with those of today; and what was appropriated.

Invariant: what is sealed is read from the sealed bytes, what is appropriated from the postings.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from biennium.kernel.money import Money
from biennium.ledger.sealing import SECTION
from biennium.ledger.selectors.pricing import Price
from biennium.ledger.services.authority import appropriated
from biennium.programme.models import Programme, Version
from biennium.programme.selectors import versions


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a version says the programme costs, how far today's estimates are from it, where both are compared, and
    what its adoption appropriated."""

    version: Version
    total: Money
    moved: Money
    compare: str
    appropriated: Money


def sealed(programme: Programme, now: Price) -> Sealed | None:
    """By the latest version; None where none is sealed."""
    version = versions.latest(programme)
    if version is None:
        return None
    zero = Money.zero(programme.currency)
    listed = versions.opened(version).more.get(SECTION, [])
    amounts = [Money.parse(one["amount"], programme.currency) for item in listed for one in item["estimates"]]
    total = sum(amounts, zero)
    return Sealed(
        version=version,
        total=total,
        moved=Money(now.total, programme.currency) - total,
        compare=reverse("office:compare", args=[programme.code, version.number, "live"]),
        appropriated=Money(sum(appropriated(programme).values()), programme.currency),
    )
