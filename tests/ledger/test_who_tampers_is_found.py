"""Rows changed, added or deleted in the database itself, past every guard, as an administrator could: whatever stands
behind a checkpoint, `biennium ledger verify` names it and exits with 1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.kernel.money import Money
from biennium.ledger.models import Batch, Checkpoint, Rate
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services.checkpoints import make_checkpoint
from biennium.ledger.services.income import Income, record_income
from biennium.ledger.services.rates import record_rate
from biennium.site.command import main
from ledger.world import World
from running import triggers

NEVER = "2020-01-01"


@pytest.fixture
def books(world: World) -> Iterator[World]:
    """Two checkpoints over an appropriation, an allotment, an expense in francs and income; then the guards are off.
    The constraints of foreign keys, which wait for the commit, never see what follows."""
    say = {"actor": OPERATOR, "base": "CHF", "quote": "USD", "valid_from": date(2024, 1, 1)}
    record_rate(kind="budget", text="1.10", programme=world.programme, **say)
    record_rate(kind="operational", text="1.15", **say)
    top, line = world.line("RB", result="1"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 1_000, top)
    world.enter("allotment", 600, top, to=line)
    make_checkpoint(actor=OPERATOR)
    world.spend(100, line, currency="CHF", document="D1", document_line="1", text="Mission")
    partner = Partner.objects.create(code="P", name={"en": "Partner"}, contributor_type="C01")
    entry = Income(
        step="due",
        instrument="R01",
        year=2024,
        day=date(2024, 1, 1),
        amount=Money(500, "USD"),
        partner=partner,
        fund=Fund.objects.get(code="RB"),
    )
    record_income(actor=OPERATOR, entries=[entry])
    make_checkpoint(actor=OPERATOR)
    assert prove().holds
    connection.check_constraints()
    point = transaction.savepoint()
    triggers.lift()
    yield world
    transaction.savepoint_rollback(point)


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of the books; it exits with 1."""
    assert main(["ledger", "verify"]) == 1
    return capsys.readouterr().err


EXPENSE = "(SELECT id FROM ledger_posting WHERE document = 'D1')"
SPENT_ON = f"(SELECT to_line_id FROM ledger_move WHERE posting_id = {EXPENSE} AND to_stage = 'spent')"
CHANGED = {
    "the kind of a posting": f"UPDATE ledger_posting SET kind = 'refund' WHERE id = {EXPENSE}",
    "the day of a posting": f"UPDATE ledger_posting SET date = '{NEVER}' WHERE id = {EXPENSE}",
    "the document of a posting": "UPDATE ledger_posting SET document = 'D2' WHERE document = 'D1'",
    "the line of a document": f"UPDATE ledger_posting SET document_line = '2' WHERE id = {EXPENSE}",
    "the text of a posting": f"UPDATE ledger_posting SET text = 'Gift' WHERE id = {EXPENSE}",
    "the counterparty": f"UPDATE ledger_posting SET counterparty = 'Another' WHERE id = {EXPENSE}",
    "what a posting follows": f"UPDATE ledger_posting SET follows_id = (SELECT MIN(id) FROM ledger_posting) "
    f"WHERE id = {EXPENSE}",
    "the batch of a posting": f"UPDATE ledger_posting SET number = 5 WHERE id = {EXPENSE}",
    "the amount of a move": f"UPDATE ledger_move SET amount = amount + 1 WHERE posting_id = {EXPENSE}",
    "the currency of a move": f"UPDATE ledger_move SET currency = 'EUR' WHERE posting_id = {EXPENSE}",
    "the rate of a move": f"UPDATE ledger_move SET control_rate_id = reporting_rate_id WHERE posting_id = {EXPENSE}",
    "the mark of a move": f"UPDATE ledger_move SET mark = 'internal' WHERE posting_id = {EXPENSE}",
    "the value of a rate": "UPDATE ledger_rate SET scaled = scaled + 1",
    "the day of a rate": f"UPDATE ledger_rate SET valid_from = '{NEVER}'",
    "when a rate was recorded": f"UPDATE ledger_rate SET recorded_at = '{NEVER}'",
    "the identity of a line": f"UPDATE ledger_line SET uid = '{'0' * 31}1' WHERE id = {SPENT_ON}",
    "the year of a line": f"UPDATE ledger_line SET year = 2025 WHERE id = {SPENT_ON}",
    "the unit of a line": f"UPDATE ledger_line SET unit_id = NULL WHERE id = {SPENT_ON}",
    "the reason of a batch": "UPDATE ledger_batch SET reason = 'Because'",
    "the time of a batch": f"UPDATE ledger_batch SET at = '{NEVER}'",
    "who posted": "UPDATE ledger_batch SET actor_label = 'Somebody else'",
    "income": "UPDATE ledger_incomeentry SET amount = amount - 1",
    "the contributor of income": "UPDATE ledger_incomeentry SET partner_id = NULL",
}


@pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED)
def test_a_value_that_was_changed_is_found_in_its_batch(
    books: World, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    tamper(statement)
    assert "is not what it was." in told(capsys)


def test_the_batch_that_was_changed_is_named_with_its_checkpoint(
    books: World, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(CHANGED["the text of a posting"])
    batch = Batch.objects.get(postings__document="D1")
    assert told(capsys).splitlines() == [f"Checkpoint 2: batch {batch.uid} is not what it was."]


DELETED = {
    "a move": f"DELETE FROM ledger_move WHERE posting_id = {EXPENSE}",
    "a rate": "DELETE FROM ledger_rate WHERE kind = 'budget'",
    "an income entry": "DELETE FROM ledger_incomeentry",
    "a line": f"DELETE FROM ledger_line WHERE id = {SPENT_ON}",
}


@pytest.mark.parametrize("statement", DELETED.values(), ids=DELETED)
def test_a_row_that_was_deleted_is_found_in_its_batch(
    books: World, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    tamper(statement)
    assert "is not what it was." in told(capsys)


def test_a_posting_that_was_deleted_with_its_moves_is_found(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(DELETED["a move"], "DELETE FROM ledger_posting WHERE document = 'D1'")
    said = told(capsys)
    assert "is not what it was." in said
    assert "and no move goes there." in said


def test_a_batch_that_was_deleted_is_missing(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    batch = Batch.objects.get(postings__document="D1").pk
    tamper(
        DELETED["a move"],
        "DELETE FROM ledger_posting WHERE document = 'D1'",
        f"DELETE FROM ledger_batch WHERE id = {batch}",
    )
    assert f"Checkpoint 2: batch {batch} is missing." in told(capsys)


def test_a_move_that_was_added_is_found_in_its_batch(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(
        "INSERT INTO ledger_move (posting_id, number, from_line_id, from_stage, to_line_id, to_stage, currency, "
        "amount, control, reporting, mark) SELECT posting_id, 7, from_line_id, from_stage, to_line_id, to_stage, "
        f"currency, amount, control, reporting, mark FROM ledger_move WHERE posting_id = {EXPENSE} AND number = 0"
    )
    said = told(capsys)
    assert "is not what it was." in said
    assert "its moves sum to" in said


def test_a_posting_that_was_added_is_found_in_its_batch(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(
        "INSERT INTO ledger_posting (batch_id, number, kind, date, document, document_line, text, counterparty) "
        f"SELECT batch_id, 9, kind, date, 'D9', '', '', '' FROM ledger_posting WHERE id = {EXPENSE}"
    )
    said = told(capsys)
    assert "is not what it was." in said
    assert "has no move." in said


def test_a_batch_that_was_added_behind_a_checkpoint_is_found(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(
        "INSERT INTO ledger_batch (id, uid, origin, at, actor_label, reason) "
        f"VALUES (-1, '{'0' * 31}2', 'hand', '{NEVER}', '', '')"
    )
    assert told(capsys).splitlines() == ["Batch 00000000-0000-0000-0000-000000000002 was added behind a checkpoint."]


ASTRAY = {
    f"UPDATE ledger_posting SET batch_id = -1 WHERE id = {EXPENSE}": "is of no batch.",
    f"UPDATE ledger_move SET posting_id = -1 WHERE posting_id = {EXPENSE}": "is of no posting.",
    "UPDATE ledger_incomeentry SET batch_id = -1": "is of no batch.",
    "DELETE FROM ledger_checkpoint WHERE number = 2": "is in a checkpoint that is missing.",
}


@pytest.mark.parametrize(("statement", "fault"), ASTRAY.items(), ids=["posting", "move", "income", "member"])
def test_a_row_that_no_hash_is_over_is_found(
    books: World, capsys: pytest.CaptureFixture[str], statement: str, fault: str
) -> None:
    tamper(statement)
    assert fault in told(capsys)


def test_what_is_posted_after_a_checkpoint_is_its_tail_and_no_fault(
    books: World, capsys: pytest.CaptureFixture[str]
) -> None:
    books.spend(5, books.line("RB", result="1.1", unit="LAW"))
    assert main(["ledger", "verify"]) == 0
    assert "1 batch not checkpointed" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["spent", "allotted_reporting", "source"])
def test_a_balance_of_a_line_that_was_changed_is_named(
    books: World, capsys: pytest.CaptureFixture[str], column: str
) -> None:
    tamper(f"UPDATE ledger_linebalance SET {column} = {column} + 1 WHERE line_id = {SPENT_ON}")
    said = told(capsys)
    assert f"{column.removesuffix('_reporting')}: the balance says" in said
    assert "Fund RB: its places sum to" in said


def test_a_balance_that_was_deleted_is_named(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(f"DELETE FROM ledger_linebalance WHERE line_id = {SPENT_ON}")
    assert "spent: the balance says 0 (0), its moves sum to 110 (115)." in told(capsys)


def test_the_balance_of_an_account_that_was_changed_is_named(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper("UPDATE ledger_controlaccount SET approved = approved + 1 WHERE approved = 400")
    assert "approved: differs from its lines by 1." in told(capsys)


def test_a_line_with_another_key_or_account_is_named(books: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper("UPDATE ledger_line SET key = 'another' || id")
    assert "its key does not say what it is of." in told(capsys)
    other = "(SELECT MIN(id) FROM ledger_controlaccount WHERE id <> ledger_line.account_id)"
    tamper(f"UPDATE ledger_line SET account_id = {other}")
    assert "it is not of the account of its dimensions." in told(capsys)
    tamper("UPDATE ledger_controlaccount SET unit_id = NULL")
    assert "Account" in told(capsys)


CHAIN = {
    "the hash of a member": f"UPDATE ledger_checkpointmember SET sha256 = '{'0' * 64}'",
    "a member": "DELETE FROM ledger_checkpointmember WHERE id = (SELECT MIN(id) FROM ledger_checkpointmember)",
    "the head": f"UPDATE ledger_checkpoint SET head = '{'0' * 64}' WHERE number = 1",
    "the link": "UPDATE ledger_checkpoint SET previous = '' WHERE number = 2",
    "the time": f"UPDATE ledger_checkpoint SET at = '{NEVER}' WHERE number = 1",
    "the number": "UPDATE ledger_checkpoint SET number = 3 WHERE number = 2",
    "where a member belongs": "UPDATE ledger_checkpointmember SET checkpoint_id = "
    "(SELECT MAX(id) FROM ledger_checkpoint)",
}


@pytest.mark.parametrize("statement", CHAIN.values(), ids=CHAIN)
def test_a_chain_that_was_changed_is_broken(books: World, capsys: pytest.CaptureFixture[str], statement: str) -> None:
    tamper(statement)
    assert "the chain is broken." in told(capsys)


def test_a_chain_that_was_made_anew_has_not_the_head_that_was_kept(
    books: World, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Checkpoint.objects.get(number=2).head
    assert main(["ledger", "verify", "--head", kept]) == 0
    tamper(CHANGED["the text of a posting"], "DELETE FROM ledger_checkpointmember", "DELETE FROM ledger_checkpoint")
    make_checkpoint(actor=OPERATOR)
    assert main(["ledger", "verify"]) == 0
    assert main(["ledger", "verify", "--head", kept]) == 1
    assert capsys.readouterr().err.strip() == f"No checkpoint has the head {kept}."


def test_a_rate_nobody_used_is_nobodys_fault(books: World) -> None:
    Rate.objects.create(kind="spot", base="CHF", quote="USD", scaled=1, valid_from=NEVER, recorded_at="2024-01-01T00Z")
    assert prove().holds
