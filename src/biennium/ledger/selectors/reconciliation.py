"""Do the three books agree, and how does the budget's expense become the accounts' expense?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Sum

from biennium.funding.models import Agreement, Fund
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Estimate
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import internal, totals
from biennium.ledger.services.authority import appropriated, releasable, released
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
    found = list(_appropriations(programme))
    agreements = Agreement.objects.exclude(status__in=("concept", "pipeline", "dropped")).select_related("fund")
    for agreement in agreements.prefetch_related("instalments"):
        found.append(Agreeing(agreement.code, releasable(agreement), released(agreement), agreement.currency))
    return found


def _appropriations(programme: Programme) -> Iterator[Agreeing]:
    voted: dict[int, int] = {}
    for (_item, fund), amount in appropriated(programme).items():
        voted[fund] = voted.get(fund, 0) + amount
    rows = Estimate.objects.filter(programme=programme).order_by().values_list("fund").annotate(Sum("amount"))
    estimated = {fund: int(amount) for fund, amount in rows}
    for one in Fund.objects.filter(releases=Fund.Releases.ADOPTION):
        yield Agreeing(one.code, estimated.get(one.pk, 0), voted.get(one.pk, 0), programme.currency)


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
