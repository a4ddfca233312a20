"""Do the three books agree, and how does the budget's expense become the accounts' expense?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from biennium.funding.models import Agreement, Fund
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Estimate, Move
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import internal, totals
from biennium.ledger.services.authority import releasable, released
from biennium.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Two books that speak of the same money, in minor units of a currency; `difference` is nothing when they agree."""

    what: str
    one: int
    other: int
    currency: str

    @property
    def difference(self) -> int:
        """The first less the second."""
        return self.one - self.other


def books(programme: Programme) -> list[Agreeing]:
    """Estimates against appropriations, fund by fund, and agreements against the authority they released."""
    found = [_appropriated(programme, fund) for fund in Fund.objects.filter(releases=Fund.Releases.ADOPTION)]
    agreements = Agreement.objects.exclude(status__in=("concept", "pipeline", "dropped")).select_related("fund")
    for agreement in agreements.prefetch_related("instalments"):
        found.append(Agreeing(agreement.code, releasable(agreement), released(agreement), agreement.currency))
    return found


def _appropriated(programme: Programme, fund: Fund) -> Agreeing:
    estimated = Estimate.objects.filter(programme=programme, fund=fund).aggregate(sum=Sum("amount"))["sum"] or 0
    moves = Move.objects.filter(posting__kind="appropriation", to_line__programme=programme, to_line__fund=fund)
    came = moves.filter(from_stage="source").aggregate(sum=Sum("amount"))["sum"] or 0
    went = moves.filter(to_stage="source").aggregate(sum=Sum("amount"))["sum"] or 0
    return Agreeing(fund.code, estimated, came - went, programme.currency)


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the expense of the budget to the expense of the accounts (IPSAS 24), minor units of the reporting currency.

    They differ by what was accrued, and by support cost, which two funds have spent and the organisation once.
    """

    currency: str
    budget: int
    internal: int
    accrued: int

    @property
    def accounts(self) -> int:
        """The expense of the accounts."""
        return self.budget - self.internal + self.accrued


def budget_to_accounts(scope: Scope) -> Bridge:
    """The bridge for a scope of lines."""
    amounts = totals(scope)
    return Bridge(reporting_currency(), amounts.spent, internal(scope), amounts.accrued)
