"""The reports of a programme as rules of data quality read them.

Invariant: values with their cells, results with the number of values, and claims with their answers are one query each;
of values, of which there may be a million, the database picks those with which something is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, Exists, F, OuterRef, Q, Sum, Value, When

from biennium.foundation.context import remembered
from biennium.kernel.indicators.kinds import Kind
from biennium.programme.models import Criterion, Programme, Target
from biennium.reporting import contributions
from biennium.reporting.models import CountryResult, CountryResultIndicator, Evidence, ObservationCell

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Seen:
    """A reported value: its indicator, whether that is retired, the total, and what it is broken down into."""

    uid: str
    where: str
    unit: str
    indicator: str
    retired: bool
    total: int | None
    cells: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A country result; `proved` is whether there is evidence of it."""

    code: str
    unit: str
    status: str
    proved: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What a country result claims of an indicator, and what is wrong with it: it lies outside every target, the
    indicator is retired, or criteria that were answered are gone (`lost`)."""

    result: str
    day: date
    indicator: str
    outside: bool
    retired: bool
    lost: tuple[str, ...]


_SEEN = (
    *("pk", "uid", "unit__code", "indicator__code", "indicator__retired_at", "round__code", "place__code"),
    *("region__code", "indicator__kind", "value", "numerator"),
    *("cells__dimension", "cells__category", "cells__value"),
)
_CLAIM = ("pk", "result__code", "result__date", "indicator__code", "outside", "retired", "lost", "answers__criterion")


def seen(programme: Programme) -> list[Seen]:
    """The values that hold and do not agree with what they are broken down into, or whose indicator is retired."""
    current = contributions.observations().filter(round__programme=programme)
    told = ObservationCell.objects.filter(observation__in=current).order_by().values("observation", "dimension")
    of_count = Q(observation__indicator__kind=Kind.COUNT)
    total = Case(When(of_count, then="observation__value"), default="observation__numerator")
    sums = told.annotate(total=total, parts=Sum("value"))
    uneven = sums.filter(Q(parts__lt=F("total")) | Q(parts__gt=F("total"))).values("observation")
    rows = current.filter(Q(pk__in=uneven) | Q(indicator__retired_at__isnull=False)).order_by("pk", "cells__pk")
    listed = rows.values_list(*_SEEN)
    return remembered(
        ("assessed values", programme.pk),
        lambda: [_seen(list(one)) for _pk, one in groupby(listed.iterator(chunk_size=CHUNK), key=itemgetter(0))],
    )


def _seen(rows: list[Any]) -> Seen:
    _pk, uid, unit, indicator, retired_at, round_, place, region, kind, value, numerator = rows[0][:11]
    where = " ".join(filter(None, (indicator, round_, place or region)))
    cells: dict[str, dict[str, int]] = defaultdict(dict)
    for dimension, category, part in (row[11:] for row in rows if row[11] is not None):
        cells[dimension][category] = part
    total = value if kind == Kind.COUNT else numerator
    return Seen(str(uid), where, unit, indicator, retired_at is not None, total, dict(cells))


def values_by_unit(programme: Programme) -> dict[str, int]:
    """How many values hold that each office has reported."""
    return {unit: number for code, unit, _status, number in _reported(programme) if not code}


def results(programme: Programme) -> list[Claimed]:
    """All country results, withdrawn ones as well."""
    rows = _reported(programme)
    return [Claimed(code, unit, status, bool(proofs)) for code, unit, status, proofs in rows if code]


def _reported(programme: Programme) -> list[tuple[str, str, str, int]]:
    """Country results: code, office, status, and whether there is evidence; and without a code or a status, how many
    values an office reported. In one query."""
    columns = ("code", "unit__code", "status", "number")
    evidence = Evidence.objects.filter(result=OuterRef("pk"), removed_at__isnull=True)
    proofs = Case(When(Exists(evidence), then=1), default=0, output_field=BigIntegerField())
    claimed = programme.country_results.order_by().annotate(number=proofs).values_list(*columns)
    values = contributions.observations().filter(round__programme=programme).order_by().values("unit__code")
    none = Value("", output_field=CharField())
    counted = values.annotate(code=none, status=none, number=Count("pk")).values_list(*columns)
    return remembered(("reported", programme.pk), lambda: sorted(claimed.union(counted, all=True)))


def claims(programme: Programme) -> list[Claim]:
    """The claims with which something is wrong."""
    targeted = Target.objects.filter(indicator=OuterRef("indicator"))
    covering = targeted.filter(start__lte=OuterRef("result__date"), end__gte=OuterRef("result__date"))
    criteria = Criterion.objects.filter(indicator=OuterRef("indicator"), code=OuterRef("answers__criterion"))
    stands = ~Q(result__status=CountryResult.Status.WITHDRAWN)
    rows: Any = CountryResultIndicator.objects.filter(stands, result__programme=programme).annotate(
        outside=Q(Exists(targeted), ~Exists(covering), result__status__in=contributions.REPORTED),
        retired=Q(indicator__retired_at__isnull=False),
        lost=Q(~Exists(criteria), answers__isnull=False),
    )
    wrong = rows.filter(Q(outside=True) | Q(retired=True) | Q(lost=True)).order_by("pk", "answers__pk")
    return remembered(
        ("assessed claims", programme.pk),
        lambda: [_claim(list(one)) for _pk, one in groupby(wrong.values_list(*_CLAIM), key=itemgetter(0))],
    )


def _claim(rows: list[Any]) -> Claim:
    _pk, result, day, indicator, outside, retired, _lost, _criterion = rows[0]
    return Claim(result, day, indicator, outside, retired, tuple(row[7] for row in rows if row[6]))
