"""What a reported value is about: the office that reports, the country or region, and what does not add up in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.foundation.permission import Verdict, decide
from biennium.kernel.indicators.disaggregation import discrepancies as differing
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.trees import below
from biennium.office.forms.common import words
from biennium.organisation.models import Place, Region, Unit
from biennium.organisation.selectors import all_units, own_regions, places
from biennium.programme.models import Indicator, Programme, WorkItem
from biennium.programme.values import unscale
from biennium.reporting.measures import cell_decimals
from biennium.reporting.models import Evidence, Observation
from biennium.reporting.registration import REPORT
from biennium.reporting.shown.words import category

Choices = list[tuple[str, str]]
PLACE, REGION = "p:", "r:"


def units(request: HttpRequest) -> list[Unit]:
    """The offices somebody reports for."""
    known = [one for one in all_units() if one.retired_at is None]
    return [one for one in known if decide(request.user, REPORT, Observation(unit=one)).allowed]


def may_report(request: HttpRequest) -> Verdict:
    """Whoever reports for some office may begin a report."""
    mine = units(request)
    return decide(request.user, REPORT, Observation(unit=mine[0]) if mine else None)


def unit_choices(request: HttpRequest) -> Choices:
    """The offices somebody reports for, by code and name."""
    lang = get_language() or "en"
    return [(one.code, f"{one.code} · {words(one.name, lang)}") for one in units(request)]


def unit(code: str) -> Unit:
    """The office behind a code that was offered."""
    return Unit.objects.get(code=code)


def where_choices() -> Choices:
    """The whole, then regions, then countries and territories."""
    lang = get_language() or "en"
    regions = [(f"{REGION}{one.code}", words(one.name, lang)) for one in own_regions()]
    listed = [(f"{PLACE}{one.code}", words(one.name, lang)) for one in places()]
    return [("", _("The whole organisation or world")), *regions, *sorted(listed, key=lambda pair: pair[1])]


def work_item_choices(indicator: Indicator) -> Choices:
    """The country outcomes and products for the result of the indicator and those below it."""
    lang = get_language() or "en"
    rows = indicator.programme.work_items.filter(retired_at__isnull=True, result__in=_from(indicator))
    listed = [(one.code, f"{one.code} · {words(one.title, lang)}"[:120]) for one in rows.order_by("code")]
    return [("", _("none: what the office reports as a whole")), *listed]


def _from(indicator: Indicator) -> set[int]:
    """The keys of the result of an indicator and of all results below it."""
    parents = dict(indicator.programme.results.values_list("pk", "parent"))
    return below(indicator.result_id, parents)


def work_item(programme: Programme, code: str) -> WorkItem | None:
    """The work item behind a code that was offered; None for none."""
    return programme.work_items.get(code=code) if code else None


def placed(choice: str) -> tuple[Place | None, Region | None]:
    """The place or the region that was chosen; neither for the whole."""
    if choice.startswith(PLACE):
        return Place.objects.get(code=choice.removeprefix(PLACE)), None
    if choice.startswith(REGION):
        return None, own_regions().get(code=choice.removeprefix(REGION))
    return None, None


@dataclass(frozen=True, slots=True)
class Odd:
    """A breakdown that does not make its total, and by how much it differs."""

    dimension: str
    by: str


def discrepancies(observation: Observation) -> list[Odd]:
    """Which breakdowns differ from the total. A ratio is broken down by its numerator."""
    kind = Kind(observation.indicator.kind)
    total = observation.numerator if kind is Kind.RATIO else observation.value
    if total is None or kind not in {Kind.RATIO, Kind.COUNT}:
        return []
    cells: dict[str, dict[str, int]] = {}
    for cell in observation.cells.all():
        cells.setdefault(cell.dimension, {})[cell.category] = cell.value
    decimals = cell_decimals(observation.indicator)
    return [Odd(category(one.dimension), unscale(one.by, decimals)) for one in differing(total, cells)]


def evidence_of(revisions: Sequence[Observation]) -> list[Evidence]:
    """The evidence of a contribution, whichever revision it was attached to."""
    rows = Evidence.objects.filter(observation__in=[one.pk for one in revisions], removed_at__isnull=True)
    return list(rows.select_related("file"))
