"""The terms of an agreement, where it has none of its own those of its fund."""

from __future__ import annotations

from biennium.funding.models import Agreement


def support_cost_rate(agreement: Agreement) -> int:
    """What the agreement pays for support, in hundredths of a percent: its own rate, also where that is 0 (waived),
    else its fund's."""
    own = agreement.support_cost_rate
    return agreement.fund.support_cost_rate if own is None else own
