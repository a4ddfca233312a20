"""Which members stayed where they were."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.compare.ordering import stayed

orders = st.integers(0, 7).flatmap(
    lambda size: st.tuples(st.permutations("abcdefg"[:size]), st.permutations("abcdefg"[:size]))
)


def is_in_order(members: tuple[str, ...], order: list[str]) -> bool:
    places = [order.index(member) for member in members]
    return places == sorted(places)


@given(orders)
def test_those_that_stayed_are_in_order_in_both_lists(both: tuple[list[str], list[str]]) -> None:
    kept = tuple(stayed(*both))
    assert is_in_order(kept, both[0])
    assert is_in_order(kept, both[1])


@given(orders)
def test_no_more_could_have_stayed(both: tuple[list[str], list[str]]) -> None:
    before, after = both
    longer = combinations(before, min(len(before), len(stayed(before, after)) + 1))
    assert not any(is_in_order(members, after) for members in longer) or len(stayed(before, after)) == len(before)


@given(orders)
def test_the_answer_does_not_depend_on_the_direction(both: tuple[list[str], list[str]]) -> None:
    before, after = both
    assert stayed(before, after) == stayed(after, before)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [("", "", ""), ("abc", "abc", "abc"), ("abcd", "dabc", "abc"), ("abcd", "bcda", "bcd"), ("ab", "ba", "a")],
)
def test_one_that_jumps_is_the_only_one_that_moved(before: str, after: str, kept: str) -> None:
    assert stayed(list(before), list(after)) == list(kept)


def test_a_thousand_siblings_are_sorted_out_at_once() -> None:
    members = [f"{number:05}" for number in range(20_000)]
    assert stayed(members, [members[-1], *members[:-1]]) == members[:-1]
