"""The years of each fund: closed, open, or next to be closed; and what closing would do.

Invariant: years are closed in their order, so at most one year of a fund can be closed next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.ledger.models import ClosedYear, LineBalance
from biennium.ledger.services.year_end import what_happens
from biennium.office.budget import choices
from biennium.office.budget.words import YEAR_ENDS
from biennium.programme.models import Programme


@dataclass(frozen=True, slots=True)
class FundYear:
    """A year of a fund, in the currency of the fund. `next` is the one that can be closed now; `elsewhere` whether what
    is left goes on to another programme; `blocked` whether commitments stand in the way."""

    fund: Fund
    year: int
    left: Money
    committed: Money
    rule: str
    words: Any
    closed: ClosedYear | None
    next: bool
    elsewhere: bool

    @property
    def before(self) -> int:
        """The year that stands before it."""
        return self.year - 1

    @property
    def blocked(self) -> bool:
        """Money that lapses or returns does so once commitments are cleared."""
        return self.rule != Fund.YearEnd.CARRY_OVER and self.committed.minor > 0


def listed(programme: Programme) -> list[FundYear]:
    """Every fund that has money in the programme, year by year."""
    standing = _standing(programme)
    closed = {(one.fund_id, one.year): one for one in ClosedYear.objects.select_related("closed_by")}
    funds = Fund.objects.filter(pk__in={fund for fund, _year in standing})
    found: list[FundYear] = []
    for fund in funds:
        open_before = False
        for year in choices.years(programme):
            one = closed.get((fund.pk, year))
            found.append(_fund_year(programme, fund, year, standing.get((fund.pk, year), (0, 0)), one, open_before))
            open_before = open_before or one is None
    return found


def _fund_year(
    programme: Programme, fund: Fund, year: int, standing: tuple[int, int], closed: ClosedYear | None, later: bool
) -> FundYear:
    rule = what_happens(fund, programme, year)
    return FundYear(
        fund=fund,
        year=year,
        left=Money(standing[0], fund.currency),
        committed=Money(standing[1], fund.currency),
        rule=rule,
        words=YEAR_ENDS[rule],
        closed=closed,
        next=closed is None and not later,
        elsewhere=rule == Fund.YearEnd.CARRY_OVER and year == programme.end.year,
    )


def _standing(programme: Programme) -> dict[tuple[int, int], tuple[int, int]]:
    """By fund and year: what is neither committed nor spent, and what is committed."""
    rows = LineBalance.objects.filter(line__programme=programme).order_by().values_list("line__fund", "line__year")
    sums = rows.annotate(Sum("approved"), Sum("allotted"), Sum("committed"))
    return {(fund, year): (approved + allotted, committed) for fund, year, approved, allotted, committed in sums}
