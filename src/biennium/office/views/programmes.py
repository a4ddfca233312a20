"""The programme as a whole: what it lacks, how it is described, what happened to it; and a new one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.office.editing import Editing
from biennium.office.forms.programmes import NewProgrammeForm, ProgrammeForm
from biennium.office.history import of, told
from biennium.office.pages import may, show
from biennium.office.rail import tree
from biennium.organisation.selectors import organisation
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.registration import CREATE, EDIT_PROGRAMME
from biennium.programme.selectors import live, versions
from biennium.programme.selectors.completeness import Completeness
from biennium.programme.selectors.document import document
from biennium.programme.services.programmes import change_programme, create_programme

EVENTS_A_PAGE = 50
HEAD = ("title", "start", "end", "currency", "languages")


@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """What does this programme still lack before it can be sealed?"""
    found = versions.programme(code)
    complete = Completeness(found)
    kind = request.GET.get("lacks", "")
    return show(
        request,
        "programme",
        "programme",
        found,
        tree=tree(found),
        complete=complete,
        counts=sorted(Counter(one.kind for one in complete.gaps).items()),
        kind=kind,
        gaps=[one for one in complete.gaps if one.kind == kind],
        tops=live.tops(found),
        addable=live.levels_below(found, None),
        may_edit=may(request, EDIT_PROGRAMME, found),
        may_create=may(request, CREATE),
        events=told(live.happened(found)[:5]),
        programmes=list(versions.programmes()),
    )


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, code: str) -> HttpResponse:
    """What is the programme called, when does it run, in which languages is it kept?"""
    found = versions.programme(code)
    values = _head(found)
    editing = Editing(
        request=request,
        tells_where=False,
        key=f"programme:{found.uid}",
        label=str(found),
        verdict=may(request, EDIT_PROGRAMME, found),
        build=lambda data: ProgrammeForm(data, initial=values, languages=found.languages),
        save=lambda form, _sets: change_programme(
            actor=request.user,
            programme=found,
            values=_described(found, form.cleaned_data),
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=lambda: _head(versions.programme(code)),
        done=reverse("office:programme", args=[code]),
    )
    return editing.respond() or show(request, "describe", "programme", found, events=of(found.uid), **editing.context)


def _head(row: Programme) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*HEAD, "revision")}


def _described(row: Programme, typed: dict[str, Any]) -> exchange.Programme:
    return exchange.Programme.model_validate({**document(row).model_dump(), **{name: typed[name] for name in HEAD}})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Which programme begins, and from when to when?"""
    model = versions.programmes().first()
    initial = _suggested(model)
    editing = Editing(
        request=request,
        tells_where=False,
        key="programme:new",
        label=_("a new programme"),
        verdict=may(request, CREATE),
        build=lambda data: NewProgrammeForm(data, initial=initial, languages=initial["languages"]),
        save=lambda form, _sets: create_programme(
            actor=request.user, values=_new(model, form.cleaned_data), unit=model.unit if model else None
        ),
        done=lambda: reverse("office:programme", args=[editing.form.cleaned_data["code"]]),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "create", "programme", model, **editing.context)


def _suggested(model: Programme | None) -> dict[str, Any]:
    """The period after the programme before, in its currency and languages."""
    year = model.end.year + 1 if model else timezone.localdate().year
    known = organisation()
    languages = model.languages if model else known.languages if known else ["en"]
    period = {"start": date(year, 1, 1), "end": date(year + 1, 12, 31)}
    return {**period, "currency": model.currency if model else "USD", "languages": languages}


def _new(model: Programme | None, typed: dict[str, Any]) -> exchange.Programme:
    """The typed head, with the levels and lists of the programme before it, in the languages of the new one."""
    head = {name: typed[name] for name in ("code", *HEAD)}
    if model is not None:
        before = document(model)
        return exchange.Programme(
            **head,
            organisation=before.organisation,
            levels=[one.kept_in(typed["languages"]) for one in before.levels],
            terms=[one.kept_in(typed["languages"]) for one in before.terms],
        )
    known = organisation()
    return exchange.Programme(**head, organisation=exchange.Organisation(name=known.name if known else typed["title"]))


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """What happened to the programme and all that belongs to it?"""
    found = versions.programme(code)
    page = Paginator(live.happened(found), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "history", "programme", found, page=page, events=told(page.object_list))
