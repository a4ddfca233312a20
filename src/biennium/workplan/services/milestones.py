"""Milestones, activities, and what is said about a plan on the way: progress, problems, changes of strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.foundation.revisions import locked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Person, Unit
from biennium.programme.services.common import known_languages
from biennium.workplan.models import Activity, Milestone, Plan, PlanUpdate
from biennium.workplan.services.common import require_plan, require_reason, said

R = TypeVar("R", Milestone, Activity)


@dataclass(frozen=True, slots=True)
class MilestoneValues:
    """What is to be reached, by when, and by whom."""

    title: Mapping[str, str]
    due: date
    unit: Unit | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class ActivityValues:
    """What is done, from when to when, and by whom."""

    title: Mapping[str, str]
    starts: date
    ends: date
    unit: Unit | None = None
    person: Person | None = None


def _columns(plan: Plan, values: MilestoneValues | ActivityValues) -> dict[str, Any]:
    title = texts.clean(values.title)
    if not title:
        raise InvalidInput(_("Say in a title what it is."), field="title")
    known_languages(plan.work_item.programme, title)
    if isinstance(values, ActivityValues) and values.ends < values.starts:
        raise InvalidInput(_("It would end before it starts."), field="ends")
    named = {one.name: getattr(values, one.name) for one in fields(values)}
    return {**named, "title": title}


def _add(actor: Actor, model: type[R], plan: Plan, columns: dict[str, Any], verb: str) -> R:
    added = model._default_manager.create(plan=plan, **columns)
    audit.record(actor=actor, verb=verb, target=added, scope=plan.work_item.programme, after=said(columns))
    return added


def _change(actor: Actor, row: R, columns: dict[str, Any], revision: int | None, verb: str, reason: str = "") -> R:
    require_plan(actor, row.plan.lead_unit)
    current = locked(row, revision)
    if current.retired_at:
        raise InvalidInput(_("It was taken off the plan."))
    before, after = audit.changes(said({name: getattr(current, name) for name in columns}), said(columns))
    if not after:
        return current
    for name, value in columns.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*columns, "revision"])
    scope = current.plan.work_item.programme
    audit.record(actor=actor, verb=verb, target=current, scope=scope, before=before, after=after, reason=reason)
    return current


def check_milestone(
    *,
    actor: Actor,
    plan: Plan,
    values: MilestoneValues,
    reached_on: date | None = None,
    milestone: Milestone | None = None,
    reason: str = "",
) -> dict[str, Any]:
    """The columns of a milestone that is new or (`milestone`) changes. Raises as setting or changing it would, but for
    what somebody else changed."""
    require_plan(actor, plan.lead_unit)
    _refuse_to_come(reached_on)
    columns = {**_columns(plan, values), "reached_on": reached_on}
    late = milestone is not None and milestone.due < timezone.localdate() and not reached_on
    if milestone is not None and late and values.due > milestone.due:
        require_reason(reason, _("The milestone is late already: say why it moves."))
    return columns


@transaction.atomic
def add_milestone(*, actor: Actor, plan: Plan, values: MilestoneValues, reached_on: date | None = None) -> Milestone:
    """Sets something to be reached by a day, or that was reached already. Raises `InvalidInput` for a day to come."""
    columns = check_milestone(actor=actor, plan=plan, values=values, reached_on=reached_on)
    return _add(actor, Milestone, plan, columns, "workplan.milestone_added")


@transaction.atomic
def change_milestone(
    *,
    actor: Actor,
    milestone: Milestone,
    values: MilestoneValues,
    reached_on: date | None = None,
    revision: int | None = None,
    reason: str = "",
) -> Milestone:
    """Changes a milestone, and on which day it was reached (None: not yet).

    Raises `InvalidInput` for a day to come, and where one that was late already moves without a reason.
    """
    columns = check_milestone(
        actor=actor, plan=milestone.plan, values=values, reached_on=reached_on, milestone=milestone, reason=reason
    )
    return _change(actor, milestone, columns, revision, "workplan.milestone_changed", reason.strip())


@transaction.atomic
def reach_milestone(*, actor: Actor, milestone: Milestone, day: date | None, revision: int | None = None) -> Milestone:
    """Says on which day a milestone was reached; None takes it back. Raises `InvalidInput` for a day to come."""
    _refuse_to_come(day)
    return _change(actor, milestone, {"reached_on": day}, revision, "workplan.milestone_reached")


def _refuse_to_come(day: date | None) -> None:
    if day and day > timezone.localdate():
        raise InvalidInput(_("A milestone cannot be reached on a day to come."), field="reached_on")


def check_activity(*, actor: Actor, plan: Plan, values: ActivityValues) -> dict[str, Any]:
    """The columns of an activity. Raises as adding or changing it would, but for what somebody else changed."""
    require_plan(actor, plan.lead_unit)
    return _columns(plan, values)


@transaction.atomic
def add_activity(*, actor: Actor, plan: Plan, values: ActivityValues) -> Activity:
    """Plans work over some time."""
    columns = check_activity(actor=actor, plan=plan, values=values)
    return _add(actor, Activity, plan, columns, "workplan.activity_added")


@transaction.atomic
def change_activity(
    *, actor: Actor, activity: Activity, values: ActivityValues, revision: int | None = None, reason: str = ""
) -> Activity:
    """Changes what an activity is, when and whose."""
    columns = check_activity(actor=actor, plan=activity.plan, values=values)
    return _change(actor, activity, columns, revision, "workplan.activity_changed", reason)


@transaction.atomic
def take_off(*, actor: Actor, row: R, reason: str) -> R:
    """Takes a milestone or an activity off the plan; it stays in the history. A reason is required."""
    why = require_reason(reason, _("Say why it is taken off the plan."))
    verb = "workplan.milestone_retired" if isinstance(row, Milestone) else "workplan.activity_retired"
    return _change(actor, row, {"retired_at": timezone.now()}, None, verb, why)


@transaction.atomic
def tell(
    *,
    actor: Actor,
    plan: Plan,
    kind: str,
    text: Mapping[str, str],
    activity: Activity | None = None,
    progress: int | None = None,
) -> PlanUpdate:
    """Says how the work goes: progress (of an activity in per cent), a problem, or a change of strategy.

    What was said stays. Raises `InvalidInput` for an activity of another plan, and for more than 100 per cent.
    """
    require_plan(actor, plan.lead_unit)
    words = texts.clean(text)
    known_languages(plan.work_item.programme, words)
    _refuse_update(plan, kind, words, activity, progress)
    update = PlanUpdate.objects.create(
        plan=plan,
        activity=activity,
        at=timezone.now(),
        author_id=actor.pk,
        author_label=actors.label(actor)[:200],
        kind=kind,
        text=words,
        progress=progress,
    )
    if activity is not None and progress is not None:
        _change(actor, activity, {"progress": progress}, None, "workplan.activity_progressed")
    after = {"kind": kind, "text": words, "progress": progress}
    audit.record(actor=actor, verb="workplan.told", target=plan, scope=plan.work_item.programme, after=after)
    return update


def _refuse_update(
    plan: Plan, kind: str, words: dict[str, str], activity: Activity | None, progress: int | None
) -> None:
    if kind not in PlanUpdate.Kind.values:
        raise InvalidInput(_("“%(kind)s” is neither progress, a problem nor a change of strategy.") % {"kind": kind})
    if not words:
        raise InvalidInput(_("Say it in a sentence."), field="text")
    if activity is not None and activity.plan_id != plan.pk:
        raise InvalidInput(_("The activity belongs to another plan."), field="activity")
    if progress is not None and not 0 <= progress <= 100:
        raise InvalidInput(_("Progress is between 0 and 100 per cent."), field="progress")
