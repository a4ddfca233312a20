"""Country programmes, the work in them, and which of them lie dormant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.workplan.models import CountryProgramme, Milestone, Plan, PlanUpdate
from biennium.workplan.registries import LAST_REPORTS


@dataclass(frozen=True, slots=True)
class Listed:
    """A country programme, how much work is in it, and when something was last heard of it."""

    country_programme: CountryProgramme
    outcomes: int
    last: date | None
    dormant: bool


def find(code: str) -> CountryProgramme:
    """A country programme with all it says. Raises `NotFound`."""
    rows = _rows().prefetch_related("priorities", "links", "signatories")
    found = rows.filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no country programme %(code)s.") % {"code": code})
    return found


def _rows() -> QuerySet[CountryProgramme]:
    return CountryProgramme.objects.select_related("kind", "unit").prefetch_related("places")


def country_programmes(at: date | None = None) -> list[Listed]:
    """All of them by code, in a constant number of queries."""
    day = at or timezone.localdate()
    heard = last_heard()
    live = Q(plans__work_item__retired_at__isnull=True, plans__isnull=False)
    rows = _rows().annotate(outcomes=Count("plans", filter=live)).order_by("code")
    return [Listed(one, one.outcomes, heard.get(one.pk), is_dormant(one, heard.get(one.pk), day)) for one in rows]


def is_dormant(country_programme: CountryProgramme, last: date | None, day: date) -> bool:
    """Whether it is active, and nothing was heard of it for as long as its kind allows."""
    if country_programme.status != CountryProgramme.Status.ACTIVE:
        return False
    since = max(country_programme.start, last or country_programme.start)
    return day - since > timedelta(days=country_programme.kind.dormant_after)


def last_heard() -> dict[int, date]:
    """The day something was last reported or told on the work of each country programme."""
    within = dict(
        Plan.objects.filter(country_programme__isnull=False).values_list("work_item_id", "country_programme_id")
    )
    found: dict[int, date] = {}
    for item, day in _days():
        if country_programme := within.get(item):
            found[country_programme] = max(day, found.get(country_programme, day))
    return found


def _days() -> Iterator[tuple[int, date]]:
    """The last day of each kind of news, by work item."""
    told = PlanUpdate.objects.order_by().values_list("plan__work_item").annotate(Max("at"))
    yield from ((item, timezone.localdate(at)) for item, at in told)
    reached = Milestone.objects.filter(reached_on__isnull=False).order_by().values_list("plan__work_item")
    yield from reached.annotate(Max("reached_on"))
    for last in LAST_REPORTS.values():
        yield from last().items()
