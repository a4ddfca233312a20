"""Sufficient statistics: everything about reports that a figure needs, and nothing of their order.

Invariant: statistics form a commutative group. Merging is associative and commutative, `NOTHING` changes nothing,
and `(a + b) - b == a`; so the order of entry never changes a figure, and a correction takes out exactly what it
replaces. Values are integers scaled by the decimals of the indicator.

A place is named by any text that is the same for the same place; what belongs to no place has the empty text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase

K = TypeVar("K")


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """A value measured on a day. Of two on one day the one whose `source` sorts last counts, whoever came first.

    `weight` is what an index is weighted with (a population, for instance); 0 is none.
    """

    day: date
    source: str
    place: str
    value: int
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a set of reports amounts to.

    `reports` counts them, zeros included. `counted` and `pending` count, per place, the country results that are
    verified and those that wait for it. `dated` holds each dated value with how often it was reported.
    """

    reports: int = 0
    total: int = 0
    numerator: int = 0
    denominator: int = 0
    counted: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    dated: Mapping[Dated, int] = field(default_factory=dict)

    @staticmethod
    def of_amount(value: int) -> Statistics:
        """One contribution to a count; 0 is one too."""
        return Statistics(reports=1, total=value)

    @staticmethod
    def of_ratio(numerator: int, denominator: int) -> Statistics:
        """One pair of a ratio. Raises `InvalidInput` for a denominator that is not positive."""
        if denominator <= 0:
            raise InvalidInput(
                phrase("The denominator of a ratio is more than zero."), remedy=phrase("Leave the report out instead.")
            )
        return Statistics(reports=1, numerator=numerator, denominator=denominator)

    @staticmethod
    def of_dated(day: date, value: int, *, place: str = "", source: str = "", weight: int = 0) -> Statistics:
        """One measurement of a level, an index or a milestone (1 reached, 0 not)."""
        return Statistics(reports=1, dated={Dated(day, source, place, value, weight): 1})

    @staticmethod
    def of_result(place: str, *, verified: bool) -> Statistics:
        """One country result: counted, or waiting to be."""
        return Statistics(reports=1, counted={place: 1}) if verified else Statistics(reports=1, pending={place: 1})

    @staticmethod
    def of_words() -> Statistics:
        """A report that gives no number: a narrative, or “nothing to report”."""
        return Statistics(reports=1)

    def __add__(self, other: Statistics) -> Statistics:
        return merge((self, other))

    def __neg__(self) -> Statistics:
        return Statistics(
            -self.reports,
            -self.total,
            -self.numerator,
            -self.denominator,
            {place: -count for place, count in self.counted.items()},
            {place: -count for place, count in self.pending.items()},
            {value: -count for value, count in self.dated.items()},
        )

    def __sub__(self, other: Statistics) -> Statistics:
        return self + -other

    def without(self, places: frozenset[str]) -> Statistics:
        """The same without the country results of some places: territories where those do not count."""
        return Statistics(
            self.reports,
            self.total,
            self.numerator,
            self.denominator,
            {place: count for place, count in self.counted.items() if place not in places},
            {place: count for place, count in self.pending.items() if place not in places},
            self.dated,
        )

    def latest(self) -> dict[str, Dated]:
        """The latest value of each place."""
        found: dict[str, Dated] = {}
        for value in sorted(self.dated):
            found[value.place] = value
        return found


NOTHING = Statistics()


def merge(parts: Iterable[Statistics]) -> Statistics:
    """The statistics of all parts together, in one pass."""
    listed = list(parts)
    if len(listed) < 2:
        return listed[0] if listed else NOTHING
    reports = total = numerator = denominator = 0
    counted: Counter[str] = Counter()
    pending: Counter[str] = Counter()
    dated: Counter[Dated] = Counter()
    for part in listed:
        reports += part.reports
        total += part.total
        numerator += part.numerator
        denominator += part.denominator
        _add(counted, part.counted)
        _add(pending, part.pending)
        _add(dated, part.dated)
    return Statistics(
        reports, total, numerator, denominator, _without_zeros(counted), _without_zeros(pending), _without_zeros(dated)
    )


def _add(counter: Counter[K], more: Mapping[K, int]) -> None:
    for key, count in more.items():
        counter[key] += count


def _without_zeros(counter: Counter[K]) -> dict[K, int]:
    return {key: count for key, count in counter.items() if count}
