"""What stands below a member is found whatever the order, and never twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.trees import below

PARENTS = {1: None, 2: 1, 3: 2, 4: 1, 5: None, 6: 5}


def test_a_member_and_all_below_it_are_found() -> None:
    assert below(1, PARENTS) == {1, 2, 3, 4}
    assert below(6, PARENTS) == {6}


def test_a_circle_among_the_parents_ends() -> None:
    assert below(1, {1: 2, 2: 1, 3: None}) == {1, 2}


@given(st.dictionaries(st.integers(0, 9), st.one_of(st.none(), st.integers(0, 9)), max_size=10), st.integers(0, 9))
def test_whatever_hangs_on_what_was_found_was_found(parents: dict[int, int | None], first: int) -> None:
    found = below(first, parents)
    assert first in found
    assert all(child in found for child, parent in parents.items() if parent in found)
    assert all(parents[one] in found for one in found - {first})
