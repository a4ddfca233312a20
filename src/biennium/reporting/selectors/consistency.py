"""The aggregates recomputed from every report, and whether they agree.

Invariant: it reads the reports only, in the order of the indicators, and holds one indicator in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from biennium.kernel.indicators.statistics import Statistics
from biennium.programme.models import Programme
from biennium.reporting import contributions
from biennium.reporting.contributions import Bucket, Contribution, columns, fold
from biennium.reporting.models import IndicatorAggregate

Table = dict[Bucket, dict[str, Any]]
NOTHING = columns(Statistics())


@dataclass(frozen=True, slots=True)
class Difference:
    """A bucket whose aggregate is not what its reports amount to; the columns that differ."""

    bucket: Bucket
    stored: dict[str, Any]
    recomputed: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.bucket.key}: {self.stored} instead of {self.recomputed}"


def recomputed(programme: Programme) -> Iterator[tuple[int, Table]]:
    """Each indicator that was reported on, with what the reports amount to in each of its buckets."""
    measured = contributions.observations().filter(round__programme=programme).order_by("indicator_id")
    claims = contributions.claims().filter(result__programme=programme).order_by("indicator_id")
    return _by_indicator(contributions.observed(measured), contributions.claimed(claims))


def stored(programme: Programme) -> Iterator[tuple[int, Table]]:
    """Each indicator with its aggregates."""
    rows = IndicatorAggregate.objects.filter(indicator__programme=programme).order_by("indicator_id")
    return _by_indicator(contributions.aggregated(rows))


def differences(programme: Programme) -> Iterator[Difference]:
    """Where the aggregates are not what a full recomputation gives; nothing when all is well."""
    for found, expected in _side_by_side(stored(programme), recomputed(programme)):
        for bucket in sorted({*found, *expected}, key=lambda one: one.key):
            one, other = found.get(bucket, NOTHING), expected.get(bucket, NOTHING)
            if one != other:
                differing = [name for name in NOTHING if one[name] != other[name]]
                yield Difference(
                    bucket, {name: one[name] for name in differing}, {name: other[name] for name in differing}
                )


def _by_indicator(*streams: Iterable[Contribution]) -> Iterator[tuple[int, Table]]:
    """Streams in the order of the indicators as one, an indicator at a time."""
    grouped = (groupby(stream, key=lambda part: part[0].indicator) for stream in streams)
    waiting = [(groups, next(groups, None)) for groups in grouped]
    while held := [group for _, group in waiting if group]:
        indicator = min(group[0] for group in held)
        parts = chain.from_iterable(group[1] for group in held if group[0] == indicator)
        yield indicator, {bucket: columns(statistics) for bucket, statistics in fold(parts).items()}
        waiting = [
            (groups, next(groups, None) if group and group[0] == indicator else group) for groups, group in waiting
        ]


def _side_by_side(
    one: Iterator[tuple[int, Table]], other: Iterator[tuple[int, Table]]
) -> Iterator[tuple[Table, Table]]:
    """The tables of the same indicator from two streams; an indicator missing in one is empty there."""
    left, right = next(one, None), next(other, None)
    while left or right:
        indicator = min(side[0] for side in (left, right) if side)
        mine = left[1] if left and left[0] == indicator else {}
        yours = right[1] if right and right[0] == indicator else {}
        yield mine, yours
        left = next(one, None) if left and left[0] == indicator else left
        right = next(other, None) if right and right[0] == indicator else right
