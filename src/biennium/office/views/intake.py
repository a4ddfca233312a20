"""Papers in: uploaded, previewed, accepted as a new programme or merged into one, discarded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import require
from biennium.intake import services
from biennium.intake.models import PaperDraft
from biennium.intake.registration import USE
from biennium.intake.selectors import draft as find_draft
from biennium.intake.selectors import drafts
from biennium.kernel.errors import InvalidInput
from biennium.office import preview
from biennium.office.forms.organisation import UploadForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.programme.registration import CREATE, EDIT_PROGRAMME
from biennium.programme.selectors import versions
from biennium.programme.selectors.differences import grouped
from biennium.programme.selectors.versions import Book


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Which papers were read, and which is to be read next?"""
    require(request.user, USE)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = services.upload_paper(
                actor=request.user, name=upload.name, content=upload.read(), language=form.cleaned_data["language"]
            )
        except InvalidInput as error:
            form.add_error("file", str(error))
        else:
            return redirect("office:paper_draft", made.uid)
    return show(request, "intake", "intake", form=form, drafts=drafts(request.user), status=400 if form.errors else 200)


@require_safe
def paper_draft(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was read in this paper, what was repaired, and what found no place?"""
    row = find_draft(request.user, uid)
    ready = row.state in (PaperDraft.State.READY, PaperDraft.State.ACCEPTED)
    read = preview.of(row) if ready else None
    return show(
        request,
        "paper_draft",
        "intake",
        draft=row,
        read=read,
        programmes=list(versions.programmes()),
        may_create=may(request, CREATE),
        events=of(row.uid),
    )


@require_POST
def accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Makes a new programme of a paper."""
    row = find_draft(request.user, uid)
    try:
        programme = services.accept_as_new(actor=request.user, draft=row, code=request.POST.get("code", ""))
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect("office:paper_draft", uid)
    messages.success(request, _("The paper is now programme %(code)s.") % {"code": programme.code})
    return redirect("office:programme", programme.code)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """What would this paper change in the programme, and which of it is right?"""
    row, programme = find_draft(request.user, uid), versions.programme(code)
    if request.method == "POST":
        keys = request.POST.getlist("key")
        try:
            services.merge_into(actor=request.user, draft=row, programme=programme, keys=keys)
        except InvalidInput as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(count)s changes were accepted.") % {"count": len(keys)})
            return redirect("office:programme", code)
    proposal = services.proposal_for(row, programme)
    groups = grouped(proposal.changes, Book(proposal.current, {}), Book(proposal.proposed, {}))
    verdict = may(request, EDIT_PROGRAMME, programme)
    return show(request, "merge", "intake", programme, draft=row, groups=groups, selectable=True, may_edit=verdict)


@require_POST
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Puts a paper aside."""
    row = find_draft(request.user, uid)
    services.discard_draft(actor=request.user, draft=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("The paper was put aside."))
    return redirect("office:intake")
