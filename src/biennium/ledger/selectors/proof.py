"""Proof that the books agree with themselves: `biennium ledger verify`.

Balances equal the fold of the postings, the places of every fund sum to nothing, accounts equal their lines, every line
belongs to the account of its dimensions, every row to a batch, and what was checkpointed is what it was, with nothing
missing and nothing added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.kernel.books.stages import Stage
from biennium.ledger.books.dimensions import Dimensions, controlled
from biennium.ledger.books.hashing import batch_hash, head_of
from biennium.ledger.models import Batch, Checkpoint, ControlAccount, Line
from biennium.ledger.models.lines import DIMENSIONS

_DIMENSIONS = ("programme", *DIMENSIONS, "year")
STAGES = tuple(stage.value for stage in Stage)
_FOLD = """
SELECT place.line, place.stage, SUM(place.control), SUM(place.reporting) FROM (
  SELECT to_line_id AS line, to_stage AS stage, control, reporting FROM ledger_move
  UNION ALL SELECT from_line_id, from_stage, -control, -reporting FROM ledger_move
) place GROUP BY place.line, place.stage
"""
_UNBALANCED = """
SELECT f.code, SUM(b.source + b.approved + b.allotted + b.committed + b.spent + b.uncovered + b.accrued),
  SUM(b.source_reporting + b.approved_reporting + b.allotted_reporting + b.committed_reporting + b.spent_reporting
    + b.uncovered_reporting + b.accrued_reporting)
FROM ledger_linebalance b JOIN ledger_line l ON l.id = b.line_id JOIN funding_fund f ON f.id = l.fund_id
GROUP BY f.code
"""
_ACCOUNTS = f"""
SELECT a.id, {", ".join(f"a.{stage} - COALESCE(SUM(b.{stage}), 0)" for stage in STAGES)}
FROM ledger_controlaccount a LEFT JOIN ledger_line l ON l.account_id = a.id
LEFT JOIN ledger_linebalance b ON b.line_id = l.id
GROUP BY a.id, {", ".join(f"a.{stage}" for stage in STAGES)}
"""  # noqa: S608 - the names of the stages
_ADDED = """
SELECT b.uid FROM ledger_batch b LEFT JOIN ledger_checkpointmember m ON m.batch_id = b.id
WHERE m.id IS NULL AND b.id < (SELECT MAX(batch_id) FROM ledger_checkpointmember) ORDER BY b.id
"""
_MEMBERS = """
SELECT m.batch_id, b.uid, m.sha256 FROM ledger_checkpointmember m LEFT JOIN ledger_batch b ON b.id = m.batch_id
WHERE m.checkpoint_id = %s ORDER BY m.batch_id
"""
_EMPTY = """
SELECT p.id FROM ledger_posting p LEFT JOIN ledger_move m ON m.posting_id = p.id WHERE m.id IS NULL
"""
_ASTRAY = """
SELECT 'posting', p.id FROM ledger_posting p LEFT JOIN ledger_batch b ON b.id = p.batch_id WHERE b.id IS NULL
UNION ALL
SELECT 'move', m.id FROM ledger_move m LEFT JOIN ledger_posting p ON p.id = m.posting_id WHERE p.id IS NULL
UNION ALL
SELECT 'income', i.id FROM ledger_incomeentry i LEFT JOIN ledger_batch b ON b.id = i.batch_id WHERE b.id IS NULL
UNION ALL
SELECT 'member', m.batch_id FROM ledger_checkpointmember m LEFT JOIN ledger_checkpoint c ON c.id = m.checkpoint_id
WHERE c.id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """What does not agree, one line each, and how much of the books was looked at."""

    faults: list[str]
    checkpoints: int
    head: str
    tail: int

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def prove(kept_head: str = "") -> Proof:
    """Looks at every posting. `tail` is the number of batches not yet in a checkpoint; `kept_head` is a head that was
    kept elsewhere and has to be one of the chain: it shows that the chain was not made anew."""
    faults = [*_balances(), *_funds(), *_accounts(), *_lines(), *_postings(), *_astray(), *_added(), *_chain()]
    if kept_head and not Checkpoint.objects.filter(head=kept_head).exists():
        faults.append(_("No checkpoint has the head %(head)s.") % {"head": kept_head})
    last = Checkpoint.objects.last()
    return Proof(
        faults,
        checkpoints=last.number if last else 0,
        head=last.head if last else "",
        tail=Batch.objects.filter(checkpointed__isnull=True).count(),
    )


def _rows(statement: str, *of: int) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, of)
        while rows := cursor.fetchmany(10_000):
            yield from rows


def _balances() -> Iterator[str]:
    """Every line and stage: what its balance says against what the moves sum to."""
    columns = ", ".join(f"{stage}, {stage}_reporting" for stage in STAGES)
    said: dict[tuple[object, str], tuple[int, int]] = {}
    for line, *amounts in _rows(f"SELECT line_id, {columns} FROM ledger_linebalance"):  # noqa: S608 - names of stages
        pairs = zip(STAGES, amounts[::2], amounts[1::2], strict=True)
        said |= {(line, stage): (int(str(one)), int(str(other))) for stage, one, other in pairs if one or other}
    for line, stage, control, reporting in _rows(_FOLD):
        folded = (int(str(control)), int(str(reporting)))
        balance = said.pop((line, str(stage)), (0, 0))
        if balance != folded:
            yield _("Line %(line)s, %(stage)s: the balance says %(said)s, its moves sum to %(sum)s.") % {
                "line": line,
                "stage": stage,
                "said": _pair(balance),
                "sum": _pair(folded),
            }
    for (line, stage), balance in said.items():
        yield _("Line %(line)s, %(stage)s: the balance says %(said)s, and no move goes there.") % {
            "line": line,
            "stage": stage,
            "said": _pair(balance),
        }


def _pair(amounts: tuple[int, int]) -> str:
    """Minor units: of the fund's currency, and of the reporting currency."""
    return f"{amounts[0]} ({amounts[1]})"


def _funds() -> Iterator[str]:
    for fund, control, reporting in _rows(_UNBALANCED):
        if int(str(control)) or int(str(reporting)):
            yield _("Fund %(fund)s: its places sum to %(sum)s, not to nothing.") % {
                "fund": fund,
                "sum": _pair((int(str(control)), int(str(reporting)))),
            }


def _accounts() -> Iterator[str]:
    for account, *differences in _rows(_ACCOUNTS):
        for stage, difference in zip(STAGES, differences, strict=True):
            if int(str(difference)):
                yield _("Account %(account)s, %(stage)s: differs from its lines by %(difference)s.") % {
                    "account": account,
                    "stage": stage,
                    "difference": difference,
                }


def _lines() -> Iterator[str]:
    """Keys that say what the dimensions say, and accounts at the level at which the fund is controlled."""
    funds = Fund.objects.in_bulk()
    lines = Line.objects.order_by().values_list("pk", "key", "account__key", *_DIMENSIONS)
    for pk, key, account, *values in lines.iterator():
        one = Dimensions(*values)
        if key != one.key:
            yield _("Line %(line)s: its key does not say what it is of.") % {"line": pk}
        if account != controlled(one, funds[one.fund]).key:
            yield _("Line %(line)s: it is not of the account of its dimensions.") % {"line": pk}
    for pk, key, *values in ControlAccount.objects.order_by().values_list("pk", "key", *_DIMENSIONS).iterator():
        if key != Dimensions(*values).key:
            yield _("Account %(account)s: its key does not say what it is of.") % {"account": pk}


def _postings() -> Iterator[str]:
    for (posting,) in _rows(_EMPTY):
        yield _("Posting %(posting)s has no move.") % {"posting": posting}


def _astray() -> Iterator[str]:
    """Rows of a batch, posting or checkpoint that is not there: no hash would ever be over them."""
    said = {
        "posting": _("Posting %(row)s is of no batch."),
        "move": _("Move %(row)s is of no posting."),
        "income": _("Entry of income %(row)s is of no batch."),
        "member": _("Batch %(row)s is in a checkpoint that is missing."),
    }
    for kind, row in _rows(_ASTRAY):
        yield said[str(kind)] % {"row": row}


def _added() -> Iterator[str]:
    """Batches behind the last checkpoint that no checkpoint has: a checkpoint takes all there are, and a batch that is
    written later has a higher number."""
    for (uid,) in _rows(_ADDED):
        yield _("Batch %(batch)s was added behind a checkpoint.") % {"batch": UUID(str(uid))}


def _chain() -> Iterator[str]:
    """Every checkpoint in its turn: the link to the one before, its head, and the hash of every member."""
    previous = ""
    for number, checkpoint in enumerate(Checkpoint.objects.order_by("number"), start=1):
        members = list(_rows(_MEMBERS, checkpoint.pk))
        known = [(UUID(str(uid)).hex, str(sha256)) for _batch, uid, sha256 in members if uid is not None]
        head = head_of(previous, checkpoint.at, known)
        if checkpoint.number != number or checkpoint.previous != previous or checkpoint.head != head:
            yield _("Checkpoint %(number)s: the chain is broken.") % {"number": checkpoint.number}
        previous = checkpoint.head
        for batch, uid, sha256 in members:
            about = {"number": checkpoint.number, "batch": batch if uid is None else UUID(str(uid))}
            if uid is None:
                yield _("Checkpoint %(number)s: batch %(batch)s is missing.") % about
            elif batch_hash(int(str(batch))) != sha256:
                yield _("Checkpoint %(number)s: batch %(batch)s is not what it was.") % about
