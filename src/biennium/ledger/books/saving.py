"""The rows of a batch are written: on PostgreSQL all in one statement, on SQLite, where a statement costs nothing, one
table after the other.

Moves name their posting by its number in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

from biennium.ledger.books import sql
from biennium.ledger.books.desk import STAGES
from biennium.ledger.models import Batch, ControlAccount, LineBalance, Move, Posting

BATCH = ("uid", "origin", "at", "actor", "actor_label", "reason")
POSTING = ("number", "kind", "date", "document", "document_line", "text", "counterparty", "follows")
MOVE = (
    *("number", "from_line", "from_stage", "to_line", "to_stage", "currency"),
    *("amount", "control", "reporting", "control_rate", "reporting_rate", "mark"),
)
BALANCE = (*STAGES, *(f"{stage}_reporting" for stage in STAGES))
Rows = Sequence[tuple[Any, ...]]


def save(batch: Batch, postings: Rows, moves: Rows, lines: Rows, accounts: Rows) -> list[int]:
    """Writes postings, moves and what is added to the balances of lines and accounts; the batch, too, where it is new.
    The primary keys of the postings."""
    if sql.on_postgres():
        return _at_once(batch, postings, moves, lines, accounts)
    if batch._state.adding:
        batch.save(force_insert=True)
    ids = sql.next_ids(Posting, len(postings))
    first = postings[0][0]
    keyed = [(pk, batch.pk, *row) for pk, row in zip(ids, postings, strict=True)]
    sql.insert(Posting, ("id", "batch", *POSTING), keyed)
    sql.insert(Move, ("posting", *MOVE), [(ids[row[0] - first], *row[1:]) for row in moves])
    sql.add(LineBalance, "line", BALANCE, lines)
    sql.add(ControlAccount, "id", STAGES, accounts)
    return ids


def _at_once(batch: Batch, postings: Rows, moves: Rows, lines: Rows, accounts: Rows) -> list[int]:
    names = [name for name, rows in (("lines", lines), ("accounts", accounts)) if rows]
    values = [batch.pk] if not batch._state.adding else _values(batch)
    for rows in (postings, moves, lines, accounts):
        values += [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(batch._state.adding, *names), values)
        written = cursor.fetchall()
    batch.pk, batch._state.adding = written[0][0], False
    return [pk for _batch, pk in written]


def _values(batch: Batch) -> list[Any]:
    return [getattr(batch, Batch._meta.get_field(name).attname) for name in BATCH]  # type: ignore[union-attr]


@cache
def _statement(adding: bool, *balances: str) -> str:
    """The batch (or its key), its postings, their moves, and what is added to the balances."""
    batch, posted, moved = sql.columns(Batch, BATCH), sql.columns(Posting, POSTING), sql.columns(Move, MOVE)
    of_given = ", ".join(f"given.{name}" for name in moved.split(", "))
    insert = f"INSERT INTO ledger_batch ({batch}) VALUES ({', '.join(['%s'] * len(BATCH))}) RETURNING id"
    added = {
        "lines": sql.addition(LineBalance, "line", BALANCE),
        "accounts": sql.addition(ControlAccount, "id", STAGES),
    }
    parts = {
        "head": insert if adding else "SELECT %s::bigint AS id",
        "posted": f"INSERT INTO ledger_posting (batch_id, {posted}) SELECT head.id, given.* FROM head, "
        f"{sql.given(Posting, POSTING)} AS given RETURNING id, number",
        "moved": f"INSERT INTO ledger_move (posting_id, {moved}) SELECT posted.id, {of_given} "
        f"FROM {sql.given(Move, ('number', *MOVE))} AS given(posting, {moved}) "
        "JOIN posted ON posted.number = given.posting ORDER BY given.posting, given.number",
        **{name: added[name] for name in balances},
    }
    listed = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    return f"WITH {listed} SELECT head.id, posted.id FROM head, posted ORDER BY posted.number"
