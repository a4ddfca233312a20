"""What activities contributed: observations made for them, and their country results once these are published.

Invariant: a country result that is not published, whatever else it is, leaves nothing here; neither does evidence that
is no public address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.db.models import Prefetch, Q, QuerySet

from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.periods import Period
from biennium.publishing.iati.content import Document, Measure
from biennium.publishing.iati.gathering.framework import ITSELF, Actuals, Framed, Framework, coverage, decimal
from biennium.reporting import contributions
from biennium.reporting.models import CountryResultIndicator, Evidence, Observation
from biennium.reporting.times import end_of

PUBLISHED = "published"
RESULT_DOCUMENT = "A08"
WEB_PAGE = "text/html"


def of_items(items: Sequence[int], framework: Framework, as_of: date) -> dict[int, Actuals]:
    """By work item what it contributed: four queries."""
    framed = {one.row.pk: one for rows in framework.indicators.values() for one in rows}
    found: dict[int, dict[int, dict[Period, list[Measure]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for observation in _observations(items, as_of):
        one = framed.get(observation.indicator_id)
        period = one.period_of(observation.measured_on) if one else None
        if one and period and observation.work_item_id:
            found[observation.work_item_id][one.row.pk][period].extend(_observed(one, observation))
    for (item, indicator, period), claims in _claimed(items, framed, as_of).items():
        found[item][indicator][period].append(_counted(claims))
    return dict(found)


def _observations(items: Sequence[int], as_of: date) -> QuerySet[Observation]:
    rows = contributions.observations(end_of(as_of)).filter(work_item__in=items, measured_on__lte=as_of)
    return rows.select_related("place").prefetch_related("cells").order_by("pk")


def _observed(one: Framed, row: Observation) -> Iterator[Measure]:
    """The value, and the part of each category of each dimension."""
    where = (row.place.code,) if row.place else ()
    comment = row.text if one.kind is Kind.QUALITATIVE else row.note
    yield Measure(_digits(one, row), coverage(ITSELF), where, comment)
    for cell in row.cells.all():
        part = (*coverage(ITSELF), (cell.dimension, cell.category))
        yield Measure(decimal(cell.value, one.row.decimals), part, where)


def _digits(one: Framed, row: Observation) -> str:
    if one.kind is Kind.QUALITATIVE:
        return ""
    if one.kind is Kind.MILESTONE:
        return "1" if row.reached else "0"
    if row.numerator is not None and row.denominator:
        return decimal(Fraction(100 * row.numerator, row.denominator), one.row.decimals)
    return decimal(row.value or 0, one.row.decimals)


Claims = dict[tuple[int, int, Period], list[CountryResultIndicator]]


def _claimed(items: Sequence[int], framed: Mapping[int, Framed], as_of: date) -> Claims:
    proofs = Evidence.objects.filter(removed_at__isnull=True).exclude(url="")
    rows = (
        contributions.claims(end_of(as_of))
        .filter(result__work_item__in=items, result__status=PUBLISHED, met=True)
        .filter(Q(state=PUBLISHED), result__date__lte=as_of)
        .select_related("result__place")
        .prefetch_related(Prefetch("result__evidence", queryset=proofs))
    )
    found: Claims = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.result.code, row.pk)):
        one = framed.get(row.indicator_id)
        period = one.period_of(row.result.date) if one else None
        if period and row.result.work_item_id:
            found[row.result.work_item_id, row.indicator_id, period].append(row)
    return found


def _counted(claims: Sequence[CountryResultIndicator]) -> Measure:
    """One country counts once, however many results it has; the first says what changed."""
    first = claims[0].result
    proofs = tuple(_document(proof) for claim in claims for proof in claim.result.evidence.all())
    return Measure("1", coverage(ITSELF), (first.place.code,), first.statement, tuple(proofs))


def _document(proof: Evidence) -> Document:
    return Document(proof.url, WEB_PAGE, {"en": proof.title}, (RESULT_DOCUMENT,))
