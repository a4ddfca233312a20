"""Versions: sealed, listed, compared; and the papers of each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.kernel.compare import Change
from biennium.kernel.errors import InvalidInput
from biennium.office.forms.organisation import SealForm
from biennium.office.pages import may, show
from biennium.papers.services import KINDS, LIVE, write_paper
from biennium.programme.models import Programme
from biennium.programme.registration import SEAL
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.comparison import compare_documents
from biennium.programme.selectors.differences import grouped
from biennium.programme.selectors.document import document
from biennium.programme.selectors.live import happened
from biennium.programme.selectors.versions import Book
from biennium.programme.services.versions import seal_version, stages_after
from biennium.web.downloads import attachment


@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Which versions are sealed, and what would sealing now add?"""
    programme = selectors.programme(code)
    listed = list(selectors.versions(programme))
    latest = listed[0] if listed else None
    form = SealForm(request.POST or None, stages=stages_after(latest))
    if request.method == "POST" and form.is_valid() and _sealed(request, programme, form):
        return redirect("office:versions", code)
    status = 400 if form.errors else 200
    edits = happened(programme).filter(at__gt=latest.sealed_at).count() if latest else None
    return show(
        request,
        "versions",
        "versions",
        programme,
        versions=listed,
        latest=latest,
        form=form,
        edits=edits,
        may_seal=may(request, SEAL, programme),
        status=status,
    )


def _sealed(request: HttpRequest, programme: Programme, form: SealForm) -> bool:
    typed = form.cleaned_data
    try:
        version = seal_version(
            actor=request.user,
            programme=programme,
            stage=typed["stage"],
            decision=typed["decision"],
            reason=typed.get("reason", ""),
            reason_text=typed["reason_text"],
        )
    except InvalidInput as error:
        form.add_error(None, str(error))
        return False
    words = {"number": version.number, "hash": version.short_hash}
    messages.success(request, _("Version %(number)s (%(hash)s) was sealed.") % words)
    return True


def _book(programme: Programme, which: str) -> Book:
    if which == LIVE:
        return Book(document(programme), {})
    return selectors.opened(selectors.find(programme, which))


def _changes(programme: Programme, before: str, after: str) -> tuple[list[Change], Book, Book]:
    earlier, later = _book(programme, before), _book(programme, after)
    return compare_documents(earlier.document, later.document), earlier, later


@require_safe
def compare(request: HttpRequest, code: str, before: str, after: str) -> HttpResponse:
    """What changed from one state of the programme to the other?"""
    programme = selectors.programme(code)
    changes, earlier, later = _changes(programme, before, after)
    groups = grouped(changes, earlier, later)
    return show(request, "compare", "versions", programme, before=before, after=after, groups=groups)


@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Which paper, of which version, in which language and format?"""
    programme = selectors.programme(code)
    listed = list(selectors.versions(programme))
    return show(request, "papers", "papers", programme, versions=listed, kinds=KINDS, live=LIVE)


@require_safe
def paper(request: HttpRequest, code: str, which: str, kind: str, lang: str, file_format: str) -> HttpResponse:
    """A paper of a version, or of the live draft, as a file."""
    programme = selectors.programme(code)
    written = write_paper(programme=programme, kind=kind, lang=lang, file_format=file_format, which=which)
    return attachment(written.content, written.name, written.media_type)
