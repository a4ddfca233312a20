"""The units of the organisation: listed as a tree, opened, renamed, moved, closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.kernel.errors import NotFound
from biennium.office.acting import act, reason
from biennium.office.editing import Editing
from biennium.office.forms.units import UnitForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation import selectors
from biennium.organisation.models import Unit
from biennium.organisation.registration import MANAGE
from biennium.organisation.services import units as services


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Which parts has the organisation, and what stands below what?"""
    page: dict[str, Any] = {"units": selectors.units_in_tree(), "closed": list(selectors.closed_units())}
    return show(request, "units", "units", may_manage=may(request, MANAGE), **page)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Which unit is to be opened, and below which?"""
    editing = Editing(
        request=request,
        key="unit:new",
        label=_("a new unit"),
        verdict=may(request, MANAGE),
        build=lambda data: UnitForm(data, languages=selectors.languages()),
        save=lambda form, _sets: services.open_unit(
            actor=request.user,
            code=form.cleaned_data["code"],
            name=form.cleaned_data["name"],
            parent=_above(form.cleaned_data),
        ),
        done=reverse("office:units"),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "unit", "units", **editing.context)


def _above(typed: dict[str, Any]) -> Unit | None:
    return Unit.objects.get(code=typed["parent"]) if typed["parent"] else None


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What is this unit called, and below which does it stand?"""
    row = _unit(code)
    if row.retired_at:
        return show(request, "closed_unit", "units", row=row, may_manage=may(request, MANAGE), events=of(row.uid))
    editing = Editing(
        request=request,
        key=f"unit:{row.uid}",
        label=str(row),
        verdict=may(request, MANAGE),
        build=lambda data: UnitForm(data, initial=_shown(row), languages=selectors.languages(), own=row.code),
        save=lambda form, _sets: services.change_unit(
            actor=request.user,
            unit=row,
            name=form.cleaned_data["name"],
            parent=_above(form.cleaned_data),
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=lambda: _shown(_unit(code)),
        done=reverse("office:units"),
    )
    page: dict[str, Any] = {"row": row, "events": of(row.uid)}
    return editing.respond() or show(request, "unit", "units", **page, **editing.context)


def _shown(row: Unit) -> dict[str, Any]:
    return {"name": row.name, "parent": row.parent.code if row.parent else "", "revision": row.revision}


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).select_related("parent").first()
    if found is None:
        raise NotFound(_("There is no unit %(code)s.") % {"code": code})
    return found


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Closes a unit."""
    row = _unit(code)
    return act(
        request,
        lambda: services.retire_unit(actor=request.user, unit=row, reason=reason(request)),
        said=_("Unit %(code)s was closed.") % {"code": row.code},
        done=reverse("office:units"),
        back=reverse("office:unit", args=[code]),
    )


@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Opens a closed unit again."""
    row = _unit(code)
    page = reverse("office:unit", args=[code])
    return act(
        request,
        lambda: services.reopen_unit(actor=request.user, unit=row, reason=reason(request)),
        said=_("Unit %(code)s was opened again.") % {"code": row.code},
        done=page,
        back=page,
    )
