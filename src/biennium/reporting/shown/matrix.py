"""The matrix ready for a page: what each cell says, and where it leads.

Invariant: a cell says a value or one of the words for why there is none; what is missing and what waits is said beside
the value, never added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.values import Value, exact
from biennium.kernel.periods import Period
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator
from biennium.reporting.cells import Cell
from biennium.reporting.selectors.columns import WORLD, Column
from biennium.reporting.selectors.matrix import Matrix
from biennium.reporting.shown.tables import in_words
from biennium.web import formatting

Described = Indicator | exchange.Indicator
Address = Callable[[Described, str], str]
SHOWN_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell on a page. `value` and `target` are in words; `state` is why there is no value."""

    column: str
    label: str
    url: str
    state: str
    value: str
    target: str
    unit: str
    baseline: str
    progress: Fraction | None
    elapsed: Fraction | None
    status: str
    missing: int
    unverified: int
    tint: str

    @property
    def bar(self) -> Fraction | None:
        """Progress as the length of a bar: never below nothing nor beyond the whole; the number beside it is."""
        return None if self.progress is None else max(Fraction(0), min(Fraction(1), self.progress))

    @property
    def notes(self) -> list[str]:
        """What is missing, and what waits to be verified."""
        found = []
        if self.missing:
            words = ngettext("%(count)s report missing", "%(count)s reports missing", self.missing)
            found.append(words % {"count": formatting.number(self.missing)})
        if self.unverified:
            words = ngettext("%(count)s more waits", "%(count)s more wait", self.unverified)
            found.append(words % {"count": formatting.number(self.unverified)})
        return found

    @property
    def said(self) -> str:
        """“11 of 24”, the value alone where there is no target, or why there is no value."""
        if not self.value:
            return formatting.state_words(self.state)
        if not self.target:
            return self.value
        return _("%(value)s of %(target)s") % {"value": self.value, "target": self.target}


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with its cells in the order of the columns; `group` is the code of its result."""

    indicator: Described
    group: str
    url: str
    cells: tuple[Shown, ...]

    @property
    def world(self) -> Shown:
        """The cell of the whole."""
        return self.cells[0]


def column_name(column: Column) -> str:
    """The world, or a region."""
    return _("World") if column.code == WORLD else in_words(dict(column.name))


def lines(
    matrix: Matrix, period: Period, address: Address, sealed: Mapping[Any, exchange.Indicator] | None = None
) -> list[Line]:
    """The rows of the matrix for one of its periods; with the words of a version where its indicators are given."""
    found = []
    for row in matrix.rows:
        described: Described = sealed[row.indicator.uid] if sealed else row.indicator
        cells = tuple(
            cell(described, column, row.cells[period, column.code], address(described, column.code))
            for column in matrix.columns
        )
        found.append(Line(described, _group(described), address(described, WORLD), cells))
    return found


def _group(described: Described) -> str:
    return described.result.code if isinstance(described, Indicator) else described.result


def cell(indicator: Described, column: Column, of: Cell, url: str) -> Shown:
    """A cell for a page."""
    kind = Kind(indicator.kind)
    return Shown(
        column=column.code,
        label=column_name(column),
        url=url if of.window else "",
        state=of.state,
        value=value_words(kind, of.value, indicator.decimals),
        target="" if of.target is None else _goal(kind, of.target, indicator.decimals),
        unit="%" if kind is Kind.RATIO else in_words(indicator.unit),
        baseline="" if of.baseline is None else _number(exact(of.baseline, indicator.decimals), indicator.decimals),
        progress=of.progress,
        elapsed=of.expected,
        status=of.status if of.target is not None and of.state is State.VALUE else "",
        missing=of.missing,
        unverified=of.unverified or 0,
        tint=_tint(of.progress),
    )


def _goal(kind: Kind, target: int, decimals: int) -> str:
    return "" if kind is Kind.MILESTONE else _number(exact(target, decimals), decimals)


def value_words(kind: Kind, value: Value | None, decimals: int) -> str:
    """A value as people read it; a milestone is reached or not."""
    if value is None:
        return ""
    if kind is Kind.MILESTONE:
        return _("reached") if value else _("not reached")
    return _number(exact(value, decimals), decimals if isinstance(value, int) else max(decimals, SHOWN_DECIMALS))


def _number(value: Fraction, decimals: int) -> str:
    return formatting.number(value, decimals)


def _tint(progress: Fraction | None) -> str:
    """How dark a cell is: a quarter of the way a step."""
    if progress is None or progress <= 0:
        return ""
    return str(min(4, 1 + int(progress * 4)))


def all_illustrative(shown: Sequence[Line]) -> bool:
    """Whether no indicator shown is one the paper contains: then it is said once, not on every line."""
    return bool(shown) and all(line.indicator.illustrative for line in shown)


@dataclass(frozen=True, slots=True)
class Tally:
    """How the indicators of a page stand: of each status how many, without data, and what is missing."""

    ahead: int
    on_track: int
    behind: int
    without: int
    missing: int
    unverified: int


def tally(shown: Sequence[Line]) -> Tally:
    """The world's column, counted."""
    by = [line.world.status for line in shown]
    return Tally(
        by.count("ahead"),
        by.count("on_track"),
        by.count("behind"),
        sum(1 for line in shown if line.world.state != State.VALUE),
        sum(line.world.missing for line in shown),
        sum(line.world.unverified for line in shown),
    )


def period_choices(start: date, end: date) -> list[Period]:
    """The whole programme, then its years."""
    whole = Period(start, end)
    years = whole.years()
    return [whole, *years] if len(years) > 1 else [whole]
