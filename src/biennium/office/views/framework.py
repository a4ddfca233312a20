"""The results framework, live: the matrix, and what lies behind an indicator."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from biennium.office.pages import show
from biennium.office.reporting import about
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.programme.selectors.document import live_levels
from biennium.reporting.selectors.behind import behind
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.selectors.matrix import PAGE, WHOLE, find_indicator, matrix, tabulate
from biennium.reporting.shown import asking, drill, files
from biennium.reporting.shown.asking import Asked
from biennium.reporting.shown.matrix import Address, all_illustrative, column_name, lines, tally
from biennium.reporting.shown.tables import source
from biennium.web import exports, tables


@require_safe
def framework(request: HttpRequest, code: str) -> HttpResponse:
    """What was achieved against each target, where, and what is missing?"""
    programme = versions.programme(code)
    asked = asking.asked(programme, request.GET)
    table = matrix(
        actor=request.user,
        programme=programme,
        periods=[asked.period],
        level=asked.level,
        under=asked.under,
        as_of=asked.as_of,
        offset=(asked.page - 1) * PAGE,
    )
    rows = lines(table, asked.period, _address(programme, asked))
    return show(
        request,
        "reporting/framework",
        "framework",
        programme,
        asked=asked,
        at=table.as_of,
        lines=rows,
        columns=[column_name(one) for one in table.columns],
        tally=tally(rows),
        illustrative=all_illustrative(rows),
        page=Paginator(range(table.total), PAGE).get_page(asked.page),
        levels=live_levels(programme),
        tops=programme.results.filter(parent__isnull=True, retired_at__isnull=True).order_by("position"),
        source=source(programme),
        downloads=tables.downloads(
            {one: reverse("office:framework_file", args=[code, one]) for one in exports.FORMATS}, request.GET
        ),
    )


@require_safe
def framework_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The matrix as a file: all pages, all periods, all regions of what is asked for."""
    programme = versions.programme(code)
    asked = asking.asked(programme, request.GET)
    found = matrix(
        actor=request.user,
        programme=programme,
        periods=asked.periods,
        level=asked.level,
        under=asked.under,
        as_of=asked.as_of,
        limit=WHOLE,
    )
    return tables.save(files.table(programme, office=True), files.rows(found), request.GET, file_format)


def _address(programme: Programme, asked: Asked) -> Address:
    def address(indicator: Any, column: str) -> str:
        query = {**asked.query, **({} if column == WORLD else {"region": column})}
        here = reverse("office:achievement", args=[programme.code, indicator.code])
        return f"{here}?{urlencode(query)}" if query else here

    return address


@require_safe
def achievement(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """What was achieved on this indicator, and by which results or values?"""
    programme = versions.programme(code)
    asked = asking.asked(programme, request.GET)
    row = find_indicator(programme, indicator)
    table = tabulate(
        actor=request.user, programme=programme, indicators=[row], periods=asked.periods, as_of=asked.as_of
    )
    column = asking.column(asked.region, table.columns)
    found = behind(actor=request.user, indicator=row, period=asked.period, column=column.code, as_of=asked.as_of)
    return show(
        request,
        "reporting/achievement",
        "framework",
        programme,
        indicator=row,
        asked=asked,
        at=table.as_of,
        drill=drill.opened(table, asked, column, _address(programme, asked), found),
        regions=[(one.code, column_name(one)) for one in table.columns],
        may_report=about.may_report(request),
        source=source(programme),
    )
