"""Four states of a cell: a value, not reported, not yet due, not applicable."""

from __future__ import annotations

import pytest

from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.statistics import Statistics
from biennium.kernel.indicators.values import Node, state_of, value_of


def test_zero_is_a_value_also_before_it_is_due_and_where_nobody_was_asked() -> None:
    for expected in (True, False):
        for due in (True, False):
            assert state_of(0, expected=expected, due=due) is State.VALUE


@pytest.mark.parametrize(
    ("expected", "due", "state"),
    [
        (True, True, State.NOT_REPORTED),
        (True, False, State.NOT_YET_DUE),
        (False, True, State.NOT_APPLICABLE),
        (False, False, State.NOT_APPLICABLE),
    ],
)
def test_without_a_report_the_state_says_why(*, expected: bool, due: bool, state: State) -> None:
    assert state_of(State.NOT_REPORTED, expected=expected, due=due) is state


def test_a_kind_without_a_value_there_is_not_applicable_whether_due_or_not() -> None:
    assert state_of(State.NOT_APPLICABLE, expected=True, due=True) is State.NOT_APPLICABLE


def test_nothing_to_report_makes_a_count_of_countries_zero() -> None:
    assert value_of(Kind.COUNTRY_COUNT, Node(Statistics.of_words())) == 0


def test_a_result_that_waits_for_its_verification_is_reported_and_not_counted() -> None:
    assert value_of(Kind.COUNTRY_COUNT, Node(Statistics.of_result("KEN", verified=False))) == 0


def test_a_ratio_reported_in_words_only_has_no_value() -> None:
    assert value_of(Kind.RATIO, Node(Statistics.of_words())) is State.NOT_REPORTED
