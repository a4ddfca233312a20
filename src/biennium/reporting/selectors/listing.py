"""Lists: results, observations, what waits for somebody, and how far each round has come.

Invariant: each list is limited to what the asker may see, in a number of queries that does not grow with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import limit
from biennium.kernel.errors import NotFound
from biennium.programme.models import Indicator, Programme
from biennium.reporting.models import CountryResult, CountryResultIndicator, Observation, ResultTransition, Round
from biennium.reporting.registration import REPORT, VERIFY
from biennium.reporting.selectors.visibility import may_see_office, visible_results
from biennium.workplan.models import CountryProgramme

STATUS = CountryResult.Status


def results_of(actor: Actor, programme: Programme) -> QuerySet[CountryResult]:
    """The country results of a programme, the latest change first, with place, office and indicators."""
    served = CountryResultIndicator.objects.select_related("indicator").order_by("indicator__code")
    rows = visible_results(actor).filter(programme=programme).select_related("place", "unit", "author")
    return rows.prefetch_related(Prefetch("served", queryset=served)).order_by("-date", "code")


def results_for(
    actor: Actor, programme: Programme, country_programme: CountryProgramme, latest: int = 40
) -> QuerySet[CountryResult]:
    """The latest results of a programme in the places of a country programme, in one query; those that are for work
    in another country programme are not among them."""
    within = "work_item__plan__country_programme"
    ours = Q(**{within: country_programme}) | Q(**{f"{within}__isnull": True})
    rows = visible_results(actor).filter(ours, programme=programme, place__in=country_programme.places.all())
    return rows.exclude(status=STATUS.WITHDRAWN).select_related("place").order_by("-date", "code")[:latest]


def states(actor: Actor, programme: Programme) -> dict[str, int]:
    """How many results are in each state."""
    rows = visible_results(actor).filter(programme=programme).order_by().values_list("status")
    return dict(rows.annotate(Count("pk")))


def to_verify(actor: Actor, programme: Programme) -> QuerySet[CountryResult]:
    """The results that wait for a verification the actor may give: not those they wrote or submitted."""
    waiting = results_of(actor, programme).filter(status=STATUS.SUBMITTED)
    others = waiting.exclude(author_id=actor.pk).exclude(submitted_by_id=actor.pk)
    return limit(actor, VERIFY, others).order_by("submitted_at")


def returned_to(actor: Actor, programme: Programme) -> list[tuple[CountryResult, ResultTransition]]:
    """The results given back to the offices the actor reports for, each with the step that says why."""
    mine = limit(actor, REPORT, results_of(actor, programme).filter(status=STATUS.RETURNED))
    steps = ResultTransition.objects.filter(name="return").order_by("id")
    rows = mine.prefetch_related(Prefetch("transitions", queryset=steps, to_attr="returns"))
    return [(result, result.returns[-1]) for result in rows]


def drafts_of(actor: Actor, programme: Programme) -> QuerySet[CountryResult]:
    """The results the actor began and has not submitted."""
    return results_of(actor, programme).filter(status=STATUS.DRAFT, author_id=actor.pk)


def observed_indicators(programme: Programme) -> QuerySet[Indicator]:
    """The live indicators on which values are reported, not country results."""
    live = programme.indicators.filter(retired_at__isnull=True)
    return live.exclude(kind=Indicator.Kind.COUNTRY_COUNT).select_related("result").order_by("code")


def current_observations(programme: Programme) -> QuerySet[Observation]:
    """What is reported now: the last revision of each contribution that was not withdrawn."""
    rows = Observation.objects.filter(round__programme=programme, superseded_at__isnull=True, withdrawn=False)
    related = ("indicator", "round", "place", "region", "unit", "author")
    return rows.select_related(*related).order_by("-recorded_at", "-pk")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come: of `expected` indicators, those with a report; and how many reports there are."""

    round: Round
    expected: int
    reported: int
    reports: int
    mine: int

    @property
    def missing(self) -> int:
        """The indicators nobody has reported on."""
        return self.expected - self.reported

    def days_left(self, at: date) -> int:
        """Days until its reports are due; below zero when they are late."""
        return (self.round.last_day - at).days


def rounds(actor: Actor, programme: Programme) -> list[Progress]:
    """Every round with how far it has come; `mine` counts the reports of the offices the actor reports for."""
    expected = observed_indicators(programme).count()
    current = Observation.objects.filter(round__programme=programme, superseded_at__isnull=True, withdrawn=False)
    counted = current.exclude(indicator__kind=Indicator.Kind.COUNTRY_COUNT).order_by().values("round")
    rows = counted.annotate(reported=Count("indicator", distinct=True), reports=Count("pk"))
    found = {row["round"]: row for row in rows}
    mine = dict(limit(actor, REPORT, current).order_by().values_list("round").annotate(Count("pk")))
    return [
        Progress(
            one,
            expected,
            found[one.pk]["reported"] if one.pk in found else 0,
            found[one.pk]["reports"] if one.pk in found else 0,
            mine.get(one.pk, 0),
        )
        for one in programme.rounds.order_by("-start")
    ]


def due(actor: Actor, programme: Programme) -> list[Progress]:
    """The rounds that take reports from the actor now."""
    today = timezone.localdate()
    return [
        one for one in rounds(actor, programme) if one.round.status != Round.Status.CLOSED and one.round.opens <= today
    ]


def of_round(round_: Round) -> Iterator[tuple[Indicator, int]]:
    """Each indicator that takes values, with the number of reports on it in a round."""
    valid = Q(observations__round=round_, observations__superseded_at__isnull=True, observations__withdrawn=False)
    rows = observed_indicators(round_.programme).annotate(reports=Count("observations", filter=valid))
    yield from ((one, one.reports) for one in rows)


def find_round(programme: Programme, code: str) -> Round:
    """A round by code. Raises `NotFound` naming those there are."""
    found = programme.rounds.filter(code=code).select_related("programme").first()
    if found is None:
        known = ", ".join(programme.rounds.values_list("code", flat=True)) or _("none yet")
        raise NotFound(
            _("There is no round %(code)s.") % {"code": code}, remedy=_("Rounds: %(known)s.") % {"known": known}
        )
    return found


def revisions(actor: Actor, programme: Programme, uid: UUID) -> list[Observation]:
    """All that was said in one contribution, the latest first, with its cells. Raises `NotFound`."""
    rows = Observation.objects.filter(uid=uid, round__programme=programme) if may_see_office(actor) else None
    related = ("indicator__result", "round__programme", "place", "region", "unit", "author", "work_item", "version")
    found = list(rows.select_related(*related).prefetch_related("cells").order_by("-revision")) if rows else []
    if not found:
        raise NotFound(_("There is no such report in %(programme)s.") % {"programme": programme.code})
    return found
