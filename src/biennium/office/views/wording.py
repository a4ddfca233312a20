"""The words of a programme: the cover of its paper, its levels, the lists of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.office.editing import Editing, Sets, Values
from biennium.office.forms import wording as forms
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import plain
from biennium.programme.models import Programme
from biennium.programme.registration import EDIT_PROGRAMME
from biennium.programme.selectors import live, versions
from biennium.programme.selectors import wording as selectors
from biennium.programme.selectors.document import document, level_values, term_values
from biennium.programme.services.levels import change_levels
from biennium.programme.services.programmes import change_programme
from biennium.programme.services.vocabularies import change_vocabulary
from biennium.programme.wording import scheme_words


@require_safe
def wording(request: HttpRequest, code: str) -> HttpResponse:
    """What is this programme called, and in which words does it speak?"""
    found = versions.programme(code)
    lists = selectors.vocabularies(found)
    page: dict[str, Any] = {"cover": forms.cover_lines(_paper(found)), "levels": selectors.used_levels(found)}
    page |= {"lists": lists, "entries": sum(one.entries for one in lists)}
    return show(request, "wording/wording", "programme", found, may_edit=may(request, EDIT_PROGRAMME, found), **page)


def _paper(programme: Programme) -> exchange.Paper:
    return exchange.Paper.model_validate(programme.paper or {})


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest, code: str) -> HttpResponse:
    """What does the first page of the paper say?"""
    found = versions.programme(code)
    paper = _paper(found)
    shown = forms.shown_cover(paper, found.revision)
    editing = _editing(
        request,
        found,
        "cover",
        build=lambda data: forms.CoverForm(data, initial=shown, paper=paper, languages=found.languages),
        sets=lambda data: forms.document_rows(data, paper, found.languages),
        save=lambda form, sets: _save_cover(request, found, form, form.values(sets)),
        current=lambda now: forms.shown_cover(_paper(now), now.revision),
        typed=lambda form, sets: forms.shown_cover(form.values(sets) or exchange.Paper(), None),
    )
    return _page(request, found, editing, _("The cover of its paper"))


def _save_cover(request: HttpRequest, programme: Programme, form: Any, paper: exchange.Paper | None) -> None:
    change_programme(
        actor=request.user,
        programme=programme,
        values=document(versions.programme(programme.code)).model_copy(update={"paper": paper}),
        revision=form.cleaned_data["revision"],
        reason=form.cleaned_data["reason"],
    )


@require_http_methods(["GET", "POST"])
def levels(request: HttpRequest, code: str) -> HttpResponse:
    """What are the levels of the framework called, and what stands below what?"""
    found = versions.programme(code)
    there = level_values(found)
    editing = _editing(
        request,
        found,
        "levels",
        build=lambda data: forms.RowsForm(data, initial={"revision": found.revision}),
        sets=lambda data: forms.level_rows(data, there, found.languages),
        save=lambda form, sets: change_levels(
            actor=request.user, programme=found, levels=forms.levels(sets), **_seen(form)
        ),
        current=lambda now: {"levels": [plain(one) for one in level_values(now)], "revision": now.revision},
        typed=lambda _form, sets: {"levels": [plain(one) for one in forms.levels(sets)]},
    )
    return _page(request, found, editing, _("Levels"))


@require_http_methods(["GET", "POST"])
def vocabulary(request: HttpRequest, code: str, scheme: str) -> HttpResponse:
    """Which entries has this list?"""
    found = versions.programme(code)
    there = selectors.vocabulary(found, scheme)
    editing = _editing(
        request,
        found,
        f"list:{scheme}",
        build=lambda data: forms.RowsForm(data, initial={"revision": found.revision}),
        sets=lambda data: forms.term_rows(data, there, found.languages, live.counted_results(found)),
        save=lambda form, sets: change_vocabulary(
            actor=request.user, programme=found, scheme=scheme, terms=forms.terms(sets, scheme), **_seen(form)
        ),
        current=lambda now: {"terms": _entries(now, scheme), "revision": now.revision},
        typed=lambda _form, sets: {"terms": [plain(one) for one in forms.terms(sets, scheme)]},
    )
    return _page(request, found, editing, scheme_words(scheme))


def _entries(programme: Programme, scheme: str) -> list[dict[str, Any]]:
    return [plain(one) for one in term_values(programme) if one.scheme == scheme]


@require_http_methods(["GET", "POST"])
def add_vocabulary(request: HttpRequest, code: str) -> HttpResponse:
    """Which list is to be added, and with which entries?"""
    found = versions.programme(code)
    editing = _editing(
        request,
        found,
        "list",
        build=lambda data: forms.NewVocabularyForm(data, known=[one.scheme for one in selectors.vocabularies(found)]),
        sets=lambda data: forms.term_rows(data, [], found.languages, live.counted_results(found)),
        save=lambda form, sets: change_vocabulary(
            actor=request.user,
            programme=found,
            scheme=form.cleaned_data["scheme"],
            terms=forms.terms(sets, form.cleaned_data["scheme"]),
            revision=None,
            reason=form.cleaned_data["reason"],
        ),
    )
    editing.verdict.require()
    return _page(request, found, editing, _("Add a list"))


def _seen(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("revision", "reason")}


def _editing(
    request: HttpRequest,
    programme: Programme,
    part: str,
    *,
    save: Callable[[Any, Sets], object],
    current: Callable[[Programme], Values] = lambda now: {},
    **how: Any,
) -> Editing:
    """The editing of one part of the words; all parts share the revision of the programme."""
    return Editing(
        request=request,
        key=f"{part}:{programme.uid}",
        label=str(programme),
        verdict=may(request, EDIT_PROGRAMME, programme),
        save=save,
        current=lambda: current(versions.programme(programme.code)),
        done=reverse("office:wording", args=[programme.code]),
        tells_where=False,
        **how,
    )


def _page(request: HttpRequest, programme: Programme, editing: Editing, title: str) -> HttpResponse:
    return editing.respond() or show(
        request, "wording/edit", "programme", programme, title=title, events=of(programme.uid), **editing.context
    )
