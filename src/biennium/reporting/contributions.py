"""From reports to statistics: the one place that says what a row contributes, and to which bucket.

Invariant: current aggregates, their recomputation and the view of any past day all fold these contributions, so they
cannot disagree about what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery

from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.statistics import Dated, Statistics, merge
from biennium.reporting.models import CountryResultIndicator, IndicatorAggregate, Observation, ResultTransition

PENDING = "submitted"
CONCLUDED = ("verified", "published")
REPORTED = (PENDING, *CONCLUDED)


class Bucket(NamedTuple):
    """What statistics are kept for: an indicator, a place or a region or neither (primary keys), a period."""

    indicator: int
    place: int | None
    region: int | None
    start: date
    end: date

    @property
    def key(self) -> str:
        """The unique text of the bucket; it sorts in the order in which aggregates are locked."""
        where = f"p{self.place}" if self.place else f"r{self.region}" if self.region else "-"
        return f"{self.indicator}|{where}|{self.start}|{self.end}"

    @property
    def where(self) -> str:
        """How the kernel knows the place."""
        return str(self.place or "")


Contribution = tuple[Bucket, Statistics]

OBSERVED = (
    "indicator_id",
    "place_id",
    "region_id",
    "round__start",
    "round__end",
    "indicator__kind",
    "value",
    "numerator",
    "denominator",
    "reached",
    "measured_on",
    "key",
)
CLAIMED = ("indicator_id", "result__place_id", "result__date", "state", "met")
AGGREGATED = (
    "indicator_id",
    "place_id",
    "region_id",
    "start",
    "end",
    "reports",
    "total",
    "numerator",
    "denominator",
    "counted",
    "pending",
    "latest_on",
    "latest_source",
    "latest_value",
    "latest_weight",
)


def observations(at: datetime | None = None) -> QuerySet[Observation]:
    """The observations that hold: now, or as they stood just before a moment."""
    if at is None:
        return Observation.objects.filter(superseded_at__isnull=True, withdrawn=False)
    then = Q(superseded_at__isnull=True) | Q(superseded_at__gte=at)
    return Observation.objects.filter(then, recorded_at__lt=at, withdrawn=False)


def claims(at: datetime | None = None) -> QuerySet[CountryResultIndicator]:
    """What country results claim, with the `state` the result is in now, or was in just before a moment.

    A verified result does not change, so its place and day are those it had then. One that still waited may since have
    been returned and changed; it is shown where it stands now.
    """
    if at is None:
        return CountryResultIndicator.objects.annotate(state=F("result__status")).filter(state__in=REPORTED)
    steps = ResultTransition.objects.filter(result=OuterRef("result"), at__lt=at).order_by("-id")
    state = Subquery(steps.values("target")[:1], output_field=CharField())
    return CountryResultIndicator.objects.annotate(state=state).filter(state__in=REPORTED)


def observed(rows: QuerySet[Observation], *, chunk: int = 5000) -> Iterator[Contribution]:
    """What observations contribute."""
    for indicator, place, region, start, end, *values in rows.values_list(*OBSERVED).iterator(chunk_size=chunk):
        bucket = Bucket(indicator, place, region, start, end)
        yield bucket, _measured(bucket.where, *values)


def _measured(
    where: str,
    kind: str,
    value: int | None,
    numerator: int | None,
    denominator: int | None,
    reached: bool | None,
    day: date,
    source: str,
) -> Statistics:
    """The statistics of one observation; one that gives no number is a report in words."""
    if kind == Kind.COUNT and value is not None:
        return Statistics.of_amount(value)
    if kind == Kind.RATIO and numerator is not None and denominator is not None:
        return Statistics.of_ratio(numerator, denominator)
    if kind == Kind.MILESTONE and reached is not None:
        return Statistics.of_dated(day, int(reached), place=where, source=source)
    if kind in {Kind.INDEX, Kind.LEVEL} and value is not None:
        return Statistics.of_dated(day, value, place=where, source=source, weight=denominator or 0)
    return Statistics.of_words()


def claimed(rows: QuerySet[CountryResultIndicator], *, chunk: int = 5000) -> Iterator[Contribution]:
    """What country results contribute: one that is verified and does not meet the criteria is reported, not counted."""
    for indicator, place, day, state, met in rows.values_list(*CLAIMED).iterator(chunk_size=chunk):
        bucket = Bucket(indicator, place, None, day, day)
        if state == PENDING:
            yield bucket, Statistics.of_result(bucket.where, verified=False)
        else:
            yield bucket, Statistics.of_result(bucket.where, verified=True) if met else Statistics.of_words()


def aggregated(rows: QuerySet[IndicatorAggregate], *, chunk: int = 5000) -> Iterator[Contribution]:
    """What the aggregates say."""
    for row in rows.values_list(*AGGREGATED).iterator(chunk_size=chunk):
        bucket = Bucket(*row[:5])
        reports, total, numerator, denominator, counted, pending, day, source, value, weight = row[5:]
        yield (
            bucket,
            Statistics(
                reports=reports,
                total=total,
                numerator=numerator,
                denominator=denominator,
                counted={bucket.where: counted} if counted else {},
                pending={bucket.where: pending} if pending else {},
                dated={Dated(day, source, bucket.where, value, weight): 1} if day else {},
            ),
        )


def fold(parts: Iterable[Contribution]) -> dict[Bucket, Statistics]:
    """The statistics of each bucket."""
    grouped: dict[Bucket, list[Statistics]] = defaultdict(list)
    for bucket, statistics in parts:
        grouped[bucket].append(statistics)
    return {bucket: found[0] if len(found) == 1 else merge(found) for bucket, found in grouped.items()}


def columns(statistics: Statistics) -> dict[str, Any]:
    """The statistics of one bucket as the columns of an aggregate. Of dated values the latest is kept: within one place
    and period no other can ever be the latest again before a report of that bucket changes."""
    latest = max(statistics.dated, default=None)
    return {
        "reports": statistics.reports,
        "total": statistics.total,
        "numerator": statistics.numerator,
        "denominator": statistics.denominator,
        "counted": sum(statistics.counted.values()),
        "pending": sum(statistics.pending.values()),
        "latest_on": latest.day if latest else None,
        "latest_source": latest.source if latest else "",
        "latest_value": latest.value if latest else None,
        "latest_weight": latest.weight if latest else 0,
    }
