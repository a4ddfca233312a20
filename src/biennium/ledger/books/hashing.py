"""The hash of a batch: all its values under natural keys, read from the database as it stands.

A line is told by what it is of, in the identities and codes that never change; a rate by its identity and value. So
the hash changes when any value of the batch, of a line it uses or of a rate it used is changed, missing or added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from biennium.ledger.books import sql

_HEAD = "SELECT uid, origin, at, actor_label, reason FROM ledger_batch WHERE id = %s"
_POSTINGS = """
SELECT p.number, p.kind, p.date, p.document, p.document_line, p.text, p.counterparty, fb.uid, f.number
FROM ledger_posting p LEFT JOIN ledger_posting f ON f.id = p.follows_id LEFT JOIN ledger_batch fb ON fb.id = f.batch_id
WHERE p.batch_id = %s ORDER BY p.number
"""
_MOVES = """
SELECT p.number, m.number, m.from_line_id, m.from_stage, m.to_line_id, m.to_stage, m.currency,
  m.amount, m.control, m.reporting, m.control_rate_id, m.reporting_rate_id, m.mark
FROM ledger_move m JOIN ledger_posting p ON p.id = m.posting_id
WHERE p.batch_id = %s ORDER BY p.number, m.number
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
SELECT r.id, r.uid, r.kind, r.base, r.quote, r.scaled, r.valid_from FROM ledger_rate r WHERE {condition}
"""


def batch_hash(batch: int) -> str:
    """SHA-256 of a batch in lower-case hexadecimal digits."""
    digest = hashlib.sha256()
    moves = list(_rows(_MOVES, batch))
    lines = _named(_LINES, "l.id", {row[index] for row in moves for index in (2, 4)})
    rates = _named(_RATES, "r.id", {row[index] for row in moves for index in (10, 11)} - {None})
    for row in _rows(_HEAD, batch):
        _add(digest, "batch", row)
    for row in _rows(_POSTINGS, batch):
        _add(digest, "posting", row)
    for row in moves:
        values = list(row)
        values[2], values[4] = lines.get(row[2]), lines.get(row[4])
        values[10], values[11] = rates.get(row[10]), rates.get(row[11])
        _add(digest, "move", values)
    for row in _rows(_INCOME, batch):
        _add(digest, "income", row)
    return digest.hexdigest()


def _rows(statement: str, batch: int) -> Iterator[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [batch])
        yield from cursor.fetchall()


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
    if hasattr(value, "utcoffset") and value.utcoffset() is not None:
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")  # type: ignore[no-any-return]
    return str(value)


def head_of(previous: str, members: Iterable[tuple[str, str]]) -> str:
    """The hash over the head before and the members, each with its hash, in the order of their identities."""
    lines = [previous, *(f"{uid} {sha256}" for uid, sha256 in sorted(members))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
