"""Which target holds for a period, and in which window values count."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.targets import Goal, Target, disagreement, goal_for, total_of, window_of
from biennium.kernel.periods import Period

Y2024, Y2025, BIENNIUM = Period.of_year(2024), Period.of_year(2025), Period.of_biennium(2024)


def goal(*targets: Target, kind: Kind = Kind.COUNT, cumulative: bool = False, period: Period = BIENNIUM) -> Goal | None:
    return goal_for(period, targets, kind=kind, cumulative=cumulative)


def test_the_target_of_the_period_itself_holds() -> None:
    assert goal(Target(BIENNIUM, 24)) == Goal(24, BIENNIUM)


def test_a_period_without_a_target_within_it_has_no_goal() -> None:
    assert goal(Target(BIENNIUM, 24), period=Y2024) is None
    assert goal() is None


def test_counts_of_years_that_follow_one_another_sum_and_the_first_is_met_on_the_way() -> None:
    assert goal(Target(Y2024, 10), Target(Y2025, 14)) == Goal(24, BIENNIUM, (Target(Y2024, 10),))


def test_a_target_of_the_first_year_is_an_interim_target_of_the_biennium() -> None:
    assert goal(Target(Y2024, 10), Target(BIENNIUM, 24)) == Goal(24, BIENNIUM, (Target(Y2024, 10),))


def test_counts_with_a_gap_do_not_sum() -> None:
    first = Target(Period(date(2024, 1, 1), date(2024, 6, 30)), 3)
    assert goal(first, Target(Y2025, 14)) == Goal(14, Y2025)


def test_a_window_of_part_of_the_period_is_not_the_period() -> None:
    assert goal(Target(Y2025, 14)) == Goal(14, Y2025)


def test_a_cumulative_target_includes_the_earlier_ones() -> None:
    assert goal(Target(Y2024, 10), Target(Y2025, 24), cumulative=True) == Goal(24, BIENNIUM, (Target(Y2024, 10),))
    assert goal(Target(Y2024, 10), Target(Y2025, 24), cumulative=True, period=Y2025) == Goal(
        24, BIENNIUM, (Target(Y2024, 10),)
    )


def test_a_level_is_held_against_the_last_target_and_may_have_been_measured_before_its_year() -> None:
    found = goal(Target(Y2024, 55), Target(Y2025, 60), kind=Kind.LEVEL)
    assert found == Goal(60, BIENNIUM, (Target(Y2024, 55),))


def test_a_ratio_is_held_against_the_last_target_in_that_target_s_own_period() -> None:
    found = goal(Target(Y2024, 55), Target(Y2025, 60), kind=Kind.RATIO)
    assert found == Goal(60, Y2025, (Target(Y2024, 55),))


def test_without_a_goal_the_window_is_what_the_targets_cover_of_the_period() -> None:
    assert window_of(Y2024, [Target(BIENNIUM, 24)]) == Y2024
    assert window_of(BIENNIUM, [Target(Period.of_biennium(2025), 1)]) == Y2025
    assert window_of(BIENNIUM, [Target(Period.of_year(2030), 1)]) is None
    assert window_of(BIENNIUM, []) == BIENNIUM


def test_the_target_of_the_whole_is_the_sum_where_only_its_parts_have_one() -> None:
    parts = {"africa": [Target(BIENNIUM, 12), Target(Y2024, 5)], "americas": [Target(BIENNIUM, 8)]}
    assert total_of(parts) == [Target(BIENNIUM, 20)]


def test_regions_that_do_not_make_the_total_are_a_finding() -> None:
    found = disagreement(20, [12, 9])
    assert found is not None
    assert (found.total, found.parts, found.by) == (20, 21, 1)
    assert disagreement(20, [12, 8]) is None


@given(st.lists(st.integers(0, 100), min_size=1, max_size=24))
def test_a_goal_made_of_months_is_their_sum_and_no_interim_target_exceeds_it(values: list[int]) -> None:
    months = BIENNIUM.months()
    found = goal(*(Target(month, value) for month, value in zip(months, values, strict=False)))
    assert found is not None
    assert found.value == sum(values)
    assert found.window == Period(BIENNIUM.start, months[len(values) - 1].end)
    assert all(step.value <= found.value and step.period.end < found.window.end for step in found.interim)
