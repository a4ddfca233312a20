"""The value of a node (a country, a region, the world) from the statistics of the reports about it.

Invariant: a value is an integer scaled by the decimals of the indicator, or an exact fraction; where there is none,
the state says why, and 0 is a value. A level or an index of parts never becomes one of the whole by adding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.statistics import NOTHING, Dated, Statistics

Value: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Node:
    """What was reported about a node itself (`own`), and about what lies below it."""

    own: Statistics = field(default=NOTHING)
    below: Statistics = field(default=NOTHING)

    @property
    def whole(self) -> Statistics:
        """Both together."""
        return self.own + self.below


def scale(decimals: int) -> int:
    """What an integer with so many decimals is divided by."""
    factor: int = 10**decimals
    return factor


def exact(value: Value, decimals: int) -> Fraction:
    """A value as a number: 125 with 1 decimal is 12.5."""
    return Fraction(value, scale(decimals)) if isinstance(value, int) else value


def places_counted(statistics: Statistics) -> frozenset[str]:
    """The distinct places with at least one verified result."""
    return frozenset(place for place, count in statistics.counted.items() if count > 0)


def places_pending(statistics: Statistics) -> frozenset[str]:
    """The places that would count once what waits is verified: those not counted yet."""
    waiting = frozenset(place for place, count in statistics.pending.items() if count > 0)
    return waiting - places_counted(statistics)


def value_of(kind: Kind, node: Node, decimals: int = 0) -> Value | State:
    """The value of a node, or `not_applicable` where the kind has none there, or `not_reported`.

    A ratio is in per cent. Levels and milestones are those reported for the node itself; so is an index, unless every
    report below carries a weight.
    """
    if kind is Kind.QUALITATIVE:
        return State.NOT_APPLICABLE
    whole = node.whole
    if not whole.reports:
        return State.NOT_REPORTED
    if kind is Kind.COUNTRY_COUNT:
        return len(places_counted(whole)) * scale(decimals)
    if kind is Kind.COUNT:
        return whole.total
    if kind is Kind.RATIO:
        return Fraction(100 * whole.numerator, whole.denominator) if whole.denominator else State.NOT_REPORTED
    if node.own.dated:
        latest = max(node.own.dated).value
        return latest * scale(decimals) if kind is Kind.MILESTONE else latest
    return _weighted(node.below, decimals) if kind is Kind.INDEX else State.NOT_APPLICABLE


def _weighted(below: Statistics, decimals: int) -> Fraction | State:
    """The mean of the latest values of the places, weighted; without a value unless all have a weight."""
    latest: list[Dated] = list(below.latest().values())
    if not latest or not all(one.weight > 0 for one in latest):
        return State.NOT_APPLICABLE
    weights = sum(one.weight for one in latest)
    return Fraction(sum(one.value * one.weight for one in latest), weights * scale(decimals))


def state_of(value: Value | State, *, expected: bool, due: bool) -> State:
    """Which of the four states a cell is in: `expected` says whether anybody was to report here, `due` whether the
    time for it has passed."""
    if not isinstance(value, State):
        return State.VALUE
    if value is State.NOT_APPLICABLE or not expected:
        return State.NOT_APPLICABLE
    return State.NOT_REPORTED if due else State.NOT_YET_DUE
