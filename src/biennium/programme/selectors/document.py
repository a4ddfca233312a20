"""The live programme as an exchange document, in a constant number of queries.

Invariant: the order is canonical: results and sections in tree order, indicators behind their results, sets sorted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet

from biennium.organisation.selectors import all_units, organisation
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Baseline, Indicator, Level, Programme, Result, Section, Target, Term, WorkItem
from biennium.programme.values import unscale

N = TypeVar("N", bound=Any)


def live_levels(programme: Programme) -> QuerySet[Level]:
    """The levels in use, from the top down."""
    return programme.levels.filter(retired_at__isnull=True).order_by("position")


def live_results(programme: Programme) -> QuerySet[Result]:
    """The live results with all they refer to."""
    return (
        programme.results.filter(retired_at__isnull=True)
        .select_related("level", "lead_unit", "responsible_unit")
        .prefetch_related(
            "references",
            "contributing_units",
            Prefetch("links", queryset=Result.objects.filter(retired_at__isnull=True)),
        )
        .order_by("position", "id")
    )


def live_indicators(programme: Programme) -> QuerySet[Indicator]:
    """The live indicators of live results, with their definitions."""
    return defined_indicators(programme).filter(retired_at__isnull=True, result__retired_at__isnull=True)


def defined_indicators(programme: Programme) -> QuerySet[Indicator]:
    """All indicators, live or not, with their definitions."""
    return (
        programme.indicators.select_related("result")
        .prefetch_related(
            "criteria",
            "disaggregations",
            Prefetch("baselines", queryset=Baseline.objects.select_related("region")),
            Prefetch("targets", queryset=Target.objects.select_related("region")),
        )
        .order_by("position", "id")
    )


def live_sections(programme: Programme) -> QuerySet[Section]:
    """The live sections."""
    return (
        programme.sections.filter(retired_at__isnull=True)
        .select_related("result", "region", "parent")
        .order_by("position", "id")
    )


def live_work_items(programme: Programme) -> QuerySet[WorkItem]:
    """The live work items."""
    return programme.work_items.filter(retired_at__isnull=True).select_related("place", "result")


def in_tree_order(nodes: Iterable[N]) -> Iterator[N]:
    """Depth first, siblings as given. A node whose parent is not among them stands at the top."""
    children: dict[int | None, list[N]] = defaultdict(list)
    listed = list(nodes)
    present = {node.pk for node in listed}
    for node in listed:
        children[node.parent_id if node.parent_id in present else None].append(node)
    stack = list(reversed(children[None]))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children[node.pk]))


def document(programme: Programme) -> exchange.Programme:
    """The whole live programme."""
    results = list(in_tree_order(live_results(programme)))
    order = {result.pk: place for place, result in enumerate(results)}
    codes = {result.pk: result.code for result in results}
    indicators = sorted(live_indicators(programme), key=lambda one: (order[one.result_id], one.position, one.pk))
    return exchange.Programme(
        uid=programme.uid,
        code=programme.code,
        title=programme.title,
        start=programme.start,
        end=programme.end,
        currency=programme.currency,
        languages=programme.languages,
        organisation=_organisation(),
        unit=programme.unit.code if programme.unit else None,
        paper=exchange.Paper.model_validate(programme.paper) if programme.paper else None,
        levels=level_values(programme),
        units=_units(programme, results),
        terms=term_values(programme),
        sections=[section_values(one) for one in in_tree_order(live_sections(programme))],
        results=[result_values(one, codes.get(one.parent_id or 0)) for one in results],
        indicators=[indicator_values(one) for one in indicators],
        work_items=sorted(map(work_item_values, live_work_items(programme)), key=lambda one: one.code),
    )


def _organisation() -> exchange.Organisation:
    known = organisation()
    if known is None:
        return exchange.Organisation(name={"en": "The organisation"})
    return exchange.Organisation(name=known.name, acronym=known.acronym, iati=known.iati or None)


def level_values(programme: Programme) -> list[exchange.Level]:
    """The levels in use, as exchanged."""
    return [
        exchange.Level(
            code=level.code,
            name=level.name,
            plural=level.plural,
            parents=level.parents,
            text_heading=level.text_heading,
            counted=level.counted,
        )
        for level in live_levels(programme)
    ]


def _units(programme: Programme, results: list[Result]) -> list[exchange.Unit]:
    """The units the programme names, and those above them."""
    units = {unit.pk: unit for unit in all_units()}
    named: set[int] = {programme.unit_id} if programme.unit_id else set()
    for result in results:
        named.update(unit.pk for unit in result.contributing_units.all())
        if result.lead_unit_id:
            named.add(result.lead_unit_id)
    for pk in list(named):
        above = units[pk].parent_id
        while above is not None and above not in named:
            named.add(above)
            above = units[above].parent_id
    chosen = sorted((units[pk] for pk in named), key=lambda unit: (exchange.natural_key(unit.code), unit.code))
    return [
        exchange.Unit(code=one.code, name=one.name, parent=units[one.parent_id].code if one.parent_id else None)
        for one in chosen
    ]


def term_values(programme: Programme) -> list[exchange.Term]:
    """The entries of all vocabularies, as exchanged; sorted here, since each database has an alphabet of its own."""
    terms = [_term(term) for term in programme.terms.select_related("result")]
    return sorted(terms, key=lambda one: (one.scheme, one.code))


def _term(term: Term) -> exchange.Term:
    live = term.result is not None and term.result.retired_at is None
    result = term.result.code if term.result and live else None
    return exchange.Term(scheme=term.scheme, code=term.code, title=term.title, result=result)


def _range(first: int | None, last: int | None) -> list[int] | None:
    return None if first is None or last is None else [first, last]


def result_values(result: Result, parent: str | None) -> exchange.Result:
    """A result as exchanged; `parent` is the code of the live result above it."""
    return exchange.Result(
        uid=result.uid,
        code=result.code,
        level=result.level.code,
        parent=parent,
        title=result.title,
        strategy=result.strategy,
        scope=result.scope or None,  # type: ignore[arg-type]
        paragraphs=_range(result.paragraph_first, result.paragraph_last),
        item=result.item,
        lead_unit=result.lead_unit.code if result.lead_unit else None,
        contributing_units=[unit.code for unit in result.contributing_units.all()],
        references=[
            exchange.Reference(scheme=one.scheme, code=one.code, score=one.score) for one in result.references.all()
        ],
        links=[linked.code for linked in result.links.all()],
    )


def indicator_values(indicator: Indicator) -> exchange.Indicator:
    """An indicator as exchanged, values unscaled."""
    decimals = indicator.decimals
    return exchange.Indicator(
        uid=indicator.uid,
        code=indicator.code,
        result=indicator.result.code,
        title=indicator.title,
        definition=indicator.definition,
        kind=indicator.kind,  # type: ignore[arg-type]
        unit=indicator.unit,
        decimals=decimals,
        direction=indicator.direction,  # type: ignore[arg-type]
        source=indicator.source,
        cumulative=indicator.cumulative,
        counts_territories=indicator.counts_territories,
        illustrative=indicator.illustrative,
        criteria=[
            exchange.Criterion(code=one.code, text=one.text, required=one.required) for one in indicator.criteria.all()
        ],
        disaggregations=[
            exchange.Disaggregation(dimension=one.dimension, categories=one.categories)
            for one in indicator.disaggregations.all()
        ],
        baselines=sorted(_baselines(indicator, decimals), key=lambda one: (one.as_of, one.region or "")),
        targets=sorted(_targets(indicator, decimals), key=lambda one: (one.start, one.end, one.region or "")),
    )


def _baselines(indicator: Indicator, decimals: int) -> Iterator[exchange.Baseline]:
    for one in indicator.baselines.all():
        region = one.region.code if one.region else None
        yield exchange.Baseline(value=unscale(one.value, decimals), as_of=one.as_of, region=region, note=one.note)


def _targets(indicator: Indicator, decimals: int) -> Iterator[exchange.Target]:
    for one in indicator.targets.all():
        region = one.region.code if one.region else None
        yield exchange.Target(start=one.start, end=one.end, value=unscale(one.value, decimals), region=region)


def section_values(section: Section) -> exchange.Section:
    """A section as exchanged."""
    return exchange.Section(
        uid=section.uid,
        code=section.code,
        kind=section.kind,  # type: ignore[arg-type]
        heading=section.heading,
        body=section.body,
        paragraphs=_range(section.paragraph_first, section.paragraph_last),
        parent=section.parent.code if section.parent and not section.parent.retired_at else None,
        result=section.result.code if section.result and not section.result.retired_at else None,
        region=section.region.code if section.region else None,
        addressee=section.addressee,
        date=section.date or None,
    )


def work_item_values(item: WorkItem) -> exchange.WorkItem:
    """A work item as exchanged."""
    return exchange.WorkItem(
        uid=item.uid,
        code=item.code,
        kind=item.kind,  # type: ignore[arg-type]
        title=item.title,
        place=item.place.code if item.place else None,
        result=item.result.code if item.result and not item.result.retired_at else None,
        function=item.function or None,
        sdg=item.sdg,
    )
