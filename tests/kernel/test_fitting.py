"""A table is filled so that all its margins hold, in whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput
from biennium.kernel.fitting import Cell, Margin, fit

Table = dict[Cell, int]

amounts = st.integers(min_value=0, max_value=10**13)


@st.composite
def tables(draw: st.DrawFn, axes: int = 2) -> Table:
    """A table that exists: some cells of it, some of them zero."""
    keys = [[f"{axis}{number}" for number in range(draw(st.integers(1, 5)))] for axis in range(axes)]
    cell = st.tuples(*(st.sampled_from(names) for names in keys))
    return draw(st.dictionaries(cell, amounts, min_size=1, max_size=25))


def margins_of(table: Table) -> list[Margin]:
    margins: list[dict[str, int]] = [{} for _ in next(iter(table))]
    for cell, amount in table.items():
        for margin, key in zip(margins, cell, strict=True):
            margin[key] = margin.get(key, 0) + amount
    return margins


def filled(table: Table) -> Table:
    return {cell: amount for cell, amount in table.items() if amount}


def without_nothing(margins: list[Margin]) -> list[Margin]:
    return [{key: total for key, total in margin.items() if total} for margin in margins]


@given(tables(), st.data())
def test_every_margin_holds_to_the_unit(table: Table, data: st.DataObject) -> None:
    weights = {cell: data.draw(st.integers(1, 10**6)) for cell in table}
    fitted = fit(weights, margins_of(table))
    assert not fitted or without_nothing(margins_of(fitted)) == without_nothing(margins_of(table))
    assert sum(fitted.values()) == sum(table.values())


@given(tables(axes=4), st.integers(1, 10**6))
def test_every_margin_of_a_table_of_four_sides_holds_where_all_cells_have_weight(table: Table, seed: int) -> None:
    margins = margins_of(table)
    cells: list[Cell] = [()]
    for margin in margins:
        cells = [(*cell, key) for cell in cells for key in margin]
    fitted = fit({cell: 1 + (seed * number) % 97 for number, cell in enumerate(cells)}, margins)
    assert not fitted or without_nothing(margins_of(fitted)) == without_nothing(margins)


@given(tables(), st.data())
def test_a_cell_without_weight_stays_empty_and_none_is_negative(table: Table, data: st.DataObject) -> None:
    more = data.draw(st.sets(st.sampled_from([(row, column) for row, _ in table for _, column in table])))
    fitted = fit({**dict.fromkeys(more - set(table), 0), **dict.fromkeys(table, 3)}, margins_of(table))
    assert set(fitted) <= set(table)
    assert all(amount > 0 for amount in fitted.values())


@given(tables())
def test_a_table_that_has_the_margins_already_is_left_as_it_is(table: Table) -> None:
    assert fit(filled(table), margins_of(table)) == filled(table)


@given(tables(), st.data())
def test_the_order_of_what_is_given_does_not_matter(table: Table, data: st.DataObject) -> None:
    weights = {cell: data.draw(st.integers(1, 1000)) for cell in table}
    shuffled = dict(data.draw(st.permutations(list(weights.items()))))
    margins = margins_of(table)
    turned = [dict(reversed(margin.items())) for margin in margins]
    assert list(fit(shuffled, turned).items()) == list(fit(weights, margins).items())


@example([1, 34, 53, 60, 65, 76], [1, 2, 51, 56, 86, 88])
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_with_even_weights_no_cell_is_a_unit_away_from_its_exact_share(rows: list[int], parts: list[int]) -> None:
    total = sum(rows)
    columns = [total * part // sum(parts) for part in parts]
    columns[0] += total - sum(columns)
    by_row = {f"r{number}": amount for number, amount in enumerate(rows)}
    by_column = {f"c{number}": amount for number, amount in enumerate(columns)}
    fitted = fit({(row, column): 1 for row in by_row for column in by_column}, [by_row, by_column])
    for row, have in by_row.items():
        for column, want in by_column.items():
            assert abs(fitted.get((row, column), 0) - Fraction(have * want, total)) < 1


def test_a_small_table_comes_out_the_same_on_every_machine() -> None:
    weights = {("a", "x"): 5, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 3, ("b", "z"): 2}
    fitted = fit(weights, [{"a": 1000, "b": 777}, {"x": 800, "y": 700, "z": 277}])
    assert fitted == {("a", "x"): 725, ("a", "y"): 275, ("b", "x"): 75, ("b", "y"): 425, ("b", "z"): 277}


def test_the_odds_of_the_weights_are_kept_as_nearly_as_whole_numbers_can() -> None:
    weights = {("a", "x"): 5, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 3}
    fitted = fit(weights, [{"a": 10**9, "b": 10**9}, {"x": 10**9, "y": 10**9}])
    odds = Fraction(fitted["a", "x"] * fitted["b", "y"], fitted["a", "y"] * fitted["b", "x"])
    assert abs(odds - 15) < Fraction(1, 10**6)


def test_weights_that_lean_the_wrong_way_still_give_the_margins() -> None:
    weights = {("a", "x"): 10**9, ("a", "y"): 1, ("b", "x"): 1}
    margins = [{"a": 10, "b": 5}, {"x": 5, "y": 10}]
    assert fit(weights, margins) == {("a", "y"): 10, ("b", "x"): 5}


def test_a_total_without_weight_is_named_and_never_spread() -> None:
    with pytest.raises(InvalidInput, match="no weight") as refusal:
        fit({("a", "x"): 1, ("b", "x"): 0}, [{"a": 1, "b": 1}, {"x": 2}])
    assert refusal.value.where == "b"


def test_margins_of_different_totals_are_refused() -> None:
    with pytest.raises(InvalidInput, match="different totals: 3, 4"):
        fit({("a", "x"): 1}, [{"a": 3}, {"x": 4}])


def test_weights_in_places_that_cannot_have_the_margins_are_refused() -> None:
    weights = {("a", "x"): 1, ("b", "x"): 1, ("c", "y"): 1}
    with pytest.raises(InvalidInput, match="No table"):
        fit(weights, [{"a": 3, "b": 3, "c": 1}, {"x": 3, "y": 4}])


@pytest.mark.parametrize(
    ("weights", "margins"),
    [
        ({("a",): 1}, [{"a": 1}]),
        ({("a", "x"): -1}, [{"a": 1}, {"x": 1}]),
        ({("a", "x"): 1.0}, [{"a": 1}, {"x": 1}]),
        ({("a", "x"): 1}, [{"a": True}, {"x": True}]),
        ({("a", "x"): 1}, [{"a": -1}, {"x": -1}]),
        ({("a", "q"): 1}, [{"a": 1}, {"x": 1}]),
        ({("a",): 1}, [{"a": 1}, {"x": 1}]),
    ],
)
def test_what_is_no_table_is_refused(weights: Table, margins: list[Margin]) -> None:
    with pytest.raises(InvalidInput):
        fit(weights, margins)


def test_nothing_fills_a_table_of_nothing() -> None:
    assert fit({("a", "x"): 1}, [{"a": 0}, {"x": 0}]) == {}
