"""Control accounts: what may still be decided on, and who is told when nothing is left.

Invariants: approved, allotted and committed of an account are never negative, unless its budget item was declared so;
uncovered is never positive. `take` refuses a decision that would break them; it is the same rule as the CHECKs in the
database, asked before they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from biennium.kernel.books.amounts import Move
from biennium.kernel.books.stages import HELD, Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.wording import marked, phrase


class NothingLeft(InvalidInput):
    """A decision asks for more than stands there: `left` at a stage of an account, so that a page can say it in the
    language of its reader; None where nothing can be covered."""

    def __init__(
        self, message: str, *, account: str, stage: Stage, left: Money | None = None, remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.account, self.stage, self.left = account, stage, left


ONLY = {
    Stage.APPROVED: marked("Only %(left)s is left to allot on %(account)s (asked: %(asked)s)."),
    Stage.ALLOTTED: marked("Only %(left)s is left of the allotment on %(account)s (asked: %(asked)s)."),
    Stage.COMMITTED: marked("Only %(left)s is left committed on %(account)s (asked: %(asked)s)."),
}


@dataclass(slots=True)
class Account:
    """The running balances of a control account, in minor units of `currency`. `describe` tells what people call it;
    it is asked only when something is refused."""

    key: int
    describe: Callable[[], str]
    currency: str
    may_be_negative: bool = False
    stages: dict[Stage, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What people call it: `RB · 3.2 · ROAF`."""
        return self.describe()

    def at(self, stage: Stage) -> int:
        """What stands at a stage."""
        return self.stages.get(stage, 0)

    def change(self, stage: Stage, amount: int) -> None:
        """Adds to a stage."""
        self.stages[stage] = self.at(stage) + amount


class Desk:
    """The accounts at hand while postings are made; `of_line` names the account of each line."""

    def __init__(self, accounts: Mapping[int, Account], of_line: Mapping[int, int]) -> None:
        self.accounts = accounts
        self._of_line = of_line
        self.touched: set[int] = set()

    def account(self, line: int) -> Account:
        """The control account of a line."""
        return self.accounts[self._of_line[line]]

    def left(self, line: int, stage: Stage) -> int:
        """What can be taken from a stage of the line's account: never less than nothing."""
        return max(0, self.account(line).at(stage))

    def take(self, move: Move, *, asked: Money | None = None) -> None:
        """Makes a move. Raises `NothingLeft` when the account it comes from has not that much."""
        self.check(move, asked=asked)
        source, target = self.account(move.from_line), self.account(move.to_line)
        source.change(move.from_stage, -move.amounts.control)
        target.change(move.to_stage, move.amounts.control)
        self.touched |= {source.key, target.key}
        if target.at(Stage.UNCOVERED) > 0:
            message = phrase("Only what is uncovered on %(account)s can be covered.", account=target.label)
            raise NothingLeft(message, account=target.label, stage=Stage.UNCOVERED)

    def check(self, move: Move, *, asked: Money | None = None) -> None:
        """Raises `NothingLeft` when the account a move comes from has not that much; nothing is moved."""
        source, target = self.account(move.from_line), self.account(move.to_line)
        if source is not target or move.from_stage != move.to_stage:
            self._require(source, move, asked)

    def _require(self, source: Account, move: Move, asked: Money | None) -> None:
        if move.from_stage not in HELD or source.may_be_negative:
            return
        if (left := source.at(move.from_stage)) < move.amounts.control:
            wanted = asked or Money(move.amounts.control, source.currency)
            money = Money(max(left, 0), source.currency)
            raise NothingLeft(
                phrase(ONLY[move.from_stage], left=money, account=source.label, asked=wanted.decimal_string()),
                account=source.label,
                stage=move.from_stage,
                left=money,
                remedy=phrase("Ask for less, or bring more to it first."),
            )
