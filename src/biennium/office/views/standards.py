"""Publishing the other standards, and all of them together; and the proof that they agree with the books."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import Verdict
from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act
from biennium.office.pages import may, show
from biennium.publishing.publications import selectors
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.packages import MAKERS, prepare_packages
from biennium.publishing.reconcile.comparing import Report
from biennium.publishing.reconcile.services import reconcile, reconciliations
from biennium.publishing.reconcile.starting import start_all
from biennium.publishing.reconcile.together import release_all, told_in_full
from biennium.publishing.reconcile.waiting import Waiting, waiting


@require_http_methods(["GET", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Can all standards be published together?"""
    if request.method == "POST":
        return _written(request)
    rows = waiting(list(selectors.publishable()))
    return show(
        request,
        "publications/together",
        "publish_together",
        rows=rows,
        errors=sum(one.blocked_by for one in rows if one.is_open),
        can_leave=_can_leave(rows),
        are_published=all(one.publication and one.publication.published_at for one in rows),
        may_publish=may(request, PUBLISH),
        may_leave=_may_leave(request, rows),
    )


def _written(request: HttpRequest) -> HttpResponse:
    made: list[list[Publication] | None] = []
    here = reverse("office:publish_together")
    answer = act(request, lambda: made.append(start_all(actor=request.user)), done=here, back=here)
    if made and made[0] is None:
        messages.success(request, _("The files are being written and checked; they appear below."))
    return answer


def _may_leave(request: HttpRequest, rows: Sequence[Waiting]) -> Verdict:
    allowed = may(request, PUBLISH)
    if not allowed.allowed or _can_leave(rows):
        return allowed
    return Verdict(
        allowed=False, rule=_("All of it leaves together: everything has to be written, with nothing in the way.")
    )


def _can_leave(rows: Sequence[Waiting]) -> bool:
    return bool(rows) and all(one.can_leave for one in rows)


@require_POST
def publish_together(request: HttpRequest) -> HttpResponse:
    """Makes all of it public, when it agrees with the books."""

    def release() -> None:
        rows = waiting(list(selectors.publishable()))
        _may_leave(request, rows).require()
        reports = release_all(actor=request.user, publications=[one.publication for one in rows if one.publication])
        if not all(one.holds for one in reports):
            raise InvalidInput(
                _("What was written does not agree with the books any more: nothing is published."),
                remedy=_("Write and check all of it again."),
            )

    return act(
        request,
        release,
        said=_("All of it is published, and agrees with the books."),
        done=reverse("office:reconciliation"),
        back=reverse("office:publish_together"),
    )


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Which tables have left for the UN system and the DAC, and which wait?"""
    rows = [(standard, list(selectors.history(standard)[:3])) for standard in MAKERS]
    return show(
        request,
        "publications/tables",
        "publication_tables",
        standards=rows,
        programmes=list(selectors.publishable()),
        may_publish=may(request, PUBLISH),
    )


@require_POST
def write(request: HttpRequest, standard: str) -> HttpResponse:
    """Writes and checks the tables of a standard, of the programme that is named or the latest; the publication says
    whether they may leave."""
    made = []

    def prepare() -> None:
        programme = selectors.chosen([code] if (code := request.POST.get("programme", "")) else [])[0]
        made.append(prepare_packages(actor=request.user, standard=standard, programme=programme))

    return act(
        request,
        prepare,
        done=lambda: reverse("office:publication", args=[made[0].number]),
        back=reverse("office:publication_tables"),
    )


@require_http_methods(["GET", "POST"])
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Is what was published the money of the books, everywhere?"""
    if request.method == "POST":
        here = reverse("office:reconciliation")
        return act(request, lambda: _reconciled(request), done=here, back=here)
    kept = [(one, Report.from_json(one.report)) for one in reconciliations()]
    return show(
        request,
        "publications/reconciliation",
        "reconciliation",
        kept=kept,
        holds=all(report.holds for _one, report in kept),
        left=sum(len(report.errors) + len(report.missing) for _one, report in kept),
        may_publish=may(request, PUBLISH),
    )


def _reconciled(request: HttpRequest) -> None:
    for programme in told_in_full(selectors.chosen([])):
        reconcile(actor=request.user, programme=programme)
