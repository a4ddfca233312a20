"""Milestones, activities, and a history of progress, problems and changes of strategy that stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.workplan.models import Activity, Milestone, PlanUpdate
from biennium.workplan.services.milestones import (
    ActivityValues,
    MilestoneValues,
    add_activity,
    add_milestone,
    change_activity,
    change_milestone,
    check_activity,
    check_milestone,
    reach_milestone,
    take_off,
    tell,
)
from workplan.world import World


def milestone(world: World, due: date = date(2024, 6, 1)) -> Milestone:
    return add_milestone(actor=world.people["ken"], plan=world.plan(), values=MilestoneValues({"en": "Tabled"}, due))


def activity(world: World) -> Activity:
    values = ActivityValues({"en": "Draft the bill"}, date(2024, 1, 1), date(2024, 6, 30), unit=world.unit("LAW"))
    return add_activity(actor=world.people["ken"], plan=world.plan(), values=values)


def test_a_milestone_is_reached_on_a_day_that_has_come(world: World) -> None:
    set_ = milestone(world)
    with pytest.raises(InvalidInput, match="to come"):
        reach_milestone(actor=world.people["ken"], milestone=set_, day=timezone.localdate() + timedelta(1))
    reached = reach_milestone(actor=world.people["ken"], milestone=set_, day=date(2024, 5, 1))
    assert reached.reached_on == date(2024, 5, 1)
    assert reach_milestone(actor=world.people["ken"], milestone=reached, day=None).reached_on is None


def test_a_late_milestone_moves_with_a_reason(world: World) -> None:
    set_ = milestone(world)
    later = MilestoneValues({"en": "Tabled"}, date(2025, 6, 1))
    with pytest.raises(InvalidInput, match="say why it moves"):
        change_milestone(actor=world.people["ken"], milestone=set_, values=later)
    moved = change_milestone(actor=world.people["ken"], milestone=set_, values=later, reason="Elections")
    assert moved.due == date(2025, 6, 1)
    with pytest.raises(Conflict):
        change_milestone(actor=world.people["ken"], milestone=set_, values=later, revision=1, reason="Again")


def test_what_is_checked_is_refused_as_it_would_be_and_nothing_is_saved(world: World) -> None:
    ken, set_ = world.people["ken"], milestone(world)
    later = MilestoneValues({"en": "Tabled"}, date(2025, 6, 1))
    with pytest.raises(InvalidInput, match="say why it moves"):
        check_milestone(actor=ken, plan=set_.plan, values=later, milestone=set_)
    assert check_milestone(actor=ken, plan=set_.plan, values=later)["due"] == date(2025, 6, 1)
    with pytest.raises(NotPermitted):
        check_milestone(actor=world.people["per"], plan=set_.plan, values=later)
    backwards = ActivityValues({"en": "Draft"}, date(2024, 2, 1), date(2024, 1, 1))
    with pytest.raises(InvalidInput, match="before it starts"):
        check_activity(actor=ken, plan=set_.plan, values=backwards)
    set_.refresh_from_db()
    assert (set_.due, Milestone.objects.count(), Activity.objects.count()) == (date(2024, 6, 1), 1, 0)


def test_progress_of_an_activity_is_kept_with_every_word(world: World) -> None:
    draft = activity(world)
    for percent, words in ((20, "Begun"), (60, "Half way")):
        tell(
            actor=world.people["ken"],
            plan=draft.plan,
            kind="progress",
            text={"en": words},
            activity=draft,
            progress=percent,
        )
    draft.refresh_from_db()
    assert draft.progress == 60
    assert [(one.progress, one.text["en"]) for one in draft.updates.all()] == [(60, "Half way"), (20, "Begun")]


def test_a_change_of_strategy_is_never_changed_or_deleted(world: World) -> None:
    said = tell(actor=world.people["ken"], plan=world.plan(), kind="strategy", text={"en": "Through the courts"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PlanUpdate.objects.filter(pk=said.pk).update(kind="progress")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PlanUpdate.objects.filter(pk=said.pk).delete()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "gossip"}, "neither progress"),
        ({"text": {}}, "Say it in a sentence"),
        ({"progress": 101}, "between 0 and 100"),
        ({"text": {"de": "Gut"}}, "not kept in"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, wrong: dict[str, object], words: str) -> None:
    values: dict[str, object] = {"kind": "progress", "text": {"en": "Well"}, **wrong}
    with pytest.raises(InvalidInput, match=words):
        tell(actor=world.people["ken"], plan=world.plan(), **values)  # type: ignore[arg-type]


def test_others_do_not_speak_for_the_office(world: World) -> None:
    draft = activity(world)
    with pytest.raises(NotPermitted):
        tell(actor=world.people["per"], plan=draft.plan, kind="problem", text={"en": "Late"})
    with pytest.raises(NotPermitted):
        take_off(actor=world.people["reader"], row=draft, reason="No money")


def test_what_is_taken_off_the_plan_is_not_changed_any_more(world: World) -> None:
    draft = activity(world)
    with pytest.raises(InvalidInput, match="Say why"):
        take_off(actor=world.people["ken"], row=draft, reason=" ")
    take_off(actor=world.people["ken"], row=draft, reason="No money")
    values = ActivityValues({"en": "Draft it"}, date(2024, 1, 1), date(2024, 2, 1))
    with pytest.raises(InvalidInput, match="taken off"):
        change_activity(actor=world.people["ken"], activity=draft, values=values)
