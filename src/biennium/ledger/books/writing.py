"""Writing a batch: every order becomes a posting with its moves, the running balances follow, all in one transaction.

Invariant: what stands on lines and accounts is the fold of the moves. The number of statements does not depend on the
number of orders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.kernel.books.accounts import Desk
from biennium.kernel.books.amounts import EXCHANGE, INTERNAL, Amounts, Move
from biennium.kernel.books.expense import Commitment, expense_moves
from biennium.kernel.books.stages import Stage, kind, require_pair
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.desk import STAGES, Commitments, lines_of_commitments, open_books, standing
from biennium.ledger.books.dimensions import Dimensions, LineRef
from biennium.ledger.books.orders import Entry, Expense, Order, Recovery, Revaluation, Step
from biennium.ledger.books.rates import RateTable
from biennium.ledger.books.saving import BALANCE, save
from biennium.ledger.models import Batch

AnyOrder = Entry | Expense | Recovery | Revaluation
Made = Iterator[tuple[Move, str, tuple[int | None, int | None], Money | None]]
_AT = {stage: index for index, stage in enumerate(STAGES)}


@dataclass
class Written:
    """The rows of a batch, and what they add to each line."""

    first: int = 0
    postings: list[tuple[object, ...]] = field(default_factory=list)
    moves: list[tuple[object, ...]] = field(default_factory=list)
    lines: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(BALANCE)))

    def posting(self, order: Order, name: str) -> int:
        """Adds a posting and returns its number."""
        number = self.first + len(self.postings)
        header = (order.document, order.document_line, order.text, order.counterparty, order.follows)
        self.postings.append((number, name, order.date, *header))
        return number

    def move(self, posting: int, number: int, move: Move, currency: str, rates: tuple[int | None, int | None]) -> None:
        """Adds a move, and what it does to the lines."""
        of = move.amounts
        self.moves.append(
            (
                *(posting, number, move.from_line, move.from_stage.value, move.to_line, move.to_stage.value, currency),
                *(of.transaction, of.control, of.reporting, *rates, move.mark),
            )
        )
        for line, stage, sign in ((move.from_line, move.from_stage, -1), (move.to_line, move.to_stage, 1)):
            balance = self.lines[line]
            balance[_AT[stage]] += sign * of.control
            balance[_AT[stage] + len(STAGES)] += sign * of.reporting


@dataclass
class Clerk:
    """What is needed to turn orders into moves."""

    funds: dict[int, Fund]
    lines: dict[Dimensions, LineRef]
    funds_of_lines: dict[int, int]
    desk: Desk
    rates: RateTable
    commitments: Commitments
    written: Written

    def carry_out(self, order: AnyOrder) -> None:
        """Makes the moves of an order at the desk."""
        posting = self.written.posting(order, order.kind)
        made = self._made(order)
        for number, (move, currency, rates, asked) in enumerate(made):
            self.desk.take(move, asked=asked)
            self.written.move(posting, number, move, currency, rates)

    def _made(self, order: AnyOrder) -> Made:
        if isinstance(order, Expense):
            return self._expense(order)
        if isinstance(order, Revaluation):
            return self._revaluation(order)
        return self._recovery(order) if isinstance(order, Recovery) else self._entry(order)

    def _left(self, line: int) -> int:
        return self.desk.left(line, Stage.ALLOTTED)

    def _recovery(self, order: Recovery) -> Made:
        """On the project's line as an expense, on the other fund's line as authority; turned round when negative."""
        for dimensions in (order.line, order.into):
            line = self.lines[dimensions]
            due = Money(abs(order.money.minor), order.money.currency)
            amounts, *rates = self.rates.amounts(due, self.funds[line.fund], line.programme, order.date)
            if dimensions is order.into:
                moves: Iterable[Move] = [Move(line.pk, Stage.SOURCE, line.pk, Stage.APPROVED, amounts)]
            elif order.money.minor > 0:
                moves = expense_moves(line.pk, amounts, self._left)
            else:
                moves = [Move(line.pk, Stage.ALLOTTED, line.pk, Stage.SPENT, amounts)]
            for move in moves:
                turned = move if order.money.minor > 0 else move.mirrored()
                yield replace(turned, mark=INTERNAL), due.currency, (rates[0], rates[1]), None

    def _expense(self, order: Expense) -> Made:
        lines = [self.lines[one] for one in order.lines]
        first = lines[0]
        whole, *rates = self.rates.amounts(order.money, self.funds[first.fund], first.programme, order.date)
        for line, amounts in zip(lines, whole.split(order.weights), strict=True):
            commitment = None if order.follows is None else self._cleared_by(order, order.follows, line)
            for move in expense_moves(line.pk, amounts, self._left, commitment):
                if order.follows is not None and move.from_stage is Stage.COMMITTED:
                    self.commitments.cleared(order.follows, move.from_line, move.amounts)
                yield move, order.money.currency, (rates[0], rates[1]), None

    def _cleared_by(self, order: Expense, posting: int, line: LineRef) -> Commitment:
        self.commitments.require_currency(posting, order.money.currency)
        commitment = self.commitments.for_line(posting, line.pk)
        self._require_fund(line.fund, commitment.line)
        return commitment

    def _require_fund(self, fund: int, line: int) -> None:
        if self.funds_of_lines[line] != fund:
            raise InvalidInput(_("Money moves within one fund."), remedy=_("Name lines of the same fund."))

    def _revaluation(self, order: Revaluation) -> Made:
        weights = [weight for _line, weight in order.shares]
        parts = zip(order.shares, order.more.split(weights), order.less.split(weights), strict=True)
        for (dimensions, _weight), more, less in parts:
            line = self.lines[dimensions].pk
            moves: Iterable[Move] = expense_moves(line, more, self._left) if more else ()
            if less:
                moves = chain(moves, [Move(line, Stage.SPENT, line, Stage.ALLOTTED, less)])
            for move in moves:
                yield replace(move, mark=EXCHANGE), order.currency, (None, None), None

    def _entry(self, order: Entry) -> Made:
        for step in order.steps:
            between = [(self.lines[line], self.lines[target]) for line, target in step.between]
            whole, control_rate, reporting_rate = self._amounts(step, between[0][0], order)
            moves = [
                self._move(order, step, line, target, amounts)
                for (line, target), amounts in zip(between, whole.split(step.weights), strict=True)
            ]
            if step.to is not None:
                self.desk.check(replace(moves[0], amounts=whole), asked=step.money)
            for move in moves:
                asked = None if step.parts else step.money
                yield move, step.money.currency, (control_rate, reporting_rate), asked

    def _move(self, order: Entry, step: Step, line: LineRef, target: LineRef, amounts: Amounts) -> Move:
        self._require_fund(line.fund, target.pk)
        require_pair(kind(order.kind), step.from_stage, step.to_stage, same_line=line.pk == target.pk)
        return Move(line.pk, step.from_stage, target.pk, step.to_stage, amounts, step.mark)

    def _amounts(self, step: Step, line: LineRef, order: Entry) -> tuple[Amounts, int | None, int | None]:
        if step.booked is not None:
            return step.booked, step.control_rate, step.reporting_rate
        if order.kind == "release" and order.follows is not None:
            return self._released(order.follows, line.pk, step.money), None, None
        return self.rates.amounts(step.money, self.funds[line.fund], line.programme, order.date)

    def _released(self, posting: int, line: int, money: Money) -> Amounts:
        """The value at which the part that is released was booked, whatever the rate is now."""
        self.commitments.require_currency(posting, money.currency)
        commitment = self.commitments.for_line(posting, line)
        if money.minor > commitment.open.transaction:
            raise InvalidInput(_("More would be released than is still committed."))
        booked = commitment.cleared_by(money.minor)
        self.commitments.cleared(posting, commitment.line, booked)
        return booked


def write(batch: Batch, orders: Sequence[AnyOrder], *, first: int = 0) -> list[int]:
    """Posts the orders in their turn, numbered from `first`; returns the primary keys of the postings.

    A batch that is not in the database yet is written with them. Raises `InvalidInput` or `NothingLeft`, with the
    document of the order; then nothing was written.
    """
    dimensions = list(dict.fromkeys(_dimensions(orders)))
    followed = [one.follows for one in orders if one.follows and one.kind in ("expense", "release")]
    opened = open_books(dimensions, lines_of_commitments(followed))
    clerk = Clerk(
        funds=opened.funds,
        lines={one: opened.lines[one.key] for one in dimensions},
        funds_of_lines={line.pk: line.fund for line in opened.lines.values()},
        desk=opened.desk,
        rates=RateTable(_currencies(orders, opened.funds), opened.reporting),
        commitments=Commitments(followed),
        written=Written(first),
    )
    before = {key: standing(account) for key, account in clerk.desk.accounts.items()}
    for order in orders:
        try:
            clerk.carry_out(order)
        except InvalidInput as error:
            error.where = error.where or order.document
            raise
    written = clerk.written
    return save(batch, written.postings, written.moves, _changed(written), _changes(clerk.desk, before))


def _dimensions(orders: Sequence[AnyOrder]) -> Iterator[Dimensions]:
    for order in orders:
        if isinstance(order, Entry):
            for step in order.steps:
                for pair in step.between:
                    yield from pair
        elif isinstance(order, Expense):
            yield from order.lines
        elif isinstance(order, Revaluation):
            yield from (line for line, _weight in order.shares)
        else:
            yield from (order.line, order.into)


def _currencies(orders: Sequence[AnyOrder], funds: dict[int, Fund]) -> set[str]:
    used = {fund.currency for fund in funds.values()}
    for order in orders:
        if isinstance(order, Entry):
            used |= {step.money.currency for step in order.steps}
        elif not isinstance(order, Revaluation):
            used.add(order.money.currency)
    return used


def _changed(written: Written) -> list[tuple[int, ...]]:
    return [(line, *added) for line, added in sorted(written.lines.items()) if any(added)]


def _changes(desk: Desk, before: dict[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    """What is added to each account that has changed."""
    changes = []
    for key in sorted(desk.touched):
        now = standing(desk.accounts[key])
        if now != before[key]:
            changes.append((key, *(new - old for new, old in zip(now, before[key], strict=True))))
    return changes
