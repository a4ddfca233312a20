"""Workbooks: taken along, handed in, looked at, saved or put aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.intake import selectors
from biennium.intake.models import Workbook
from biennium.intake.workbooks import services
from biennium.intake.workbooks.everything import everything
from biennium.intake.workbooks.sheets import SHEETS
from biennium.intake.workbooks.writing import workbook as written
from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act
from biennium.office.forms.workbooks import HandInForm, TakeForm
from biennium.office.history import of
from biennium.office.pages import show
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web.downloads import attachment
from biennium.web.exports import MEDIA_TYPES

A_PAGE = 25
FAULTS_A_PAGE = 100
TAKEN = {"sheet": list(SHEETS), "filled": True}


@require_http_methods(["GET", "POST"])
def workbooks(request: HttpRequest, code: str) -> HttpResponse:
    """Which workbook is taken along, and which is handed in?"""
    programme = versions.programme(code)
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (made := _handed_in(request, programme, form)):
        return redirect("office:workbook", code, made.uid)
    listed = selectors.workbooks(request.user, programme)
    return show(
        request,
        "workbooks/workbooks",
        "workbooks",
        programme,
        form=form,
        take=TakeForm(initial=TAKEN, auto_id="take_%s"),
        page=Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        waiting=listed.filter(state=Workbook.State.CHECKED).count(),
        status=400 if form.errors else 200,
    )


def _handed_in(request: HttpRequest, programme: Programme, form: HandInForm) -> Workbook | None:
    upload, reason = form.cleaned_data["file"], form.cleaned_data["reason"]
    try:
        return services.hand_in(
            actor=request.user, programme=programme, name=upload.name, content=upload.read(), reason=reason
        )
    except InvalidInput as error:
        form.add_error("file", " ".join(filter(None, (error.message, error.remedy))))
        return None


@require_safe
def workbook_file(request: HttpRequest, code: str) -> HttpResponse:
    """A workbook to be filled in."""
    programme = versions.programme(code)
    form = TakeForm(request.GET or TAKEN)
    if not form.is_valid():
        raise InvalidInput(_("Choose at least one sheet."))
    names, filled = form.cleaned_data["sheet"], form.cleaned_data["filled"]
    content = written(actor=request.user, programme=programme, names=names, filled=filled)
    return attachment(content, f"{programme.code}.xlsx", MEDIA_TYPES["xlsx"])


@require_safe
def everything_file(request: HttpRequest, code: str) -> HttpResponse:
    """All stored fields, to be read."""
    programme = versions.programme(code)
    content = everything(actor=request.user, programme=programme)
    return attachment(content, f"{programme.code}-everything.xlsx", MEDIA_TYPES["xlsx"])


@require_safe
def workbook(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """What would this workbook change, and which cells are wrong?"""
    programme = versions.programme(code)
    row = selectors.workbook(request.user, programme, uid)
    faults = Paginator(row.report["faults"], FAULTS_A_PAGE).get_page(request.GET.get("page"))
    return show(
        request, "workbooks/workbook", "workbooks", programme, row=row, report=row.report, faults=faults, events=of(uid)
    )


@require_POST
def save(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Saves all rows of a workbook, or none."""
    row = selectors.workbook(request.user, versions.programme(code), uid)
    here = reverse("office:workbook", args=[code, uid])
    return act(request, lambda: _saved(request, row), done=here, back=here)


def _saved(request: HttpRequest, row: Workbook) -> None:
    state = services.save_workbook(actor=request.user, workbook=row).state
    if state == Workbook.State.FAULTY:
        messages.error(request, _("Something changed since the workbook was checked; nothing was saved."))
    elif state == Workbook.State.SAVING:
        messages.success(request, _("The workbook is being saved in the background."))
    else:
        messages.success(request, _("The workbook is saved."))


@require_POST
def discard(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Puts a workbook aside."""
    row = selectors.workbook(request.user, versions.programme(code), uid)
    return act(
        request,
        lambda: services.discard_workbook(actor=request.user, workbook=row),
        said=_("The workbook was put aside."),
        done=reverse("office:workbooks", args=[code]),
        back=reverse("office:workbook", args=[code, uid]),
    )
