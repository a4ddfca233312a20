"""The budget of a programme by any dimensions, and what the programme costs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.previous import Previous, previous
from biennium.office.budget import before, dividing, explaining, pricing, scoping, slices
from biennium.office.budget.sealed import sealed
from biennium.office.forms.budget import RateForm, Scenario
from biennium.office.pages import files, show
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web import tables


@require_safe
def budget(request: HttpRequest, code: str) -> HttpResponse:
    """How much was approved, allotted and spent of this money, and how is it divided?"""
    programme = versions.programme(code)
    asked, by = scoping.asked(programme, request.GET), dividing.asked(request.GET)
    found = ledger.table(asked.scope, by)
    return show(
        request,
        "budget/budget",
        "budget",
        programme,
        asked=asked,
        by_boxes=dividing.boxes(by),
        found=found,
        shown=tables.show(dividing.described(found, asked), found.rows, request.GET, files("budget", code)),
        stages=dividing.stages(found, asked),
        total={name: Money(getattr(found.total, name), found.currency) for name in ledger.COLUMNS},
        consolidated=Money(found.consolidated, found.currency),
        internal=Money(found.internal, found.currency),
        delivery=found.total.delivery("delivery", found.currency),
    )


@require_safe
def budget_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The budget table as a file."""
    asked = scoping.asked(versions.programme(code), request.GET)
    found = ledger.table(asked.scope, dividing.asked(request.GET))
    return tables.save(dividing.described(found, asked), found.rows, request.GET, file_format)


@require_safe
def explain(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """What is this figure made of?"""
    programme = versions.programme(code)
    asked = scoping.asked(programme, request.GET)
    found = explaining.figure(asked.scope, column)
    table = explaining.table(asked.scope, column, found)
    return show(
        request,
        "budget/explain",
        "budget",
        programme,
        asked=asked,
        title=explaining.title(column),
        amount=explaining.amount(column, found.value),
        crumbs=[
            {"label": _("Budget"), "url": reverse("office:budget", args=[code])},
            {"label": explaining.title(column), "url": ""},
        ],
        shown=tables.show(table, list(found.inputs), request.GET, files("explain_money", code, column)),
    )


@require_safe
def explain_file(request: HttpRequest, code: str, column: str, file_format: str) -> HttpResponse:
    """The parts of a figure as a file."""
    scope = scoping.asked(versions.programme(code), request.GET).scope
    found = explaining.figure(scope, column)
    return tables.save(explaining.table(scope, column, found), list(found.inputs), request.GET, file_format)


@require_safe
def strategic(request: HttpRequest, code: str) -> HttpResponse:
    """What does the programme cost, step by step and beside the one before, and what would it cost at another rate?"""
    programme = versions.programme(code)
    form, scenario = _scenario(request, programme)
    known = previous(programme)
    items = pricing.items(programme, scenario, known)
    table = pricing.described(programme, items, scenario, known)
    page = {
        "form": form,
        "scenario": scenario,
        "shown": tables.show(table, items, request.GET, files("strategic", code)) if items else None,
        "total": pricing.total(programme, items),
        "before": known,
        "beside": _beside(programme, known, items),
        "sealed": sealed(programme, pricing.price(items)),
        "slices": slices.slices(programme),
        "status": 400 if form.errors else 200,
    }
    return show(request, "budget/strategic", "strategic", programme, **page)


def _scenario(request: HttpRequest, programme: Programme) -> tuple[RateForm, Scenario | None]:
    form = RateForm(request.GET if "market" in request.GET else None, programme=programme)
    return form, form.scenario() if form.is_bound and form.is_valid() else None


def _beside(programme: Programme, known: Previous | None, items: list[pricing.Item]) -> Any:
    """The programme before and this one, step by step."""
    if known is None or not items:
        return None
    rows = before.rows(known, pricing.price(items))
    return tables.show(before.described(programme, known), rows, QueryDict(), files("before", programme.code))


@require_safe
def strategic_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The strategic budget as a file, with the scenario that is shown."""
    programme = versions.programme(code)
    _form, scenario = _scenario(request, programme)
    known = previous(programme)
    items = pricing.items(programme, scenario, known)
    return tables.save(pricing.described(programme, items, scenario, known), items, request.GET, file_format)


@require_safe
def before_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The programme before and this one as a file."""
    programme = versions.programme(code)
    known = previous(programme)
    if known is None:
        raise NotFound(_("Nothing is known of a programme before %(code)s.") % {"code": code})
    rows = before.rows(known, pricing.price(pricing.items(programme, None, None)))
    return tables.save(before.described(programme, known), rows, request.GET, file_format)
