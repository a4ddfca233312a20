"""Plans of work items: one at a time by whoever leads the work, or many together.

Whoever plans answers for the unit that leads; who hands work over to another unit has to answer for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop, pgettext_lazy

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide
from biennium.foundation.revisions import locked
from biennium.funding.models import Partner
from biennium.kernel.lifecycle import Context, Lifecycle, Refusal, Transition
from biennium.organisation.models import Person, Unit
from biennium.programme.models import Programme, Result, WorkItem
from biennium.workplan.actions import PLAN
from biennium.workplan.models import (
    CountryProgramme,
    LanguageVersion,
    Marker,
    OutputShare,
    Plan,
    PlanMarker,
    Priority,
)
from biennium.workplan.services import planning
from biennium.workplan.services.common import refuse_retired, require_plan, said

Status = Plan.Status
LIFE: Lifecycle[Plan] = Lifecycle(
    gettext_noop("plan"),
    Status.values,
    (
        Transition("start", frozenset({"planned"}), "active", PLAN, label=pgettext_lazy("step", "start")),
        Transition("complete", frozenset({"active"}), "completed", PLAN, label=pgettext_lazy("step", "complete")),
        Transition(
            "drop",
            frozenset({"planned", "active"}),
            "dropped",
            PLAN,
            reason_required=True,
            label=pgettext_lazy("step", "drop"),
        ),
        Transition(
            "resume",
            frozenset({"completed", "dropped"}),
            "active",
            PLAN,
            reason_required=True,
            label=pgettext_lazy("step", "resume"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class MarkerGiven:
    """A score of a marker, and the evidence for it."""

    marker: Marker
    score: int
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguageGiven:
    """A language a product comes in, and how far it is."""

    language: str
    status: str = LanguageVersion.Status.PLANNED
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanValues:
    """What a plan says. Without `outputs` all of it serves the primary output of the work item."""

    lead_unit: Unit | None
    lead_person: Person | None = None
    starts: date | None = None
    due: date | None = None
    situation: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, str] = field(default_factory=dict)
    consultation: Mapping[str, str] = field(default_factory=dict)
    sdg: Mapping[str, int] = field(default_factory=dict)
    outputs: Sequence[tuple[Result, int]] = ()
    partners: Sequence[Partner] = ()
    markers: Sequence[MarkerGiven] = ()
    languages: Sequence[LanguageGiven] = ()
    government: bool = False
    employers: bool = False
    workers: bool = False
    country_programme: CountryProgramme | None = None
    priority: Priority | None = None
    deliverable: Result | None = None
    product_kind: str = ""
    modelled: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One of many plans that are made together."""

    item: WorkItem
    values: PlanValues
    status: str = Status.PLANNED


def check_plan(
    *, actor: Actor, item: WorkItem, values: PlanValues, known: planning.Known, plan: Plan | None = None
) -> dict[str, Any]:
    """The columns of a plan that is new or (`plan`) changes. Raises as planning the work would."""
    refuse_retired(item)
    require_plan(actor, values.lead_unit, *([plan.lead_unit] if plan else []))
    return known.columns(item, values)


@transaction.atomic
def plan_work(
    *, actor: Actor, item: WorkItem, values: PlanValues, revision: int | None = None, reason: str = ""
) -> Plan:
    """Plans a work item, or changes its plan; nothing is written where nothing differs.

    Raises `Conflict` when the plan is not at `revision` any more (0: there was none yet), `InvalidInput` naming what
    does not fit.
    """
    known = planning.Known.of(item.programme)
    existing = Plan.objects.filter(work_item=item).first()
    planning.refuse_stale(existing, revision)
    current = locked(existing, revision or None) if existing else Plan(work_item=item)
    columns = check_plan(actor=actor, item=item, values=values, known=known, plan=current if existing else None)
    before = described(current) if existing else {}
    for name, value in columns.items():
        setattr(current, name, value)
    current.save()
    _put(current, item, values)
    _record(actor, current, before, new=existing is None, reason=reason)
    return current


def _record(actor: Actor, current: Plan, before: dict[str, Any], *, new: bool, reason: str) -> None:
    old, after = audit.changes(before, described(current))
    if not after:
        return
    if not new:
        current.revision += 1
        current.save(update_fields=["revision"])
    verb = "workplan.plan_made" if new else "workplan.plan_changed"
    audit.record(
        actor=actor,
        verb=verb,
        target=current,
        scope=current.work_item.programme,
        before=old,
        after=after,
        reason=reason.strip(),
    )


@transaction.atomic
def plan_many(*, actor: Actor, programme: Programme, plans: Sequence[Planned], reason: str = "") -> int:
    """Plans many work items that have no plan yet, in a number of statements that does not grow with them and with one
    event for all. Raises as `plan_work`, naming the work item; all are planned, or none."""
    require_plan(actor, *(one.values.lead_unit for one in plans))
    known = planning.Known.of(programme)
    rows = []
    for one in plans:
        refuse_retired(one.item)
        rows.append(Plan(work_item=one.item, status=one.status, **known.columns(one.item, one.values)))
    planning.refuse_planned(rows)
    Plan.objects.bulk_create(rows, batch_size=500)
    together = list(zip(rows, plans, strict=True))
    OutputShare.objects.bulk_create(
        [row for plan, one in together for row in _outputs(plan, one.item, one.values)], batch_size=500
    )
    PlanMarker.objects.bulk_create(
        [row for plan, one in together for row in _markers(plan, one.values)], batch_size=500
    )
    LanguageVersion.objects.bulk_create(
        [row for plan, one in together for row in _languages(plan, one.values)], batch_size=500
    )
    through = Plan.partners.through
    through.objects.bulk_create(
        [through(plan=plan, partner=partner) for plan, one in together for partner in one.values.partners],
        batch_size=500,
    )
    after = {"plans": len(rows)}
    audit.record(actor=actor, verb="workplan.plans_made", target=programme, scope=programme, after=after, reason=reason)
    return len(rows)


@transaction.atomic
def move_plan(*, actor: Actor, plan: Plan, step: str, reason: str = "", revision: int | None = None) -> Plan:
    """Starts, completes, drops or resumes work. Raises `InvalidInput` naming the rule."""
    current = locked(plan, revision)
    before = current.status
    current.status = LIFE.advance(step, before, asked(current, actor), reason=reason)
    current.revision += 1
    current.save(update_fields=["status", "revision"])
    audit.record(
        actor=actor,
        verb="workplan.plan_moved",
        target=current,
        scope=current.work_item.programme,
        before={"status": before},
        after={"status": current.status},
        reason=reason.strip(),
    )
    return current


def asked(plan: Plan, actor: Actor) -> Context[Plan]:
    """What a step is asked with."""
    return Context(plan, lambda action: decide(actor, action, plan))


def steps(plan: Plan, actor: Actor) -> dict[str, Refusal | None]:
    """Each step from the state it is in: None where it is possible, else the rule and who can lift it."""
    leading = [one.name for one in LIFE.transitions if plan.status in one.sources]
    return {name: LIFE.why_not(name, plan.status, asked(plan, actor)) for name in leading}


def _put(plan: Plan, item: WorkItem, values: PlanValues) -> None:
    plan.partners.set(values.partners)
    for rows in (plan.outputs, plan.markers, plan.languages):
        rows.all().delete()
    OutputShare.objects.bulk_create(_outputs(plan, item, values))
    PlanMarker.objects.bulk_create(_markers(plan, values))
    LanguageVersion.objects.bulk_create(_languages(plan, values))


def _outputs(plan: Plan, item: WorkItem, values: PlanValues) -> list[OutputShare]:
    given = values.outputs or ([(item.result, 10_000)] if item.result else [])
    return [OutputShare(plan=plan, result=result, share=share) for result, share in given]


def _markers(plan: Plan, values: PlanValues) -> list[PlanMarker]:
    return [PlanMarker(plan=plan, marker=one.marker, score=one.score, evidence=one.evidence) for one in values.markers]


def _languages(plan: Plan, values: PlanValues) -> list[LanguageVersion]:
    return [
        LanguageVersion(plan=plan, language=one.language, status=one.status, published_on=one.published_on)
        for one in values.languages
    ]


def described(plan: Plan) -> dict[str, Any]:
    """What a plan says, as the audit log writes it."""
    columns = {name: getattr(plan, name) for name in planning.COLUMNS}
    return said(
        {
            **columns,
            "outputs": dict(plan.outputs.values_list("result__code", "share")),
            "markers": {one.marker.code: [one.score, one.evidence] for one in plan.markers.select_related("marker")},
            "languages": {one.language: [one.status, one.published_on] for one in plan.languages.all()},
            "partners": list(plan.partners.values_list("code", flat=True)),
        }
    )
