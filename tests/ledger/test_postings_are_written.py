"""A posting changes the running balances by exactly what it moves, whole or not at all."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.books.accounts import NothingLeft
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.orders import Expense
from biennium.ledger.models import Batch, Line, LineBalance, Move, Posting
from biennium.ledger.services.posting import post_many
from ledger.world import DAY, World


def test_money_goes_from_the_source_to_what_was_spent(world: World) -> None:
    top, line = world.line("RB"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 1000, top)
    world.enter("allotment", 600, top, to=line)
    posting = world.commit(400, line)
    world.spend(300, line, follows=posting)
    assert world.account(top).approved == 400
    account = world.account(line)
    assert (account.allotted, account.committed, account.spent) == (200, 100, 300)
    assert sum(getattr(account, stage) for stage in ("allotted", "committed", "spent", "uncovered")) == 600


def test_an_expense_may_land_on_a_finer_line_of_the_account(world: World) -> None:
    top, line = world.line("RB"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 1000, top)
    world.enter("allotment", 600, top, to=line)
    finer = world.line("RB", result="1.1", unit="LAW", place="KEN", cost_category="travel", year=2025)
    world.spend(250, finer)
    assert world.account(finer) == world.account(line)
    assert (world.account(line).allotted, world.account(line).spent) == (350, 250)
    balance = LineBalance.objects.get(line__key=finer.key)
    assert (balance.allotted, balance.spent) == (-250, 250)


def test_the_last_of_the_money_is_allotted_once(world: World) -> None:
    top, line = world.line("RB"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 1_000_000, top)
    world.enter("allotment", 1_000_000, top, to=line)
    with pytest.raises(NothingLeft, match=r"Only USD 0\.00 is left to allot on RB \(asked: 10000\.00\)"):
        world.enter("allotment", 1_000_000, top, to=line)
    world.commit(1_000_000, line)
    with pytest.raises(
        NothingLeft, match=r"Only USD 0\.00 is left of the allotment on RB · 1\.1 · LAW \(asked: 0\.01\)"
    ):
        world.commit(1, line)
    assert Posting.objects.count() == 3


def test_nothing_is_posted_when_one_order_of_a_batch_is_refused(world: World) -> None:
    top = world.line("RB")
    world.enter("appropriation", 1000, top)
    before = (Batch.objects.count(), Move.objects.count(), AuditEvent.objects.count(), world.account(top).approved)
    good = Expense(line=world.line("RB", result="1.1"), money=Money(5, "USD"), date=DAY, document="D1")
    with pytest.raises(InvalidInput, match="posted already"):
        post_many(actor=OPERATOR, origin="hand", orders=[good, good])
    after = (Batch.objects.count(), Move.objects.count(), AuditEvent.objects.count(), world.account(top).approved)
    assert after == before


def test_a_batch_writes_one_audit_event(world: World) -> None:
    line = world.line("RB", result="1.1")
    orders = [Expense(line=line, money=Money(5, "USD"), date=DAY) for _ in range(7)]
    batch = post_many(actor=OPERATOR, origin="hand", orders=orders, reason="Seven bills")
    event = AuditEvent.objects.get(verb="ledger.posted", object_uid=batch.uid)
    assert (event.after["postings"], event.reason) == (7, "Seven bills")


@pytest.mark.parametrize("more", [20, 2_000])
def test_the_number_of_statements_does_not_depend_on_the_number_of_postings(world: World, more: int) -> None:
    def statements(count: int) -> int:
        line = world.line("RB", result="1.1")
        orders = [Expense(line=line, money=Money(5, "USD"), date=DAY) for _ in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            post_many(actor=OPERATOR, origin="hand", orders=orders)
        return len(queries)

    statements(1)
    assert statements(more) == statements(1) <= 16


def test_balances_are_the_fold_of_moves_whatever_the_order(world: World) -> None:
    lines = [world.line("RB", result=code, unit="LAW") for code in ("1.1", "1.2", "2.1")]
    for number in range(9):
        world.spend(number + 1, lines[number % 3])
    assert LineBalance.objects.get(line__key=lines[0].key).spent == 1 + 4 + 7
    assert world.account(lines[0]).uncovered == -12


def test_a_move_between_two_funds_is_refused_by_the_service_and_the_database(world: World) -> None:
    regular, project = world.line("RB", result="1.1"), world.line("XBDC", result="1.1")
    with pytest.raises(InvalidInput, match="within one fund"):
        world.enter("transfer", 5, regular, to=project)
    world.spend(5, regular)
    world.spend(5, project)
    one, other = (Line.objects.get(key=line.key) for line in (regular, project))
    posting = Posting.objects.latest("id")
    with pytest.raises(IntegrityError, match="within one fund"), transaction.atomic():
        Move.objects.create(
            posting=posting,
            number=9,
            from_line=one,
            from_stage="allotted",
            to_line=other,
            to_stage="allotted",
            currency="USD",
            amount=1,
            control=1,
            reporting=1,
        )


@pytest.mark.parametrize("table", ["ledger_batch", "ledger_posting", "ledger_move", "ledger_line"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_nothing_that_was_posted_can_be_changed_or_deleted(world: World, table: str, statement: str) -> None:
    world.spend(5, world.line("RB", result="1.1"))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("change", ["allotted = -1", "approved = -1", "committed = -1", "uncovered = 1"])
def test_the_database_itself_holds_the_accounts(world: World, change: str) -> None:
    world.spend(5, world.line("RB", result="1.1"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_controlaccount SET {change}")
