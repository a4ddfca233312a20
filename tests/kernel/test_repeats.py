"""The first that is in a list twice is found at the place where it comes again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.repeats import repeated


@given(st.lists(st.integers(0, 9)))
def test_it_is_there_before_and_nothing_before_it_is(keys: list[int]) -> None:
    place = repeated(keys)
    if place is None:
        assert len(set(keys)) == len(keys)
    else:
        assert keys[place] in keys[:place]
        assert len(set(keys[:place])) == place
