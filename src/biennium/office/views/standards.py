"""Publishing the tables of the other standards, and the proof that all of them agree with the books."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act
from biennium.office.pages import may, show
from biennium.programme.models import Programme
from biennium.publishing.publications import selectors
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.packages import MAKERS, prepare_packages
from biennium.publishing.reconcile.comparing import Report
from biennium.publishing.reconcile.models import Reconciliation
from biennium.publishing.reconcile.services import reconcile


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Which tables have left for the UN system and the DAC, and which wait?"""
    rows = [(standard, list(selectors.history(standard)[:3])) for standard in MAKERS]
    chosen = selectors.publishable().first()
    return show(
        request,
        "publications/tables",
        "publication_tables",
        standards=rows,
        chosen=chosen,
        may_publish=may(request, PUBLISH),
    )


@require_POST
def write(request: HttpRequest, standard: str) -> HttpResponse:
    """Writes and checks the tables of a standard; the publication says whether they may leave."""
    programme = _programme()
    made = []
    return act(
        request,
        lambda: made.append(prepare_packages(actor=request.user, standard=standard, programme=programme)),
        done=lambda: reverse("office:publication", args=[made[0].number]),
        back=reverse("office:publication_tables"),
    )


def _programme() -> Programme:
    found = selectors.publishable().first()
    if found is None:
        raise InvalidInput(_("No programme was adopted yet."), remedy=_("Seal an adopted version first."))
    return found


@require_http_methods(["GET", "POST"])
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Is what was published the money of the books, everywhere?"""
    if request.method == "POST":
        reconcile(actor=request.user, programme=_programme())
        return redirect("office:reconciliation")
    last = Reconciliation.objects.select_related("programme").first()
    return show(
        request,
        "publications/reconciliation",
        "reconciliation",
        last=last,
        report=Report.from_json(last.report) if last else None,
        may_publish=may(request, PUBLISH),
    )
