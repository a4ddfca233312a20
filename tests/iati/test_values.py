"""Numbers, dates and spaces are read as the official validator reads them."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from biennium.publishing.iati.values import is_trimmed, moment, number, whole_days


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", 0),
        (" \n", 0),
        ("33.33", 33.33),
        (" 50 ", 50),
        ("1e2", 100),
        (".5", 0.5),
        ("5.", 5),
        ("-1", -1),
        ("0x10", 16),
    ],
)
def test_a_number_is_read(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["50%", "1,000", "five", "1 2", "١٠", "--1", "0x", "0x" + "f" * 400])
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert math.isnan(number(text))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024-05-31", datetime(2024, 5, 31, tzinfo=UTC)),
        (" 2024-05-31 ", datetime(2024, 5, 31, tzinfo=UTC)),
        ("2024-05-31Z", datetime(2024, 5, 31, tzinfo=UTC)),
        ("2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2023-02-30", datetime(2023, 3, 2, tzinfo=UTC)),
        ("2024/5/1", datetime(2024, 5, 1, tzinfo=UTC)),
        ("5/1/2024", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2025-04-17T12:30:38.1018164Z", datetime(2025, 4, 17, 12, 30, 38, 101000, tzinfo=UTC)),
        ("2025-04-17T12:30", datetime(2025, 4, 17, 12, 30, tzinfo=UTC)),
        ("2025-04-17 12:30:01", datetime(2025, 4, 17, 12, 30, 1, tzinfo=UTC)),
        ("2025-04-17T01:30:00+02:00", datetime(2025, 4, 16, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_moment(text: str, when: datetime) -> None:
    assert moment(text) == when


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-13-01", "2024-01-32", "20240101", "2024-01-01+02:00", "0000-01-01", "2024-01-01T25:00Z"]
)
def test_what_is_no_date_has_no_moment(text: str) -> None:
    assert moment(text) is None


def test_a_leap_year_is_one_day_longer_than_a_year() -> None:
    first = moment("2024-01-01")
    assert first
    assert [whole_days(first, end) for end in (moment("2024-12-31"), moment("2025-01-01")) if end] == [365, 366]


@pytest.mark.parametrize(
    ("text", "trimmed"), [("a b", True), ("", True), (" a", False), ("a\n", False), ("a\u00a0", False)]
)
def test_a_value_is_trimmed_when_no_space_of_any_kind_is_around_it(text: str, trimmed: bool) -> None:
    assert is_trimmed(text) is trimmed
