"""The budget of a programme by any dimensions, and what the programme costs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from biennium.kernel.money import Money
from biennium.ledger.selectors import tables as ledger
from biennium.office.budget import dividing, pricing, scoping
from biennium.office.forms.budget import RateForm
from biennium.office.pages import show
from biennium.programme.selectors import versions
from biennium.web import exports, tables


@require_safe
def budget(request: HttpRequest, code: str) -> HttpResponse:
    """How much was approved, allotted and spent of this money, and how is it divided?"""
    programme = versions.programme(code)
    asked, by = scoping.asked(programme, request.GET), dividing.asked(request.GET)
    found = ledger.table(asked.scope, by)
    files = {name: reverse("office:budget_file", args=[code, name]) for name in exports.FORMATS}
    return show(
        request,
        "budget/budget",
        "budget",
        programme,
        asked=asked,
        by_boxes=dividing.boxes(by),
        found=found,
        shown=tables.show(dividing.described(found, asked), found.rows, request.GET, files),
        stages=dividing.stages(found),
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
def strategic(request: HttpRequest, code: str) -> HttpResponse:
    """What does the programme cost, step by step, and what would it cost at another rate?"""
    programme = versions.programme(code)
    form = RateForm(request.GET if "market" in request.GET else None, programme=programme)
    scenario = form.scenario() if form.is_bound and form.is_valid() else None
    items = pricing.items(programme, scenario)
    files = {name: reverse("office:strategic_file", args=[code, name]) for name in exports.FORMATS}
    return show(
        request,
        "budget/strategic",
        "strategic",
        programme,
        form=form,
        scenario=scenario,
        shown=tables.show(pricing.described(programme, items, scenario), items, request.GET, files) if items else None,
        total=pricing.total(programme, items),
        status=400 if form.errors else 200,
    )


@require_safe
def strategic_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The strategic budget as a file, with the scenario that is shown."""
    programme = versions.programme(code)
    form = RateForm(request.GET if "market" in request.GET else None, programme=programme)
    scenario = form.scenario() if form.is_bound and form.is_valid() else None
    items = pricing.items(programme, scenario)
    return tables.save(pricing.described(programme, items, scenario), items, request.GET, file_format)
