"""Milestones and activities of plans. Each is known by its identity, which the hidden first column holds.

A row without an identity is new, unless there is one that has, or had once, the same work, title and days: then it is
that one, so that a workbook handed in twice adds nothing. Whose they are in person, how far activities are, and what is
taken off the plan is said in the office.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation import audit
from biennium.foundation.permission import decide
from biennium.intake.workbooks.cells import Choice, Day
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets.common import Column, Filled, Sheet, Stored, in_languages, said, saving
from biennium.intake.workbooks.sheets.plans import plan_of
from biennium.workplan.actions import PLAN
from biennium.workplan.models import Activity, Milestone
from biennium.workplan.services.milestones import (
    ActivityValues,
    MilestoneValues,
    add_activity,
    add_milestone,
    change_activity,
    change_milestone,
    check_activity,
    check_milestone,
)

CALLED = "called"
"""No column: the first title in the order of the languages of the programme, by which a row is known."""


class Steps(Sheet):
    """What both share: `model` is the table, `days` its columns that are days, `changing` the verb of its change."""

    model: ClassVar[type[Milestone] | type[Activity]]
    changing: ClassVar[str]
    days: ClassVar[tuple[str, ...]]
    fixed = frozenset({"item"})
    alike = True

    def stored(self, frame: Frame) -> list[Stored]:
        live = {"plan__work_item__programme": frame.programme, "plan__work_item__retired_at": None}
        rows = self.model._default_manager.filter(**live, retired_at=None)
        whole = rows.select_related("plan__work_item__programme", "plan__lead_unit", "unit", "person")
        return [self._stored(frame, one) for one in whole.order_by("plan__work_item__code", self.days[0], "id")]

    def _stored(self, frame: Frame, one: Any) -> Stored:
        days = ((name, getattr(one, name)) for name in self.days)
        values = {
            "item": frame.as_moved(one.plan.work_item.code),
            **said("title", one.title),
            **{name: day.isoformat() if day else "" for name, day in days},
            "unit": one.unit.code if one.unit else "",
        }
        return Stored(str(one.uid), self.complete(frame, values), one)

    def former(self, frame: Frame, stored: Sequence[Stored]) -> Mapping[tuple[str, ...], Stored]:
        by_uid = {one.uid: one for one in stored}
        states = {one.uid: {name: one.values[name] for name in self.key} for one in stored}
        found: dict[tuple[str, ...], Stored] = {}
        for object_uid, before in audit.earlier(frame.programme, self.changing):
            if (state := states.get(uid := str(object_uid))) is None:
                continue
            state |= {name: before[name] or "" for name in self.days if name in before}
            if "title" in before:
                state[CALLED] = _called(frame.programme.languages, said("title", before["title"]))
            found.setdefault(tuple(state[name] for name in self.key), by_uid[uid])
        return found

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        return decide(frame.actor, PLAN, stored.what.plan).allowed

    def complete(self, frame: Frame, values: dict[str, str]) -> dict[str, str]:
        return {**values, CALLED: _called(frame.programme.languages, values)}

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        for row in rows:
            with saving(row):
                self._save(frame, row)

    @abstractmethod
    def _save(self, frame: Frame, row: Filled) -> None:
        """Adds or changes one."""


def _called(languages: Iterable[str], values: Mapping[str, str]) -> str:
    titles = (values.get(f"title.{lang}", "") for lang in languages)
    return next(filter(None, titles), "")


def _work_and_title(frame: Frame) -> list[Column]:
    return [
        Column("item", _lazy("Work item"), Choice("item"), required=True),
        *in_languages(frame, "title", _lazy("Title"), note=_lazy("In at least one language.")),
    ]


def _whose(frame: Frame, row: Filled) -> dict[str, Any]:
    """The responsible unit, and the person that is set in the office."""
    person = row.stored.what.person if row.stored else None
    return {"unit": frame.maybe("unit", row["unit"], "unit"), "person": person}


class Milestones(Steps):
    name = "milestones"
    title = _lazy("Milestones")
    about = _lazy("What planned work is to reach by which day, and when it was reached.")
    key = ("item", CALLED, "due")
    model = Milestone
    changing = "workplan.milestone_changed"
    days = ("due", "reached_on")

    def columns(self, frame: Frame) -> list[Column]:
        return [
            *_work_and_title(frame),
            Column("due", _lazy("Due"), Day(), required=True),
            Column("unit", _lazy("Responsible unit"), Choice("unit")),
            Column("reached_on", _lazy("Reached on"), Day(), note=_lazy("Empty: not reached yet.")),
        ]

    def check(self, frame: Frame, row: Filled) -> None:
        check_milestone(
            actor=frame.actor,
            plan=plan_of(frame, row["item"]),
            milestone=row.stored.what if row.stored else None,
            reason=frame.reason,
            **_milestone(frame, row),
        )

    def _save(self, frame: Frame, row: Filled) -> None:
        if row.stored is None:
            add_milestone(actor=frame.actor, plan=plan_of(frame, row["item"]), **_milestone(frame, row))
            return
        one: Milestone = row.stored.what
        given = _milestone(frame, row)
        change_milestone(actor=frame.actor, milestone=one, revision=one.revision, reason=frame.reason, **given)


def _milestone(frame: Frame, row: Filled) -> dict[str, Any]:
    """What the services take of a row."""
    values = MilestoneValues(row.words("title"), date.fromisoformat(row["due"]), **_whose(frame, row))
    reached_on = date.fromisoformat(row["reached_on"]) if row["reached_on"] else None
    return {"values": values, "reached_on": reached_on}


class Activities(Steps):
    name = "activities"
    title = _lazy("Activities")
    about = _lazy("What is done for planned work, from when to when. How far it is, is told in the office.")
    key = ("item", CALLED, "starts", "ends")
    model = Activity
    changing = "workplan.activity_changed"
    days = ("starts", "ends")

    def columns(self, frame: Frame) -> list[Column]:
        return [
            *_work_and_title(frame),
            Column("starts", _lazy("From"), Day(), required=True),
            Column("ends", _lazy("Until"), Day(), required=True),
            Column("unit", _lazy("Responsible unit"), Choice("unit")),
        ]

    def check(self, frame: Frame, row: Filled) -> None:
        check_activity(actor=frame.actor, plan=plan_of(frame, row["item"]), values=_activity(frame, row))

    def _save(self, frame: Frame, row: Filled) -> None:
        values = _activity(frame, row)
        if row.stored is None:
            add_activity(actor=frame.actor, plan=plan_of(frame, row["item"]), values=values)
            return
        one: Activity = row.stored.what
        change_activity(actor=frame.actor, activity=one, values=values, revision=one.revision, reason=frame.reason)


def _activity(frame: Frame, row: Filled) -> ActivityValues:
    starts, ends = (date.fromisoformat(row[name]) for name in ("starts", "ends"))
    return ActivityValues(row.words("title"), starts, ends, **_whose(frame, row))
