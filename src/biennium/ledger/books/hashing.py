"""The hash of a batch: all its values under natural keys, read from the database as it stands.

A line is told by what it is of, in the identities and codes that never change; a rate by its identity and value. So
the hash changes when any value of the batch, of a line it uses or of a rate it used is changed, missing or added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from biennium.ledger.books import sql

PART = 10_000
"""How many postings are read at a time: a file of the ERP is one batch, and may have a million."""
_HEAD = """
SELECT b.uid, b.origin, b.at, b.actor_label, b.reason, p.uid
FROM ledger_batch b LEFT JOIN organisation_person p ON p.id = b.actor_id WHERE b.id = %s
"""
_LAST = "SELECT MAX(number) FROM ledger_posting WHERE batch_id = %s"
_POSTINGS = """
SELECT p.number, p.kind, p.date, p.document, p.document_line, p.text, p.counterparty, fb.uid, f.number
FROM ledger_posting p LEFT JOIN ledger_posting f ON f.id = p.follows_id LEFT JOIN ledger_batch fb ON fb.id = f.batch_id
WHERE p.batch_id = %s AND p.number >= %s AND p.number < %s ORDER BY p.number
"""
_MOVES = """
SELECT p.number, m.number, m.from_line_id, m.from_stage, m.to_line_id, m.to_stage, m.currency,
  m.amount, m.control, m.reporting, m.control_rate_id, m.reporting_rate_id, m.mark
FROM ledger_move m JOIN ledger_posting p ON p.id = m.posting_id
WHERE p.batch_id = %s AND p.number >= %s AND p.number < %s ORDER BY p.number, m.number
"""
_INCOME = """
SELECT i.number, pa.uid, f.uid, a.uid, i.instrument, i.step, i.year, i.date, i.currency, i.amount, i.reporting, i.text
FROM ledger_incomeentry i LEFT JOIN funding_partner pa ON pa.id = i.partner_id
LEFT JOIN funding_fund f ON f.id = i.fund_id LEFT JOIN funding_agreement a ON a.id = i.agreement_id
WHERE i.batch_id = %s ORDER BY i.number
"""
_LINES = """
SELECT l.id, l.uid, pr.uid, f.uid, a.uid, pj.uid, b.uid, r.uid, w.uid, u.uid, pl.code, c.uid, l.year
FROM ledger_line l JOIN programme_programme pr ON pr.id = l.programme_id JOIN funding_fund f ON f.id = l.fund_id
LEFT JOIN funding_agreement a ON a.id = l.agreement_id LEFT JOIN funding_project pj ON pj.id = l.project_id
LEFT JOIN ledger_budgetitem b ON b.id = l.budget_item_id LEFT JOIN programme_result r ON r.id = l.result_id
LEFT JOIN programme_workitem w ON w.id = l.work_item_id LEFT JOIN organisation_unit u ON u.id = l.unit_id
LEFT JOIN organisation_place pl ON pl.id = l.place_id LEFT JOIN funding_costcategory c ON c.id = l.cost_category_id
WHERE {condition}
"""
_RATES = """
SELECT r.id, r.uid, r.kind, p.uid, r.base, r.quote, r.scaled, r.valid_from, r.recorded_at
FROM ledger_rate r LEFT JOIN programme_programme p ON p.id = r.programme_id WHERE {condition}
"""


def batch_hash(batch: int) -> str:
    """SHA-256 of a batch in lower-case hexadecimal digits."""
    digest = hashlib.sha256()
    for row in _rows(_HEAD, batch):
        _add(digest, "batch", row)
    ((last,),) = _rows(_LAST, batch)
    names = Names()
    for first in range(0, (last or 0) + 1, PART):
        for row in _rows(_POSTINGS, batch, first, first + PART):
            _add(digest, "posting", row)
        moves = _rows(_MOVES, batch, first, first + PART)
        names.learn(moves)
        for row in moves:
            _add(digest, "move", names.put_into(row))
    for row in _rows(_INCOME, batch):
        _add(digest, "income", row)
    return digest.hexdigest()


class Names:
    """The natural keys of the lines and rates that moves name by their numbers, each read once."""

    def __init__(self) -> None:
        self._lines: dict[int, str] = {}
        self._rates: dict[int, str] = {}

    def learn(self, moves: Sequence[Sequence[Any]]) -> None:
        """Reads those that are not known yet."""
        lines = {row[index] for row in moves for index in (2, 4)} - self._lines.keys()
        rates = {row[index] for row in moves for index in (10, 11)} - self._rates.keys() - {None}
        if lines:
            self._lines |= _named(_LINES, "l.id", lines)
        if rates:
            self._rates |= _named(_RATES, "r.id", rates)

    def put_into(self, row: Sequence[Any]) -> list[Any]:
        """A move with the names in the place of the numbers; one that is missing is nothing."""
        values = list(row)
        values[2], values[4] = self._lines.get(row[2]), self._lines.get(row[4])
        values[10], values[11] = self._rates.get(row[10]), self._rates.get(row[11])
        return values


def _rows(statement: str, *of: int) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, of)
        found: list[Sequence[Any]] = cursor.fetchall()
    return found


def _named(statement: str, column: str, keys: set[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(condition=sql.member_of(column)), [sql.members(sorted(keys))])
        return {row[0]: "|".join(_text(value) for value in row[1:]) for row in cursor.fetchall()}


def _add(digest: Any, kind: str, row: Sequence[Any]) -> None:
    """Each value with its length, so that no two rows give the same bytes."""
    parts = [kind, *(_text(value) for value in row)]
    digest.update(b"".join(f"{len(part)}:{part};".encode() for part in parts))


def _text(value: Any) -> str:
    """The same text on SQLite and PostgreSQL: identities without dashes, times without a zone (they are UTC)."""
    if value is None:
        return ""
    if hasattr(value, "hex") and hasattr(value, "version"):
        return str(value.hex)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return str(value)


def head_of(previous: str, at: datetime, members: Iterable[tuple[str, str]]) -> str:
    """The hash over the head before, the time, and the members, each with its hash, in the order of their
    identities."""
    lines = [previous, _text(at), *(f"{uid} {sha256}" for uid, sha256 in sorted(members))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
