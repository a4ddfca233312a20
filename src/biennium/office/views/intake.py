"""Papers in: uploaded, previewed, accepted as a new programme or merged into one, discarded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from biennium.foundation.permission import require
from biennium.intake import services
from biennium.intake.models import PaperDraft
from biennium.intake.registration import USE
from biennium.intake.selectors import draft as find_draft
from biennium.intake.selectors import drafts
from biennium.kernel.errors import InvalidInput
from biennium.office import preview
from biennium.office.acting import act, reason
from biennium.office.forms.intake import AcceptForm, UploadForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.programme.models import Programme
from biennium.programme.registration import CREATE, EDIT_PROGRAMME
from biennium.programme.selectors import versions
from biennium.programme.selectors.differences import grouped, parted
from biennium.programme.selectors.versions import Book


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Which papers were read, and which is to be read next?"""
    require(request.user, USE)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, language = form.cleaned_data["file"], form.cleaned_data["language"]
        try:
            made = services.upload_paper(actor=request.user, name=upload.name, content=upload.read(), language=language)
        except InvalidInput as error:
            form.add_error("file", str(error))
        else:
            return redirect("office:paper_draft", made.uid)
    listed = drafts(request.user)
    return show(request, "intake", "intake", form=form, drafts=listed, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paper_draft(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was read in this paper, what of it is right, and what found no place?"""
    row = find_draft(request.user, uid)
    read = preview.of(row) if row.state in (PaperDraft.State.READY, PaperDraft.State.ACCEPTED) else None
    form = AcceptForm(request.POST or None, initial={"code": read.programme.code if read else ""})
    if request.method == "POST" and form.is_valid() and _accepted(request, row, form):
        return redirect("office:programme", form.cleaned_data["code"])
    return show(
        request,
        "paper_draft",
        "intake",
        draft=row,
        read=read,
        form=form,
        left_out=read.keys - set(request.POST.getlist("keep")) if read and form.is_bound else set(),
        programmes=list(versions.programmes()),
        may_create=may(request, CREATE),
        events=of(row.uid),
        status=400 if form.errors else 200,
    )


def _accepted(request: HttpRequest, row: PaperDraft, form: AcceptForm) -> bool:
    code, keep = form.cleaned_data["code"], request.POST.getlist("keep")
    try:
        services.accept_as_new(actor=request.user, draft=row, code=code, keep=keep)
    except InvalidInput as error:
        form.add_error(error.field or None, str(error))
        return False
    messages.success(request, _("The paper is now programme %(code)s.") % {"code": code})
    return True


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """What would this paper change in the programme, and which of it is right?"""
    row, programme = find_draft(request.user, uid), versions.programme(code)
    proposal = services.proposal_for(row, programme)
    books = Book(proposal.current, {}), Book(proposal.proposed, {})
    ticked = request.POST.getlist("key")
    parts = parted(grouped(proposal.changes, *books), *books, ticked)
    taken = [one for one in parts if "all" in request.POST or one.identity in request.POST.getlist("part")]
    keys = list(dict.fromkeys([*ticked, *(key for part in taken for key in part.keys)]))
    if request.method == "POST" and _merged(request, row, programme, keys):
        return redirect("office:programme", code)
    return show(
        request,
        "merge",
        "intake",
        programme,
        draft=row,
        parts=parts,
        count=len(proposal.changes),
        selectable=True,
        chosen=set(ticked),
        may_edit=may(request, EDIT_PROGRAMME, programme),
    )


def _merged(request: HttpRequest, row: PaperDraft, programme: Programme, keys: list[str]) -> bool:
    try:
        services.merge_into(actor=request.user, draft=row, programme=programme, keys=keys)
    except InvalidInput as error:
        messages.error(request, str(error))
        return False
    words = ngettext("%(count)s change was accepted.", "%(count)s changes were accepted.", len(keys))
    messages.success(request, words % {"count": len(keys)})
    return True


@require_POST
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Puts a paper aside."""
    row = find_draft(request.user, uid)
    return act(
        request,
        lambda: services.discard_draft(actor=request.user, draft=row, reason=reason(request)),
        said=_("The paper was put aside."),
        done=reverse("office:intake"),
        back=reverse("office:paper_draft", args=[uid]),
    )
