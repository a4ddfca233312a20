"""The results of a programme with their live indicators and the targets of these, as rules of data quality read them.

Invariant: all of it is one query, asked once for all rules, whatever the number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from biennium.foundation.context import remembered
from biennium.programme.models import Baseline, Criterion, Programme


@dataclass(frozen=True, slots=True)
class Measured:
    """A result, and the code of the unit that answers for it; empty for none."""

    pk: int
    code: str
    unit: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: its period, its scaled value, and the key of its region; None for the world."""

    start: date
    end: date
    value: int
    region: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A live indicator and what it stands on."""

    code: str
    kind: str
    direction: str
    unit: dict[str, str]
    result: Measured
    has_baseline: bool
    has_criterion: bool
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """Results by key, retired ones as well, and the live indicators of all of them in their order."""

    results: dict[int, Measured] = field(default_factory=dict)
    indicators: list[Measure] = field(default_factory=list)


_OF_RESULT = ("pk", "code", "responsible_unit__code", "retired_at")
_OF_INDICATOR = ("live__pk", "live__code", "live__kind", "live__direction", "live__unit", "based", "decided")
_OF_TARGET = ("live__targets__start", "live__targets__end", "live__targets__value", "live__targets__region")
_ORDER = ("position", "live__position", "live__pk", *_OF_TARGET[:2], _OF_TARGET[3])


def framework(programme: Programme) -> Framework:
    """All of it; asked once a request."""
    return remembered(("measured", programme.pk), lambda: _read(programme))


def _read(programme: Programme) -> Framework:
    live = FilteredRelation("indicators", condition=Q(indicators__retired_at__isnull=True))
    rows: Any = programme.results.annotate(live=live).annotate(
        based=Exists(Baseline.objects.filter(indicator=OuterRef("live__pk"))),
        decided=Exists(Criterion.objects.filter(indicator=OuterRef("live__pk"))),
    )
    found = Framework()
    listed = rows.order_by(*_ORDER).values_list(*_OF_RESULT, *_OF_INDICATOR, *_OF_TARGET)
    for (pk, indicator), group in groupby(listed, key=lambda row: (row[0], row[4])):
        of_one = list(group)
        _pk, code, unit, retired_at, _key, own, kind, direction, counted, based, decided = of_one[0][:11]
        result = found.results.setdefault(pk, Measured(pk, code, unit or "", retired_at is None))
        if indicator is not None:
            aims = tuple(Aim(*row[11:]) for row in of_one if row[11] is not None)
            found.indicators.append(Measure(own, kind, direction, counted, result, based, decided, aims))
    return found
