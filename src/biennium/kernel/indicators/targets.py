"""Targets: which one a period is held against, and in which window values count towards it.

Invariant: a window never reaches beyond the targets it belongs to. A cumulative target includes the periods before
it, so its window starts with the first of them; targets of counts that follow one another sum up, other ones do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.periods import Period


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What is to be reached by the end of a period: an integer scaled by the indicator's decimals."""

    period: Period
    value: int


@dataclass(frozen=True, slots=True)
class Goal:
    """The target that holds for a period: its value, the window in which values count, and the targets on the way."""

    value: int
    window: Period
    interim: tuple[Target, ...] = ()


def goal_for(period: Period, targets: Iterable[Target], *, kind: Kind, cumulative: bool) -> Goal | None:
    """The goal of a period: the target set for exactly that period, else what the targets within it amount to."""
    known = sorted(targets)
    within = [target for target in known if target.period in period]
    named = next((target for target in within if target.period == period), None)
    if not within:
        return None
    if cumulative or not kind.summed:
        final = named or max(within, key=lambda target: (target.period.end, target))
        before = tuple(target for target in (known if cumulative else within) if target.period.end < final.period.end)
        widened = before if cumulative or kind.dated else ()
        start = min(target.period.start for target in (final, *widened))
        return Goal(final.value, Period(start, final.period.end), before)
    pieces = _row([target for target in within if target.period != period])
    if named:
        return Goal(named.value, named.period, _running(pieces, named.period))
    if not pieces:
        return Goal(within[-1].value, within[-1].period)
    whole = Period(pieces[0].period.start, pieces[-1].period.end)
    return Goal(sum(piece.value for piece in pieces), whole, _running(pieces, whole))


def window_of(period: Period, targets: Iterable[Target]) -> Period | None:
    """Where there is no goal: the part of a period inside the targets; all of it when there are no targets at all."""
    periods = [target.period for target in targets]
    if not periods:
        return period
    touching = [one for one in periods if one.overlaps(period)]
    if not touching:
        return None
    return period.intersection(Period(min(one.start for one in touching), max(one.end for one in touching)))


def total_of(parts: Mapping[str, Sequence[Target]]) -> list[Target]:
    """The targets of the whole where only its parts have them: their sums, for the periods that all parts share."""
    sums: dict[Period, list[int]] = {}
    for targets in parts.values():
        for target in targets:
            sums.setdefault(target.period, []).append(target.value)
    return sorted(Target(period, sum(values)) for period, values in sums.items() if len(values) == len(parts))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A total that is not the sum of its parts."""

    total: int
    parts: int

    @property
    def by(self) -> int:
        """How much the parts are more than the total."""
        return self.parts - self.total


def disagreement(total: int, parts: Iterable[int]) -> Disagreement | None:
    """None when the parts sum to the total."""
    found = Disagreement(total, sum(parts))
    return found if found.by else None


def _row(targets: Sequence[Target]) -> list[Target]:
    """The targets if each begins the day after the one before it ends, else none: gaps and overlaps cannot sum."""
    unbroken = all(one.period.end + timedelta(1) == other.period.start for one, other in pairwise(targets))
    return list(targets) if unbroken else []


def _running(pieces: Sequence[Target], whole: Period) -> tuple[Target, ...]:
    """What the pieces amount to after each of them, but for the end."""
    if not pieces or pieces[0].period.start != whole.start:
        return ()
    total, steps = 0, []
    for piece in pieces:
        total += piece.value
        if piece.period.end < whole.end:
            steps.append(Target(Period(whole.start, piece.period.end), total))
    return tuple(steps)
