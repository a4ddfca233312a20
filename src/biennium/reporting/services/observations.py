"""Observations: recorded, corrected, withdrawn; each a further revision, and none overwritten.

A report on a closed round is taken from whoever manages rounds, with a reason; from everybody else it is refused, and
the refusal says how the round is opened again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide, require
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.organisation.models import Place, Region, Unit
from biennium.programme.models import Indicator, Version, WorkItem
from biennium.programme.services.common import known_languages
from biennium.programme.values import unscale
from biennium.reporting import measures
from biennium.reporting.contributions import Bucket
from biennium.reporting.measures import Reported
from biennium.reporting.models import Observation, ObservationCell, Round
from biennium.reporting.registration import MANAGE_ROUNDS, REPORT
from biennium.reporting.services.aggregates import hold, settle
from biennium.reporting.services.common import (
    pinned,
    refuse_elsewhere,
    refuse_foreign,
    refuse_stale,
    require_reason,
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """Who reports on what: the contributor, and what for. Neither place nor region: what belongs to none."""

    indicator: Indicator
    round: Round
    unit: Unit
    place: Place | None = None
    region: Region | None = None
    work_item: WorkItem | None = None

    @property
    def key(self) -> str:
        """The unique text of the contribution."""
        where = f"p{self.place.pk}" if self.place else f"r{self.region.pk}" if self.region else "-"
        item = self.work_item.pk if self.work_item else "-"
        return f"{self.indicator.pk}|{self.round.pk}|{where}|{item}|{self.unit.pk}"

    @property
    def bucket(self) -> Bucket:
        """The aggregate it goes into."""
        place, region = (one.pk if one else None for one in (self.place, self.region))
        return Bucket(self.indicator.pk, place, region, self.round.start, self.round.end)


Cells = Mapping[tuple[str, str], int]


def check_report(
    *, actor: Actor, contribution: Contribution, reported: Reported, reason: str = "", corrects: bool = False
) -> tuple[dict[str, Any], Cells]:
    """The columns and cells of a report that is new or corrects an earlier one. Raises as recording or correcting it
    would, but for what has been reported meanwhile."""
    require(actor, REPORT, Observation(unit=contribution.unit))
    _refuse_disorder(contribution)
    _refuse_closed(actor, contribution.round, reason)
    if corrects and contribution.round.last_day < timezone.localdate():
        require_reason(reason, _("Say why this is corrected after the round was due."))
    return _checked(contribution, reported)


@transaction.atomic
def record_observation(
    *,
    actor: Actor,
    indicator: Indicator,
    round: Round,  # noqa: A002 - the field's word
    unit: Unit,
    reported: Reported,
    place: Place | None = None,
    region: Region | None = None,
    work_item: WorkItem | None = None,
    reason: str = "",
) -> Observation:
    """Records what a contributor reports for the first time. Raises `Conflict` when it has been reported already."""
    contribution = Contribution(indicator, round, unit, place, region, work_item)
    columns, cells = check_report(actor=actor, contribution=contribution, reported=reported, reason=reason)
    buckets = hold([contribution.bucket])
    earlier = Observation.objects.filter(key=contribution.key, superseded_at__isnull=True).first()
    if earlier and not earlier.withdrawn:
        raise Conflict(
            _("%(object)s has been reported already: %(value)s.") % {"object": earlier, "value": _said(earlier)},
            remedy=_("Correct that report instead."),
        )
    made = _append(actor, contribution, earlier, columns, cells, reason)
    settle(buckets)
    _record(actor, "reporting.observation_recorded", None, made, reason)
    return made


@transaction.atomic
def correct_observation(
    *, actor: Actor, observation: Observation, reported: Reported, reason: str = "", revision: int | None = None
) -> Observation:
    """Appends a corrected revision; the earlier one stays as it was reported. After the round is due it needs a
    reason. Raises `Conflict` when the observation is not at `revision` any more."""
    contribution = contribution_of(observation)
    columns, cells = check_report(
        actor=actor, contribution=contribution, reported=reported, reason=reason, corrects=True
    )
    buckets = hold([contribution.bucket])
    current = _current(observation, revision)
    made = _append(actor, contribution, current, columns, cells, reason)
    settle(buckets)
    _record(actor, "reporting.observation_corrected", current, made, reason)
    return made


@transaction.atomic
def withdraw_observation(
    *, actor: Actor, observation: Observation, reason: str, revision: int | None = None
) -> Observation:
    """Takes a report back: it counts no more, and stays in the history."""
    require(actor, REPORT, observation)
    why = require_reason(reason, _("Say why the report is withdrawn."))
    _refuse_closed(actor, observation.round, reason)
    contribution = contribution_of(observation)
    buckets = hold([contribution.bucket])
    current = _current(observation, revision)
    columns = {"measured_on": current.measured_on, "withdrawn": True}
    made = _append(actor, contribution, current, columns, {}, why)
    settle(buckets)
    _record(actor, "reporting.observation_withdrawn", current, made, why)
    return made


def _refuse_disorder(contribution: Contribution) -> None:
    programme, where = contribution.round.programme, f"{contribution.indicator.code} · {contribution.round.code}"
    refuse_foreign(programme, contribution.indicator)
    if contribution.work_item and contribution.work_item.programme_id != programme.pk:
        raise InvalidInput(_("The work item belongs to another programme."), where=where, field="work_item")
    refuse_elsewhere(contribution.work_item, contribution.place)
    if contribution.place and contribution.region:
        raise InvalidInput(_("A report is about a place or about a region, not both."), where=where, field="where")
    if contribution.indicator.kind == Indicator.Kind.COUNTRY_COUNT and not contribution.place:
        raise InvalidInput(_("Say which country has nothing to report."), where=where, field="where")


def _refuse_closed(actor: Actor, round_: Round, reason: str) -> None:
    """The rule of rounds (see the module)."""
    if timezone.localdate() < round_.opens:
        raise InvalidInput(_("Round %(code)s opens on %(day)s.") % {"code": round_.code, "day": round_.opens})
    if round_.status != Round.Status.CLOSED:
        return
    if not decide(actor, MANAGE_ROUNDS, round_.programme).allowed:
        raise NotPermitted(
            _("Round %(code)s is closed.") % {"code": round_.code},
            remedy=_("Whoever manages rounds can extend it, or enter the report with a reason."),
        )
    require_reason(reason, _("Round %(code)s is closed: say why this is entered now.") % {"code": round_.code})


def _checked(contribution: Contribution, reported: Reported) -> tuple[dict[str, Any], Cells]:
    columns = measures.columns(contribution.indicator, contribution.round, reported)
    known_languages(contribution.round.programme, columns["text"], columns["source"], columns["note"])
    return columns, measures.cells(contribution.indicator, reported)


def contribution_of(observation: Observation) -> Contribution:
    """The contribution that an observation is a revision of."""
    return Contribution(
        observation.indicator,
        observation.round,
        observation.unit,
        observation.place,
        observation.region,
        observation.work_item,
    )


def _current(observation: Observation, revision: int | None) -> Observation:
    """The revision that holds. Raises `Conflict` when another was seen, `InvalidInput` when it was withdrawn."""
    current = Observation.objects.select_for_update(of=("self",)).get(uid=observation.uid, superseded_at__isnull=True)
    refuse_stale(current.revision, observation.revision if revision is None else revision, str(current))
    if current.withdrawn:
        raise InvalidInput(_("%(object)s was withdrawn.") % {"object": current}, remedy=_("Record it anew."))
    return current


def _append(
    actor: Actor,
    contribution: Contribution,
    earlier: Observation | None,
    columns: Mapping[str, Any],
    cells: Cells,
    reason: str,
) -> Observation:
    """The next revision of a contribution, or its first."""
    now = timezone.now()
    chain: dict[str, Any] = {}
    if earlier:
        Observation.objects.filter(pk=earlier.pk).update(superseded_at=now)
        chain = {"uid": earlier.uid, "revision": earlier.revision + 1, "supersedes": earlier}
    made = Observation.objects.create(
        key=contribution.key,
        indicator=contribution.indicator,
        round=contribution.round,
        unit=contribution.unit,
        place=contribution.place,
        region=contribution.region,
        work_item=contribution.work_item,
        version=pinned(contribution.round.programme),
        author_id=actor.pk,
        recorded_at=now,
        reason=reason.strip(),
        **chain,
        **columns,
    )
    ObservationCell.objects.bulk_create(
        ObservationCell(observation=made, dimension=dimension, category=category, value=value)
        for (dimension, category), value in cells.items()
    )
    return made


def _said(observation: Observation) -> str:
    """What was reported, in a few characters."""
    if observation.numerator is not None:
        return f"{observation.numerator}/{observation.denominator}"
    if observation.reached is not None:
        return _("reached") if observation.reached else _("not reached")
    return "" if observation.value is None else unscale(observation.value, observation.indicator.decimals)


def _described(observation: Observation | None) -> dict[str, Any]:
    if observation is None or observation.withdrawn:
        return {}
    said = {name: getattr(observation, name) for name in ("text", "source", "note") if getattr(observation, name)}
    return {"reported": _said(observation), "measured_on": str(observation.measured_on), **said}


def _record(actor: Actor, verb: str, before: Observation | None, after: Observation, reason: str) -> None:
    old, new = audit.changes(_described(before), _described(after))
    audit.record(
        actor=actor,
        verb=verb,
        target=after,
        scope=after.round.programme,
        before=old,
        after=new,
        reason=reason.strip(),
    )


@transaction.atomic
def rebase_reports(*, actor: Actor, version: Version, reason: str = "") -> int:
    """Pins the current observations of a programme to another of its versions; no value changes.

    What no longer has a home there is told by `selectors.findings.homeless`. Returns how many reports were pinned anew.
    """
    require(actor, MANAGE_ROUNDS, version.programme)
    current = Observation.objects.filter(round__programme=version.programme, superseded_at__isnull=True)
    moved = current.exclude(version=version).update(version=version)
    audit.record(
        actor=actor,
        verb="reporting.reports_rebased",
        target=version,
        scope=version.programme,
        after={"observations": moved},
        reason=reason,
    )
    return moved
