"""What an expense does: it clears its commitment at the commitment's booked value, draws the rest on the allotment,
and what the allotment has not is uncovered (design: arithmetic, §§ 2 and 3).

Invariant: the moves into *spent* sum to the expense in each of its three amounts, and the moves out of *committed* to
the booked value that was cleared; the part of the difference that rates made is marked as exchange.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from biennium.kernel.books.amounts import EXCHANGE, Amounts, Move
from biennium.kernel.books.stages import Stage

NOTHING = Amounts(0, 0, 0)
Left = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Commitment:
    """What still stands of a commitment, at its booked value, and the line it stands on."""

    line: int
    open: Amounts

    def cleared_by(self, transaction: int) -> Amounts:
        """The booked value of as much of it as an expense of this transaction amount settles."""
        if transaction >= self.open.transaction:
            return self.open
        return self.open.split([transaction, self.open.transaction - transaction])[0]


def expense_moves(line: int, expense: Amounts, left: Left, commitment: Commitment | None = None) -> Iterator[Move]:
    """The moves of an expense on a line, one by one: the caller makes each before it asks for the next, because
    `left(line)`, the control amount still allotted on the account of a line, is asked as they go."""
    if commitment is None or not commitment.open:
        yield from _drawn(line, line, expense, left)
        return
    booked = commitment.cleared_by(expense.transaction)
    settled, beyond = _parted(expense, booked.transaction)
    yield from _settled(line, commitment.line, settled, booked, left)
    yield from _drawn(line, line, beyond, left)


def _parted(expense: Amounts, settled: int) -> tuple[Amounts, Amounts]:
    """The part of an expense that settles a commitment, and what goes beyond it."""
    if settled >= expense.transaction:
        return expense, NOTHING
    first, rest = expense.split([settled, expense.transaction - settled])
    return first, rest


def _settled(line: int, committed_on: int, settled: Amounts, booked: Amounts, left: Left) -> Iterator[Move]:
    """Clears `booked` and spends `settled`; the difference of each amount goes to, or comes from, the allotment."""
    control, reporting = min(settled.control, booked.control), min(settled.reporting, booked.reporting)
    if cleared := Amounts(settled.transaction, control, reporting):
        yield Move(committed_on, Stage.COMMITTED, line, Stage.SPENT, cleared)
    if gain := Amounts(0, booked.control - control, booked.reporting - reporting):
        yield Move(committed_on, Stage.COMMITTED, committed_on, Stage.ALLOTTED, gain, EXCHANGE)
    loss = Amounts(0, settled.control - control, settled.reporting - reporting)
    yield from _drawn(committed_on, line, loss, left, EXCHANGE)


def _drawn(from_line: int, line: int, amounts: Amounts, left: Left, mark: str = "") -> Iterator[Move]:
    """Takes from the allotment what is left of it, and the rest from uncovered."""
    if not amounts:
        return
    covered, uncovered = amounts.first(max(0, min(left(from_line), amounts.control)))
    if covered:
        yield Move(from_line, Stage.ALLOTTED, line, Stage.SPENT, covered, mark)
    if uncovered:
        yield Move(from_line, Stage.UNCOVERED, line, Stage.SPENT, uncovered, mark)


def recovery_amount(base: int, rate: int, recovered: int) -> int:
    """What is still to be recovered as support cost: round(`rate` × cumulative `base`) − what was recovered already.

    `rate` in hundredths of a percent; half rounds up. Negative when the base has shrunk.
    """
    return (2 * base * rate + 10_000) // 20_000 - recovered
