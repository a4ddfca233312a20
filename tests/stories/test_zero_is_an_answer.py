"""Arithmetic § 4: a reported zero is a value; a cell nobody reported is not."""

from __future__ import annotations

from biennium.kernel.figures import Figure, State, compute


def test_a_region_of_zeros_has_the_value_zero() -> None:
    region = compute("sum", "region", [Figure.known("Nepal", 0), Figure.known("Peru", 0)])
    assert (region.value, region.state, region.missing) == (0, State.VALUE, 0)


def test_a_region_nobody_reported_has_no_value() -> None:
    silent = [Figure.absent("Nepal", State.NOT_REPORTED), Figure.absent("Peru", State.NOT_REPORTED)]
    assert compute("sum", "region", silent).state is State.NOT_REPORTED


def test_a_zero_among_missing_cells_counts_and_the_figure_says_how_many_are_missing() -> None:
    region = compute("sum", "region", [Figure.known("Nepal", 0), Figure.absent("Peru", State.NOT_YET_DUE)])
    assert (region.value, region.missing) == (0, 1)
