"""Versions: sealed, listed, compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.kernel.errors import InvalidInput
from biennium.kernel.text import resolve
from biennium.office.forms.versions import CompareForm, SealForm
from biennium.office.pages import may, show
from biennium.papers.services import LIVE
from biennium.programme.models import Programme, Version
from biennium.programme.registration import SEAL
from biennium.programme.selectors import live
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.comparison import compare_books
from biennium.programme.selectors.completeness import Completeness
from biennium.programme.selectors.differences import grouped
from biennium.programme.selectors.versions import Book
from biennium.programme.services.versions import seal_version, stages_after


@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Which versions are sealed, and what would sealing now add?"""
    programme, listed = selectors.with_versions(code)
    latest = listed[0] if listed else None
    stages, seen = stages_after(latest), _seen(programme)
    form = SealForm(request.POST or None, initial=seen, stages=stages, languages=programme.languages)
    if request.method == "POST" and form.is_valid() and _sealed(request, programme, form):
        return redirect("office:versions", code)
    return show(
        request,
        "versions",
        "versions",
        programme,
        versions=listed,
        latest=latest,
        form=form,
        compare_form=CompareForm(initial=_last_two(listed), versions=listed),
        edits=live.edits_since(programme, latest),
        gaps=len(Completeness(programme).gaps),
        may_seal=may(request, SEAL, programme),
        status=400 if form.errors else 200,
    )


def _seen(programme: Programme) -> dict[str, str]:
    """The last thing that happened, as far as the person sees it who seals."""
    last = live.happened(programme).first()
    return {"seen": str(last.uid) if last else ""}


def _last_two(listed: list[Version]) -> dict[str, str]:
    return {"before": str(listed[0].number), "after": LIVE} if listed else {}


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
            seen=typed["seen"],
        )
    except InvalidInput as error:
        form.add_error(error.field or None, str(error))
        return False
    words = {"number": version.number, "hash": version.short_hash}
    messages.success(request, _("Version %(number)s (%(hash)s) was sealed.") % words)
    return True


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Which two states are to be compared?"""
    programme, listed = selectors.with_versions(code)
    form = CompareForm(request.GET or None, versions=listed)
    if form.is_valid():
        return redirect("office:compare", code, form.cleaned_data["before"], form.cleaned_data["after"])
    status = 400 if form.errors else 200
    return show(request, "choose_versions", "versions", programme, compare_form=form, status=status)


@require_safe
def compare(request: HttpRequest, code: str, before: str, after: str) -> HttpResponse:
    """What changed from one state of the programme to the other?"""
    programme, listed = selectors.with_versions(code)
    earlier, later = _book(programme, listed, before), _book(programme, listed, after)
    groups = grouped(compare_books(earlier, later), earlier, later)
    chosen: dict[str, Any] = {"before": before, "after": after}
    form = CompareForm(initial=chosen, versions=listed)
    names = {**_regions(earlier), **_regions(later)}
    return show(
        request, "compare", "versions", programme, groups=groups, compare_form=form, region_names=names, **chosen
    )


def _regions(book: Book) -> dict[str, str]:
    """The names of the regions by their codes."""
    lang = get_language() or "en"
    named = {one["code"]: resolve(one["name"], lang) for one in book.regions.get("regions", [])}
    return {code: name.value for code, name in named.items() if name}


def _book(programme: Programme, listed: list[Version], which: str) -> Book:
    if which == LIVE:
        return selectors.live(programme)
    known = next((one for one in listed if str(one.number) == which), None)
    return selectors.opened(known or selectors.find(programme, which))
