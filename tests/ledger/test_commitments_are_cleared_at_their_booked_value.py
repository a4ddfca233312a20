"""A commitment is cleared and released at the value at which it was booked, wherever it stands by then, and what takes
such a posting back opens it again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.desk import Commitments
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Expense
from biennium.ledger.models import LineBalance, Posting
from biennium.ledger.services import decisions, facts
from biennium.ledger.services.rates import record_rate
from biennium.ledger.services.year_end import close_year
from ledger.world import DAY, World

SAY: dict[str, Any] = {"actor": OPERATOR, "day": DAY, "reason": "As agreed"}


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@pytest.fixture
def law(world: World) -> Dimensions:
    """A line with 10,000 allotted."""
    top, line = world.line("RB"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 20_000, top)
    world.enter("allotment", 10_000, top, to=line)
    return line


def order(line: Dimensions, amount: int = 1_000, currency: str = "USD") -> Posting:
    return decisions.commit(line=line, amount=Money(amount, currency), **SAY)


def pay(line: Dimensions, amount: int, commitment: Posting, currency: str = "USD", day: date = DAY) -> Posting:
    expense = Expense(line=line, money=Money(amount, currency), date=day, follows=commitment.pk)
    return facts.spend(actor=OPERATOR, expense=expense)


def open_of(commitment: Posting) -> tuple[int, int]:
    still = [one.open for one in Commitments([commitment.pk]).of(commitment.pk)]
    return sum(one.transaction for one in still), sum(one.control for one in still)


def test_an_expense_on_a_finer_line_clears_the_commitment_of_its_account(world: World, law: Dimensions) -> None:
    commitment = order(law)
    pay(world.line("RB", result="1.1", unit="LAW", place="KEN"), 400, commitment)
    assert open_of(commitment) == (600, 600)
    assert (world.account(law).committed, world.account(law).spent) == (600, 400)


def test_an_expense_of_another_account_clears_it_and_draws_the_rest_there(world: World, law: Dimensions) -> None:
    commitment, office = order(law), world.line("RB", result="1.2", unit="ORG")
    pay(office, 1_500, commitment)
    assert world.account(law).committed == 0
    assert (world.account(office).spent, world.account(office).uncovered) == (1_500, -500)


def test_what_takes_an_expense_back_opens_its_commitment_again(world: World, law: Dimensions) -> None:
    commitment = order(law)
    facts.reverse(posting=pay(law, 400, commitment), **SAY)
    assert open_of(commitment) == (1_000, 1_000)
    decisions.release(commitment=commitment, amount=usd(1_000), **SAY)
    assert world.account(law).allotted == 10_000


def test_a_commitment_that_was_partly_cleared_is_not_taken_back_at_the_expense_of_another(
    world: World, law: Dimensions
) -> None:
    commitment, _other = order(law), order(law)
    pay(law, 400, commitment)
    with pytest.raises(InvalidInput, match=r"still open of it\. Reverse what cleared or released it first"):
        facts.reverse(posting=commitment, **SAY)
    with pytest.raises(InvalidInput, match="still open"):
        facts.revalue(posting=commitment, change=(-700, -700), **SAY)


def test_what_is_released_has_the_value_at_which_it_was_booked(world: World) -> None:
    say: dict[str, Any] = {"actor": OPERATOR, "kind": "operational", "base": "CHF", "quote": "USD"}
    record_rate(text="1.10", valid_from=date(2024, 1, 1), **say)
    record_rate(text="1.30", valid_from=date(2024, 7, 1), **say)
    Fund.objects.filter(code="RB").update(controlled_at="operational")
    top, line = world.line("RB"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 1_100, top)
    world.enter("allotment", 1_100, top, to=line)
    commitment = order(line, 1_000, "CHF")
    with pytest.raises(InvalidInput, match="The commitment is in CHF, and this in USD"):
        decisions.release(commitment=commitment, amount=usd(10), **SAY)
    later = {**SAY, "day": date(2024, 9, 1)}
    decisions.release(commitment=commitment, amount=Money(400, "CHF"), **later)
    assert world.account(line).allotted == 440
    decisions.release(commitment=commitment, amount=Money(600, "CHF"), **later)
    assert (world.account(line).allotted, world.account(line).committed) == (1_100, 0)


def test_a_commitment_that_was_carried_over_is_released_where_it_stands(world: World, law: Dimensions) -> None:
    commitment = order(law)
    close_year(actor=OPERATOR, fund=Fund.objects.get(code="RB"), programme=world.programme, year=2024)
    decisions.release(commitment=commitment, amount=usd(300), **{**SAY, "day": date(2025, 2, 1)})
    now = LineBalance.objects.get(line__key=world.line("RB", 2025, result="1.1", unit="LAW").key)
    assert (now.committed, now.allotted) == (700, 9_300)


def test_only_a_commitment_of_the_same_fund_is_cleared(world: World, law: Dimensions) -> None:
    commitment = order(law)
    with pytest.raises(InvalidInput, match="Money moves within one fund"):
        pay(world.line("XBDC", result="1.1"), 10, commitment)
    with pytest.raises(InvalidInput, match="is no commitment"):
        pay(law, 10, pay(law, 10, commitment))
    with pytest.raises(InvalidInput, match="Only a commitment is released"):
        decisions.release(commitment=pay(law, 10, commitment), amount=usd(1), **SAY)


def test_what_an_expense_costs_more_is_drawn_on_the_allotment_and_never_refused(world: World, law: Dimensions) -> None:
    commitment = order(law, 10_000)
    expense = pay(law, 10_000, commitment)
    revalued = facts.revalue(posting=expense, change=(250, 250), **SAY)
    assert (world.account(law).spent, world.account(law).uncovered) == (10_250, -250)
    assert set(revalued.moves.values_list("from_stage", "to_stage", "mark")) == {("uncovered", "spent", "exchange")}
    facts.revalue(posting=expense, change=(-300, 0), **SAY)
    assert (world.account(law).spent, world.account(law).allotted) == (9_950, 300)


def test_a_revaluation_of_both_signs_moves_each_part_its_own_way(world: World, law: Dimensions) -> None:
    expense = facts.spend(actor=OPERATOR, expense=Expense(line=law, money=usd(100), date=DAY))
    facts.revalue(posting=expense, change=(5, -7), **SAY)
    row = LineBalance.objects.get(line__key=law.key)
    assert (row.spent, row.spent_reporting) == (105, 93)


@pytest.mark.parametrize(
    ("change", "reason", "message"), [((0, 0), "Why", "changes an amount"), ((1, 1), " ", "has a reason")]
)
def test_a_revaluation_changes_something_for_a_reason(
    law: Dimensions, change: tuple[int, int], reason: str, message: str
) -> None:
    expense = facts.spend(actor=OPERATOR, expense=Expense(line=law, money=usd(100), date=DAY))
    with pytest.raises(InvalidInput, match=message):
        facts.revalue(posting=expense, change=change, **{**SAY, "reason": reason})


def test_a_reversal_is_made_once_for_a_reason_and_is_not_reversed(law: Dimensions) -> None:
    expense = facts.spend(actor=OPERATOR, expense=Expense(line=law, money=usd(100), date=DAY))
    with pytest.raises(InvalidInput, match="needs a reason"):
        facts.reverse(posting=expense, **{**SAY, "reason": ""})
    reversal = facts.reverse(posting=expense, **SAY)
    with pytest.raises(InvalidInput, match="reversed already"):
        facts.reverse(posting=expense, **SAY)
    for refused in (
        lambda: facts.reverse(posting=reversal, **SAY),
        lambda: facts.revalue(posting=reversal, change=(1, 1), **SAY),
    ):
        with pytest.raises(InvalidInput):
            refused()


def test_what_was_refunded_is_not_reversed_as_well(world: World, law: Dimensions) -> None:
    expense = facts.spend(actor=OPERATOR, expense=Expense(line=law, money=usd(100), date=DAY))
    facts.refund(line=law, amount=usd(60), **SAY)
    with pytest.raises(InvalidInput, match="More would come back than was spent"):
        facts.reverse(posting=expense, **SAY)
    with pytest.raises(InvalidInput, match="More would come back than was spent"):
        facts.refund(line=law, amount=usd(41), **SAY)
    assert world.account(law).spent == 40
