"""The results framework, live: level × indicator × period × region.

Invariant: the number of statements does not depend on how many indicators, regions or reports there are; the table of
today comes from the aggregates, that of a past day from the rows, and on the same day both are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.context import remembered
from biennium.kernel.errors import NotFound
from biennium.kernel.periods import Period
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Programme
from biennium.reporting import contributions
from biennium.reporting.cells import Cell, Definition, Reports, cell
from biennium.reporting.contributions import Contribution
from biennium.reporting.models import IndicatorAggregate
from biennium.reporting.selectors.columns import Column, Columns, columns
from biennium.reporting.selectors.definitions import (
    definition,
    rounds_of,
    sealed_definition,
    territories,
    thresholds_of,
)
from biennium.reporting.selectors.visibility import may_see_office
from biennium.reporting.times import end_of

PAGE = 50
WHOLE = 100_000
"""More indicators than a framework has: all of them on one page."""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator and its cells by period and column."""

    indicator: Indicator
    cells: dict[tuple[Period, str], Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows in the order of the framework. `total` is how many indicators there are beyond this page."""

    columns: tuple[Column, ...]
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    total: int
    as_of: date


def matrix(
    *,
    actor: Actor,
    programme: Programme,
    periods: Sequence[Period] = (),
    level: str = "",
    under: str = "",
    as_of: date | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> Matrix:
    """A page of the matrix: the indicators of a level (of all without one), under a result, by code.

    Without periods that of the programme. Raises `NotFound` for a result there is none of.
    """
    chosen, total = _page(programme, level, under, offset, limit)
    return tabulate(actor=actor, programme=programme, indicators=chosen, periods=periods, as_of=as_of, total=total)


def tabulate(
    *,
    actor: Actor,
    programme: Programme,
    indicators: Sequence[Indicator],
    periods: Sequence[Period] = (),
    as_of: date | None = None,
    total: int = 0,
    sealed: Mapping[UUID, exchange.Indicator] | None = None,
) -> Matrix:
    """The matrix of some indicators, whose targets and baselines have been fetched, or are those of a version
    (`sealed`, by the identity of the indicator)."""
    at = as_of or timezone.localdate()
    asked = tuple(periods) or (Period(programme.start, programme.end),)
    known = columns()
    rounds, thresholds, office = rounds_of(programme, at), thresholds_of(programme), may_see_office(actor)
    reports = _reports([one.pk for one in indicators], asked, known, as_of)
    uncounted = territories(indicators)
    rows = []
    for indicator in indicators:
        facts = _facts(indicator, known, uncounted, sealed)
        mine = reports.get(indicator.pk) or Reports((), known)
        cells = {
            (period, column.code): cell(
                facts, mine, rounds, column=column.code, period=period, at=at, thresholds=thresholds, office=office
            )
            for period in asked
            for column in known.columns
        }
        rows.append(Row(indicator, cells))
    return Matrix(known.columns, asked, tuple(rows), total or len(rows), at)


def _facts(
    indicator: Indicator,
    known: Columns,
    uncounted: frozenset[str],
    sealed: Mapping[UUID, exchange.Indicator] | None,
) -> Definition:
    if sealed is None:
        return definition(indicator, known, uncounted)
    return sealed_definition(sealed[indicator.uid], known, uncounted)


def of_version(
    *,
    actor: Actor,
    programme: Programme,
    indicators: Sequence[exchange.Indicator],
    periods: Sequence[Period] = (),
    as_of: date | None = None,
) -> Matrix:
    """The matrix of some indicators of a version: with its targets and baselines, and the reports as they stand."""
    sealed = {one.uid: one for one in indicators if one.uid}
    rows = {one.uid: one for one in programme.indicators.filter(uid__in=sealed)}
    ordered = [rows[uid] for uid in sealed if uid in rows]
    return tabulate(actor=actor, programme=programme, indicators=ordered, periods=periods, as_of=as_of, sealed=sealed)


def _reports(
    indicators: Sequence[int], periods: Sequence[Period], known: Columns, as_of: date | None
) -> dict[int, Reports]:
    """What was reported on each indicator until the last day asked for: one statement today, two for a past day."""
    until = max(period.end for period in periods)
    grouped: dict[int, list[Contribution]] = defaultdict(list)
    for part in remembered_parts(indicators, until, as_of):
        grouped[part[0].indicator].append(part)
    return {indicator: Reports(parts, known) for indicator, parts in grouped.items()}


def remembered_parts(indicators: Sequence[int], until: date, as_of: date | None) -> list[Contribution]:
    """The contributions to some indicators, asked once a request."""
    return remembered(("contributions", *indicators, until, as_of), lambda: list(parts_of(indicators, until, as_of)))


def parts_of(indicators: Sequence[int], until: date, as_of: date | None) -> Iterator[Contribution]:
    """The contributions to some indicators: from the aggregates today, from the rows for a past day."""
    if as_of is None:
        yield from contributions.aggregated(
            IndicatorAggregate.objects.filter(indicator__in=indicators, start__lte=until)
        )
        return
    moment = end_of(as_of)
    yield from contributions.observed(
        contributions.observations(moment).filter(indicator__in=indicators, round__start__lte=until)
    )
    yield from contributions.claimed(
        contributions.claims(moment).filter(indicator__in=indicators, result__date__lte=until)
    )


def defined(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Indicators with all that decides their cells."""
    return indicators.select_related("result__level").prefetch_related("targets", "baselines")


def _page(programme: Programme, level: str, under: str, offset: int, limit: int) -> tuple[list[Indicator], int]:
    """The indicators of a page in the order of the framework, and how many there are on all pages."""
    live = programme.indicators.filter(retired_at__isnull=True).order_by()
    measured = dict(live.values_list("result").annotate(Count("pk")))
    results = programme.results.filter(retired_at__isnull=True).order_by("position", "pk")
    ordered = _in_order(list(results.values_list("pk", "parent_id", "code", "level__code")), under)
    counted = [(pk, measured[pk]) for pk, _parent, _code, its in ordered if pk in measured and level in ("", its)]
    wanted, before = [], 0
    for pk, indicators in counted:
        if before + indicators > offset and before < offset + limit:
            wanted.append((pk, before))
        before += indicators
    found = defined(Indicator.objects.filter(result__in=[pk for pk, _before in wanted], retired_at__isnull=True))
    first = wanted[0][1] if wanted else 0
    position = {pk: index for index, (pk, _before) in enumerate(wanted)}
    lined = sorted(found, key=lambda one: (position[one.result_id], one.position, one.pk))
    return lined[offset - first : offset - first + limit], before


_Node = tuple[int, int | None, str, str]


def _in_order(nodes: list[_Node], under: str) -> list[_Node]:
    """The results as the framework has them, from the top or from one of them."""
    below: dict[int | None, list[_Node]] = defaultdict(list)
    for node in nodes:
        below[node[1]].append(node)
    top = below[None] if not under else [node for node in nodes if node[2] == under]
    if under and not top:
        raise NotFound(_("There is no result %(code)s.") % {"code": under})
    return list(chain.from_iterable(_walked(node, below) for node in top))


def _walked(node: _Node, below: dict[int | None, list[_Node]]) -> Iterator[_Node]:
    yield node
    for child in below[node[0]]:
        yield from _walked(child, below)


def find_indicator(programme: Programme, code: str) -> Indicator:
    """A live indicator by code, with all that decides its cells. Raises `NotFound`."""
    found = defined(programme.indicators.filter(retired_at__isnull=True, code=code)).first()
    if found is None:
        raise NotFound(
            _("There is no indicator %(code)s in %(programme)s.") % {"code": code, "programme": programme.code}
        )
    return found
