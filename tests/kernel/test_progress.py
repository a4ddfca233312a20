"""Progress and status: from a target, a baseline and the time gone by."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import Figure, State, compute, recompute
from biennium.kernel.indicators.kinds import Direction, Kind
from biennium.kernel.indicators.progress import (
    Status,
    Thresholds,
    expected,
    milestone_status,
    progress,
    status,
)
from biennium.kernel.periods import Period

BIENNIUM = Period.of_biennium(2024)
NUMBERS = st.integers(-1000, 1000).map(Fraction)


def way(kind: Kind, direction: Direction, value: int, target: int, baseline: int | None = None) -> Fraction | None:
    return progress(
        kind,
        direction,
        value=Fraction(value),
        target=Fraction(target),
        baseline=None if baseline is None else Fraction(baseline),
    )


def test_baseline_50_target_60_value_55_is_50_per_cent_not_92() -> None:
    assert way(Kind.LEVEL, Direction.INCREASE, 55, 60, 50) == Fraction(1, 2)


def test_a_rate_that_should_fall_is_measured_the_same_way() -> None:
    assert way(Kind.RATIO, Direction.DECREASE, 25, 20, 30) == Fraction(1, 2)
    assert way(Kind.RATIO, Direction.DECREASE, 32, 20, 30) == Fraction(-1, 5)


def test_new_results_are_measured_from_nothing_whatever_the_baseline() -> None:
    assert way(Kind.COUNTRY_COUNT, Direction.INCREASE, 11, 24, 50) == Fraction(11, 24)
    assert way(Kind.COUNT, Direction.INCREASE, 30, 20) == Fraction(3, 2)


def test_a_count_that_should_fall_is_measured_from_its_baseline() -> None:
    assert way(Kind.COUNT, Direction.DECREASE, 75, 50, 100) == Fraction(1, 2)


def test_progress_is_undefined_without_a_way_to_go() -> None:
    assert way(Kind.LEVEL, Direction.MAINTAIN, 50, 50, 50) is None
    assert way(Kind.LEVEL, Direction.INCREASE, 50, 60) is None
    assert way(Kind.COUNT, Direction.INCREASE, 3, 0) is None


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_baseline_is_nothing_and_the_target_is_the_whole_way(
    value: Fraction, target: Fraction, baseline: Fraction
) -> None:
    done = progress(Kind.LEVEL, Direction.INCREASE, value=value, target=target, baseline=baseline)
    if done is None:
        assert target == baseline
    else:
        assert baseline + done * (target - baseline) == value


@given(st.dates(date(2023, 6, 1), date(2026, 6, 1)))
def test_without_interim_targets_the_time_gone_by_is_expected(at: date) -> None:
    assert expected(at, BIENNIUM) == BIENNIUM.elapsed(at)


def test_an_interim_target_is_expected_on_its_day_and_the_way_runs_straight_between() -> None:
    interim = [(date(2024, 12, 31), Fraction(1, 4))]
    assert expected(date(2024, 12, 31), BIENNIUM, interim) == Fraction(1, 4)
    assert expected(date(2024, 7, 1), BIENNIUM, interim) == Fraction(1, 4) * Fraction(183, 366)
    assert expected(date(2025, 12, 31), BIENNIUM, interim) == 1
    assert Fraction(1, 4) < expected(date(2025, 7, 1), BIENNIUM, interim) < 1


@given(st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2025, 12, 30)), st.fractions(0, 1))), st.dates())
def test_what_is_expected_is_never_outside_what_was_set(points: list[tuple[date, Fraction]], at: date) -> None:
    assert 0 <= expected(at, BIENNIUM, points) <= 1


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (Fraction(35, 100), Status.ON_TRACK),
        (Fraction(65, 100), Status.ON_TRACK),
        (Fraction(34, 100), Status.BEHIND),
        (Fraction(66, 100), Status.AHEAD),
        (None, Status.NO_DATA),
    ],
)
def test_within_15_points_is_on_track(done: Fraction | None, said: Status) -> None:
    assert status(done, Fraction(1, 2), Thresholds()) is said


def test_the_thresholds_are_data() -> None:
    assert status(Fraction(45, 100), Fraction(1, 2), Thresholds(behind=2, ahead=2)) is Status.BEHIND
    with pytest.raises(InvalidInput):
        Thresholds(behind=-1)


def test_a_milestone_is_judged_by_its_day() -> None:
    assert milestone_status(reached=True, at=date(2024, 6, 1), window=BIENNIUM) is Status.AHEAD
    assert milestone_status(reached=True, at=date(2026, 1, 1), window=BIENNIUM) is Status.ON_TRACK
    assert milestone_status(reached=False, at=date(2024, 6, 1), window=BIENNIUM) is Status.NO_DATA
    assert milestone_status(reached=False, at=date(2026, 1, 1), window=BIENNIUM) is Status.BEHIND


def test_progress_opens_into_value_baseline_and_target() -> None:
    inputs = [Figure.known("value", 55), Figure.known("baseline", 50), Figure.known("target", 60)]
    figure = compute("way_done", "progress", inputs, unit="%")
    assert figure.decimal_string() == "50"
    assert recompute(figure) == figure


def test_the_figure_of_progress_says_why_it_has_no_value() -> None:
    value = Figure.known("value", 55)
    missing = Figure.absent("baseline", State.NOT_REPORTED)
    assert compute("way_done", "p", [value, missing, value]).state is State.NOT_REPORTED
    assert compute("way_done", "p", [value, value, value]).state is State.NOT_APPLICABLE


def test_the_latest_of_the_inputs_is_the_last_one() -> None:
    first, last = Figure.known("2024", 125, decimals=1), Figure.known("2025", 130, decimals=1)
    assert compute("latest", "level", [first, last]).decimal_string() == "13.0"
    assert compute("latest", "level", []).state is State.NOT_REPORTED
