"""Country programmes, the work in them, and which of them lie dormant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.programme.models import Programme
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
    rows = _rows().prefetch_related("places", "priorities", "links", "signatories")
    found = rows.filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no country programme %(code)s.") % {"code": code})
    return found


def _rows() -> QuerySet[CountryProgramme]:
    return CountryProgramme.objects.select_related("kind", "unit")


def country_programmes(at: date | None = None) -> list[Listed]:
    """All of them by code, in a constant number of queries."""
    return _listed(_rows().prefetch_related("places"), at or timezone.localdate())


def with_work_of(programme: Programme) -> list[Listed]:
    """Those in which a programme has work, without their places, in two queries."""
    work = Plan.objects.filter(country_programme=OuterRef("pk"), work_item__programme=programme)
    return _listed(_rows().filter(Exists(work)), timezone.localdate())


def _listed(country_programmes: QuerySet[CountryProgramme], day: date) -> list[Listed]:
    heard = last_heard()
    live = Q(plans__work_item__retired_at__isnull=True, plans__isnull=False)
    rows = country_programmes.annotate(outcomes=Count("plans", filter=live)).order_by("code")
    return [Listed(one, one.outcomes, heard.get(one.pk), is_dormant(one, heard.get(one.pk), day)) for one in rows]


def is_dormant(country_programme: CountryProgramme, last: date | None, day: date) -> bool:
    """Whether it is active, and nothing was heard of it for as long as its kind allows."""
    if country_programme.status != CountryProgramme.Status.ACTIVE:
        return False
    since = max(country_programme.start, last or country_programme.start)
    return day - since > timedelta(days=country_programme.kind.dormant_after)


def last_heard() -> dict[int, date]:
    """The day something was last reported or told on the work of each country programme."""
    found: dict[int, date] = {}
    for country_programme, day in _heard():
        if country_programme:
            found[country_programme] = max(day, found.get(country_programme, day))
    return found


def _heard() -> Iterator[tuple[int | None, date]]:
    """What was said, milestones that were reached, and what upper rooms know, by country programme, in one query."""
    within = "plan__country_programme"
    said = PlanUpdate.objects.order_by().values_list(within).annotate(day=Max(TruncDate("at")))
    reached = Milestone.objects.filter(reached_on__isnull=False, retired_at__isnull=True).order_by()
    known = (last() for last in LAST_REPORTS.values())
    yield from said.union(reached.values_list(within).annotate(day=Max("reached_on")), *known)
