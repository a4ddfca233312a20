"""Milestones and activities of plans: taken along, filled in, read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from biennium.intake.workbooks.writing import workbook
from biennium.workplan.models import Activity, Milestone
from biennium.workplan.services.milestones import (
    ActivityValues,
    MilestoneValues,
    add_activity,
    add_milestone,
    change_activity,
    change_milestone,
    take_off,
)
from workbooks.filling import check, counts, save, sheets_of, taken, told
from workplan.world import World

SHEETS = ("milestones", "activities")
TABLED = MilestoneValues({"en": "Tabled", "fr": "Déposé"}, date(2024, 6, 1))


@pytest.fixture
def planned(planning: World) -> World:
    """A country outcome with a milestone that somebody has, and an activity; one of another office without."""
    planning.plan("PER101", unit="LIM")
    ken = planning.people["ken"]
    plan = planning.plan("KEN101")
    whose = {"unit": planning.unit("NBO"), "person": ken}
    add_milestone(actor=ken, plan=plan, values=MilestoneValues(TABLED.title, TABLED.due, **whose))
    draft = ActivityValues({"en": "Draft the bill"}, date(2024, 1, 1), date(2024, 6, 30))
    add_activity(actor=ken, plan=plan, values=draft)
    return planning


def _milestones() -> list[tuple[str, str, date, date | None]]:
    rows = Milestone.objects.order_by("due", "id").select_related("plan__work_item")
    return [(one.plan.work_item.code, one.title["en"], one.due, one.reached_on) for one in rows]


def test_what_comes_back_as_it_went_changes_nothing(planned: World) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, *SHEETS)
    assert [(row["title.en"], row["title.fr"]) for row in book.rows["milestones"]] == [("Tabled", "Déposé")]
    assert [(row["starts"], row["ends"]) for row in book.rows["activities"]] == [("2024-01-01", "2024-06-30")]
    assert counts(save(planner, planned.programme, book)) == {"milestones": (0, 0, 1), "activities": (0, 0, 1)}


def test_changed_and_new_rows_are_saved_and_a_second_time_nothing_is(planned: World) -> None:
    ken = planned.people["ken"]
    book = taken(ken, planned.programme, *SHEETS)
    book.rows["milestones"][0] |= {"title.en": "Tabled in parliament", "reached_on": "2024-05-20"}
    book.add("milestones", item="KEN101", title__en="Adopted", due="2024-12-01", unit="LAW", reached_on="2024-11-02")
    book.rows["activities"][0] |= {"ends": "2024-09-30", "unit": "LAW"}
    book.add("activities", item="KEN101", title__en="Train judges", starts="2025-01-01", ends="2025-03-31")
    expected = {"milestones": (1, 1, 0), "activities": (1, 1, 0)}
    assert counts(check(ken, planned.programme, book)) == expected
    assert (Milestone.objects.count(), Activity.objects.count()) == (1, 1)
    outcome = save(ken, planned.programme, book)
    assert (told(outcome), counts(outcome)) == ([], expected)
    assert _milestones() == [
        ("KEN101", "Tabled in parliament", date(2024, 6, 1), date(2024, 5, 20)),
        ("KEN101", "Adopted", date(2024, 12, 1), date(2024, 11, 2)),
    ]
    first = Milestone.objects.order_by("id")[0]
    assert (first.person, first.revision) == (ken, 2)
    assert [(one.title["en"], one.ends) for one in Activity.objects.order_by("id")] == [
        ("Draft the bill", date(2024, 9, 30)),
        ("Train judges", date(2025, 3, 31)),
    ]
    again = save(ken, planned.programme, book)
    assert (told(again), counts(again)) == ([], {"milestones": (0, 0, 2), "activities": (0, 0, 2)})
    assert (Milestone.objects.count(), Activity.objects.count()) == (2, 2)


def test_milestones_that_are_alike_are_told_apart_by_what_they_are(planned: World) -> None:
    ken = planned.people["ken"]
    twin = add_milestone(actor=ken, plan=planned.plan("KEN101"), values=TABLED)
    book = taken(ken, planned.programme, "milestones")
    book.row("milestones", uid=str(twin.uid))["title.en"] = "Tabled again"
    outcome = save(ken, planned.programme, book)
    assert (told(outcome), counts(outcome)) == ([], {"milestones": (0, 1, 1)})
    twin.refresh_from_db()
    assert twin.title["en"] == "Tabled again"


def test_work_and_its_milestones_are_planned_in_one_workbook(planned: World) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, "work", *SHEETS, filled=False)
    work = {"code": "KEN900", "kind": "country_outcome", "title.en": "New", "place": "KEN", "result": "1.1"}
    book.add("work", **work, lead_unit="NBO")
    book.add("milestones", item="KEN900", title__en="Begun", due="2025-02-01")
    assert told(check(planner, planned.programme, book)) == []
    assert told(save(planner, planned.programme, book)) == []
    assert ("KEN900", "Begun", date(2025, 2, 1), None) in _milestones()


def test_rows_typed_into_a_template_are_known_after_the_office_changed_them(planned: World) -> None:
    ken = planned.people["ken"]
    book = taken(ken, planned.programme, *SHEETS, filled=False)
    book.add("milestones", item="KEN101", title__en="Adopted", due="2025-01-01")
    book.add("activities", item="KEN101", title__en="Train judges", starts="2025-01-01", ends="2025-02-01")
    assert told(save(ken, planned.programme, book)) == []
    adopted, training = Milestone.objects.order_by("id")[1], Activity.objects.order_by("id")[1]
    passed = MilestoneValues({"en": "Passed"}, date(2025, 3, 1))
    change_milestone(actor=ken, milestone=adopted, values=passed, reason="Elections")
    later = ActivityValues({"en": "Train judges"}, date(2025, 1, 1), date(2025, 6, 1))
    change_activity(actor=ken, activity=training, values=later)
    faults = dict(told(save(ken, planned.programme, book)))
    assert faults["D3"].startswith("This is stored already, and says “Passed” here.")
    assert "“2025-06-01”" in faults["G3"]
    assert (Milestone.objects.count(), Activity.objects.count()) == (2, 2)


def test_a_late_milestone_moves_with_the_reason_of_the_workbook(planned: World) -> None:
    ken = planned.people["ken"]
    book = taken(ken, planned.programme, "milestones")
    book.rows["milestones"][0]["due"] = "2025-12-01"
    (fault,) = told(check(ken, planned.programme, book))
    assert "say why it moves" in fault[1]
    assert told(save(ken, planned.programme, book, "Elections")) == []
    assert _milestones() == [("KEN101", "Tabled", date(2025, 12, 1), None)]


def test_what_others_changed_or_took_off_meanwhile_is_told(planned: World) -> None:
    ken, one = planned.people["ken"], Milestone.objects.get()
    book = taken(ken, planned.programme, "milestones")
    book.rows["milestones"][0]["title.en"] = "Mine"
    theirs = MilestoneValues({"en": "Theirs"}, one.due)
    changed = change_milestone(actor=planned.people["planner"], milestone=one, values=theirs)
    assert any("here it says “Theirs”" in message for _cell, message in told(save(ken, planned.programme, book)))
    take_off(actor=ken, row=changed, reason="No money")
    (fault,) = told(save(ken, planned.programme, book))
    assert "This row is not there any more" in fault[1]
    assert taken(ken, planned.programme, "milestones").rows["milestones"] == []


MILESTONE = {"item": "KEN101", "title.en": "Adopted", "due": "2025-01-01"}
ACTIVITY = {"item": "KEN101", "title.en": "Train judges", "starts": "2025-01-01", "ends": "2025-02-01"}
BAD = [
    ("milestones", {**MILESTONE, "item": "KEN999"}, "C3", "“KEN999” is not in the list"),
    ("milestones", {**MILESTONE, "item": "NPL101"}, "C3", "NPL101 has no plan yet"),
    ("milestones", {**MILESTONE, "title.en": ""}, "D3", "Say in a title what it is."),
    ("milestones", {**MILESTONE, "due": "soon"}, "F3", "This is no day"),
    ("milestones", {**MILESTONE, "due": ""}, "F3", "This is missing."),
    ("milestones", {**MILESTONE, "unit": "XYZ"}, "G3", "“XYZ” is not in the list"),
    ("milestones", {**MILESTONE, "reached_on": "2999-01-01"}, "H3", "on a day to come"),
    ("milestones", {**MILESTONE, "title.en": "Tabled", "title.fr": "", "due": "2024-06-01"}, "E3", "is stored already"),
    ("activities", {**ACTIVITY, "ends": "2024-12-31"}, "G3", "It would end before it starts."),
    ("activities", {**ACTIVITY, "item": "NPL101"}, "C3", "NPL101 has no plan yet"),
    ("activities", {**ACTIVITY, "starts": ""}, "F3", "This is missing."),
]


@pytest.mark.parametrize(("sheet", "cells", "cell", "message"), BAD)
def test_a_wrong_cell_is_told_and_nothing_is_saved(
    planned: World, sheet: str, cells: dict[str, Any], cell: str, message: str
) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, sheet, filled=False)
    book.add(sheet, **cells)
    faults = dict(told(save(planner, planned.programme, book)))
    assert message in faults[cell]
    assert (Milestone.objects.count(), Activity.objects.count()) == (1, 1)


@pytest.mark.parametrize("sheet", SHEETS)
def test_whoever_does_not_plan_for_the_unit_neither_gets_nor_changes_its_rows(planned: World, sheet: str) -> None:
    assert taken(planned.people["per"], planned.programme, sheet).rows[sheet] == []
    book = taken(planned.people["ken"], planned.programme, sheet)
    book.rows[sheet][0]["title.en"] = "Mine"
    (fault,) = told(save(planned.people["per"], planned.programme, book))
    assert "No role of yours" in fault[1]


@pytest.mark.parametrize("sheet", SHEETS)
def test_it_stays_with_its_work(planned: World, sheet: str) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, sheet)
    book.rows[sheet][0]["item"] = "PER101"
    (fault,) = told(save(planner, planned.programme, book))
    assert fault == ("C3", "“KEN101” stood here and cannot be changed; add a new row for something else.")


@pytest.mark.parametrize(
    ("language", "milestones", "activities"),
    [("fr", "Échéance *", "Jusqu’au *"), ("es", "Vencimiento *", "Hasta el *")],
)
def test_headings_are_in_the_language_of_whoever_takes_it_along(
    planned: World, language: str, milestones: str, activities: str
) -> None:
    with override(language):
        content = workbook(actor=planned.people["planner"], programme=planned.programme, names=SHEETS)
    heads = [sheet.rows[1].values for sheet in sheets_of(content)[1:3]]
    assert (milestones, activities) == (heads[0][5], heads[1][6])
