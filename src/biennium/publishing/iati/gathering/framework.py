"""The results framework as activities publish it: once a programme, however many activities there are.

Each value says what it covers by the dimension `coverage`: `world` for all countries, the code of a region, `activity`
for what the activity itself contributed. Values of the programme are repeated by every activity that serves the result,
so nothing of it is marked as suitable for adding up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.values import Value, scale
from biennium.kernel.money import scaled_string
from biennium.kernel.periods import Period
from biennium.programme import models
from biennium.publishing.iati.content import Baseline, Indicator, Measure, PeriodOf, Result
from biennium.publishing.iati.profile import Profile
from biennium.reporting.cells import Cell
from biennium.reporting.selectors.columns import WORLD, Columns, columns
from biennium.reporting.selectors.matrix import defined, tabulate

COVERAGE, ITSELF = "coverage", "activity"
MEASURES = {Kind.RATIO: "2", Kind.MILESTONE: "3", Kind.QUALITATIVE: "5"}
SDG_VOCABULARY, OWN_VOCABULARY = "9", "99"
OTHER_RESULT = "9"
Row = TypeVar("Row", models.Baseline, models.Target)
Cells = Mapping[tuple[Period, str], Cell]
Actuals = Mapping[int, Mapping[Period, Sequence[Measure]]]
"""What an activity contributed, by indicator (primary key) and period."""


def coverage(code: str) -> tuple[tuple[str, str], ...]:
    """The dimension that says what a value covers."""
    return ((COVERAGE, code),)


def decimal(value: Value, decimals: int) -> str:
    """A value in digits; a fraction rounded half up to the decimals."""
    if isinstance(value, Fraction):
        scaled = value * scale(decimals)
        value = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return scaled_string(value, decimals)


@dataclass(frozen=True)
class Framed:
    """An indicator with its cells, and the periods that are published of it; `regions` are the codes of its columns by
    region (primary key; None is the world)."""

    row: models.Indicator
    cells: Cells
    periods: tuple[Period, ...]
    references: tuple[tuple[str, str], ...]
    regions: Mapping[int | None, str]

    @property
    def kind(self) -> Kind:
        return Kind(self.row.kind)

    def period_of(self, day: date) -> Period | None:
        """The shortest published period a day lies in."""
        holding = [one for one in self.periods if day in one]
        return min(holding, key=lambda one: one.days, default=None)


class Framework:
    """The results of a programme with what is published of their indicators, as of a day."""

    def __init__(self, programme: models.Programme, profile: Profile, as_of: date) -> None:
        self.profile = profile
        self.columns: Columns = columns()
        live = programme.results.filter(retired_at__isnull=True)
        self.results = {
            one.pk: one for one in live.select_related("level").prefetch_related("references").order_by("position")
        }
        regions = {column.region: column.code for column in self.columns.columns}
        self.indicators = _framed(programme, self.results, regions, as_of)
        self._unchanged: dict[tuple[int, str], Result | None] = {}

    def chain(self, result: int | None) -> Iterator[models.Result]:
        """A result and those above it."""
        while result is not None and result in self.results:
            one = self.results[result]
            yield one
            result = one.parent_id

    def published(self, result: int | None, place: int | None, actuals: Actuals) -> tuple[Result, ...]:
        """The results an activity serves, its own level first, with the values of its region and its own."""
        region = self.columns.column(None, place)
        made = (self._result(one, region, actuals) for one in self.chain(result))
        return tuple(one for one in made if one is not None)

    def _result(self, one: models.Result, region: str, actuals: Actuals) -> Result | None:
        framed = self.indicators.get(one.pk, [])
        if any(each.row.pk in actuals for each in framed):
            return self._made(one, region, framed, actuals)
        key = one.pk, region
        if key not in self._unchanged:
            self._unchanged[key] = self._made(one, region, framed, {}) if framed else None
        return self._unchanged[key]

    def _made(self, one: models.Result, region: str, framed: Sequence[Framed], actuals: Actuals) -> Result:
        kind = self.profile.levels.get(one.level.code, OTHER_RESULT)
        return Result(kind, one.title, tuple(_indicator(each, region, actuals) for each in framed))


def _framed(
    programme: models.Programme,
    results: Mapping[int, models.Result],
    regions: Mapping[int | None, str],
    as_of: date,
) -> dict[int, list[Framed]]:
    found = list(defined(programme.indicators.filter(retired_at__isnull=True, result__in=results)))
    whole = Period(programme.start, programme.end)
    periods = {whole, *(Period(one.start, one.end) for row in found for one in row.targets.all())}
    past = as_of if as_of < timezone.localdate() else None
    table = tabulate(actor=AnonymousUser(), programme=programme, indicators=found, periods=sorted(periods), as_of=past)
    framed: dict[int, list[Framed]] = {}
    for row in table.rows:
        own = {Period(one.start, one.end) for one in row.indicator.targets.all()} or {whole}
        references = _references(row.indicator, results[row.indicator.result_id])
        made = Framed(row.indicator, row.cells, tuple(sorted(own)), references, regions)
        framed.setdefault(row.indicator.result_id, []).append(made)
    for rows in framed.values():
        rows.sort(key=lambda one: (one.row.position, one.row.pk))
    return framed


def _references(row: models.Indicator, result: models.Result) -> tuple[tuple[str, str], ...]:
    """The indicator's own code, and the SDG indicators of its result that its text names."""
    said = " ".join((*row.title.values(), *row.definition.values()))
    sdg = sorted(one.code for one in result.references.all() if one.scheme == "sdg" and one.code.count(".") == 2)
    return ((OWN_VOCABULARY, row.code), *((SDG_VOCABULARY, code) for code in sdg if code in said))


def _indicator(one: Framed, region: str, actuals: Actuals) -> Indicator:
    mine = actuals.get(one.row.pk, {})
    shown = (WORLD,) if region == WORLD else (WORLD, region)
    return Indicator(
        measure=MEASURES.get(one.kind, "1"),
        title=one.row.title,
        ascending=one.row.direction != "decrease",
        description=one.row.definition,
        references=one.references,
        baselines=tuple(_baselines(one, shown)),
        periods=tuple(_period(one, period, shown, mine.get(period, ())) for period in one.periods),
    )


def _baselines(one: Framed, shown: Sequence[str]) -> Iterator[Baseline]:
    for code, row in _covering(one, one.row.baselines.all(), shown):
        measure = Measure(decimal(row.value, one.row.decimals), coverage(code), comment=row.note)
        day = date.fromisoformat(row.as_of) if len(row.as_of) == len("2024-01-01") else None
        yield Baseline(int(row.as_of[:4]), measure, day)


def _covering(one: Framed, rows: Iterable[Row], shown: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The rows of the world and of the region, in this order; a qualitative indicator has none."""
    if one.kind is Kind.QUALITATIVE:
        return
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[one.regions.get(row.region_id, "")].append(row)
    for code in shown:
        for row in by_code.get(code, ()):
            yield code, row


def _period(one: Framed, period: Period, shown: Sequence[str], mine: Sequence[Measure]) -> PeriodOf:
    targets = tuple(_targets(one, period, shown))
    reached = tuple(_reached(one, period, shown))
    return PeriodOf(period.start, period.end, targets, (*reached, *mine))


def _targets(one: Framed, period: Period, shown: Sequence[str]) -> Iterator[Measure]:
    for code, row in _covering(one, one.row.targets.all(), shown):
        if (row.start, row.end) == (period.start, period.end):
            yield Measure(decimal(row.value, one.row.decimals), coverage(code))


def _reached(one: Framed, period: Period, shown: Sequence[str]) -> Iterator[Measure]:
    for code in shown:
        cell = one.cells.get((period, code))
        if cell is not None and cell.state is State.VALUE and cell.value is not None:
            yield Measure(decimal(cell.value, one.row.decimals), coverage(code))
