"""Keeping the aggregates: hold them, change what they stand for, settle them; all in one transaction.

Invariant: `hold` comes before any change of a report and locks in the order of the keys, so that nobody waits for
somebody who waits for them; `settle` then counts again what stands in the buckets held, and only there.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel.indicators.statistics import NOTHING, Statistics
from biennium.programme.models import Programme
from biennium.reporting import contributions
from biennium.reporting.contributions import Bucket, columns
from biennium.reporting.models import IndicatorAggregate
from biennium.reporting.registration import MANAGE_ROUNDS
from biennium.reporting.selectors import consistency

BATCH = 2000
COLUMNS = list(columns(NOTHING))


def hold(buckets: Iterable[Bucket]) -> list[Bucket]:
    """Locks the aggregates of these buckets until the transaction ends, creating those that are not there yet."""
    held = sorted(set(buckets), key=lambda bucket: bucket.key)
    IndicatorAggregate.objects.bulk_create([_row(bucket) for bucket in held], ignore_conflicts=True, batch_size=BATCH)
    keys = [bucket.key for bucket in held]
    list(IndicatorAggregate.objects.select_for_update().filter(key__in=keys).order_by("key").values_list("pk"))
    return held


def settle(buckets: list[Bucket]) -> None:
    """Writes what the reports in the buckets held amount to now."""
    found = _counted_again(buckets)
    by_key = {bucket.key: columns(found.get(bucket, NOTHING)) for bucket in buckets}
    rows = [row for row in IndicatorAggregate.objects.filter(key__in=by_key) if _updated(row, by_key[row.key])]
    if len(rows) == 1:
        rows[0].save(update_fields=COLUMNS)
    else:
        IndicatorAggregate.objects.bulk_update(rows, COLUMNS, batch_size=200)


def _updated(row: IndicatorAggregate, values: dict[str, object]) -> bool:
    """Gives the aggregate these values; whether any of them is new."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _counted_again(buckets: list[Bucket]) -> dict[Bucket, Statistics]:
    """The reports in these buckets, folded: two statements however many buckets there are."""
    indicators = {bucket.indicator for bucket in buckets}
    starts = {bucket.start for bucket in buckets}
    measured = contributions.observations().filter(indicator__in=indicators, round__start__in=starts)
    claims = contributions.claims().filter(indicator__in=indicators, result__date__in=starts)
    if all(bucket.place for bucket in buckets):
        places = {bucket.place for bucket in buckets}
        measured, claims = measured.filter(place__in=places), claims.filter(result__place__in=places)
    parts = [*contributions.observed(measured), *contributions.claimed(claims)]
    wanted = set(buckets)
    return contributions.fold(part for part in parts if part[0] in wanted)


def _row(bucket: Bucket, statistics: Statistics = NOTHING) -> IndicatorAggregate:
    return _filled(bucket, columns(statistics))


def _filled(bucket: Bucket, values: dict[str, object]) -> IndicatorAggregate:
    return IndicatorAggregate(
        key=bucket.key,
        indicator_id=bucket.indicator,
        place_id=bucket.place,
        region_id=bucket.region,
        start=bucket.start,
        end=bucket.end,
        **values,
    )


@transaction.atomic
def rebuild_aggregates(*, actor: Actor, programme: Programme, reason: str) -> int:
    """Writes all aggregates of a programme anew from its reports, and returns how many there are.

    Nobody needs it in daily work: it is for an installation whose rows were loaded past the services.
    """
    require(actor, MANAGE_ROUNDS, programme)
    IndicatorAggregate.objects.filter(indicator__programme=programme).delete()
    written, waiting = 0, []
    for _, table in consistency.recomputed(programme):
        waiting += [_filled(bucket, values) for bucket, values in table.items()]
        if len(waiting) >= BATCH:
            written, waiting = written + _write(waiting), []
    written += _write(waiting)
    audit.record(
        actor=actor, verb="reporting.aggregates_rebuilt", target=programme, after={"aggregates": written}, reason=reason
    )
    return written


def _write(rows: list[IndicatorAggregate]) -> int:
    return len(IndicatorAggregate.objects.bulk_create(rows, batch_size=BATCH))
