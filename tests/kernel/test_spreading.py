"""An amount spread over a table by the weights of its rows and columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.fitting import spread
from biennium.kernel.shares import apportion

keys = st.text(alphabet="abcdef", min_size=1, max_size=3)
weights = st.dictionaries(keys, st.integers(1, 10_000), min_size=1, max_size=6)


@given(total=st.integers(0, 10_000_000), rows=weights, columns=weights)
def test_rows_and_columns_have_what_they_would_have_alone(
    total: int, rows: dict[str, int], columns: dict[str, int]
) -> None:
    cells = spread(total, rows, columns)
    assert all(amount > 0 for amount in cells.values())
    for place, margin in enumerate((rows, columns)):
        named = sorted(margin)
        sums = [sum(amount for cell, amount in cells.items() if cell[place] == key) for key in named]
        assert sums == apportion(total, [margin[key] for key in named])


@given(total=st.integers(1, 10_000), rows=weights, columns=weights)
def test_the_order_in_which_weights_are_named_changes_nothing(
    total: int, rows: dict[str, int], columns: dict[str, int]
) -> None:
    turned = spread(total, dict(reversed(rows.items())), dict(reversed(columns.items())))
    assert turned == spread(total, rows, columns)


def test_a_hundred_dollars_over_thirds_and_halves() -> None:
    cells = spread(10_000, {"1.1": 1, "1.2": 1, "1.3": 1}, {"KEN": 1, "NPL": 1})
    assert sum(cells.values()) == 10_000
    assert {key: sum(v for cell, v in cells.items() if cell[0] == key) for key in ("1.1", "1.2", "1.3")} == {
        "1.1": 3_334,
        "1.2": 3_333,
        "1.3": 3_333,
    }
