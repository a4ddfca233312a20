"""The work plan: by output, work item by work item, as a heat map, and in staff months."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import NONE
from biennium.office.budget.tables import title
from biennium.office.pages import show
from biennium.office.plans import heat, slicing
from biennium.office.plans import tables as described
from biennium.office.plans.slicing import Asked
from biennium.programme.selectors import versions
from biennium.web import exports, tables
from biennium.workplan.amounts import COLUMNS
from biennium.workplan.selectors.staff import staff as staff_months
from biennium.workplan.selectors.work import UNPLANNED, Workload, not_given, workload


def _asked(request: HttpRequest, code: str) -> tuple[Asked, Workload]:
    asked = slicing.asked(versions.programme(code), request.GET)
    return asked, workload(asked.programme, asked.of.year)


def _files(name: str, code: str) -> dict[str, str]:
    return {one: reverse(f"office:{name}_file", args=[code, one]) for one in exports.FORMATS}


def _sums(load: Workload, asked: Asked) -> dict[str, Any]:
    """The sums of a slice as they are shown at the top of a page, each with the address at which it opens."""
    amounts, explained = load.amounts(asked.of), described.Explained(load.programme)
    ungiven = not_given(load, asked.of)
    return {
        "sums": {name: Money(getattr(amounts, name), load.currency) for name in COLUMNS},
        "opens": {name: explained(asked, name) for name in COLUMNS},
        "items": amounts.items,
        "currency": load.currency,
        "scale": described.scale_of(amounts),
        "ungiven": None if ungiven is None else Money(ungiven, load.currency),
    }


@require_safe
def work_plan(request: HttpRequest, code: str) -> HttpResponse:
    """What does the work need, what has it, and what does it lack, output by output?"""
    asked, load = _asked(request, code)
    table, rows = described.outputs(load, asked)
    shown = tables.show(table, rows, request.GET, _files("plan", code))
    return show(request, "plans/plan", "plan", asked.programme, asked=asked, shown=shown, **_sums(load, asked))


@require_safe
def work_plan_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The work plan by output as a file."""
    asked, load = _asked(request, code)
    table, rows = described.outputs(load, asked)
    return tables.save(table, rows, request.GET, file_format)


@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """What is planned here by all offices, with all money, and what does it lack?"""
    asked, load = _asked(request, code)
    rows = load.of(asked.of)
    result = load.codes.get(asked.of.values.get("result", ""))
    return show(
        request,
        "plans/work",
        "work",
        asked.programme,
        asked=asked,
        of_result=result,
        unit=asked.of.values.get("unit", ""),
        unplanned=sum(one.status == UNPLANNED for one in rows),
        without_lead=sum(one.tags["unit"][0] == NONE for one in rows),
        shown=tables.show(described.works(load, asked), rows, request.GET, _files("work", code)),
        **_sums(load, asked),
    )


@require_safe
def work_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The work of a slice as a file."""
    asked, load = _asked(request, code)
    return tables.save(described.works(load, asked), load.of(asked.of), request.GET, file_format)


@require_safe
def gap_map(request: HttpRequest, code: str) -> HttpResponse:
    """Where is money lacking most: for which output, in which region?"""
    asked, load = _asked(request, code)
    made = heat.heat(load, asked)
    worst = made["worst"]
    named = next((one for one in load.regions if worst and one.code == worst[1]), None)
    return show(
        request,
        "plans/gap_map",
        "gap_map",
        asked.programme,
        asked=asked,
        heat=made,
        matrix_scale=described.SCALE,
        source=described.source(asked.programme),
        worst_gap=Money(worst[2], load.currency) if worst else None,
        worst_output=worst[0] if worst else "",
        worst_region=title(named.name) if named else "",
        **_sums(load, asked),
    )


@require_safe
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """Who is planned for more than there is?"""
    programme = versions.programme(code)
    rows = staff_months(programme)
    known = [one for one in rows if one.capacity is not None]
    return show(
        request,
        "plans/staff",
        "staff",
        programme,
        shown=tables.show(described.staff(programme), rows, request.GET, _files("staff", code)),
        planned=described.months(sum(one.planned for one in rows)),
        there=described.months(sum(one.capacity or 0 for one in known)),
        over=sum(bool(one.over) for one in rows),
        lines=len(rows),
    )


@require_safe
def staff_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Staff months as a file."""
    programme = versions.programme(code)
    return tables.save(described.staff(programme), staff_months(programme), request.GET, file_format)
