"""Expenditure from the ERP: loaded as a file, corrected, posted whole, or put aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.middleware import takes_files
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.ledger import actions
from biennium.ledger.erp.columns import COLUMNS, REQUIRED
from biennium.ledger.models import ImportRun
from biennium.ledger.services import imports as services
from biennium.office.acting import act, reason
from biennium.office.budget import loading
from biennium.office.forms.imports import ImportForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.programme.models import Programme
from biennium.programme.selectors import versions

FAULTS_PER_PAGE = 100
RUNS_PER_PAGE = 25


@takes_files("IMPORT_LIMIT")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, code: str) -> HttpResponse:
    """Which files were loaded, which of them wait to be posted, and which is next?"""
    programme = versions.programme(code)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (answer := _loaded(request, programme, form)):
        return answer
    listed = ImportRun.objects.filter(programme=programme).select_related("created_by", "batch")
    page = Paginator(listed, RUNS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "imports/imports",
        "imports",
        programme,
        form=form,
        page=page,
        waiting=listed.filter(status=ImportRun.Status.CHECKED).count(),
        columns=[(name, words, name in REQUIRED) for name, words in COLUMNS.items()],
        may_load=may(request, actions.LOAD),
        status=400 if form.errors else 200,
    )


def _loaded(request: HttpRequest, programme: Programme, form: ImportForm) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        run = loading.load(actor=request.user, programme=programme, upload=said["file"], mapping=said["mapping"])
    except InvalidInput as error:
        form.add_error("file", str(error))
        return None
    if run is None:
        messages.success(request, _("The file is being read; it appears below."))
        return redirect("office:imports", programme.code)
    return redirect("office:import_run", programme.code, run.uid)


def _run(programme: Programme, uid: UUID) -> ImportRun:
    listed = ImportRun.objects.filter(programme=programme).select_related("batch", "created_by")
    found = listed.filter(uid=uid).annotate(of_faults=Count("faults")).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


@require_safe
def import_run(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Can this file be posted, and if not, which cells are wrong?"""
    programme = versions.programme(code)
    run = _run(programme, uid)
    faults = Paginator(run.faults.all(), FAULTS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "imports/run",
        "imports",
        programme,
        run=run,
        rows=run.rows.count(),
        postings=run.batch.postings.count() if run.batch else 0,
        faults=faults,
        may_load=may(request, actions.LOAD),
        events=of(run.uid),
    )


@require_POST
def post_run(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Posts all rows of a file, or none."""
    programme = versions.programme(code)
    run = _run(programme, uid)
    here = reverse("office:import_run", args=[code, uid])
    return act(
        request,
        lambda: services.post_run(actor=request.user, run=run, reason=reason(request)),
        said=_("Posted."),
        done=here,
        back=here,
    )


@require_POST
def discard_run(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Forgets a file that was not posted."""
    programme = versions.programme(code)
    run = _run(programme, uid)
    return act(
        request,
        lambda: services.discard_run(actor=request.user, run=run),
        said=_("The file was put aside."),
        done=reverse("office:imports", args=[code]),
        back=reverse("office:import_run", args=[code, uid]),
    )
