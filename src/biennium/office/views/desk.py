"""My desk, and what an event changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.foundation import drafts
from biennium.foundation.models import AuditEvent
from biennium.foundation.permission import limit
from biennium.intake.models import PaperDraft
from biennium.intake.registration import USE
from biennium.intake.selectors import drafts as paper_drafts
from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.actions import TRANSFER
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors.findings import uncovered
from biennium.office.differences import between
from biennium.office.history import address_of, told
from biennium.office.pages import may, show
from biennium.office.reporting.desk import Waiting
from biennium.office.reporting.desk import waiting as waiting_reports
from biennium.organisation.policy import scope_of
from biennium.programme.models import Programme, Result
from biennium.programme.registration import CREATE, EDIT_PROGRAMME, EDIT_RESULT
from biennium.programme.selectors import versions
from biennium.programme.selectors.live import counted_results, edits_since, happened
from biennium.reporting.registration import REPORT, VERIFY

MOST = 10


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what changed?"""
    programme = versions.programmes().first()
    waiting = paper_drafts(request.user).filter(state__in=[PaperDraft.State.READY, PaperDraft.State.WAITING])
    return show(
        request,
        "desk",
        "desk",
        programme,
        unsaved=drafts.of(request.user),
        papers=waiting[:10],
        reporting=_reporting(request, programme) if programme else None,
        overrun=_overrun(request, programme) if programme else None,
        mine=_mine(request, programme) if programme else [],
        unsealed=edits_since(programme, versions.latest(programme)) if programme else None,
        events=told(happened(programme)[:8]) if programme else [],
        may_create=may(request, CREATE),
        may_read=may(request, USE),
    )


def _reporting(request: HttpRequest, programme: Programme) -> Waiting:
    """What reporting asks of whoever reports or verifies for some unit."""
    held = scope_of(request.user, timezone.localdate())
    return waiting_reports(request.user, programme, reports=bool(held.units(REPORT)), verifies=bool(held.units(VERIFY)))


def _overrun(request: HttpRequest, programme: Programme) -> dict[str, Any] | None:
    """What was spent without being allotted on lines that somebody may cover, the largest first; None where nothing."""
    rows = limit(request.user, TRANSFER, uncovered(programme))
    first = [(line, Money(-line.balance.uncovered, line.fund.currency)) for line in rows[:MOST]]
    if not first:
        return None
    found = rows.order_by().aggregate(count=Count("pk"), sum=Sum("balance__uncovered_reporting"))
    return {"first": first, "count": found["count"], "sum": Money(-found["sum"], reporting_currency())}


def _mine(request: HttpRequest, programme: Programme) -> list[Result]:
    """The results a unit of mine answers for; nothing for those who edit the whole programme."""
    if may(request, EDIT_PROGRAMME, programme).allowed:
        return []
    return list(limit(request.user, EDIT_RESULT, counted_results(programme)))


@require_safe
def event(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What did this change, from what to what?"""
    found = AuditEvent.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(_("There is no such event."))
    rows = between(found.before, found.after)
    return show(request, "event", "desk", event=told([found])[0], rows=rows, address=address_of(found))
