"""Indicators: defined, edited, put in order, retired."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biennium.office.acting import act, reason
from biennium.office.editing import Editing, Sets
from biennium.office.forms.common import region_choices
from biennium.office.forms.indicator import IndicatorForm, indicator, initial, rows
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.rail import tree
from biennium.organisation.selectors import own_regions
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Programme, Result
from biennium.programme.registration import EDIT_INDICATOR, EDIT_RESULT
from biennium.programme.selectors import live, versions
from biennium.programme.services import indicators as services


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """What does this indicator measure, from where, and what is to be reached?"""
    programme = versions.programme(code)
    row, values = live.indicator(programme, indicator)
    editing = _editing(request, programme, row, values)
    return editing.respond() or show(
        request,
        "indicator",
        "programme",
        programme,
        tree=tree(programme, row.result),
        row=row,
        result=row.result,
        events=of(row.uid),
        **editing.context,
    )


def _editing(request: HttpRequest, programme: Programme, row: Indicator, values: exchange.Indicator) -> Editing:
    places = _regions()

    def current() -> dict[str, Any]:
        fresh, now = live.indicator_of(row)
        return initial(now, fresh.revision)

    return Editing(
        request=request,
        tells_where=False,
        key=f"indicator:{row.uid}",
        label=str(row),
        verdict=may(request, EDIT_INDICATOR, row),
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
        typed=lambda form, sets: initial(indicator(form, sets, values, values.result), None),
        done=_at(programme, row.result),
    )


def _regions() -> list[tuple[str, str]]:
    return region_choices(own_regions(), get_language() or "en")


def _at(programme: Programme, result: Result) -> str:
    return reverse("office:result", args=[programme.code, result.code])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """How is this result to be measured?"""
    programme = versions.programme(code)
    row, _values = live.result(programme, result)
    editing = _adding(request, programme, row)
    editing.verdict.require()
    page = {"tree": tree(programme, row), "result": row}
    return editing.respond() or show(request, "indicator", "programme", programme, **page, **editing.context)


def _adding(request: HttpRequest, programme: Programme, row: Result) -> Editing:
    places = _regions()
    shown = {"code": _next_code(programme, row.code), "kind": "country_count", "direction": "increase", "decimals": 0}

    def save(form: Any, sets: Sets) -> Indicator:
        values = indicator(form, sets, None, row.code)
        return services.add_indicator(actor=request.user, programme=programme, values=values)

    return Editing(
        request=request,
        tells_where=False,
        key=f"indicator:new:{row.uid}",
        label=_("a new indicator"),
        verdict=may(request, EDIT_RESULT, row),
        build=lambda data: IndicatorForm(data, initial=shown, programme=programme),
        sets=lambda data: rows(data, None, programme, places),
        save=save,
        done=_at(programme, row),
    )


def _next_code(programme: Programme, result: str) -> str:
    taken = set(programme.indicators.filter(retired_at__isnull=True).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{result}.{number}") not in taken)


@require_POST
def place(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Puts an indicator one place up or down among those of its result."""
    programme = versions.programme(code)
    row, _values = live.indicator(programme, indicator)
    step = -1 if request.POST.get("to") == "up" else 1
    back = f"{_at(programme, row.result)}#row-{row.code}"
    return act(
        request,
        lambda: services.step_indicator(actor=request.user, indicator=row, step=step),
        done=back,
        back=back,
    )


@require_POST
def retire(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Retires an indicator."""
    programme = versions.programme(code)
    row, _values = live.indicator(programme, indicator)
    return act(
        request,
        lambda: services.retire_indicator(actor=request.user, indicator=row, reason=reason(request)),
        said=_("Indicator %(code)s was retired.") % {"code": row.code},
        done=_at(programme, row.result),
        back=reverse("office:indicator", args=[code, row.code]),
    )
