"""Breakdowns stand beside a total; where they differ, that is a finding and nothing is changed."""

from __future__ import annotations

from biennium.kernel.indicators.disaggregation import Breakdown, Discrepancy, discrepancies, strangers


def test_cells_with_an_explicit_unknown_make_the_total() -> None:
    assert discrepancies(100, {"sex": {"female": 60, "male": 35, "unknown": 5}}) == []


def test_cells_that_fall_short_are_a_finding_that_says_whether_unknown_was_asked() -> None:
    found = discrepancies(100, {"sex": {"female": 60, "male": 35}})
    assert found == [Discrepancy("sex", 100, 95, has_unknown=False)]
    assert found[0].by == -5


def test_a_dimension_without_cells_is_not_held_against_the_total() -> None:
    assert discrepancies(100, {"sex": {}}) == []


def test_each_dimension_is_checked_on_its_own() -> None:
    cells = {"sex": {"female": 60, "male": 40}, "age": {"young": 70, "old": 40}}
    assert [(one.dimension, one.by) for one in discrepancies(100, cells)] == [("age", 10)]


def test_a_zero_total_with_zero_cells_agrees() -> None:
    assert discrepancies(0, {"sex": {"female": 0, "male": 0}}) == []


def test_cells_the_indicator_does_not_have_are_named() -> None:
    cells = {"sex": {"female": 1, "other": 1, "unknown": 0}, "shoe": {"big": 1}}
    assert strangers(cells, [Breakdown("sex", ("female", "male"))]) == [("sex", "other"), ("shoe", "big")]
