"""Lines of one account are balanced against each other without losing anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.books.netting import netted

standing = st.dictionaries(
    st.integers(1, 9), st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)), max_size=8
)


def test_what_a_finer_line_drew_is_taken_from_the_line_that_was_allotted() -> None:
    moves, left = netted({1: (600, 600), 2: (-250, -250)})
    assert [(move.from_line, move.to_line, move.control, move.reporting) for move in moves] == [(1, 2, 250, 250)]
    assert left == {1: (350, 350), 2: (0, 0)}


@given(standing)
def test_netting_keeps_the_sums_and_leaves_one_sign(before: dict[int, tuple[int, int]]) -> None:
    moves, left = netted(before)
    for column in (0, 1):
        assert sum(one[column] for one in left.values()) == sum(one[column] for one in before.values())
    controls = [control for control, _ in left.values()]
    assert min(controls, default=0) >= 0 or max(controls, default=0) <= 0
    assert all(move.control > 0 and move.reporting >= 0 for move in moves)


@given(standing)
def test_the_moves_lead_from_what_was_to_what_is_left(before: dict[int, tuple[int, int]]) -> None:
    moves, left = netted(before)
    after = {line: list(amounts) for line, amounts in before.items()}
    for move in moves:
        for line, sign in ((move.from_line, -1), (move.to_line, 1)):
            after[line][0] += sign * move.control
            after[line][1] += sign * move.reporting
    assert {line: tuple(amounts) for line, amounts in after.items()} == left
