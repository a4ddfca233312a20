"""Publishing: written and checked, waived, published; what became different, and what was published before."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation import files
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.acting import act, reason
from biennium.office.forms.publications import PublicationForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.publishing.publications import selectors, services
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.models import Publication, PublicationFile
from biennium.publishing.publications.starting import start
from biennium.web.downloads import attachment

PER_PAGE = 25
DIFFERENCES_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def publications(request: HttpRequest) -> HttpResponse:
    """What is published, and what waits to be?"""
    form = PublicationForm(request.POST or None, programmes=list(selectors.publishable()))
    if request.method == "POST" and form.is_valid() and (answer := _started(request, form)):
        return answer
    page = Paginator(selectors.history(), PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "publications/publications",
        "publications",
        form=form,
        page=page,
        rows=selectors.counted(list(page)),
        latest=selectors.history().filter(published_at__isnull=False).first(),
        may_publish=may(request, PUBLISH),
        status=400 if form.errors else 200,
    )


def _started(request: HttpRequest, form: PublicationForm) -> HttpResponse | None:
    try:
        made = start(actor=request.user, codes=form.codes, day=form.cleaned_data["day"])
    except InvalidInput as error:
        form.add_error(None, str(error))
        return None
    if made is None:
        messages.success(request, _("The files are being written and checked; the publication appears below."))
        return redirect("office:publications")
    return redirect("office:publication", made.number)


@require_safe
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """Can this be published, and what would change?"""
    found = selectors.find(number)
    changed = Paginator(selectors.differences(found), DIFFERENCES_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "publications/publication",
        "publications",
        publication=found,
        counts=selectors.counts(found),
        severities=selectors.severities(found),
        unlisted=selectors.unlisted(found),
        files=found.files.select_related("file", "programme"),
        findings=found.findings.select_related("waiver"),
        changed=changed,
        may_publish=may(request, PUBLISH),
        events=of(found.uid),
    )


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Makes the files the public ones."""
    found, here = selectors.find(number), reverse("office:publication", args=[number])
    return act(
        request,
        lambda: services.release(actor=request.user, publication=found),
        said=_("It is published."),
        done=here,
        back=here,
    )


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Lays aside what was written."""
    found = selectors.find(number)
    return act(
        request,
        lambda: services.discard(actor=request.user, publication=found),
        said=_("The publication was discarded."),
        done=reverse("office:publications"),
        back=reverse("office:publication", args=[number]),
    )


@require_POST
def waive(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """Lets one error pass, with a reason."""
    found, here = selectors.find(number), reverse("office:publication", args=[number])
    finding = found.findings.filter(uid=uid).first()
    if finding is None:
        raise NotFound(_("There is no such error."))
    return act(
        request,
        lambda: services.waive(actor=request.user, finding=finding, reason=reason(request)),
        said=_("The error is waived."),
        done=here,
        back=here,
    )


def _file(request: HttpRequest, number: int, name: str) -> PublicationFile:
    found: Publication = selectors.find(number)
    if found.published_at is None:
        require(request.user, PUBLISH)
    one = found.files.filter(name=name).select_related("file", "report").first()
    if one is None:
        raise NotFound(_("There is no such file."))
    return one


@require_safe
def file(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """A file as it was checked."""
    one = _file(request, number, name)
    return attachment(files.read(one.file), one.name, one.file.media_type)


@require_safe
def report(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """The validation report on a file."""
    one = _file(request, number, name)
    return attachment(files.read(one.report), f"{Path(one.name).stem}.report.json", one.report.media_type)
