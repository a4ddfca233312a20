"""A figure opens into what it was made of, and can be made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.figures import (
    OPERATIONS,
    Figure,
    Operation,
    RowRef,
    State,
    VersionPin,
    compute,
    explain,
    recompute,
    register_operation,
    rounded,
)
from biennium.kernel.money import Money

absences = st.sampled_from([State.NOT_REPORTED, State.NOT_YET_DUE, State.NOT_APPLICABLE])
keys = st.text("abc", min_size=1, max_size=3)


def given_figures(values: st.SearchStrategy[int | Fraction | Money], unit: str) -> st.SearchStrategy[Figure | RowRef]:
    return (
        st.builds(lambda key, value: Figure.known(key, value, unit=unit), keys, values)
        | st.builds(lambda key, state: Figure.absent(key, state, unit=unit), keys, absences)
        | st.builds(RowRef, st.just("observation"), keys, keys, values | st.none())
    )


def computed(inner: st.SearchStrategy[Figure | RowRef], unit: str) -> st.SearchStrategy[Figure | RowRef]:
    def make(operation: str) -> st.SearchStrategy[Figure]:
        arity = OPERATIONS[operation].arity
        inputs = st.lists(inner, min_size=arity or 0, max_size=arity or 4)
        return st.builds(lambda key, found: compute(operation, key, found, unit=unit), keys, inputs)

    return make("sum") | make("difference")


numbers = st.integers(-1000, 1000) | st.fractions(-10, 10, max_denominator=9)
number_inputs = st.recursive(given_figures(numbers, "persons"), lambda inner: computed(inner, "persons"), max_leaves=8)
money_inputs = st.recursive(
    given_figures(st.integers(-(10**9), 10**9).map(lambda minor: Money(minor, "USD")), "USD"),
    lambda inner: computed(inner, "USD"),
    max_leaves=8,
)
inputs = st.lists(number_inputs, min_size=2, max_size=2) | st.lists(money_inputs, min_size=2, max_size=2)


@given(inputs, st.sampled_from(["sum", "count", "difference", "ratio", "percentage"]))
def test_recomputing_an_explanation_gives_the_same_figure(found: Sequence[Figure | RowRef], operation: str) -> None:
    figure = compute(operation, "top", found)
    pinned = replace(figure, version=VersionPin("2024-25", "adopted", "0123456789ab"), as_of=datetime.now(UTC))
    assert recompute(pinned) == pinned


@given(inputs)
def test_an_explanation_reaches_every_input_below_its_figure(found: Sequence[Figure | RowRef]) -> None:
    figure = compute("sum", "top", found)
    steps = list(explain(figure))
    assert (steps[0].depth, steps[0].item) == (0, figure)
    assert [step.item for step in steps if step.depth == 1] == list(found)
    figures = [step.item for step in steps if isinstance(step.item, Figure)]
    assert len(steps) == 1 + sum(len(each.inputs) for each in figures)


@given(inputs, st.sampled_from(["sum", "difference", "ratio"]))
def test_there_is_a_value_exactly_when_the_state_says_so(found: Sequence[Figure | RowRef], operation: str) -> None:
    figure = compute(operation, "top", found)
    assert (figure.value is not None) == (figure.state is State.VALUE)
    assert (figure.decimal_string() == "") == (figure.state is not State.VALUE)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_a_sum_of_integers_is_their_sum(values: list[int]) -> None:
    rows = [RowRef("observation", str(index), "", value) for index, value in enumerate(values)]
    figure = compute("sum", "total", rows, unit="persons")
    assert (figure.value, figure.unit, figure.missing) == (sum(values), "persons", 0)


def test_a_changed_row_is_found_by_recomputing() -> None:
    figure = compute("sum", "total", [RowRef("observation", "1", "Nepal", 3)])
    forged = replace(figure, value=30)
    assert recompute(forged) == figure != forged


def test_a_figure_that_was_given_is_itself() -> None:
    figure = Figure.known("target", 24, unit="Member States")
    assert recompute(figure) is figure


def test_zero_is_a_value_and_nothing_is_not() -> None:
    assert Figure.known("reports", 0).state is State.VALUE
    assert Figure.absent("reports", State.NOT_REPORTED).value is None


@pytest.mark.parametrize(("value", "state"), [(None, State.VALUE), (0, State.NOT_REPORTED), (5, State.NOT_YET_DUE)])
def test_value_and_state_cannot_contradict_each_other(value: int | None, state: State) -> None:
    with pytest.raises(InvalidInput, match="cannot be"):
        Figure("key", value, state=state)


@pytest.mark.parametrize("value", [1.5, True, "12"])
def test_only_exact_values_are_taken(value) -> None:
    with pytest.raises(InvalidInput, match="is not exact"):
        Figure.known("key", value)
    with pytest.raises(InvalidInput, match="is not exact"):
        RowRef("row", "1", "label", value)


def test_the_unit_of_money_is_its_currency() -> None:
    assert Figure.known("price", Money(1, "CHF")).unit == "CHF"
    with pytest.raises(InvalidInput, match="cannot be “USD”"):
        Figure("price", Money(1, "CHF"), unit="USD")


def test_the_time_of_a_figure_has_a_time_zone() -> None:
    with pytest.raises(InvalidInput, match="no time zone"):
        Figure("key", 1, as_of=datetime(2024, 1, 1))  # noqa: DTZ001


def test_a_sum_leaves_out_what_is_missing_and_says_how_many() -> None:
    figure = compute(
        "sum", "total", [Figure.known("a", 3), Figure.absent("b", State.NOT_YET_DUE), Figure.known("c", 0)]
    )
    assert (figure.value, figure.missing) == (3, 1)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], State.NOT_REPORTED),
        ([State.NOT_APPLICABLE, State.NOT_YET_DUE], State.NOT_YET_DUE),
        ([State.NOT_YET_DUE, State.NOT_REPORTED], State.NOT_REPORTED),
        ([State.NOT_APPLICABLE], State.NOT_APPLICABLE),
    ],
)
def test_a_sum_of_nothing_says_why_it_has_no_value(states: list[State], expected: State) -> None:
    inputs = [Figure.absent(str(index), state) for index, state in enumerate(states)]
    assert compute("sum", "total", inputs).state is expected


@pytest.mark.parametrize("operation", ["difference", "ratio", "percentage"])
def test_a_difference_or_ratio_that_misses_an_input_has_no_value(operation: str) -> None:
    figure = compute(operation, "x", [Figure.known("a", 3), Figure.absent("b", State.NOT_YET_DUE)])
    assert (figure.value, figure.state) == (None, State.NOT_YET_DUE)


def test_a_count_counts_distinct_inputs_whatever_their_value() -> None:
    rows = [RowRef("place", "NPL", "Nepal"), RowRef("place", "NPL", "Nepal", 4), RowRef("place", "PER", "Peru")]
    assert compute("count", "countries", rows).value == 2
    assert compute("count", "countries", []).value == 0
    assert compute("count", "countries", rows, decimals=1).decimal_string() == "2.0"


def test_integers_of_different_decimals_add_up_at_the_finer_one() -> None:
    figure = compute("sum", "total", [Figure.known("a", 15, decimals=1), Figure.known("b", 225, decimals=2)])
    assert (figure.value, figure.decimals, figure.decimal_string()) == (375, 2, "3.75")


def test_an_exact_fraction_among_the_inputs_keeps_the_sum_exact() -> None:
    figure = compute("sum", "total", [Figure.known("a", Fraction(1, 3)), Figure.known("b", 1)])
    assert figure.value == Fraction(4, 3)


def test_a_ratio_is_exact_and_rounded_only_when_shown() -> None:
    figure = compute("ratio", "x", [Figure.known("a", 2), Figure.known("b", 3)], decimals=2)
    assert (figure.value, figure.decimal_string()) == (Fraction(2, 3), "0.67")


def test_a_ratio_of_amounts_is_a_plain_number() -> None:
    dollars = [Figure.known("spent", Money(50_00, "USD")), Figure.known("allotted", Money(200_00, "USD"))]
    assert compute("ratio", "rate", dollars).value == Fraction(1, 4)
    assert compute("percentage", "rate", dollars, unit="%").decimal_string() == "25"


@pytest.mark.parametrize("nothing", [0, Fraction(0), Money(0, "USD")])
def test_a_ratio_to_nothing_is_not_applicable(nothing: int | Fraction | Money) -> None:
    assert compute("ratio", "x", [Figure.known("a", nothing), Figure.known("b", nothing)]).state is State.NOT_APPLICABLE


def test_a_difference_keeps_money_money() -> None:
    amounts = [Figure.known("requirement", Money(500, "USD")), Figure.known("resources", Money(200, "USD"))]
    figure = compute("difference", "gap", amounts)
    assert (figure.value, figure.unit, figure.decimal_string()) == (Money(300, "USD"), "USD", "3.00")


def test_money_and_plain_numbers_cannot_be_combined() -> None:
    with pytest.raises(InvalidInput, match="Money and plain numbers"):
        compute("sum", "x", [Figure.known("a", Money(1, "USD")), Figure.known("b", 1)])


def test_different_currencies_cannot_be_combined() -> None:
    with pytest.raises(CurrencyMismatch):
        compute("sum", "x", [Figure.known("a", Money(1, "USD")), Figure.known("b", Money(1, "CHF"))])


def test_different_units_cannot_be_combined() -> None:
    with pytest.raises(InvalidInput, match="%, persons"):
        compute("sum", "x", [Figure.known("a", 1, unit="%"), Figure.known("b", 1, unit="persons")])


def test_an_operation_takes_the_inputs_it_needs() -> None:
    with pytest.raises(InvalidInput, match="takes 2 inputs, not 1"):
        compute("ratio", "x", [Figure.known("a", 1)])


def test_a_formula_may_be_told_in_other_words() -> None:
    assert compute("sum", "x", []).formula == "sum of the inputs that have a value"
    assert compute("sum", "x", [], formula="allotments of the year").formula == "allotments of the year"


def test_an_operation_is_registered_once_and_usable_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("biennium.kernel.figures.OPERATIONS", dict(OPERATIONS))
    register_operation("highest", Operation("highest input", lambda found: max(int(str(each.value)) for each in found)))
    figure = compute("highest", "x", [Figure.known("a", 4), Figure.known("b", 9)])
    assert (figure.value, recompute(figure)) == (9, figure)
    with pytest.raises(ValueError, match="registered already"):
        register_operation("sum", OPERATIONS["sum"])


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half(value: Fraction, decimals: int) -> None:
    assert abs(Fraction(rounded(value, decimals), 10**decimals) - value) <= Fraction(1, 2 * 10**decimals)
    assert rounded(-value, decimals) == -rounded(value, decimals)


def test_halves_are_rounded_away_from_zero() -> None:
    assert [rounded(Fraction(half, 2), 0) for half in (1, 3, -1, -3)] == [1, 2, -1, -2]


def test_a_figure_without_a_value_shows_nothing() -> None:
    assert Figure.absent("x", State.NOT_REPORTED).decimal_string() == ""
    assert Figure.known("x", 125, decimals=1).decimal_string() == "12.5"
