"""Results, indicators, work items, and the results framework live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from biennium.api.asking import Asked, Paged, Part, only_known, part
from biennium.api.core import answers, with_etag
from biennium.api.digits import digits
from biennium.api.opening import OfVersion, opened, published
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.organisation.selectors import places
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.reporting.cells import Cell
from biennium.reporting.selectors.matrix import Matrix, Row, matrix

router = Router(tags=["results"])
router.add_decorator(only_known, mode="operation")
router.add_decorator(with_etag, mode="view")
PROGRESS_DECIMALS = 4


class ResultsAsked(OfVersion, Paged):
    """Which results."""

    level: str = Field("", description="the code of a level")
    under: str = Field("", description="a result: it and all below it")


class IndicatorsAsked(OfVersion, Paged):
    """Which indicators."""

    result: str = Field("", description="a result: it and all below it")
    kind: exchange.IndicatorKind | Literal[""] = Field("", description="how it aggregates")


class WorkItemsAsked(OfVersion, Paged):
    """Which work items."""

    result: str = Field("", description="a result: it and all below it")
    kind: exchange.WorkItemKind | Literal[""] = Field("", description="country outcome or product")
    place: str = Field("", description="a country or territory by its ISO 3166-1 alpha-3 code")


class FrameworkAsked(Asked):
    """Which part of the framework, as of which day."""

    level: str = Field("", description="the code of a level")
    under: str = Field("", description="a result: it and all below it")
    as_of: date | None = Field(None, description="the framework as it stood at the end of that day; now without")
    limit: int = Field(50, ge=1, le=200, description="how many indicators")
    offset: int = Field(0, ge=0, le=10_000_000, description="how many indicators to leave out before")


class CellOut(Schema):
    """One cell. A value exactly when its state is `value` (0 is one); digits as strings."""

    column: str
    state: str
    value: str | None
    target: str | None
    baseline: str | None
    progress: str | None
    status: str
    missing: int
    unverified: int | None


class IndicatorRow(Schema):
    """An indicator and its cells for the whole programme, by column."""

    indicator: str
    result: str
    kind: str
    decimals: int
    illustrative: bool
    cells: list[CellOut]


class FrameworkOut(Schema):
    """A part of the framework: the world and the regions are its columns."""

    as_of: date
    columns: list[str]
    count: int
    items: list[IndicatorRow]


@router.get("/programmes/{programme}/results", response=answers(Part[exchange.Result]), summary="Results")
def list_results(request: HttpRequest, programme: str, asked: Query[ResultsAsked]) -> Any:
    """The results of a version, as the framework has them."""
    found = opened(programme, asked.version)
    _must_be_level(asked.level, list(found.book.levels))
    codes = found.under(asked.under)
    rows = [one for one in found.book.document.results if one.code in codes and asked.level in ("", one.level)]
    return part(request, asked, rows, _same)


@router.get("/programmes/{programme}/results/{result}", response=answers(exchange.Result), summary="A result")
def show_result(request: HttpRequest, programme: str, result: str, asked: Query[OfVersion]) -> Any:
    """One result."""
    return opened(programme, asked.version).result(result)


@router.get("/programmes/{programme}/indicators", response=answers(Part[exchange.Indicator]), summary="Indicators")
def list_indicators(request: HttpRequest, programme: str, asked: Query[IndicatorsAsked]) -> Any:
    """The definitions of measures, with baselines and targets."""
    found = opened(programme, asked.version)
    codes = found.under(asked.result)
    rows = [one for one in found.book.document.indicators if one.result in codes and asked.kind in ("", one.kind)]
    return part(request, asked, rows, _same)


@router.get("/programmes/{programme}/work-items", response=answers(Part[exchange.WorkItem]), summary="Work items")
def list_work_items(request: HttpRequest, programme: str, asked: Query[WorkItemsAsked]) -> Any:
    """Country outcomes and products."""
    found = opened(programme, asked.version)
    codes = found.under(asked.result)
    _must_be_place(asked.place)
    rows = [
        one
        for one in found.book.document.work_items
        if (one.result in codes or not asked.result) and asked.kind in ("", one.kind) and asked.place in ("", one.place)
    ]
    return part(request, asked, rows, _same)


@router.get("/programmes/{programme}/framework", response=answers(FrameworkOut), summary="The framework, live")
def show_framework(request: HttpRequest, programme: str, asked: Query[FrameworkAsked]) -> Any:
    """Indicator by region: what counts, for which target. What waits to be verified is for the office only."""
    made = _matrix(request, published(programme), asked)
    return {
        "as_of": made.as_of,
        "columns": [column.code for column in made.columns],
        "count": made.total,
        "items": [_row(made, row) for row in made.rows],
    }


def _must_be_level(level: str, known: Sequence[str]) -> None:
    if level and level not in known:
        raise NotFound(
            _("There is no level %(level)s.") % {"level": level[:100]},
            remedy=_("Levels: %(known)s.") % {"known": ", ".join(known)},
            field="level",
        )


def _must_be_place(code: str) -> None:
    if not code or places().filter(code=code).exists():
        return
    meant = places().filter(alpha2=code.upper()).first() or places().filter(code=code.upper()).first()
    remedy = _("Places go by their ISO 3166-1 alpha-3 code, e.g. %(code)s.") % {"code": meant.code if meant else "KEN"}
    raise InvalidInput(_("There is no place “%(code)s”.") % {"code": code[:100]}, remedy=remedy, field="place")


def _matrix(request: HttpRequest, programme: Programme, asked: FrameworkAsked) -> Matrix:
    _must_be_level(asked.level, list(programme.levels.values_list("code", flat=True)))
    return matrix(
        actor=request.auth,  # type: ignore[attr-defined]
        programme=programme,
        level=asked.level,
        under=asked.under,
        as_of=asked.as_of,
        offset=asked.offset,
        limit=asked.limit,
    )


def _row(made: Matrix, row: Row) -> dict[str, Any]:
    indicator, period = row.indicator, made.periods[0]
    cells = [_cell(column.code, row.cells[period, column.code], indicator.decimals) for column in made.columns]
    return {
        "indicator": indicator.code,
        "result": indicator.result.code,
        "kind": indicator.kind,
        "decimals": indicator.decimals,
        "illustrative": indicator.illustrative,
        "cells": cells,
    }


def _cell(column: str, cell: Cell, decimals: int) -> dict[str, Any]:
    return {
        "column": column,
        "state": cell.state,
        "value": digits(cell.value, decimals),
        "target": digits(cell.target, decimals),
        "baseline": digits(cell.baseline, decimals),
        "progress": digits(cell.progress, PROGRESS_DECIMALS),
        "status": cell.status,
        "missing": cell.missing,
        "unverified": cell.unverified,
    }


def _same(row: Any) -> Any:
    return row
