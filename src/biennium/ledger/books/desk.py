"""The desk of a batch: its accounts under a lock, and what is open of the commitments it clears."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.kernel.books.accounts import Account, Desk
from biennium.kernel.books.amounts import Amounts
from biennium.kernel.books.expense import Commitment
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.ledger.books import sql
from biennium.ledger.books.dimensions import Dimensions, LineRef, ensure
from biennium.ledger.models import ControlAccount
from biennium.ledger.models.lines import DIMENSIONS

STAGES = tuple(Stage)
_COLUMNS = ", ".join(f"account.{stage}" for stage in STAGES)
_FUND = ("id", "currency", "controlled_at", "reported_at")
_OF_FUND = ", ".join(f"fund.{name}" for name in _FUND[1:])
_AT_HAND = f"""
SELECT line.key, line.id, line.account_id, line.fund_id, line.programme_id, account.may_be_negative, {_COLUMNS},
  {_OF_FUND}, (SELECT currency FROM organisation_organisation ORDER BY id LIMIT 1)
FROM ledger_line line
JOIN ledger_controlaccount account ON account.id = line.account_id JOIN funding_fund fund ON fund.id = line.fund_id
WHERE (SELECT COUNT(*) FROM ledger_line known WHERE known.key IN (SELECT value FROM json_each(%s))) = %s
  AND (line.key IN (SELECT value FROM json_each(%s)) OR line.id IN (SELECT value FROM json_each(%s)))
ORDER BY account.id
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """The lines at hand by their keys, the rules of their funds, their accounts at the desk, and the currency the
    organisation reports in."""

    lines: dict[str, LineRef]
    funds: dict[int, Fund]
    desk: Desk
    reporting: str


def open_books(wanted: Iterable[Dimensions], also: Sequence[int] = ()) -> Opened:
    """Locks the accounts of the lines, in the order of their keys, and reads what stands on them; `also` are more
    lines, by primary key. Lines that are not there yet are made first, while nothing is locked."""
    by_key = {one.key: one for one in wanted}
    if not (rows := _locked(by_key, also)):
        ensure(by_key.values(), Fund.objects.in_bulk({one.fund for one in by_key.values()}))
        rows = _locked(by_key, also)
    lines = {row[0]: LineRef(*row[1:5]) for row in rows}
    end = 6 + len(STAGES)
    rules = {row[3]: row[end:-1] for row in rows}
    funds = {pk: _fund(pk, *its) for pk, its in rules.items()}
    accounts = {
        row[2]: Account(
            row[2],
            partial(_named, row[2]),
            funds[row[3]].currency,
            bool(row[5]),
            dict(zip(STAGES, row[6:end], strict=True)),
        )
        for row in rows
    }
    desk = Desk(accounts, {line.pk: line.account for line in lines.values()})
    return Opened(lines, funds, desk, rows[0][-1] or "USD")


def _locked(keys: Collection[str], also: Sequence[int]) -> list[tuple[Any, ...]]:
    """Nothing, and no lock, unless all lines are there."""
    wanted, more = sql.members(keys), sql.members(also)
    with connection.cursor() as cursor:
        if sql.on_postgres():
            cursor.execute("SELECT * FROM biennium_at_hand(%s, %s)", [wanted, more])
        else:
            cursor.execute(_AT_HAND, [wanted, len(keys), wanted, more])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _fund(pk: int, *rules: str) -> Fund:
    return Fund.from_db(DEFAULT_DB_ALIAS, _FUND, (pk, *rules))


def _named(account: int) -> str:
    return ControlAccount.objects.select_related(*DIMENSIONS).get(pk=account).words


_TOUCHING = """
WITH RECURSIVE touching(posting, commitment) AS (
  SELECT id, id FROM ledger_posting WHERE kind = 'commitment' AND {made}
  UNION ALL
  SELECT after.id, touching.commitment FROM touching JOIN ledger_posting after ON after.follows_id = touching.posting
)
"""
_LINES = """
SELECT DISTINCT move.to_line_id FROM touching JOIN ledger_move move ON move.posting_id = touching.posting
WHERE move.to_stage = 'committed'
"""
_OPEN = """
SELECT commitment, line, SUM(amount), SUM(control), SUM(reporting), MIN(currency) FROM (
  SELECT commitment, move.to_line_id AS line, amount, control, reporting, move.currency
  FROM touching JOIN ledger_move move ON move.posting_id = touching.posting WHERE move.to_stage = 'committed'
  UNION ALL
  SELECT commitment, move.from_line_id, -amount, -control, -reporting, move.currency
  FROM touching JOIN ledger_move move ON move.posting_id = touching.posting WHERE move.from_stage = 'committed'
) moved GROUP BY commitment, line
"""


def lines_of_commitments(postings: Sequence[int]) -> list[int]:
    """The lines on which the commitments stand, or stood before they were carried over."""
    return [row[0] for row in _asked(_LINES, postings)] if postings else []


def _asked(question: str, postings: Sequence[int]) -> list[tuple[Any, ...]]:
    """What is asked of the commitments and of all that follows them: what clears, releases and revalues them, carries
    them over, and what takes any of it back."""
    with connection.cursor() as cursor:
        statement = _TOUCHING.format(made=sql.member_of("id")) + question
        cursor.execute(statement, [sql.members(sorted(set(postings)))])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


class Commitments:
    """What is open of the commitments that a batch clears or releases, line by line, kept up as it does; of one that
    was carried over, on the line it was carried to."""

    def __init__(self, postings: Sequence[int]) -> None:
        self._open: dict[int, dict[int, Commitment]] = {}
        self._currency: dict[int, str] = {}
        self.overdrawn: set[int] = set()
        if not postings:
            return
        for posting, line, *amounts, currency in sorted(_asked(_OPEN, postings)):
            if min(amounts) < 0:
                self.overdrawn.add(posting)
            still = Amounts(*(max(0, int(amount)) for amount in amounts))
            self._open.setdefault(posting, {})[line] = Commitment(line, still)
            self._currency[posting] = currency

    def require_currency(self, posting: int, currency: str) -> None:
        """Raises `InvalidInput` for a commitment in another currency."""
        self.of(posting)
        if self._currency[posting] != currency:
            raise InvalidInput(
                _("The commitment is in %(own)s, and this in %(other)s.")
                % {"own": self._currency[posting], "other": currency},
                remedy=_("Name a commitment in the same currency, or none."),
            )

    def of(self, posting: int) -> list[Commitment]:
        """What is open of a commitment, line by line. Raises `InvalidInput` for a posting that is none."""
        try:
            return list(self._open[posting].values())
        except KeyError:
            raise InvalidInput(_("What is to be cleared is no commitment.")) from None

    def for_line(self, posting: int, line: int) -> Commitment:
        """What an expense on a line clears: what stands on that line, else where most stands."""
        listed = self.of(posting)
        own = next((one for one in listed if one.line == line and one.open), None)
        return own or max(listed, key=lambda one: one.open.control)

    def cleared(self, posting: int, line: int, amounts: Amounts) -> None:
        """Takes off what was cleared."""
        before = self._open[posting][line]
        pairs = ((before.open.transaction, amounts.transaction), (before.open.control, amounts.control))
        left = [max(0, had - went) for had, went in (*pairs, (before.open.reporting, amounts.reporting))]
        self._open[posting][line] = replace(before, open=Amounts(*left))


def standing(account: Account) -> tuple[int, ...]:
    """What stands on an account, in the order of `STAGES`."""
    return tuple(account.at(stage) for stage in STAGES)
