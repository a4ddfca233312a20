"""What lies behind a cell, ready for a page: the cell itself, the regions and periods beside it, countries and values.

Invariant: the countries shown as counted are exactly those the cell counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biennium.kernel.periods import Period
from biennium.programme.exchange import models as exchange
from biennium.reporting.models import CountryResult, CountryResultIndicator, Observation
from biennium.reporting.selectors.behind import Behind, Country
from biennium.reporting.selectors.columns import Column
from biennium.reporting.selectors.matrix import Matrix
from biennium.reporting.shown.asking import Asked
from biennium.reporting.shown.matrix import Address, Described, Shown, cell, column_name
from biennium.web import formatting


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period with its cells in the order of the columns."""

    label: str
    current: bool
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class OfCountry:
    """A country with its results, each with what it claims for the indicator."""

    country: Country
    results: tuple[tuple[CountryResult, CountryResultIndicator], ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """A cell opened."""

    cell: Shown
    columns: tuple[str, ...]
    periods: tuple[PeriodLine, ...]
    counted: tuple[OfCountry, ...]
    waiting: tuple[OfCountry, ...]
    observations: tuple[Observation, ...]

    @property
    def is_count(self) -> bool:
        """Whether countries lie behind it."""
        return bool(self.counted or self.waiting)


def opened(
    matrix: Matrix,
    asked: Asked,
    column: Column,
    address: Address,
    found: Behind,
    sealed: exchange.Indicator | None = None,
) -> Drill:
    """The cell of the one indicator of a matrix, in a column and the period asked for."""
    row = matrix.rows[0]
    described: Described = sealed or row.indicator
    here = cell(described, column, row.cells[asked.period, column.code], "")
    countries = [_with_claims(one, row.indicator.pk) for one in found.countries]
    return Drill(
        cell=here,
        columns=tuple(column_name(one) for one in matrix.columns),
        periods=tuple(_period_lines(matrix, asked, address, described)),
        counted=tuple(one for one in countries if one.country.counted),
        waiting=tuple(one for one in countries if not one.country.counted),
        observations=found.observations,
    )


def _period_lines(matrix: Matrix, asked: Asked, address: Address, described: Described) -> Sequence[PeriodLine]:
    cells = matrix.rows[0].cells

    def line(period: Period) -> tuple[Shown, ...]:
        found = ((one, cells[period, one.code], address(described, one.code)) for one in matrix.columns)
        return tuple(cell(described, *each) for each in found)

    return [PeriodLine(formatting.span(one.start, one.end), one == asked.period, line(one)) for one in asked.periods]


def _with_claims(country: Country, indicator: int) -> OfCountry:
    pairs = [(result, _claim(result, indicator)) for result in country.results]
    return OfCountry(country, tuple(pairs))


def _claim(result: CountryResult, indicator: int) -> CountryResultIndicator:
    return next(one for one in result.served.all() if one.indicator_id == indicator)
