"""From the rows of an indicator to what decides its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from biennium.foundation.context import remembered
from biennium.kernel.indicators.kinds import Direction, Kind
from biennium.kernel.indicators.progress import Thresholds
from biennium.kernel.indicators.targets import Target
from biennium.kernel.periods import Period
from biennium.organisation.models import Place
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Programme
from biennium.programme.values import scale
from biennium.reporting.cells import BaselineFacts, Definition, RoundFacts
from biennium.reporting.models import StatusThresholds
from biennium.reporting.selectors.columns import WORLD, Columns


def territories(indicators: Iterable[Indicator]) -> frozenset[str]:
    """The places whose results do not count where an indicator counts no territories."""
    if all(indicator.counts_territories for indicator in indicators):
        return frozenset()
    return remembered("territories", _territories)


def _territories() -> frozenset[str]:
    found = Place.objects.filter(kind=Place.Kind.TERRITORY).values_list("pk", flat=True)
    return frozenset(str(place) for place in found)


def definition(indicator: Indicator, columns: Columns, territories: frozenset[str]) -> Definition:
    """What decides the cells of an indicator, whose targets and baselines have been fetched.

    Only targets and baselines of the world and of whole columns are used: a column is one region of the map.
    """
    known = {column.region: column.code for column in columns.columns}
    targets: dict[str, list[Target]] = defaultdict(list)
    for target in indicator.targets.all():
        if target.region_id in known:
            targets[known[target.region_id]].append(Target(Period(target.start, target.end), target.value))
    baselines: dict[str, list[BaselineFacts]] = defaultdict(list)
    for baseline in indicator.baselines.all():
        if baseline.region_id in known:
            baselines[known[baseline.region_id]].append(BaselineFacts(baseline.as_of, baseline.value))
    return Definition(
        kind=Kind(indicator.kind),
        direction=Direction(indicator.direction),
        decimals=indicator.decimals,
        cumulative=indicator.cumulative,
        targets=dict(targets),
        baselines=dict(baselines),
        uncounted=frozenset() if indicator.counts_territories else territories,
    )


def sealed_definition(indicator: exchange.Indicator, columns: Columns, territories: frozenset[str]) -> Definition:
    """What decides the cells of an indicator as a version has it: what was edited since is not public yet."""
    known = {column.code for column in columns.columns}
    where = f"indicator {indicator.code}"
    targets: dict[str, list[Target]] = defaultdict(list)
    for target in indicator.targets:
        if (column := target.region or WORLD) in known:
            value = scale(target.value, indicator.decimals, where)
            targets[column].append(Target(Period(target.start, target.end), value))
    baselines: dict[str, list[BaselineFacts]] = defaultdict(list)
    for baseline in indicator.baselines:
        if (column := baseline.region or WORLD) in known:
            value = scale(baseline.value, indicator.decimals, where)
            baselines[column].append(BaselineFacts(baseline.as_of, value))
    return Definition(
        kind=Kind(indicator.kind),
        direction=Direction(indicator.direction),
        decimals=indicator.decimals,
        cumulative=indicator.cumulative,
        targets=dict(targets),
        baselines=dict(baselines),
        uncounted=frozenset() if indicator.counts_territories else territories,
    )


def rounds_of(programme: Programme, at: date) -> list[RoundFacts]:
    """The rounds of a programme, and whether their reports are due by the end of a day."""
    return [RoundFacts(one.window, one.last_day <= at) for one in programme.rounds.all()]


def thresholds_of(programme: Programme) -> Thresholds:
    """How the programme judges progress."""
    kept = StatusThresholds.objects.filter(programme=programme).first()
    return Thresholds(kept.behind, kept.ahead) if kept else Thresholds()
