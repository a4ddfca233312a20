"""Sections: listed, edited, added, put in order, retired."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.office.acting import act, reason
from biennium.office.editing import Data, Editing
from biennium.office.forms.common import words
from biennium.office.forms.texts import SectionForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation.selectors import own_regions
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Section
from biennium.programme.registration import EDIT_PROGRAMME
from biennium.programme.selectors import live, versions
from biennium.programme.services import sections as services


@require_safe
def sections(request: HttpRequest, code: str) -> HttpResponse:
    """Which texts stand around the results, and in which languages?"""
    programme = versions.programme(code)
    branches = live.sections_in_tree(programme)
    verdict = may(request, EDIT_PROGRAMME, programme)
    return show(request, "sections", "sections", programme, branches=branches, may_edit=verdict)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """What does this text say, in every language?"""
    programme = versions.programme(code)
    row, values = live.section(programme, section)
    editing = _editing(request, programme, row, values)
    page = {"row": row, "events": of(row.uid)}
    return editing.respond() or show(request, "section", "sections", programme, **page, **editing.context)


def _editing(request: HttpRequest, programme: Programme, row: Section, values: exchange.Section) -> Editing:
    def current() -> dict[str, Any]:
        fresh, now = live.section_of(row)
        return _shown(now, fresh.revision)

    return Editing(
        request=request,
        tells_where=False,
        key=f"section:{row.uid}",
        label=str(row),
        verdict=may(request, EDIT_PROGRAMME, programme),
        build=lambda data: _form(data, programme, _shown(values, row.revision), row.code),
        save=lambda form, _sets: services.change_section(
            actor=request.user,
            section=row,
            values=form.values(values),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        typed=lambda form, _sets: _shown(form.values(values), None),  # type: ignore[attr-defined]
        done=reverse("office:sections", args=[programme.code]),
    )


def _form(data: Data, programme: Programme, shown: dict[str, Any], own: str) -> SectionForm:
    lang = get_language() or "en"
    parents = [(one.code, words(one.heading, lang)) for one in live.sections(programme) if one.code != own]
    return SectionForm(
        data,
        initial=shown,
        programme=programme,
        parents=parents,
        results=live.counted_results(programme),
        regions=own_regions(),
    )


def _shown(values: exchange.Section, revision: int | None) -> dict[str, Any]:
    empty = {name: getattr(values, name) or "" for name in ("parent", "result", "region", "date")}
    return {**values.model_dump(), **empty, "revision": revision}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Which text is to be added?"""
    programme = versions.programme(code)
    editing = Editing(
        request=request,
        tells_where=False,
        key=f"section:new:{programme.code}",
        label=_("a new text"),
        verdict=may(request, EDIT_PROGRAMME, programme),
        build=lambda data: _form(data, programme, {"kind": "other"}, ""),
        save=lambda form, _sets: services.add_section(
            actor=request.user,
            programme=programme,
            values=form.values(None),  # type: ignore[attr-defined]
        ),
        done=reverse("office:sections", args=[code]),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "section", "sections", programme, **editing.context)


@require_POST
def place(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Puts a text one place up or down among those with the same parent."""
    row, _values = live.section(versions.programme(code), section)
    step = -1 if request.POST.get("to") == "up" else 1
    back = f"{reverse('office:sections', args=[code])}#row-{row.code}"
    return act(request, lambda: services.step_section(actor=request.user, section=row, step=step), done=back, back=back)


@require_POST
def retire(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Retires a text."""
    row, _values = live.section(versions.programme(code), section)
    return act(
        request,
        lambda: services.retire_section(actor=request.user, section=row, reason=reason(request)),
        said=_("The text was retired."),
        done=reverse("office:sections", args=[code]),
        back=reverse("office:section", args=[code, row.code]),
    )
