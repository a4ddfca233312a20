"""Reported values and country results: taken along, filled in, read back."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.reporting.models import CountryResult, Observation
from biennium.reporting.services.rounds import close_round
from reporting.world import Clock, World
from workbooks.filling import check, counts, save, taken, told


@pytest.fixture
def reported(reporting: World) -> World:
    """A value of each kind of indicator, and a draft."""
    cells = {"sex": {"female": "12", "unknown": "3"}}
    reporting.observe("1.1.2", place="KEN", value="15", cells=cells, note={"fr": "=noté"}, source={"en": "Ministry"})
    reporting.observe("1.1.3", place="KEN", numerator=1, denominator=3)
    reporting.observe("1.i", value="4.5", denominator=100)
    reporting.observe("1.1.6", region="africa", reached=True, measured_on=date(2024, 5, 1))
    reporting.observe("1.1.7", text={"en": "Slow progress"})
    reporting.observe("1.1.1", place="KEN", value="0")
    reporting.draft("KEN", "1.1.1", "1.2.1")
    return reporting


def test_reports_that_come_back_as_they_went_change_nothing(reported: World) -> None:
    book = taken(reported.ken, reported.programme, "values", "results")
    assert len(book.rows["values"]) == 6
    outcome = save(reported.ken, reported.programme, book)
    assert (told(outcome), counts(outcome)) == ([], {"values": (0, 0, 6), "results": (0, 0, 1)})
    assert Observation.objects.count() == 6


def test_new_and_corrected_reports_are_saved_once(reported: World, clock: Clock) -> None:
    book = taken(reported.ken, reported.programme, "values", "results")
    book.row("values", indicator="1.1.2")["value"] = "16"
    new = {"round": "2024", "unit": "NBO", "place": "TUN"}
    book.add("values", indicator="1.1.2", value=7, cells="sex/male: 7", **new)
    book.add("values", indicator="1.1.1", value="0", **new)
    result = {"code": "TUN-R1", "unit": "NBO", "place": "TUN", "date": "2024-03-01"}
    book.add("results", statement__en="A law", indicators="1.2.1, 1.1.1", government="sí", **result)
    outcome = save(reported.ken, reported.programme, book)
    assert (told(outcome), counts(outcome)) == ([], {"values": (2, 1, 5), "results": (1, 0, 1)})
    corrected = Observation.objects.get(indicator__code="1.1.2", place__code="KEN", superseded_at__isnull=True)
    assert (corrected.revision, corrected.value, corrected.note) == (2, 16, {"fr": "=noté"})
    assert {(cell.category, cell.value) for cell in corrected.cells.all()} == {("female", 12), ("unknown", 3)}
    drafted = CountryResult.objects.get(code="TUN-R1")
    assert (drafted.author, drafted.government, drafted.served.count()) == (reported.ken, True, 2)
    fresh = taken(reported.ken, reported.programme, "values", "results")
    assert check(reported.ken, reported.programme, fresh).differing == 0
    again = save(reported.ken, reported.programme, book)
    assert counts(again)["results"] == (0, 0, 2)
    assert counts(again)["values"][:2] == (0, 0)
    assert CountryResult.objects.filter(place__code="TUN").count() == 1
    assert Observation.objects.filter(place__code="TUN", superseded_at__isnull=True).count() == 2


def test_a_row_typed_anew_for_what_is_stored_already_is_told(reported: World) -> None:
    book = taken(reported.ken, reported.programme, "values", filled=False)
    book.add("values", indicator="1.1.2", round="2024", unit="NBO", place="KEN", value="99")
    messages = dict(told(save(reported.ken, reported.programme, book)))
    assert messages["I3"].startswith("This is stored already, and says “15” here.")


BAD = [
    ("values", {"indicator": "1.1.5", "value": "1.5"}, "number with at most 0 decimals"),
    ("values", {"indicator": "1.1.3", "numerator": "1"}, "A ratio needs its numerator and its denominator."),
    ("values", {"indicator": "1.1.2", "value": "-1"}, "A count is not negative."),
    ("values", {"indicator": "1.1.6", "reached": "yes"}, "Say on which day the milestone was reached."),
    ("values", {"indicator": "1.1.5", "value": "1", "cells": "12"}, "“12” is not understood"),
    ("values", {"indicator": "1.1.5", "value": "1", "cells": "sex: 12"}, "written as sex/female: 12"),
    ("values", {"indicator": "1.1.5", "value": "1", "cells": "sex/all: 1"}, "is not broken down by sex"),
    ("values", {"indicator": "1.1.5", "value": "1", "measured_on": "2030-01-01"}, "outside the window"),
    ("values", {"indicator": "1.1.5", "value": "1", "region": "africa", "place": "KEN"}, "not both"),
    ("values", {"indicator": "1.1.5", "value": "1", "unit": "LIM"}, "No role of yours"),
    ("values", {"indicator": "1.1.5", "numerator": "1.5"}, "This is not whole"),
    ("results", {"date": "2031-01-01"}, "lies outside the programme"),
    ("results", {"indicators": "1.1.2"}, "There is no “1.1.2”"),
    ("results", {"unit": "LIM"}, "No role of yours"),
    ("results", {"date": ""}, "This is missing."),
]


@pytest.mark.parametrize(("sheet", "cells", "message"), BAD)
def test_what_a_report_does_not_take_is_told(reporting: World, sheet: str, cells: dict[str, str], message: str) -> None:
    reporting.round("2024")
    begun = {
        "values": {"round": "2024", "unit": "NBO"},
        "results": {"code": "X", "unit": "NBO", "place": "KEN", "date": "2024-02-01", "statement.en": "A law"},
    }
    book = taken(reporting.ken, reporting.programme, sheet, filled=False)
    book.add(sheet, **{**begun[sheet], **cells})
    outcome = check(reporting.ken, reporting.programme, book)
    assert len(outcome.faults) == 1
    assert message in outcome.faults[0].message


def test_a_day_outside_the_programme_is_told_at_the_day(reporting: World) -> None:
    book = taken(reporting.ken, reporting.programme, "results", filled=False)
    book.add("results", code="X", unit="NBO", place="KEN", date="2031-01-01", statement__en="A law")
    assert [cell for cell, _message in told(check(reporting.ken, reporting.programme, book))] == ["F3"]


def test_a_closed_round_and_a_late_correction_follow_the_rules_of_rounds(reported: World, clock: Clock) -> None:
    book = taken(reported.ken, reported.programme, "values")
    book.row("values", indicator="1.1.2")["value"] = "20"
    clock.set(date(2025, 6, 1))
    assert [message for _cell, message in told(check(reported.ken, reported.programme, book))] == [
        "Say why this is corrected after the round was due."
    ]
    assert told(check(reported.ken, reported.programme, book, reason="A typing error")) == []
    close_round(actor=reported.planner, round=reported.round("2024"))
    assert "Round 2024 is closed." in told(save(reported.ken, reported.programme, book, reason="Late"))[0][1]
    assert taken(reported.ken, reported.programme, "values").rows["values"] == []
    assert told(save(OPERATOR, reported.programme, book, reason="A typing error")) == []
    assert Observation.objects.get(value=20).reason == "A typing error"


def test_a_result_that_was_handed_in_is_left_to_the_office(reporting: World) -> None:
    submitted = reporting.submitted("KEN")
    book = taken(reporting.ken, reporting.programme, "results")
    assert book.rows["results"] == []
    book.add("results", uid=str(submitted.uid), code=submitted.code, unit="NBO", place="KEN", date="2024-06-02")
    assert counts(save(reporting.ken, reporting.programme, book)) == {"results": (0, 0, 0)}
    submitted.refresh_from_db()
    assert submitted.date == date(2024, 6, 1)


def test_a_draft_of_another_office_is_not_shown_and_its_code_is_taken(reporting: World) -> None:
    reporting.draft("PER", by="per", statement="Not yet said")
    row = {"code": "PER-R1", "unit": "NBO", "place": "KEN", "date": "2024-02-01", "statement.en": "A law"}
    book = taken(reporting.ken, reporting.programme, "results")
    assert book.rows["results"] == []
    book.add("results", **row)
    expected = [("C3", "There is a result with the code PER-R1 already. Choose another code.")]
    assert told(check(reporting.ken, reporting.programme, book)) == expected
    assert told(save(reporting.ken, reporting.programme, book)) == expected
