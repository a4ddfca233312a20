"""The tables of the three books (design: arithmetic, § 3).

*Authority*: a `Line` is where money can stand; a `Posting` in a `Batch` is one or more `Move`s between stages of lines;
`LineBalance` and `ControlAccount` are the running balances. *Income*: `IncomeEntry`. *Estimates*: `Estimate`, sealed
with the version of its programme.

Invariants held by the database: batches, postings, moves, income entries, lines, rates and checkpoints are never
changed or deleted; a move is within one fund and of some amount; approved, allotted and committed of a control account
are never negative (declared items apart) and uncovered is never positive.
"""

from biennium.ledger.models.checkpoints import Checkpoint, CheckpointMember
from biennium.ledger.models.estimates import BudgetItem, Estimate, PreviousEstimate
from biennium.ledger.models.imports import ImportFault, ImportRow, ImportRun
from biennium.ledger.models.income import IncomeEntry
from biennium.ledger.models.lines import ControlAccount, Dimensioned, Line, LineBalance
from biennium.ledger.models.postings import Batch, Move, Posting
from biennium.ledger.models.rates import Rate
from biennium.ledger.models.years import ClosedYear

__all__ = [
    "Batch",
    "BudgetItem",
    "Checkpoint",
    "CheckpointMember",
    "ClosedYear",
    "ControlAccount",
    "Dimensioned",
    "Estimate",
    "ImportFault",
    "ImportRow",
    "ImportRun",
    "IncomeEntry",
    "Line",
    "LineBalance",
    "Move",
    "Posting",
    "PreviousEstimate",
    "Rate",
]
