"""The desk of a batch: its accounts under a lock, and what is open of the commitments it clears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.db import connection

from biennium.funding.models import Fund
from biennium.kernel.books.accounts import Account, Desk
from biennium.kernel.books.amounts import Amounts
from biennium.kernel.books.expense import Commitment
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.ledger.books import sql
from biennium.ledger.books.dimensions import LineRef
from biennium.ledger.models import ControlAccount
from biennium.ledger.models.lines import DIMENSIONS

STAGES = tuple(Stage)
_COLUMNS = ", ".join(f"account.{stage}" for stage in STAGES)


def open_desk(lines: Iterable[LineRef], funds: Mapping[int, Fund]) -> Desk:
    """Locks the accounts of the lines, in the order of their keys, and reads what stands on them."""
    refs = list(lines)
    currencies = {line.account: funds[line.fund].currency for line in refs}
    lock = " FOR UPDATE" if sql.on_postgres() else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account.id, account.may_be_negative, {_COLUMNS} FROM ledger_controlaccount account "
            f"WHERE {sql.member_of('account.id')} ORDER BY account.id{lock}",
            [sql.members(sorted(currencies))],
        )
        accounts = {
            row[0]: Account(
                row[0],
                partial(_named, row[0]),
                currencies[row[0]],
                bool(row[1]),
                dict(zip(STAGES, row[2:], strict=True)),
            )
            for row in cursor.fetchall()
        }
    return Desk(accounts, {line.pk: line.account for line in refs})


def _named(account: int) -> str:
    return ControlAccount.objects.select_related(*DIMENSIONS).get(pk=account).words


_OPEN = """
SELECT posting, line, SUM(amount), SUM(control), SUM(reporting) FROM (
  SELECT move.posting_id AS posting, move.to_line_id AS line,
    move.amount AS amount, move.control AS control, move.reporting AS reporting
  FROM ledger_move move JOIN ledger_posting posting ON posting.id = move.posting_id
  WHERE {made} AND posting.kind = 'commitment' AND move.to_stage = 'committed'
  UNION ALL
  SELECT posting.follows_id, move.to_line_id, move.amount, move.control, move.reporting
  FROM ledger_posting posting JOIN ledger_move move ON move.posting_id = posting.id
  WHERE {cleared} AND move.to_stage = 'committed'
  UNION ALL
  SELECT posting.follows_id, move.from_line_id, -move.amount, -move.control, -move.reporting
  FROM ledger_posting posting JOIN ledger_move move ON move.posting_id = posting.id
  WHERE {cleared} AND move.from_stage = 'committed'
) moved GROUP BY posting, line
"""


class Commitments:
    """What is open of the commitments that a batch clears or releases, line by line, kept up as it does; of one that
    was carried over, on the line it was carried to."""

    def __init__(self, postings: Sequence[int]) -> None:
        self._open: dict[int, dict[int, Commitment]] = {}
        if not postings:
            return
        with connection.cursor() as cursor:
            wanted = sql.members(sorted(set(postings)))
            made, cleared = sql.member_of("move.posting_id"), sql.member_of("posting.follows_id")
            cursor.execute(_OPEN.format(made=made, cleared=cleared), [wanted, wanted, wanted])
            for posting, line, *amounts in sorted(cursor.fetchall()):
                still = Amounts(*(max(0, int(amount)) for amount in amounts))
                self._open.setdefault(posting, {})[line] = Commitment(line, still)

    def of(self, posting: int) -> list[Commitment]:
        """What is open of a commitment, line by line. Raises `InvalidInput` for a posting that is none."""
        try:
            return list(self._open[posting].values())
        except KeyError:
            raise InvalidInput("The posting to be cleared is no commitment.", where=f"posting {posting}") from None

    def for_line(self, posting: int, line: int) -> Commitment:
        """What an expense on a line clears: what stands on that line, else where most stands."""
        listed = self.of(posting)
        own = next((one for one in listed if one.line == line and one.open), None)
        return own or max(listed, key=lambda one: one.open.control)

    def stands(self, posting: int, line: int) -> int:
        """The control amount that is open of a commitment on a line."""
        return sum(one.open.control for one in self.of(posting) if one.line == line)

    def cleared(self, posting: int, line: int, amounts: Amounts) -> None:
        """Takes off what was cleared."""
        before = self._open[posting][line]
        pairs = ((before.open.transaction, amounts.transaction), (before.open.control, amounts.control))
        left = [max(0, had - went) for had, went in (*pairs, (before.open.reporting, amounts.reporting))]
        self._open[posting][line] = replace(before, open=Amounts(*left))


def standing(account: Account) -> tuple[int, ...]:
    """What stands on an account, in the order of `STAGES`."""
    return tuple(account.at(stage) for stage in STAGES)
