"""Closing a year of a fund: what is left is carried over, lapses or returns to the contributor, as the fund says.

Within the period of a programme, money whose authority is for the whole period is carried over whatever the rule.
Commitments are carried over with what is left of them; where money lapses or returns, they stop the closing until they
are cleared or released, because a promise to a supplier does not lapse.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.ledger.actions import CLOSE_YEAR
from biennium.ledger.books.closing import Closing, CrossWalk, onwards
from biennium.ledger.models import ClosedYear, Line
from biennium.ledger.services.posting import post_many
from biennium.programme.models import Programme


def what_happens(fund: Fund, programme: Programme, year: int) -> str:
    """Whether what is left of a year is carried over, lapses or returns."""
    if year < programme.end.year:
        return Fund.YearEnd.CARRY_OVER if not fund.control_by_year else fund.year_end
    return fund.period_end


@transaction.atomic
def close_year(
    *,
    actor: Actor,
    fund: Fund,
    programme: Programme,
    year: int,
    into: Programme | None = None,
    cross_walk: CrossWalk | None = None,
    reason: str = "",
) -> ClosedYear:
    """Closes a year of a fund in a programme.

    Into another programme, `cross_walk` names for each result (primary key) the one its money goes to; results that
    it leaves out go to *not yet specified*. Raises `InvalidInput` when the year is closed, an earlier one is open, or
    commitments stand in the way.
    """
    require(actor, CLOSE_YEAR)
    fund = Fund.objects.select_for_update().get(pk=fund.pk)
    _refuse(fund, programme, year)
    rule = what_happens(fund, programme, year)
    closing = Closing(fund, _lines(fund, programme, year), date(year, 12, 31))
    closing.net()
    if rule == Fund.YearEnd.CARRY_OVER:
        inside = year < programme.end.year
        target = programme if inside else _named(into, fund)
        closing.carry_over(onwards(target, year + 1, cross_walk or {}, inside=inside))
    else:
        closing.give_back("lapse" if rule == Fund.YearEnd.LAPSE else "return")
    orders = closing.orders
    batch = post_many(actor=actor, origin="year_end", orders=orders, reason=reason) if orders else None
    closed = ClosedYear.objects.create(
        fund=fund, year=year, closed_at=timezone.now(), closed_by_id=actor.pk, batch=batch
    )
    after = {"fund": fund.code, "year": year, "rule": str(rule), "postings": len(orders)}
    audit.record(actor=actor, verb="ledger.year_closed", target=closed, scope=programme, after=after, reason=reason)
    return closed


def _lines(fund: Fund, programme: Programme, year: int) -> dict[int, Line]:
    lines = Line.objects.filter(fund=fund, programme=programme, year=year).order_by("id")
    return {line.pk: line for line in lines.select_related("balance")}


def _named(into: Programme | None, fund: Fund) -> Programme:
    if into is None:
        raise InvalidInput(
            _("What is left of %(fund)s goes to the next programme, and none is named.") % {"fund": fund.code},
            remedy=_("Name the programme it is carried over to."),
        )
    return into


def _refuse(fund: Fund, programme: Programme, year: int) -> None:
    if year not in programme.years:
        raise InvalidInput(_("%(year)s is no year of %(programme)s.") % {"year": year, "programme": programme.code})
    closed = set(ClosedYear.objects.filter(fund=fund).values_list("year", flat=True))
    if year in closed:
        raise InvalidInput(_("%(year)s of %(fund)s is closed.") % {"year": year, "fund": fund.code})
    earlier = [one for one in range(programme.start.year, year) if one not in closed]
    if earlier:
        raise InvalidInput(
            _("%(earlier)s of %(fund)s is still open.") % {"earlier": earlier[0], "fund": fund.code},
            remedy=_("Close the years in their order."),
        )
