"""Progress towards a target, and what it says when compared with the time gone by.

Invariant: progress is an exact fraction, 1 when the target is reached, never capped, and undefined where baseline and
target are equal or one of them is missing: baseline 50, target 60, value 55 is one half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import Input, Operation, State, register_operation
from biennium.kernel.indicators.kinds import Direction, Kind
from biennium.kernel.indicators.values import Value, exact
from biennium.kernel.periods import Period
from biennium.kernel.wording import phrase

WHOLE_WAY = Fraction(1)


class Status(StrEnum):
    """Progress compared with where it should be by now."""

    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """By how many percentage points progress may differ from what is expected and still be on track."""

    behind: int = 15
    ahead: int = 15

    def __post_init__(self) -> None:
        if self.behind < 0 or self.ahead < 0:
            raise InvalidInput(phrase("A threshold is a number of points of zero or more."))


def starts_from_zero(kind: Kind, direction: Direction) -> bool:
    """Whether an indicator counts new results, so that its progress is measured from nothing, not from a baseline."""
    return kind is Kind.MILESTONE or (kind.summed and direction is Direction.INCREASE)


def progress(
    kind: Kind, direction: Direction, *, value: Fraction, target: Fraction, baseline: Fraction | None
) -> Fraction | None:
    """The part of the way that is done, None where it is undefined."""
    start = Fraction(0) if starts_from_zero(kind, direction) else baseline
    if start is None or target == start:
        return None
    return (value - start) / (target - start)


def expected(at: date, window: Period, interim: Sequence[tuple[date, Fraction]] = ()) -> Fraction:
    """The part of the way that should be done by the end of a day.

    It runs straight from the start of the window to its end, through the interim targets: each a day by whose end a
    part of the way should be done. Without interim targets it is the time gone by.
    """
    points = [(window.start - timedelta(1), Fraction(0)), *sorted(interim), (window.end, WHOLE_WAY)]
    before = max((point for point in points if point[0] <= at), default=points[0])
    after = min((point for point in points if point[0] > at), default=points[-1])
    if after[0] <= before[0]:
        return before[1]
    gone = max(0, (at - before[0]).days)
    return before[1] + (after[1] - before[1]) * Fraction(gone, (after[0] - before[0]).days)


def status(done: Fraction | None, due: Fraction, thresholds: Thresholds) -> Status:
    """What progress says against what was expected; exactly at a threshold is on track."""
    if done is None:
        return Status.NO_DATA
    points = 100 * (done - due)
    if points < -thresholds.behind:
        return Status.BEHIND
    return Status.AHEAD if points > thresholds.ahead else Status.ON_TRACK


def milestone_status(*, reached: bool, at: date, window: Period) -> Status:
    """A milestone is reached or not: before its day nothing can be said of one that is not."""
    if reached:
        return Status.AHEAD if at < window.end else Status.ON_TRACK
    return Status.BEHIND if at > window.end else Status.NO_DATA


def _way_done(inputs: Sequence[Input]) -> Fraction | State:
    """(value − baseline) ÷ (target − baseline), in per cent."""
    if absent := next((item.state for item in inputs if item.state is not State.VALUE), None):
        return absent
    value, baseline, target = (_number(item) for item in inputs)
    return 100 * (value - baseline) / (target - baseline) if target != baseline else State.NOT_APPLICABLE


def _number(item: Input) -> Fraction:
    value: Value = item.value  # type: ignore[assignment]
    return exact(value, item.decimals)


def _last(inputs: Sequence[Input]) -> Fraction | State:
    return _number(inputs[-1]) if inputs and inputs[-1].value is not None else State.NOT_REPORTED


register_operation("way_done", Operation("(value − baseline) ÷ (target − baseline), in per cent", _way_done, arity=3))
register_operation("latest", Operation("the latest of the inputs", _last, keeps_unit=True))
