"""Sections: listed, edited, added, put in order, retired."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import require
from biennium.office.editing import Editing
from biennium.office.forms.common import words
from biennium.office.forms.texts import SectionForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation.selectors import organisation, regions
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Section
from biennium.programme.registration import EDIT_PROGRAMME
from biennium.programme.selectors import live, versions
from biennium.programme.services import sections as services


@require_safe
def sections(request: HttpRequest, code: str) -> HttpResponse:
    """Which texts stand around the results, and in which languages?"""
    programme = versions.programme(code)
    listed = live.sections(programme)
    verdict = may(request, EDIT_PROGRAMME, programme)
    return show(request, "sections", "sections", programme, sections=listed, may_edit=verdict)


def _form(programme: Programme, shown: dict[str, Any], own: str) -> Any:
    known = organisation()
    listed = list(regions(known.region_map if known else "m49"))
    results = list(programme.results.filter(retired_at__isnull=True, level__counted=True).order_by("position", "id"))
    lang = get_language() or "en"
    parents = [(one.code, words(one.heading, lang)) for one in live.sections(programme) if one.code != own]
    return lambda data: SectionForm(
        data, initial=shown, programme=programme, parents=parents, results=results, regions=listed
    )


def _shown(values: exchange.Section, revision: int) -> dict[str, Any]:
    empty = {name: getattr(values, name) or "" for name in ("parent", "result", "region", "date")}
    return {**values.model_dump(), **empty, "revision": revision}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """What does this text say, in every language?"""
    programme = versions.programme(code)
    row, values = live.section(programme, section)

    def current() -> dict[str, Any]:
        fresh, now = live.section(programme, row.code)
        return _shown(now, fresh.revision)

    editing = Editing(
        request=request,
        key=f"section:{row.uid}",
        build=_form(programme, _shown(values, row.revision), row.code),
        save=lambda form, _sets: services.change_section(
            actor=request.user,
            section=row,
            values=form.values(values),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        revision=lambda: current()["revision"],
        done=reverse("office:sections", args=[code]),
    )
    verdict = may(request, EDIT_PROGRAMME, programme)
    return editing.respond() or show(
        request, "section", "sections", programme, row=row, may_edit=verdict, events=of(row.uid), **editing.context
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Which text is to be added?"""
    programme = versions.programme(code)
    require(request.user, EDIT_PROGRAMME, programme)
    editing = Editing(
        request=request,
        key=f"section:new:{programme.code}",
        build=_form(programme, {"kind": "other"}, ""),
        save=lambda form, _sets: services.add_section(
            actor=request.user,
            programme=programme,
            values=form.values(None),  # type: ignore[attr-defined]
        ),
        done=reverse("office:sections", args=[code]),
    )
    return editing.respond() or show(request, "section", "sections", programme, **editing.context)


@require_POST
def place(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Puts a text one place up or down among those with the same parent."""
    programme = versions.programme(code)
    row, _values = live.section(programme, section)
    siblings = [one.pk for one in live.sections(programme) if one.parent_id == row.parent_id]
    at = siblings.index(row.pk) + (-1 if request.POST.get("to") == "up" else 1)
    services.move_section(actor=request.user, section=row, position=max(0, at))
    return redirect(f"{reverse('office:sections', args=[code])}#row-{row.code}")


@require_POST
def retire(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Retires a text."""
    row: Section = live.section(versions.programme(code), section)[0]
    services.retire_section(actor=request.user, section=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("The text was retired."))
    return redirect("office:sections", code)
