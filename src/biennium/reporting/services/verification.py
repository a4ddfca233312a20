"""The steps of a country result: submitted, returned, verified, published, withdrawn.

Each writes who took it, when and why, and changes the aggregates in the same transaction. Whether a verified result
counts for an indicator is decided here, once: all criteria required then are met, each with evidence.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.foundation.revisions import locked
from biennium.kernel.errors import Conflict
from biennium.reporting.content import sha256
from biennium.reporting.contributions import CONCLUDED, Bucket
from biennium.reporting.lifecycle import LIFECYCLE, asked
from biennium.reporting.models import CountryResult, CountryResultIndicator, ResultTransition
from biennium.reporting.services.aggregates import hold, settle
from biennium.reporting.services.common import pinned, refuse_stale


@transaction.atomic
def submit_result(*, actor: Actor, result: CountryResult, revision: int | None = None) -> CountryResult:
    """Hands a result in to be verified. Raises `InvalidInput` naming what is missing."""
    current, buckets = _begin(actor, result, "submit", revision)
    moment = {"submitted_by_id": actor.pk, "submitted_at": timezone.now(), "version": pinned(current.programme)}
    return _conclude(actor, current, "submit", "reporting.result_submitted", buckets, **moment)


@transaction.atomic
def return_result(*, actor: Actor, result: CountryResult, reason: str, revision: int | None = None) -> CountryResult:
    """Gives a result back to its author, who reads the reason."""
    current, buckets = _begin(actor, result, "return", revision, reason)
    return _conclude(actor, current, "return", "reporting.result_returned", buckets, reason)


@transaction.atomic
def verify_result(*, actor: Actor, result: CountryResult, revision: int | None = None) -> CountryResult:
    """Confirms a result as somebody who did not write it; from now on it counts where it meets the criteria.

    `revision` is the one that was read; raises `Conflict` when the result has changed since.
    """
    current, buckets = _begin(actor, result, "verify", revision)
    for served in current.served.select_related("indicator").prefetch_related("indicator__criteria", "answers"):
        _judge(served)
    judged = {"verifier_id": actor.pk, "verified_at": timezone.now(), "sha256": sha256(current)}
    return _conclude(actor, current, "verify", "reporting.result_verified", buckets, **judged)


@transaction.atomic
def publish_result(*, actor: Actor, result: CountryResult, revision: int | None = None) -> CountryResult:
    """Opens a verified result to the public."""
    current, buckets = _begin(actor, result, "publish", revision)
    return _conclude(actor, current, "publish", "reporting.result_published", buckets)


@transaction.atomic
def withdraw_result(*, actor: Actor, result: CountryResult, reason: str, revision: int | None = None) -> CountryResult:
    """Takes a result back for good: by the office that reports before it is verified, by a verifier afterwards."""
    status = CountryResult.objects.values_list("status", flat=True).get(pk=result.pk)
    name = "annul" if status in CONCLUDED else "withdraw"
    current, buckets = _begin(actor, result, name, revision, reason)
    return _conclude(actor, current, name, "reporting.result_withdrawn", buckets, reason)


def _judge(served: CountryResultIndicator) -> None:
    """Whether the result meets what the indicator requires now; kept with the criteria it was held against."""
    required = [one.code for one in served.indicator.criteria.all() if one.required]
    proved = set(
        served.answers.filter(met=True, evidence__removed_at__isnull=True, evidence__isnull=False).values_list(
            "criterion", flat=True
        )
    )
    served.required, served.met = required, proved.issuperset(required)
    served.save(update_fields=["required", "met"])


def _begin(
    actor: Actor, result: CountryResult, name: str, revision: int | None, reason: str = ""
) -> tuple[CountryResult, list[Bucket]]:
    """Holds the aggregates, then the result, and asks whether the step is possible; the result gets its new status.
    Publishing changes nothing that is counted, so that no aggregate is held for it."""
    counts = name != "publish"
    buckets = hold(_buckets(result)) if counts else []
    current = locked(result, None)
    refuse_stale(current.revision, revision, str(current))
    if counts and set(_buckets(result)) != set(buckets):
        raise Conflict(_("%(code)s was changed just now.") % {"code": current.code}, remedy=_("Read it again."))
    current.status = LIFECYCLE.advance(name, current.status, asked(current, actor), reason=reason)
    return current, buckets


def _buckets(result: CountryResult) -> list[Bucket]:
    """What it stands in as it is in the database."""
    claims = CountryResultIndicator.objects.filter(result=result.pk)
    rows = claims.values_list("indicator", "result__place", "result__date")
    return [Bucket(indicator, place, None, day, day) for indicator, place, day in rows]


def _conclude(
    actor: Actor,
    current: CountryResult,
    name: str,
    verb: str,
    buckets: list[Bucket],
    reason: str = "",
    **columns: Any,
) -> CountryResult:
    """Writes the step, settles the aggregates, and records it."""
    before = CountryResult.objects.values_list("status", flat=True).get(pk=current.pk)
    current.revision += 1
    for column, value in columns.items():
        setattr(current, column, value)
    current.save(update_fields=["status", "revision", *columns])
    ResultTransition.objects.create(
        result=current,
        name=name,
        source=before,
        target=current.status,
        at=timezone.now(),
        actor_id=actor.pk,
        actor_label=actors.label(actor)[:200],
        reason=reason.strip(),
    )
    if buckets:
        settle(buckets)
    audit.record(
        actor=actor,
        verb=verb,
        target=current,
        scope=current.programme,
        before={"status": before},
        after={"status": current.status},
        reason=reason.strip(),
    )
    return current
