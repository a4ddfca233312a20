"""Arithmetic § 4: a reported zero is a value; a cell nobody reported is not."""

from __future__ import annotations

from datetime import date

from biennium.kernel.figures import Figure, State, compute
from biennium.kernel.periods import Period
from reporting.world import Clock, World


def test_a_region_of_zeros_has_the_value_zero() -> None:
    region = compute("sum", "region", [Figure.known("Nepal", 0), Figure.known("Peru", 0)])
    assert (region.value, region.state, region.missing) == (0, State.VALUE, 0)


def test_a_region_nobody_reported_has_no_value() -> None:
    silent = [Figure.absent("Nepal", State.NOT_REPORTED), Figure.absent("Peru", State.NOT_REPORTED)]
    assert compute("sum", "region", silent).state is State.NOT_REPORTED


def test_a_zero_among_missing_cells_counts_and_the_figure_says_how_many_are_missing() -> None:
    region = compute("sum", "region", [Figure.known("Nepal", 0), Figure.absent("Peru", State.NOT_YET_DUE)])
    assert (region.value, region.missing) == (0, 1)


def test_the_matrix_tells_zero_from_not_reported_not_yet_due_and_not_applicable(reporters: World, clock: Clock) -> None:
    reporters.round("2024")
    clock.set(date(2025, 1, 1))
    reporters.round("2025")
    reporters.observe("1.1.2", "2024", place="KEN", value="0")
    year, next_year = Period.of_year(2024), Period.of_year(2025)
    day = date(2025, 2, 1)

    def state(code: str, column: str, period: Period) -> State:
        return reporters.cell(code, column, period=period, as_of=day).state

    assert reporters.cell("1.1.2", "africa", period=year, as_of=day).value == 0
    assert state("1.1.2", "africa", year) is State.VALUE
    assert state("1.1.2", "americas", year) is State.NOT_REPORTED
    assert state("1.1.2", "americas", next_year) is State.NOT_YET_DUE
    assert state("1.1.5", "americas", year) is State.NOT_APPLICABLE


def test_a_country_with_nothing_to_report_makes_its_region_zero(reporters: World) -> None:
    reporters.observe("1.1.1", place="PER", value="0", by="per")
    assert (reporters.cell("1.1.1", "americas").value, reporters.cell("1.1.1", "africa").value) == (0, None)
