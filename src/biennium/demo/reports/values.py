"""Two rounds of values: the first closed, the second open; some indicators without a report, some with zero.

Invariant: a value lies between the baseline of its indicator and somewhat beyond its target, by a fixed scatter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from biennium.demo.money.seeds import between
from biennium.demo.reports.results import OFFICES
from biennium.foundation.actors import OPERATOR
from biennium.kernel.figures import rounded
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.periods import Period
from biennium.organisation.models import Person, Region, Unit
from biennium.organisation.selectors import own_regions
from biennium.programme.models import Indicator, Programme
from biennium.programme.values import unscale
from biennium.reporting.measures import Reported
from biennium.reporting.models import Round
from biennium.reporting.services.observations import record_observation
from biennium.reporting.services.rounds import close_round, open_round

SOURCE = {
    "en": "Illustrative: no such record exists",
    "fr": "À titre d’illustration : il n’existe pas de tel relevé",
    "es": "Ilustrativo: no existe tal registro",
}
TITLES = {
    2024: {"en": "First year", "fr": "Première année", "es": "Primer año"},
    2025: {"en": "Second year", "fr": "Deuxième année", "es": "Segundo año"},
}
DENOMINATOR = 400


def report_values(programme: Programme) -> int:
    """Opens both rounds, reports their values, closes the first. Returns how many values there are."""
    publisher = Person.objects.get(assignments__role__code="programme_officer")
    reported = 0
    for year in TITLES:
        round_ = open_round(
            actor=publisher,
            programme=programme,
            code=str(year),
            window=Period.of_year(year),
            opens=date(year, 1, 1),
            due=date(year + 1, 1, 31),
            title=TITLES[year],
        )
        reported += sum(_record(programme, round_, one) for one in _observed(programme))
    close_round(actor=publisher, round=programme.rounds.get(code="2024"), reason="Illustrative: all reports are in")
    return reported


def _observed(programme: Programme) -> Iterator[Indicator]:
    rows = programme.indicators.filter(retired_at__isnull=True).exclude(kind=Indicator.Kind.COUNTRY_COUNT)
    related = ("targets", "baselines", "disaggregations")
    yield from rows.select_related("result__responsible_unit").prefetch_related(*related).order_by("code")


def _record(programme: Programme, round_: Round, indicator: Indicator) -> int:
    """The reports on an indicator: of a count one a region, else one; now and then none."""
    lot = between(0, 9, indicator.code, round_.code)
    if lot == 0 or (round_.code == "2025" and lot < 3):
        return 0
    parts: list[tuple[Region | None, Unit, Fraction]] = [(None, _lead(indicator), Fraction(1))]
    if indicator.kind == Kind.COUNT and indicator.disaggregations.all():
        units = {unit.code: unit for unit in Unit.objects.filter(code__in=OFFICES.values())}
        parts = [(region, units[OFFICES[region.code]], Fraction(1, 5)) for region in own_regions()]
    for region, unit, share in parts:
        reported = _reported(indicator, round_, share, region.code if region else "")
        record_observation(
            actor=OPERATOR, indicator=indicator, round=round_, unit=unit, region=region, reported=reported
        )
    return len(parts)


def _lead(indicator: Indicator) -> Unit:
    return indicator.result.responsible_unit or Unit.objects.get(parent__isnull=True)


def _reported(indicator: Indicator, round_: Round, share: Fraction, where: str) -> Reported:
    kind, target = Kind(indicator.kind), indicator.targets.all()[0].value
    baseline = indicator.baselines.all()[0].value if indicator.baselines.all() else target
    way = Fraction(between(36, 58, indicator.code, round_.code, where), 100)
    if kind is Kind.MILESTONE:
        reached = round_.code == "2025"
        return Reported(reached=reached, measured_on=date(2025, 6, 30) if reached else None, source=SOURCE)
    if kind is Kind.COUNT:
        empty = between(0, 9, indicator.code, where, "none") == 0
        return _counted(indicator, 0 if empty else rounded(target * way * share, 0))
    later = way + (Fraction(2, 5) if round_.code == "2025" else 0)
    value = rounded(baseline + (target - baseline) * later, 0)
    if kind is Kind.RATIO:
        numerator = rounded(Fraction(value * DENOMINATOR, 100 * 10**indicator.decimals), 0)
        made = _counted(indicator, numerator)
        return replace(made, value=None, numerator=numerator, denominator=DENOMINATOR)
    return Reported(value=unscale(value, indicator.decimals), source=SOURCE)


def _counted(indicator: Indicator, total: int) -> Reported:
    """A total with its breakdown; a tenth of it is not known."""
    unknown = total // 10
    women = (total - unknown) * between(40, 60, indicator.code, "women") // 100
    parts = {"female": women, "male": total - unknown - women, "unknown": unknown}
    cells = {
        one.dimension: {name: str(value) for name, value in parts.items()} for one in indicator.disaggregations.all()
    }
    return Reported(value=str(total), source=SOURCE, cells=cells)
