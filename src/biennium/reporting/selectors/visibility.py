"""Which results an asker may see.

A published result is everybody's. Whoever works in the office sees what was submitted; a draft is seen by its author,
and by those who report for the same office.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide, limit
from biennium.kernel.errors import NotFound
from biennium.reporting.models import CountryResult, CountryResultIndicator, CriterionAnswer, Evidence, ResultTransition
from biennium.reporting.registration import REPORT

SEE_OFFICE = "organisation.see_office"


def may_see_office(actor: Actor) -> bool:
    """Whether what is not public is shown."""
    return bool(decide(actor, SEE_OFFICE).allowed)


def visible_results(actor: Actor) -> QuerySet[CountryResult]:
    """The results the actor may see."""
    everything = CountryResult.objects.all()
    public = Q(status=CountryResult.Status.PUBLISHED)
    if not may_see_office(actor):
        return everything.filter(public)
    own = Q(pk__in=limit(actor, REPORT, everything).values("pk")) | Q(author_id=actor.pk)
    return everything.filter(~Q(status=CountryResult.Status.DRAFT) | own)


def whole(results: QuerySet[CountryResult]) -> QuerySet[CountryResult]:
    """The results with all that belongs to them, in a constant number of queries; their versions without the text that
    was sealed, which is large."""
    evidence = Evidence.objects.filter(removed_at__isnull=True).select_related("file")
    answers = CriterionAnswer.objects.prefetch_related(Prefetch("evidence", queryset=evidence))
    served = CountryResultIndicator.objects.select_related("indicator").prefetch_related(
        "indicator__criteria", Prefetch("answers", queryset=answers)
    )
    related = results.select_related("place", "unit", "work_item", "author", "verifier", "version")
    return related.defer("version__content").prefetch_related(
        Prefetch("served", queryset=served), Prefetch("evidence", queryset=evidence)
    )


def find_result(actor: Actor, code: str, programme_code: str) -> CountryResult:
    """A result with all that belongs to it. Raises `NotFound` for one there is none of, or that may not be seen."""
    found = whole(visible_results(actor)).filter(code=code, programme__code=programme_code).first()
    if found is None:
        raise NotFound(_("There is no result %(code)s in %(programme)s.") % {"code": code, "programme": programme_code})
    return found


def transitions(actor: Actor, result: CountryResult) -> QuerySet[ResultTransition]:
    """The steps of a result with who took them, when and why, the newest first; none for one that may not be seen."""
    seen = visible_results(actor).filter(pk=result.pk)
    return ResultTransition.objects.filter(result__in=seen).select_related("actor").order_by("-id")


def evidence_of(actor: Actor, uid: UUID) -> Evidence:
    """A piece of evidence. Raises `NotFound` unless what it proves may be seen."""
    office = may_see_office(actor)
    proved = Q(result__in=visible_results(actor)) | (Q(observation__isnull=False) if office else Q(pk__in=[]))
    found = Evidence.objects.filter(proved, uid=uid, removed_at__isnull=True).select_related("file").first()
    if found is None:
        raise NotFound(_("There is no such evidence."))
    return found
