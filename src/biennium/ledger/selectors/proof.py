"""Proof that the books agree with themselves: `biennium ledger verify`.

Balances equal the fold of the postings, the places of every fund sum to nothing, accounts equal their lines, and what
was checkpointed is what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from biennium.kernel.books.stages import Stage
from biennium.ledger.books.hashing import batch_hash, head_of
from biennium.ledger.models import Batch, Checkpoint, CheckpointMember

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
_EMPTY = """
SELECT p.id FROM ledger_posting p LEFT JOIN ledger_move m ON m.posting_id = p.id WHERE m.id IS NULL
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
    faults = [*_balances(), *_funds(), *_accounts(), *_postings(), *_chain()]
    if kept_head and not Checkpoint.objects.filter(head=kept_head).exists():
        faults.append(f"no checkpoint has the head {kept_head}")
    last = Checkpoint.objects.last()
    return Proof(
        faults,
        checkpoints=last.number if last else 0,
        head=last.head if last else "",
        tail=Batch.objects.filter(checkpointed__isnull=True).count(),
    )


def _rows(statement: str) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
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
            yield f"line {line}, {stage}: the balance says {balance[0]}, its moves sum to {folded[0]}"
    for (line, stage), balance in said.items():
        yield f"line {line}, {stage}: the balance says {balance[0]}, and no move goes there"


def _funds() -> Iterator[str]:
    for fund, control, reporting in _rows(_UNBALANCED):
        if int(str(control)) or int(str(reporting)):
            yield f"fund {fund}: its places sum to {control} (control) and {reporting} (reporting), not to nothing"


def _accounts() -> Iterator[str]:
    for account, *differences in _rows(_ACCOUNTS):
        for stage, difference in zip(STAGES, differences, strict=True):
            if int(str(difference)):
                yield f"account {account}, {stage}: differs from its lines by {difference}"


def _postings() -> Iterator[str]:
    for (posting,) in _rows(_EMPTY):
        yield f"posting {posting}: has no move"


def _chain() -> Iterator[str]:
    """Every checkpoint in its turn: the link to the one before, its head, and the hash of every member."""
    previous = ""
    for number, checkpoint in enumerate(Checkpoint.objects.order_by("number"), start=1):
        members = list(CheckpointMember.objects.filter(checkpoint=checkpoint).select_related("batch"))
        head = head_of(previous, ((one.batch.uid.hex, one.sha256) for one in members))
        if checkpoint.number != number or checkpoint.previous != previous or checkpoint.head != head:
            yield f"checkpoint {checkpoint.number}: the chain is broken"
        previous = checkpoint.head
        for member in members:
            if batch_hash(member.batch_id) != member.sha256:
                yield f"checkpoint {checkpoint.number}: batch {member.batch.uid} is not what it was"
