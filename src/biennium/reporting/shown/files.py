"""The matrix as a file: a row for each indicator, period and region, with every number whole.

Invariant: a missing value is in the file the word it is on the page, never an empty cell or a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.values import exact
from biennium.kernel.periods import Period
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.reporting.cells import Cell
from biennium.reporting.selectors.columns import Column as Region
from biennium.reporting.selectors.matrix import Matrix
from biennium.reporting.shown.matrix import Described, column_name
from biennium.reporting.shown.tables import source
from biennium.web import exports, formatting
from biennium.web.tables import Column, Table
from biennium.web.templatetags.biennium import progress_words

KEPT = ("level", "under", "region", "period", "as_of", "page", "version")
PLACES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator in a period and a region."""

    indicator: Described
    region: Region
    period: Period
    cell: Cell


def rows(matrix: Matrix, sealed: Mapping[Any, exchange.Indicator] | None = None) -> Iterator[Row]:
    """Every cell of the matrix; with the words of a version where its indicators are given."""
    for row in matrix.rows:
        described: Described = sealed[row.indicator.uid] if sealed else row.indicator
        for period in matrix.periods:
            for region in matrix.columns:
                yield Row(described, region, period, row.cells[period, region.code])


def table(programme: Programme, *, office: bool) -> Table[Row]:
    """The columns of the file; what waits to be verified is the office's."""
    waiting = Column[Row]("waiting", _("Waiting to be verified"), lambda row: row.cell.unverified, numeric=True)
    return Table(
        name=f"results-framework-{programme.code}",
        caption=_("Achieved against target"),
        columns=[
            Column("indicator", _("Indicator"), lambda row: row.indicator.code),
            Column("title", _("Title"), lambda row: row.indicator.title),
            Column("unit", _("Unit"), _unit),
            Column("region", _("Region"), lambda row: column_name(row.region)),
            Column("period", _("Period"), lambda row: formatting.span(row.period.start, row.period.end)),
            Column("baseline", _("Baseline"), _number(lambda cell: cell.baseline), numeric=True),
            Column("target", _("Target"), _number(lambda cell: cell.target), numeric=True),
            Column("value", _("Achieved"), _value, numeric=True),
            Column("progress", _("Progress, in per cent"), lambda row: _percent(row.cell.progress), numeric=True),
            Column(
                "expected", _("Expected by now, in per cent"), lambda row: _percent(row.cell.expected), numeric=True
            ),
            Column("status", _("Status"), lambda row: progress_words(row.cell.status)),
            Column("missing", _("Reports missing"), lambda row: row.cell.missing, numeric=True),
            *([waiting] if office else []),
        ],
        kept=KEPT,
        source=source(programme),
    )


def _unit(row: Row) -> exports.Cell:
    return "%" if row.indicator.kind == Kind.RATIO else row.indicator.unit


def _number(of: Callable[[Cell], int | None]) -> Callable[[Row], exports.Cell]:
    def number(row: Row) -> exports.Cell:
        value = of(row.cell)
        return State.NOT_APPLICABLE if value is None else Decimal(value).scaleb(-row.indicator.decimals)

    return number


def _value(row: Row) -> exports.Cell:
    if row.cell.value is None:
        return row.cell.state
    decimals = row.indicator.decimals if isinstance(row.cell.value, int) else PLACES
    return formatting.exact(exact(row.cell.value, row.indicator.decimals), decimals)


def _expected(row: Row) -> exports.Cell:
    return _percent(row.cell.expected)


def _percent(part: Fraction | None) -> exports.Cell:
    return State.NOT_APPLICABLE if part is None else formatting.exact(100 * part, PLACES)
