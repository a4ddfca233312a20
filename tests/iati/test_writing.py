"""What is written reads back equal, follows the schema, and comes in pieces of the size asked for."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.money import Money
from biennium.publishing.iati import content, reading
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from biennium.publishing.iati.writing.files import write_activities, write_organisation
from iati.generated import ACTIVITIES, ORGANISATIONS, REPORTER

GENERATED = datetime(2025, 1, 31, 12, tzinfo=UTC)
VALIDATOR = Validator(Setting(now=datetime(2026, 1, 1, tzinfo=UTC)))


def smallest(number: int) -> content.Activity:
    return content.Activity(
        identifier=f"XM-DAC-41302-2024-25-NPL{number}",
        title={"en": "Nepal: more and better jobs"},
        descriptions=(content.Description({"en": "What it is about."}, "1"),),
        participants=(content.Participant(content.Party("XM-DAC-41302", "40"), "4"),),
        status="2",
        dates=(("1", date(2024, 1, 1)),),
        countries=(content.Coded("NP"),),
        sectors=(content.Coded("16020", "1"),),
    )


def written(activities, folder: Path, **more):
    return write_activities(REPORTER, activities, folder=folder, stem="activities", generated=GENERATED, **more)


def criticals(path: Path) -> list[str]:
    with path.open("rb") as stream, VALIDATOR.validate(stream, path.name) as report:
        groups = list(report.groups())
    return [json.dumps(error) for group in groups for error in group["errors"] if error["severity"] == "critical"]


@given(st.lists(ACTIVITIES, min_size=1, max_size=3))
def test_activities_read_back_as_they_were_written_and_follow_the_schema(activities):
    with tempfile.TemporaryDirectory() as folder:
        (one,) = written(activities, Path(folder))
        with one.path.open("rb") as stream:
            assert list(reading.activities(stream)) == activities
        assert not criticals(one.path)


@given(ORGANISATIONS)
def test_an_organisation_reads_back_as_it_was_written_and_follows_the_schema(organisation):
    with tempfile.TemporaryDirectory() as folder:
        one = write_organisation(REPORTER, organisation, folder=Path(folder), stem="o", generated=GENERATED)
        with one.path.open("rb") as stream:
            assert reading.organisation(stream) == organisation
        assert not criticals(one.path)


def test_the_smallest_activity_has_no_finding_at_all(tmp_path):
    (one,) = written([smallest(1)], tmp_path)
    with one.path.open("rb") as stream, VALIDATOR.validate(stream, "a") as report:
        assert list(report.groups()) == []


def test_children_stand_in_the_order_of_the_schema_whatever_the_order_of_the_values(tmp_path):
    (one,) = written([smallest(1)], tmp_path)
    text = one.path.read_text(encoding="utf-8")
    places = [text.index(f"<{tag}") for tag in ("iati-identifier", "reporting-org", "title", "description", "sector")]
    assert places == sorted(places)


def test_a_child_the_schema_does_not_know_is_refused():
    from biennium.publishing.iati.writing.markup import element, parent

    with pytest.raises(KeyError):
        parent("/iati-activities/iati-activity", {}, [element("transactions")])


def test_files_are_split_before_they_grow_too_large_and_lose_nothing(tmp_path):
    activities = [smallest(number) for number in range(40)]
    (whole,) = written(activities, tmp_path)
    most = whole.size // 4
    pieces = written(activities, tmp_path, most_bytes=most)
    assert len(pieces) > 3
    assert all(piece.size <= most and piece.path.stat().st_size == piece.size for piece in pieces)
    assert [piece.path.name for piece in pieces][:2] == ["activities-1.xml", "activities-2.xml"]
    read: list[content.Activity] = []
    for piece in pieces:
        with piece.path.open("rb") as stream:
            read += reading.activities(stream)
    assert read == activities


def test_one_activity_larger_than_the_size_is_written_alone(tmp_path):
    pieces = written([smallest(1), smallest(2)], tmp_path, most_bytes=1)
    assert [piece.units for piece in pieces] == [1, 1]


def test_nothing_is_written_for_no_activity(tmp_path):
    assert written([], tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_no_file(tmp_path):
    def broken():
        yield smallest(1)
        raise OSError("the books are out of reach")

    with pytest.raises(OSError, match="out of reach"):
        written(broken(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_activities_are_taken_one_at_a_time(tmp_path):
    alive: list[int] = []

    def counted():
        for number in range(5):
            alive.append(number)
            yield smallest(number)
            assert (tmp_path / "activities-1.part").exists()

    written(counted(), tmp_path)
    assert alive == list(range(5))


def test_the_same_values_give_the_same_bytes(tmp_path):
    first = written([smallest(1)], tmp_path)[0]
    assert written([smallest(1)], tmp_path)[0].sha256 == first.sha256


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path):
    (one,) = written([replace(smallest(1), title={"en": "more\x00 and\x0b better"})], tmp_path)
    with one.path.open("rb") as stream:
        assert next(reading.activities(stream)).title == {"en": "more and better"}


def test_amounts_have_the_decimals_of_their_currency(tmp_path):
    amounts = [Money(5, "USD"), Money(-1234567, "BHD"), Money(900, "JPY")]
    day = date(2024, 5, 1)
    transactions = tuple(content.Transaction(str(n), "4", day, amount) for n, amount in enumerate(amounts))
    (one,) = written([replace(smallest(1), transactions=transactions)], tmp_path)
    text = one.path.read_text(encoding="utf-8")
    assert all(f">{digits}</value>" in text for digits in ("0.05", "-1234.567", "900"))
