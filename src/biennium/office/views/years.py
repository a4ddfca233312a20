"""The end of a year, and the proof of the books."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import require
from biennium.funding.models import Fund
from biennium.kernel.errors import NotFound
from biennium.ledger import actions
from biennium.ledger.models import Batch, Checkpoint
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services.checkpoints import make_checkpoint
from biennium.ledger.services.year_end import close_year
from biennium.office.acting import act, reason
from biennium.office.budget import years as listing
from biennium.office.pages import may, show
from biennium.programme.selectors import versions

LATEST = 50


@require_safe
def years(request: HttpRequest, code: str) -> HttpResponse:
    """Which years of which funds are open, and what would happen to what is left of them?"""
    programme = versions.programme(code)
    listed = listing.listed(programme)
    return show(
        request,
        "years/years",
        "years",
        programme,
        listed=listed,
        open_years=sum(1 for one in listed if one.closed is None),
        others=versions.programmes().exclude(pk=programme.pk).filter(start__gt=programme.start),
        may_close=may(request, actions.CLOSE_YEAR),
    )


@require_POST
def close(request: HttpRequest, code: str, fund: str, year: int) -> HttpResponse:
    """Closes a year of a fund."""
    programme = versions.programme(code)
    row = Fund.objects.filter(code=fund).first()
    if row is None:
        raise NotFound(_("There is no fund %(code)s.") % {"code": fund})
    into = request.POST.get("into", "")
    here = reverse("office:years", args=[code])

    def action() -> object:
        target = versions.programme(into) if into else None
        return close_year(
            actor=request.user, fund=row, programme=programme, year=year, into=target, reason=reason(request)
        )

    words = {"year": year, "fund": row.code}
    return act(request, action, said=_("%(year)s of %(fund)s was closed.") % words, done=here, back=here)


@require_http_methods(["GET", "POST"])
def books(request: HttpRequest) -> HttpResponse:
    """Do the books agree with themselves, and up to where is that proved?"""
    kept = request.POST.get("head", "").strip()[:64]
    proof = None
    if request.method == "POST":
        require(request.user, actions.CLOSE_YEAR)
        proof = prove(kept)
    return show(
        request,
        "years/books",
        "books",
        checkpoints=Checkpoint.objects.order_by("-number")[:LATEST],
        tail=Batch.objects.filter(checkpointed__isnull=True).count(),
        proof=proof,
        kept=kept,
        may_close=may(request, actions.CLOSE_YEAR),
    )


@require_POST
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Takes what was posted since the last checkpoint into the next one."""
    here = reverse("office:books")
    return act(
        request,
        lambda: make_checkpoint(actor=request.user),
        said=_("A checkpoint was made. Keep its head outside this installation."),
        done=here,
        back=here,
    )
