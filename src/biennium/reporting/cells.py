"""A cell of the matrix: what an indicator comes to in a column and a period, against its target and the time gone by.

Invariant: everything here is computed from what is handed in (definition, targets, rounds, contributions); the same
inputs give the same cell, whether they come from the aggregates or from the rows as of a past day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Direction, Kind
from biennium.kernel.indicators.progress import Status, Thresholds, expected, milestone_status, progress, status
from biennium.kernel.indicators.statistics import Statistics, merge
from biennium.kernel.indicators.targets import Goal, Target, goal_for, total_of, window_of
from biennium.kernel.indicators.values import Node, Value, exact, places_pending, state_of, value_of
from biennium.kernel.periods import Period
from biennium.reporting.contributions import Bucket, Contribution
from biennium.reporting.selectors.columns import WORLD, Columns


@dataclass(frozen=True, slots=True)
class Cell:
    """Value, target and baseline are scaled by the decimals of the indicator (a ratio is an exact percentage);
    progress and what is expected by now are parts of the way, 1 the whole of it.

    `missing` counts the rounds that are due, of each region that has a target, without any report. `unverified`
    counts the countries that wait to be verified, None where the asker may not know.
    """

    state: State
    value: Value | None
    target: int | None = None
    baseline: int | None = None
    progress: Fraction | None = None
    expected: Fraction | None = None
    status: Status = Status.NO_DATA
    missing: int = 0
    unverified: int | None = None
    window: Period | None = None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The window of a round, and whether its reports are due."""

    window: Period
    due: bool


@dataclass(frozen=True, slots=True)
class BaselineFacts:
    """A baseline: a partial date, and a scaled value."""

    as_of: str
    value: int


@dataclass(frozen=True)
class Definition:
    """What of an indicator decides its cells; targets and baselines by column."""

    kind: Kind
    direction: Direction
    decimals: int
    cumulative: bool
    targets: Mapping[str, Sequence[Target]] = field(default_factory=dict)
    baselines: Mapping[str, Sequence[BaselineFacts]] = field(default_factory=dict)
    uncounted: frozenset[str] = frozenset()

    @cached_property
    def regional(self) -> dict[str, Sequence[Target]]:
        """The targets of the regions."""
        return {column: targets for column, targets in self.targets.items() if column != WORLD and targets}

    def targets_in(self, column: str) -> Sequence[Target]:
        """The targets of a column; those of the world are the sums of the regions' where it has none of its own."""
        own = self.targets.get(column, ())
        if own or column != WORLD or not self.kind.summed:
            return own
        return total_of(self.regional)

    def expected_in(self, column: str) -> bool:
        """Whether anybody is to report for a column."""
        if column == WORLD:
            return True
        return column in self.regional if self.regional else self.kind.additive

    def window(self, period: Period, column: str) -> tuple[Goal | None, Period | None]:
        """The goal of a period, and the window in which values count; a region without targets has the world's."""
        targets = self.targets_in(column)
        goal = goal_for(period, targets, kind=self.kind, cumulative=self.cumulative)
        if goal:
            return goal, goal.window
        if targets or column == WORLD:
            return None, window_of(period, targets)
        return None, self.window(period, WORLD)[1]

    def baseline(self, column: str, window: Period) -> BaselineFacts | None:
        """The last baseline before the window, else the first there is."""
        known = sorted(self.baselines.get(column, ()), key=lambda one: one.as_of)
        before = [one for one in known if one.as_of <= window.start.isoformat()]
        return before[-1] if before else next(iter(known), None)


class Reports:
    """The contributions to one indicator, by column, ready to be cut by a window."""

    def __init__(self, parts: Iterable[Contribution], columns: Columns) -> None:
        self._own: dict[str, list[Contribution]] = defaultdict(list)
        self._below: dict[str, list[Contribution]] = defaultdict(list)
        regions = {column.region: column.code for column in columns.columns}
        for bucket, statistics in parts:
            part = (bucket, statistics)
            column = columns.column(bucket.region, bucket.place)
            if column != WORLD:
                itself = bucket.region is not None and regions.get(bucket.region) == column
                (self._own if itself else self._below)[column].append(part)
            belongs_nowhere = bucket.region is None and bucket.place is None
            (self._own if belongs_nowhere else self._below)[WORLD].append(part)

    def node(self, column: str, window: Period) -> Node:
        """What was reported within a window."""
        return Node(_merged(self._own[column], window), _merged(self._below[column], window))

    def reported(self, column: str, window: Period) -> bool:
        """Whether anything was."""
        return any(
            statistics.reports and _inside(bucket, window)
            for bucket, statistics in (*self._own[column], *self._below[column])
        )


def cell(
    definition: Definition,
    reports: Reports,
    rounds: Sequence[RoundFacts],
    *,
    column: str,
    period: Period,
    at: date,
    thresholds: Thresholds,
    office: bool,
) -> Cell:
    """The cell of a column and a period, as of the end of a day. `office` also tells what waits to be verified."""
    goal, window = definition.window(period, column)
    if window is None:
        return Cell(State.NOT_APPLICABLE, None)
    node = _counted(reports.node(column, window), definition.uncounted)
    found = value_of(definition.kind, node, definition.decimals)
    due = any(one.due for one in rounds if one.window in window)
    value = None if isinstance(found, State) else found
    state = state_of(found, expected=definition.expected_in(column), due=due)
    baseline = definition.baseline(column, window)
    judged = _Judged(definition, goal, window, baseline.value if baseline else None)
    done, by_now = judged.progress(value), judged.expected(at)
    return Cell(
        state=state,
        value=value,
        target=goal.value if goal else None,
        baseline=judged.baseline,
        progress=done,
        expected=by_now,
        status=judged.status(value, done, by_now, at, thresholds),
        missing=_missing(definition, reports, rounds, column, window),
        unverified=len(places_pending(node.whole)) if office else None,
        window=window,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A value held against its goal."""

    definition: Definition
    goal: Goal | None
    window: Period
    baseline: int | None

    def progress(self, value: Value | None) -> Fraction | None:
        if value is None or self.goal is None:
            return None
        return self._way(exact(value, self.definition.decimals), self._number(self.goal.value))

    def _way(self, value: Fraction, target: Fraction) -> Fraction | None:
        start = None if self.baseline is None else self._number(self.baseline)
        return progress(self.definition.kind, self.definition.direction, value=value, target=target, baseline=start)

    def expected(self, at: date) -> Fraction | None:
        if self.goal is None:
            return None
        steps = [(one.period.end, self.progress(one.value)) for one in self.goal.interim]
        return expected(at, self.window, [(day, done) for day, done in steps if done is not None])

    def status(
        self, value: Value | None, done: Fraction | None, by_now: Fraction | None, at: date, thresholds: Thresholds
    ) -> Status:
        if self.goal is None or value is None:
            return Status.NO_DATA
        if self.definition.kind is Kind.MILESTONE:
            return milestone_status(reached=bool(value), at=at, window=self.window)
        return status(done, by_now or Fraction(0), thresholds)

    def _number(self, value: int) -> Fraction:
        return exact(value, self.definition.decimals)


def _missing(
    definition: Definition, reports: Reports, rounds: Sequence[RoundFacts], column: str, window: Period
) -> int:
    due = [one.window for one in rounds if one.due and one.window in window]
    if column == WORLD and definition.regional:
        asked: Sequence[str] = list(definition.regional)
    else:
        asked = [column] if definition.expected_in(column) else []
    return sum(not reports.reported(region, round_window) for region in asked for round_window in due)


def _counted(node: Node, uncounted: frozenset[str]) -> Node:
    return Node(node.own.without(uncounted), node.below.without(uncounted)) if uncounted else node


def _inside(bucket: Bucket, window: Period) -> bool:
    return window.start <= bucket.start and bucket.end <= window.end


def _merged(parts: Sequence[Contribution], window: Period) -> Statistics:
    return merge(statistics for bucket, statistics in parts if _inside(bucket, window))
