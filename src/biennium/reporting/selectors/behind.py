"""What lies behind a cell: the countries with their results, criteria and evidence, or the observations.

Invariant: a constant number of statements; the countries listed as counted are exactly those the cell counts. Their
results are shown as far as the asker may see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from biennium.foundation.actors import Actor
from biennium.kernel.indicators.values import places_counted, places_pending
from biennium.kernel.periods import Period
from biennium.organisation.models import Place
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator
from biennium.reporting import contributions
from biennium.reporting.cells import Definition, Reports
from biennium.reporting.models import CountryResult, Observation
from biennium.reporting.selectors.columns import WORLD, Columns, columns
from biennium.reporting.selectors.definitions import definition, sealed_definition, territories
from biennium.reporting.selectors.matrix import remembered_parts
from biennium.reporting.selectors.visibility import may_see_office, visible_results, whole
from biennium.reporting.times import end_of


@dataclass(frozen=True, slots=True)
class Country:
    """A place behind a count: whether it counts or waits, and its results as far as they may be seen."""

    place: Place
    counted: bool
    results: tuple[CountryResult, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """Countries for a count of countries, else observations; empty where there is no window."""

    countries: tuple[Country, ...] = ()
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell: an indicator (targets and baselines fetched), a column, a period, as of a day or now."""

    indicator: Indicator
    column: str
    period: Period
    as_of: date | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it counts countries."""
        return self.indicator.kind == Indicator.Kind.COUNTRY_COUNT


def behind(
    *,
    actor: Actor,
    indicator: Indicator,
    period: Period,
    column: str = WORLD,
    as_of: date | None = None,
    sealed: exchange.Indicator | None = None,
) -> Behind:
    """What lies behind a cell of the matrix; with the definition of a version where one is given."""
    asked, known = Asked(indicator, column, period, as_of), columns()
    uncounted = territories([indicator])
    facts = sealed_definition(sealed, known, uncounted) if sealed else definition(indicator, known, uncounted)
    window = facts.window(period, column)[1]
    if window is None:
        return Behind()
    if asked.is_counted:
        return Behind(countries=tuple(_countries(actor, asked, known, facts, window)))
    office = may_see_office(actor)
    rows = observations_in(asked, known, window).select_related("author", "indicator").prefetch_related("cells")
    return Behind(observations=tuple(rows if office else rows.defer("note")))


def _countries(actor: Actor, asked: Asked, known: Columns, facts: Definition, window: Period) -> Iterable[Country]:
    reports = Reports(remembered_parts([asked.indicator.pk], window.end, asked.as_of), known)
    statistics = reports.node(asked.column, window).whole.without(facts.uncounted)
    counted = places_counted(statistics)
    shown = counted | places_pending(statistics) if may_see_office(actor) else counted
    results: dict[int, list[CountryResult]] = defaultdict(list)
    for result in _results(actor, asked, window, shown):
        results[result.place_id].append(result)
    for place in _places(shown, results):
        yield Country(place, str(place.pk) in counted, tuple(results[place.pk]))


def _places(shown: Iterable[str], results: Mapping[int, Sequence[CountryResult]]) -> list[Place]:
    """The places by code; asked for only where no result brings them along."""
    known = {place: found[0].place for place, found in results.items()}
    missing = [int(one) for one in shown if int(one) not in known]
    more = Place.objects.filter(pk__in=missing) if missing else []
    return sorted([*known.values(), *more], key=lambda place: place.code)


def _results(actor: Actor, asked: Asked, window: Period, places: Iterable[str]) -> QuerySet[CountryResult]:
    """The results behind the countries, those that count or wait."""
    moment = end_of(asked.as_of) if asked.as_of else None
    claims = contributions.claims(moment).filter(
        indicator=asked.indicator,
        result__date__range=(window.start, window.end),
        result__place__in=[int(one) for one in places],
    )
    return whole(visible_results(actor).filter(pk__in=claims.values("result")))


def observations_in(asked: Asked, known: Columns, window: Period) -> QuerySet[Observation]:
    """The observations of a column within a window, by place; what belongs to none comes last."""
    moment = end_of(asked.as_of) if asked.as_of else None
    rows = contributions.observations(moment).filter(
        indicator=asked.indicator, round__start__gte=window.start, round__end__lte=window.end
    )
    if asked.column != WORLD:
        regions = [region for region, column in known.of_region.items() if column == asked.column]
        rows = rows.filter(region__in=regions) | rows.filter(place__in=places_of(known, asked.column))
    places = [F(f"{name}__code").asc(nulls_last=True) for name in ("place", "region", "work_item")]
    ordered = rows.order_by(*places, "unit__code", "measured_on", "pk")
    return ordered.select_related("place", "region", "unit", "round", "work_item")


def places_of(known: Columns, column: str) -> list[int]:
    """The places of a column."""
    return [place for place, its_column in known.of_place.items() if its_column == column]


def is_own(observation: Observation, column: str, known: Columns) -> bool:
    """Whether an observation is about the column itself, not about what lies below it."""
    if column == WORLD:
        return observation.region_id is None and observation.place_id is None
    tops = {one.code: one.region for one in known.columns}
    return observation.region_id == tops[column]
