"""Moves are balanced by construction, decisions stop where money ends, and an expense is never refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.books.accounts import Account, Desk, NothingLeft
from biennium.kernel.books.amounts import EXCHANGE, Amounts, Move, fold
from biennium.kernel.books.expense import Commitment, expense_moves, recovery_amount
from biennium.kernel.books.stages import AUTHORITY, KINDS, Stage, kind, require_pair
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money

amounts = st.builds(Amounts, st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
stages = st.sampled_from(list(Stage))


def usd(amount: int) -> Amounts:
    return Amounts(amount, amount, amount)


def desk(allotted: int = 0, committed: int = 0, **more: int) -> Desk:
    """Two lines (1 and 2) of one account, and line 3 of another that has nothing."""
    stages = {Stage.ALLOTTED: allotted, Stage.COMMITTED: committed, **{Stage(name): more[name] for name in more}}
    return Desk(
        {7: Account(7, lambda: "RB · 3.2 · ROAF", "USD", stages=stages), 8: Account(8, lambda: "RB · 3.3", "USD")},
        {1: 7, 2: 7, 3: 8},
    )


def spend(books: Desk, expense: Amounts, commitment: Commitment | None = None, line: int = 1) -> list[Move]:
    moves = []
    for move in expense_moves(line, expense, lambda one: books.left(one, Stage.ALLOTTED), commitment):
        books.take(move)
        moves.append(move)
    return moves


@given(st.lists(st.builds(Move, st.integers(1, 4), stages, st.integers(1, 4), stages, amounts)))
def test_the_places_of_a_fund_sum_to_nothing(moves: list[Move]) -> None:
    balances = fold(moves).values()
    assert sum(control for control, _ in balances) == 0
    assert sum(reporting for _, reporting in balances) == 0


@given(st.lists(st.builds(Move, st.integers(1, 4), stages, st.integers(1, 4), stages, amounts)))
def test_what_is_mirrored_is_taken_back(moves: list[Move]) -> None:
    assert set(fold([*moves, *(move.mirrored() for move in moves)]).values()) <= {(0, 0)}


@given(st.permutations([Move(1, Stage.SOURCE, n, Stage.APPROVED, usd(n)) for n in range(1, 6)]))
def test_the_order_of_moves_changes_no_balance(moves: list[Move]) -> None:
    assert fold(moves) == fold(sorted(moves, key=lambda move: move.to_line))


@given(amounts, st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_parts_of_amounts_join_to_the_whole(whole: Amounts, weights: list[int]) -> None:
    joined = Amounts(0, 0, 0)
    for part in whole.split(weights):
        joined += part
    assert joined == whole


@given(amounts, st.data())
def test_the_first_part_has_the_control_amount_asked_for(whole: Amounts, data: st.DataObject) -> None:
    asked = data.draw(st.integers(0, whole.control))
    first, rest = whole.first(asked)
    assert first.control == asked
    assert first + rest == whole


def test_more_than_there_is_cannot_be_taken_first() -> None:
    with pytest.raises(InvalidInput, match="cannot be taken"):
        usd(5).first(6)


def test_an_amount_is_never_negative() -> None:
    with pytest.raises(InvalidInput, match="negative"):
        Amounts(0, -1, 0)


def test_the_second_to_ask_reads_what_is_left_and_where() -> None:
    books = desk(allotted=1_000_000)
    books.take(Move(1, Stage.ALLOTTED, 1, Stage.COMMITTED, usd(1_000_000)))
    with pytest.raises(
        NothingLeft, match=r"Only USD 0\.00 is left of the allotment on RB · 3\.2 · ROAF \(asked: 10000\.00\)"
    ):
        books.take(Move(2, Stage.ALLOTTED, 2, Stage.COMMITTED, usd(1_000_000)))


def test_the_error_names_the_amount_that_was_asked_for_in_its_currency() -> None:
    with pytest.raises(NothingLeft, match=r"asked: 900\.00"):
        desk().take(Move(1, Stage.ALLOTTED, 1, Stage.COMMITTED, usd(1_000)), asked=Money(90_000, "CHF"))


def test_an_item_that_was_declared_negative_may_go_below_zero() -> None:
    books = Desk({7: Account(7, lambda: "staff turnover", "USD", may_be_negative=True)}, {1: 7})
    books.take(Move(1, Stage.APPROVED, 1, Stage.SOURCE, usd(500)))
    assert books.account(1).at(Stage.APPROVED) == -500


def test_a_move_within_an_account_leaves_it_as_it_is() -> None:
    books = desk(allotted=100)
    books.take(Move(1, Stage.ALLOTTED, 2, Stage.ALLOTTED, usd(100)))
    assert books.account(1).at(Stage.ALLOTTED) == 100


def test_no_more_is_covered_than_is_uncovered() -> None:
    books = desk(allotted=100, uncovered=-40)
    with pytest.raises(NothingLeft, match="uncovered"):
        books.take(Move(1, Stage.ALLOTTED, 1, Stage.UNCOVERED, usd(41)))


def test_an_expense_draws_on_the_allotment_and_the_rest_is_uncovered() -> None:
    books = desk(allotted=700)
    moves = spend(books, usd(1_000))
    assert [(move.from_stage, move.amounts.control) for move in moves] == [
        (Stage.ALLOTTED, 700),
        (Stage.UNCOVERED, 300),
    ]
    assert books.account(1).at(Stage.UNCOVERED) == -300


def test_a_commitment_is_cleared_at_its_booked_value_and_the_exchange_difference_is_marked() -> None:
    """CHF 1,000 committed at 1.10 and invoiced at 1.15 (design: arithmetic, § 2)."""
    books = desk(allotted=50_000, committed=110_000)
    invoice, booked = Amounts(100_000, 115_000, 115_000), Amounts(100_000, 110_000, 110_000)
    moves = spend(books, invoice, Commitment(1, booked))
    assert [(m.from_stage, m.to_stage, m.amounts.transaction, m.amounts.control, m.mark) for m in moves] == [
        (Stage.COMMITTED, Stage.SPENT, 100_000, 110_000, ""),
        (Stage.ALLOTTED, Stage.SPENT, 0, 5_000, EXCHANGE),
    ]
    assert books.account(1).at(Stage.ALLOTTED) == 45_000


def test_a_gain_on_exchange_goes_back_to_the_allotment() -> None:
    books = desk(committed=110_000)
    spend(books, Amounts(100_000, 105_000, 105_000), Commitment(1, Amounts(100_000, 110_000, 110_000)))
    assert (books.account(1).at(Stage.COMMITTED), books.account(1).at(Stage.ALLOTTED)) == (0, 5_000)


def test_half_an_invoice_clears_half_a_commitment() -> None:
    books = desk(committed=110_001)
    spend(books, Amounts(50_000, 55_000, 55_000), Commitment(1, Amounts(100_000, 110_001, 110_001)))
    assert books.account(1).at(Stage.COMMITTED) + books.account(1).at(Stage.ALLOTTED) == 55_001


def test_an_invoice_beyond_its_commitment_draws_on_the_allotment() -> None:
    books = desk(allotted=30, committed=100)
    moves = spend(books, usd(150), Commitment(1, usd(100)))
    assert [(move.from_stage, move.amounts.control, move.mark) for move in moves] == [
        (Stage.COMMITTED, 100, ""),
        (Stage.ALLOTTED, 30, ""),
        (Stage.UNCOVERED, 20, ""),
    ]


@given(amounts.filter(bool), amounts, st.integers(0, 10**12), st.booleans())
def test_an_expense_always_arrives_whole(expense: Amounts, booked: Amounts, allotted: int, known: bool) -> None:
    books = desk(allotted=allotted, committed=booked.control)
    moves = spend(books, expense, Commitment(1, booked) if known else None)
    spent = Amounts(0, 0, 0)
    for move in moves:
        spent += move.amounts if move.to_stage is Stage.SPENT else Amounts(0, 0, 0)
    assert spent == expense
    account = books.account(1)
    assert account.at(Stage.ALLOTTED) >= 0
    assert account.at(Stage.COMMITTED) >= 0
    assert account.at(Stage.UNCOVERED) <= 0
    assert sum(account.stages.values()) == allotted + booked.control


@given(st.lists(st.integers(0, 10**9), min_size=1), st.integers(0, 10_000))
def test_recovering_in_steps_recovers_no_more_than_at_once(expenses: list[int], rate: int) -> None:
    base = recovered = 0
    for expense in expenses:
        base += expense
        recovered += recovery_amount(base, rate, recovered)
    assert recovered == recovery_amount(base, rate, 0)


def test_support_cost_rounds_half_up() -> None:
    assert recovery_amount(50, 1300, 0) == 7
    assert recovery_amount(100, 1300, 14) == -1


@pytest.mark.parametrize("name", [name for name in KINDS if name not in {"reversal", "revaluation"}])
def test_a_kind_makes_only_its_own_moves(name: str) -> None:
    allowed = KINDS[name].pairs
    for from_stage in Stage:
        for to_stage in Stage:
            if (from_stage, to_stage) not in allowed:
                with pytest.raises(InvalidInput, match="does not move"):
                    require_pair(kind(name), from_stage, to_stage, same_line=not KINDS[name].across)


def test_a_transfer_needs_two_lines_and_an_appropriation_one() -> None:
    require_pair(kind("transfer"), Stage.ALLOTTED, Stage.ALLOTTED, same_line=False)
    with pytest.raises(InvalidInput, match="another line"):
        require_pair(kind("transfer"), Stage.ALLOTTED, Stage.ALLOTTED, same_line=True)
    with pytest.raises(InvalidInput, match="the same line"):
        require_pair(kind("appropriation"), Stage.SOURCE, Stage.APPROVED, same_line=False)


def test_a_reversal_follows_the_posting_it_names() -> None:
    require_pair(kind("reversal"), Stage.SPENT, Stage.UNCOVERED, same_line=False)


def test_an_unknown_kind_is_answered_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="Kinds: appropriation, "):
        kind("gift")


def test_accruals_are_no_authority() -> None:
    assert Stage.ACCRUED not in AUTHORITY
    assert Stage.SOURCE not in AUTHORITY
