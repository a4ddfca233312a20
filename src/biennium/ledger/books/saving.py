"""The rows of a batch are written: on PostgreSQL all by one function (see `functions`), on SQLite, where a statement
costs nothing, one table after the other.

Moves name their posting by its number in the batch.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from biennium.ledger.books import sql
from biennium.ledger.books.desk import STAGES
from biennium.ledger.models import Batch, ControlAccount, LineBalance, Move, Posting

BATCH = ("uid", "origin", "at", "actor_id", "actor_label", "reason")
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
    given = {"postings": postings, "moves": moves, "lines": lines, "accounts": accounts}
    head = {"head": [getattr(batch, name) for name in BATCH]} if batch._state.adding else {"batch": batch.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM biennium_post(%s)", [json.dumps({**head, **given}, default=str)])
        written = cursor.fetchall()
    batch.pk, batch._state.adding = written[0][0], False
    return [pk for _batch, pk in written]
