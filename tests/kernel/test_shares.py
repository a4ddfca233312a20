"""A whole is divided without loss."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.shares import WHOLE, Shares, apportion

totals = st.integers(min_value=-(10**18), max_value=10**18)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=20).filter(any)


@given(totals, weights)
def test_parts_always_sum_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(apportion(total, weights)) == total


@given(totals, weights)
def test_no_part_is_a_unit_or_more_away_from_its_exact_share(total: int, weights: list[int]) -> None:
    for part, weight in zip(apportion(total, weights), weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(totals, weights)
def test_a_zero_weight_gets_nothing(total: int, weights: list[int]) -> None:
    assert not any(part for part, weight in zip(apportion(total, weights), weights, strict=True) if not weight)


@given(totals, weights)
def test_a_negative_total_is_divided_like_the_positive_one(total: int, weights: list[int]) -> None:
    assert apportion(-total, weights) == [-part for part in apportion(total, weights)]


@given(totals, weights)
def test_a_greater_weight_never_gets_less(total: int, weights: list[int]) -> None:
    parts = apportion(abs(total), sorted(weights, reverse=True))
    assert all(part >= following for part, following in pairwise(parts))


def test_the_largest_remainder_gets_the_unit_left_over() -> None:
    assert apportion(10, [1, 4, 2]) == [1, 6, 3]


def test_equal_remainders_are_served_in_the_order_given() -> None:
    assert apportion(5, [1, 1, 1]) == [2, 2, 1]


def test_nothing_can_be_divided_by_nothing() -> None:
    assert apportion(0, []) == []
    assert apportion(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize("weights", [[], [0], [0, 0]])
def test_something_cannot_be_divided_by_nothing(weights: list[int]) -> None:
    with pytest.raises(InvalidInput, match="all weights are zero"):
        apportion(1, weights)


@pytest.mark.parametrize(("total", "weights"), [(1.0, [1]), (True, [1]), (1, [0.5]), (1, [True])])
def test_only_integers_are_divided(total, weights) -> None:
    with pytest.raises(InvalidInput, match="not a whole number"):
        apportion(total, weights)


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(InvalidInput, match="negative"):
        apportion(1, [2, -1])


keyed_weights = st.dictionaries(st.text(max_size=5), st.integers(0, 10**6), min_size=1).filter(
    lambda found: any(found.values())
)


@given(keyed_weights)
def test_shares_of_any_weights_sum_to_exactly_ten_thousand(weights: dict[str, int]) -> None:
    shares = Shares.of_weights(weights)
    assert sum(shares.values()) == WHOLE
    assert set(shares) == set(weights)


@given(keyed_weights, totals)
def test_an_amount_split_by_shares_sums_to_itself(weights: dict[str, int], total: int) -> None:
    shares = Shares.of_weights(weights)
    assert sum(shares.split(total).values()) == total
    assert Money.sum(shares.split(Money(total, "CHF")).values(), "CHF") == Money(total, "CHF")


def test_the_order_in_which_shares_are_written_does_not_change_the_split() -> None:
    one = Shares({"b": 5000, "a": 5000})
    other = Shares({"a": 5000, "b": 5000})
    assert one == other
    assert hash(one) == hash(other)
    assert one.split(3) == other.split(3) == {"a": 2, "b": 1}
    assert list(one) == ["a", "b"]
    assert repr(one) == "Shares({'a': 5000, 'b': 5000})"


def test_shares_read_like_a_mapping() -> None:
    shares = Shares({"3.1": 7000, "3.2": 3000})
    assert shares["3.1"] == 7000
    assert len(shares) == 2


@pytest.mark.parametrize(("parts", "told"), [({"a": 9999}, "99.99 %"), ({"a": 10001}, "100.01 %"), ({}, "0.00 %")])
def test_shares_with_another_sum_are_refused_with_that_sum(parts: dict[str, int], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        Shares(parts)


def test_a_negative_share_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput) as refusal:
        Shares({"3.1": 11000, "3.2": -1000})
    assert refusal.value.where == "3.2"


@pytest.mark.parametrize("share", [10000.0, True, "10000"])
def test_a_share_that_is_no_integer_is_refused(share) -> None:
    with pytest.raises(InvalidInput, match="not a whole number"):
        Shares({"3.1": share})
