"""Indicators: defined, edited, put in order, retired."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biennium.foundation.permission import require
from biennium.office.editing import Editing
from biennium.office.forms.common import region_choices
from biennium.office.forms.indicator import IndicatorForm, indicator, initial, rows
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.rail import tree
from biennium.organisation.selectors import organisation, regions
from biennium.programme.models import Programme
from biennium.programme.registration import EDIT_INDICATOR, EDIT_RESULT
from biennium.programme.selectors import live, versions
from biennium.programme.services import indicators as services


def _regions() -> list[tuple[str, str]]:
    known = organisation()
    return region_choices(regions(known.region_map if known else "m49"), get_language() or "en")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, indicator_code: str) -> HttpResponse:
    """What does this indicator measure, from where, and what is to be reached?"""
    programme = versions.programme(code)
    row, values = live.indicator(programme, indicator_code)
    places = _regions()

    def current() -> dict[str, Any]:
        fresh, now = live.indicator(programme, row.code)
        return initial(now, fresh.revision)

    editing = Editing(
        request=request,
        key=f"indicator:{row.uid}",
        build=lambda data: IndicatorForm(data, initial=initial(values, row.revision), programme=programme),
        sets=lambda data: rows(data, values, programme, places),
        save=lambda form, sets: services.change_indicator(
            actor=request.user,
            indicator=row,
            values=indicator(form, sets, values, values.result),
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        revision=lambda: current()["revision"],
        done=reverse("office:result", args=[code, values.result]),
    )
    return editing.respond() or show(
        request,
        "indicator",
        "programme",
        programme,
        tree=tree(programme, row.result),
        row=row,
        result=row.result,
        may_edit=may(request, EDIT_INDICATOR, row),
        events=of(row.uid),
        **editing.context,
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """How is this result to be measured?"""
    programme = versions.programme(code)
    row, _values = live.result(programme, result)
    require(request.user, EDIT_RESULT, row)
    places = _regions()
    shown = {"code": _next_code(programme, row.code), "kind": "country_count", "direction": "increase", "decimals": 0}
    editing = Editing(
        request=request,
        key=f"indicator:new:{row.uid}",
        build=lambda data: IndicatorForm(data, initial=shown, programme=programme),
        sets=lambda data: rows(data, None, programme, places),
        save=lambda form, sets: services.add_indicator(
            actor=request.user, programme=programme, values=indicator(form, sets, None, row.code)
        ),
        done=reverse("office:result", args=[code, row.code]),
    )
    return editing.respond() or show(
        request, "indicator", "programme", programme, tree=tree(programme, row), result=row, **editing.context
    )


def _next_code(programme: Programme, result: str) -> str:
    taken = set(programme.indicators.filter(retired_at__isnull=True).values_list("code", flat=True))
    return next(code for number in range(1, 1000) if (code := f"{result}.{number}") not in taken)


@require_POST
def place(request: HttpRequest, code: str, indicator_code: str) -> HttpResponse:
    """Puts an indicator one place up or down among those of its result."""
    programme = versions.programme(code)
    row, _values = live.indicator(programme, indicator_code)
    siblings = list(
        programme.indicators.filter(result=row.result, retired_at__isnull=True)
        .order_by("position", "id")
        .values_list("pk", flat=True)
    )
    at = siblings.index(row.pk) + (-1 if request.POST.get("to") == "up" else 1)
    services.move_indicator(actor=request.user, indicator=row, position=max(0, at))
    return redirect(f"{reverse('office:result', args=[code, row.result.code])}#row-{row.code}")


@require_POST
def retire(request: HttpRequest, code: str, indicator_code: str) -> HttpResponse:
    """Retires an indicator."""
    row, _values = live.indicator(versions.programme(code), indicator_code)
    services.retire_indicator(actor=request.user, indicator=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("The indicator was retired."))
    return redirect("office:result", code, row.result.code)
