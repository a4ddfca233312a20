"""Scores of markers and languages of products: taken along, filled in, read back."""

from __future__ import annotations

import pytest

from biennium.workplan.models import LanguageVersion, Plan, PlanMarker
from biennium.workplan.services.plans import LanguageGiven, MarkerGiven
from workbooks.filling import check, counts, save, taken, told
from workplan.world import World

SHEETS = ("markers", "languages")


@pytest.fixture
def planned(planning: World) -> World:
    """A country outcome with a score and a text, one without, and a product in one language."""
    given = [MarkerGiven(planning.gender, 1, {"en": "A study"})]
    planning.plan("KEN101", situation={"en": "No law yet"}, markers=given)
    planning.plan("PER101", unit="LIM")
    planning.plan("GLO101", unit="LAW", languages=[LanguageGiven("en", "drafted")], product_kind="guide")
    return planning


def _plan(code: str) -> Plan:
    return Plan.objects.get(work_item__code=code)


def test_what_comes_back_as_it_went_changes_nothing(planned: World) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, *SHEETS)
    assert [row["evidence.en"] for row in book.rows["markers"]] == ["A study"]
    assert [row["language"] for row in book.rows["languages"]] == ["en"]
    assert counts(save(planner, planned.programme, book)) == {"markers": (0, 0, 1), "languages": (0, 0, 1)}


def test_rows_are_laid_over_what_is_planned(planned: World) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, *SHEETS)
    book.rows["markers"][0]["evidence.en"] = "An analysis by sex"
    book.rows["languages"][0] |= {"status": "published", "published_on": "2024-05-01"}
    book.add("languages", item="GLO101", language="FR", status="planned")
    outcome = save(planner, planned.programme, book, "Checked in May")
    assert (told(outcome), counts(outcome)) == ([], {"markers": (0, 1, 0), "languages": (1, 1, 0)})
    country, product = _plan("KEN101"), _plan("GLO101")
    assert country.markers.get().evidence == {"en": "An analysis by sex"}
    assert (country.situation, product.product_kind) == ({"en": "No law yet"}, "guide")
    assert [str(one) for one in product.languages.all()] == ["en published", "fr planned"]
    fresh = taken(planner, planned.programme, *SHEETS)
    assert check(planner, planned.programme, fresh).differing == 0


def test_a_row_without_a_score_or_a_status_is_taken_out(planned: World) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, *SHEETS)
    book.rows["markers"][0]["score"] = ""
    book.rows["languages"][0]["status"] = ""
    assert told(save(planner, planned.programme, book)) == []
    assert not _plan("KEN101").markers.exists()
    assert not _plan("GLO101").languages.exists()
    assert _plan("KEN101").situation == {"en": "No law yet"}


BAD = [
    ("markers", {"item": "PER101", "marker": "gender", "score": "7"}, "has no score 7"),
    ("markers", {"item": "PER101", "marker": "gender", "score": "1"}, "needs its evidence"),
    ("markers", {"item": "PER101", "marker": "gender", "score": "0.5"}, "A score is a whole number."),
    ("markers", {"item": "PER101", "marker": "colour", "score": "1"}, "“colour” is not in the list"),
    ("markers", {"item": "NPL101", "marker": "gender", "score": "0"}, "NPL101 has no plan yet"),
    ("languages", {"item": "KEN101", "language": "fr", "status": "planned"}, "Only a product"),
    ("languages", {"item": "GLO101", "language": "fr", "status": "published"}, "on which day it was published"),
    ("languages", {"item": "GLO101", "language": "fr", "status": "sung"}, "“sung” is not in the list"),
]


@pytest.mark.parametrize(("sheet", "cells", "message"), BAD)
def test_a_wrong_row_is_told_with_its_cell_and_nothing_is_saved(
    planned: World, sheet: str, cells: dict[str, str], message: str
) -> None:
    planner = planned.people["planner"]
    book = taken(planner, planned.programme, sheet, filled=False)
    book.add(sheet, **cells)
    faults = told(save(planner, planned.programme, book))
    assert len(faults) == 1
    assert message in faults[0][1]
    assert (PlanMarker.objects.count(), LanguageVersion.objects.count()) == (1, 1)


def test_whoever_does_not_plan_for_the_unit_is_refused(planned: World) -> None:
    book = taken(planned.people["planner"], planned.programme, *SHEETS)
    book.rows["markers"][0]["evidence.en"] = "Mine"
    faults = told(save(planned.people["per"], planned.programme, book))
    assert "No role of yours" in faults[0][1]
