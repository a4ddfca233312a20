"""The units of the organisation: listed as a tree, opened, renamed, closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.forms.organisation import UnitForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation import selectors
from biennium.organisation.models import Unit
from biennium.organisation.registration import MANAGE
from biennium.organisation.services import units as services


def _languages() -> list[str]:
    known = selectors.organisation()
    return known.languages if known else ["en"]


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Which parts has the organisation, and what stands below what?"""
    listed = list(selectors.open_units())
    return show(request, "units", "units", units=_in_tree_order(listed), may_manage=may(request, MANAGE))


def _in_tree_order(units: list[Unit]) -> list[tuple[int, Unit]]:
    """Each unit behind the one above it, with its depth."""
    ordered: list[tuple[int, Unit]] = []
    known = {unit.pk for unit in units}
    waiting = [(0, unit) for unit in reversed(units) if unit.parent_id not in known]
    while waiting:
        depth, unit = waiting.pop()
        ordered.append((depth, unit))
        waiting += [(depth + 1, one) for one in reversed(units) if one.parent_id == unit.pk]
    return ordered


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Which unit is to be opened, and below which?"""
    require(request.user, MANAGE)
    form = UnitForm(request.POST or None, languages=_languages(), is_new=True)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            parent = Unit.objects.filter(code=typed["parent"]).first() if typed["parent"] else None
            services.open_unit(actor=request.user, code=typed["code"], name=typed["name"], parent=parent)
        except InvalidInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The unit was opened."))
            return redirect("office:units")
    return show(
        request, "unit", "units", form=form, may_manage=may(request, MANAGE), status=400 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What is this unit called?"""
    row = _unit(code)
    form = UnitForm(request.POST or None, initial={"name": row.name}, languages=_languages(), is_new=False)
    if request.method == "POST" and form.is_valid():
        services.rename_unit(actor=request.user, unit=row, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("office:units")
    return show(
        request,
        "unit",
        "units",
        form=form,
        row=row,
        may_manage=may(request, MANAGE),
        events=of(row.uid),
        status=400 if form.errors else 200,
    )


def _unit(code: str) -> Unit:
    found = selectors.open_units().filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no open unit %(code)s.") % {"code": code})
    return found


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Closes a unit."""
    try:
        services.retire_unit(actor=request.user, unit=_unit(code), reason=request.POST.get("reason", ""))
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect("office:unit", code)
    messages.success(request, _("The unit was closed."))
    return redirect("office:units")
