"""Periods include both ends, and their codes read back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput
from biennium.kernel.periods import Period, PeriodKind

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
spans = st.builds(lambda one, other: Period(min(one, other), max(one, other)), days, days)
years = st.integers(1900, 2199)
calendar_periods = st.one_of(
    days.map(Period.of_day),
    st.builds(Period.of_month, years, st.integers(1, 12)),
    st.builds(Period.of_quarter, years, st.integers(1, 4)),
    years.map(Period.of_year),
    years.map(Period.of_biennium),
)
short_spans = st.builds(lambda start, length: Period(start, start + timedelta(length)), days, st.integers(0, 2000))
periods = calendar_periods | spans


@given(periods)
def test_the_code_of_a_period_reads_back_the_same(period: Period) -> None:
    assert Period.parse(period.code) == period


@given(short_spans)
def test_the_years_of_a_period_cover_it_exactly(period: Period) -> None:
    check_pieces(period, period.years(), lambda day: day.year)


@given(short_spans)
def test_the_months_of_a_period_cover_it_exactly(period: Period) -> None:
    check_pieces(period, period.months(), lambda day: (day.year, day.month))


def check_pieces(period: Period, pieces: list[Period], unit) -> None:
    assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)
    assert all(following.start - piece.end == timedelta(1) for piece, following in pairwise(pieces))
    assert all(unit(piece.start) == unit(piece.end) for piece in pieces)
    assert len({unit(piece.start) for piece in pieces}) == len(pieces)


@given(years, years)
def test_a_biennium_has_two_years_and_twenty_four_months(first: int, other: int) -> None:
    biennium = Period.of_biennium(first)
    assert biennium.years() == [Period.of_year(first), Period.of_year(first + 1)]
    assert len(biennium.months()) == 24
    assert (Period.of_year(other) in biennium) == (other in (first, first + 1))


@given(calendar_periods)
def test_next_and_previous_keep_the_kind_and_touch(period: Period) -> None:
    following = period.next()
    assert following.kind == period.kind
    assert following.start - period.end == timedelta(1)
    assert following.previous() == period


@given(short_spans)
def test_the_period_after_any_span_starts_the_day_after(period: Period) -> None:
    assert period.next().start - period.end == timedelta(1)
    assert period.start - period.previous().end == timedelta(1)


@given(spans, spans)
def test_two_periods_overlap_exactly_when_they_have_a_day_in_common(one: Period, other: Period) -> None:
    common = one.intersection(other)
    assert one.overlaps(other) == other.overlaps(one) == (common is not None)
    assert common == other.intersection(one)
    if common:
        assert common in one
        assert common in other


@given(spans, days)
def test_a_day_lies_within_exactly_when_its_period_does(period: Period, day: date) -> None:
    assert (day in period) == (Period.of_day(day) in period) == period.overlaps(Period.of_day(day))


@given(spans, days)
def test_elapsed_time_grows_by_one_day_in_all_its_days(period: Period, day: date) -> None:
    step = period.elapsed(day) - period.elapsed(day - timedelta(1))
    assert step == (Fraction(1, period.days) if day in period else 0)


def test_elapsed_time_counts_the_day_itself() -> None:
    year = Period.of_year(2025)
    assert year.elapsed(date(2024, 12, 31)) == 0
    assert year.elapsed(date(2025, 1, 1)) == Fraction(1, 365)
    assert year.elapsed(date(2025, 12, 31)) == 1
    assert year.elapsed(date(2026, 1, 1)) == 1


@pytest.mark.parametrize(
    ("code", "start", "end", "kind"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "quarter"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("2024-25", date(2024, 1, 1), date(2025, 12, 31), "biennium"),
        ("2024–25", date(2024, 1, 1), date(2025, 12, 31), "biennium"),
        ("2024-2025", date(2024, 1, 1), date(2025, 12, 31), "biennium"),
        ("1999-00", date(1999, 1, 1), date(2000, 12, 31), "biennium"),
        ("1999–2000", date(1999, 1, 1), date(2000, 12, 31), "biennium"),
        ("2010-11", date(2010, 11, 1), date(2010, 11, 30), "month"),
        ("2010–11", date(2010, 1, 1), date(2011, 12, 31), "biennium"),
        ("2010-2011", date(2010, 1, 1), date(2011, 12, 31), "biennium"),
        ("2024-03-31", date(2024, 3, 31), date(2024, 3, 31), "day"),
        ("2024-01-15/2024-02-14", date(2024, 1, 15), date(2024, 2, 14), "other"),
        (" 2024 ", date(2024, 1, 1), date(2024, 12, 31), "year"),
    ],
)
def test_a_code_is_read(code: str, start: date, end: date, kind: str) -> None:
    period = Period.parse(code)
    assert (period.start, period.end, period.kind) == (start, end, kind)


@pytest.mark.parametrize(
    ("period", "code"),
    [
        (Period.of_biennium(2024), "2024-25"),
        (Period.of_biennium(1999), "1999-00"),
        (Period.of_biennium(2010), "2010-2011"),
        (Period.of_biennium(2012), "2012-13"),
        (Period.of_quarter(2024, 2), "2024-Q2"),
        (Period.of_month(2024, 3), "2024-03"),
        (Period.of_day(date(2024, 3, 1)), "2024-03-01"),
    ],
)
def test_a_code_is_written(period: Period, code: str) -> None:
    assert str(period) == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "24",
        "2024-13",
        "2024-26",
        "2024-2026",
        "2024-Q5",
        "2024-00",
        "2024-1",
        "2024-02-30",
        "2024/25",
        "2024-01-01/2024-02-30",
        "abc",
        "2024-25-26",
        "٢٠٢٤",
    ],
)
def test_what_is_no_period_is_refused_with_the_ways_to_write_one(code: str) -> None:
    with pytest.raises(InvalidInput, match=r"is not a period.*Write 2024, 2024-03"):
        Period.parse(code)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 2, 1), date(2024, 4, 30)),
        (date(2024, 7, 1), date(2025, 6, 30)),
        (date(2024, 1, 2), date(2024, 1, 31)),
    ],
)
def test_a_span_out_of_step_with_the_calendar_is_of_another_kind(start: date, end: date) -> None:
    assert Period(start, end).kind is PeriodKind.OTHER


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(InvalidInput, match="cannot end"):
        Period(date(2024, 1, 2), date(2024, 1, 1))


def test_a_period_is_made_of_days_not_of_times() -> None:
    with pytest.raises(InvalidInput, match="without times"):
        Period(datetime(2024, 1, 1, tzinfo=UTC), date(2024, 1, 2))


@pytest.mark.parametrize(("make", "number"), [(Period.of_month, 13), (Period.of_month, 0), (Period.of_quarter, 5)])
def test_a_month_or_quarter_that_does_not_exist_is_refused(make, number: int) -> None:
    with pytest.raises(InvalidInput, match=rf"There is no .* {number}"):
        make(2024, number)


@pytest.mark.parametrize(
    "beyond",
    [
        lambda: Period.of_year(0),
        lambda: Period.of_biennium(9999),
        lambda: Period.parse("0000"),
        lambda: Period.of_year(9999).next(),
        lambda: Period.of_month(1, 1).previous(),
        lambda: Period(date.max - timedelta(3), date.max).next(),
        lambda: Period(date.min, date.min + timedelta(3)).previous(),
    ],
)
def test_the_calendar_has_an_end(beyond) -> None:
    with pytest.raises(InvalidInput, match=r"outside the calendar|no period beyond"):
        beyond()


def test_the_last_years_of_the_calendar_can_be_used() -> None:
    biennium = Period.of_biennium(9998)
    assert biennium.years()[1] == Period.of_year(9999)
    assert biennium.elapsed(date.max) == 1


def test_periods_are_ordered_by_their_start() -> None:
    assert sorted([Period.of_year(2025), Period.of_biennium(2024), Period.of_year(2024)]) == [
        Period.of_year(2024),
        Period.of_biennium(2024),
        Period.of_year(2025),
    ]
