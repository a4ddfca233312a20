"""What was achieved: the results framework, an indicator, country results and their evidence."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.foundation import files
from biennium.portal import achieved
from biennium.portal.pages import PINNED, Page, open_page, show
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors.matrix import PAGE
from biennium.reporting.selectors.visibility import evidence_of, find_result
from biennium.reporting.shown import files as matrix_files
from biennium.reporting.shown import tables as described
from biennium.reporting.shown.asking import Asked
from biennium.reporting.shown.matrix import all_illustrative, column_name, tally
from biennium.web import exports, tables
from biennium.web.downloads import attachment


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """What was achieved against each target, where, and what is missing?"""
    page = open_page(request, code)
    asked = achieved.asked(request, page)
    table, lines, total = achieved.matrix(page, asked)
    return show(
        request,
        page,
        "progress",
        "results/progress",
        asked=asked,
        at=table.as_of,
        lines=lines,
        columns=[column_name(one) for one in table.columns],
        tally=tally(lines),
        illustrative=all_illustrative(lines),
        listed=Paginator(range(total), PAGE).get_page(asked.page),
        levels=page.book.document.levels,
        tops=page.book.children.get(None, []),
        kept=achieved.kept(page),
        source=described.source(page.programme),
        downloads=tables.downloads(
            {one: reverse("portal:progress_file", args=[code, one]) for one in exports.FORMATS}, request.GET
        ),
    )


@require_safe
def progress_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The matrix as a file: all pages, all periods, all regions of what is asked for."""
    page = open_page(request, code)
    asked = achieved.asked(request, page)
    indicators = achieved.chosen(page, asked)
    rows = matrix_files.rows(achieved.tabulated(page, indicators, asked), achieved.by_identity(indicators))
    return tables.save(matrix_files.table(page.programme, office=False), rows, request.GET, file_format)


@require_safe
def achievement(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """What was achieved on this indicator, and by which results or values?"""
    page = open_page(request, code)
    found = achieved.find(page, indicator)
    asked = achieved.asked(request, page)
    table, drill = achieved.opened(page, found, asked)
    return show(
        request,
        page,
        "achievement",
        "results",
        indicator=found,
        asked=asked,
        at=table.as_of,
        drill=drill,
        explain=page.url("explain", f"results.achieved:{found.code}{_where(asked)}"),
        regions=achieved.regions(table),
        kept=achieved.kept(page),
        source=described.source(page.programme),
        breadcrumb=[
            {"label": _("Achieved"), "url": page.url("progress")},
            {"label": found.result, "url": page.url("result", found.result)},
            {"label": found.code, "url": ""},
        ],
    )


def _where(asked: Asked) -> str:
    """The part of the name of a figure that says where, when and as of which day."""
    parts = [asked.region, asked.period.code, asked.as_of.isoformat() if asked.as_of else ""]
    return f"@{'@'.join(parts)}".rstrip("@")


@require_safe
def country_results(request: HttpRequest, code: str) -> HttpResponse:
    """Which changes in countries were published?"""
    page = open_page(request, code)
    urls = {one: reverse("portal:country_results_file", args=[code, one]) for one in exports.FORMATS}
    shown = tables.show(_table(page), achieved.published(page), request.GET, urls)
    return show(request, page, "country_results", "results/country_results", shown=shown)


@require_safe
def country_results_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Published country results as a file."""
    page = open_page(request, code)
    return tables.save(_table(page), achieved.published(page), request.GET, file_format)


def _table(page: Page) -> tables.Table[CountryResult]:
    return described.results(
        page.programme, lambda one: page.url("country_result", one.code), office=False, kept=(PINNED,)
    )


@require_safe
def country_result(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """What changed in this country, which indicators does it count for, and what proves it?"""
    page = open_page(request, code)
    row = find_result(achieved.PUBLIC, result, code)
    crumbs = [{"label": _("Country results"), "url": page.url("country_results")}, {"label": row.code, "url": ""}]
    return show(
        request,
        page,
        "country_result",
        "results",
        row=row,
        breadcrumb=crumbs,
        source=described.source(page.programme),
    )


@require_safe
def evidence(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What does this evidence of a published result say? A file is saved, never shown inside a page of ours."""
    found = evidence_of(achieved.PUBLIC, uid)
    if found.file is None:
        return redirect(found.url)
    return attachment(files.read(found.file), found.filename, found.file.media_type)
