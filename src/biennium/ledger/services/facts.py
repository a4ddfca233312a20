"""Facts: what was paid, refunded, accrued; they are never refused for want of money. And what takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Fund
from biennium.kernel.books.amounts import Amounts
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.actions import LOAD
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Entry, Expense, Revaluation, Step
from biennium.ledger.books.sharing import Sharing
from biennium.ledger.models import Line, Move, Posting
from biennium.ledger.services import rules
from biennium.ledger.services.posting import post_many, single

NOT_REVALUED = frozenset({"revaluation", "reversal", "recovery"})


@transaction.atomic
def spend(*, actor: Actor, expense: Expense, reason: str = "") -> Posting:
    """Posts what was paid. What the allotment has not is uncovered, and a finding until it is covered. What names a
    project, and no result or no place, is shared out by the shares of the project that hold on its day."""
    require(actor, LOAD)
    rules.require_open_years([expense.line])
    parts = Sharing([expense.line.project]).parts(expense.line, expense.money, expense.date)
    expense = replace(expense, parts=parts)
    return single(post_many(actor=actor, origin="hand", orders=[expense], reason=reason))


@transaction.atomic
def refund(*, actor: Actor, line: Dimensions, amount: Money, day: date, reason: str, text: str = "") -> Posting:
    """Money that came back: restores the allotment, or goes to the source where the fund says so or the year is closed.

    Raises `InvalidInput` when more would come back than was spent on the line.
    """
    require(actor, LOAD)
    fund = Fund.objects.get(pk=line.fund)
    closed = rules.closed_years([line.fund]).filter(year=line.year or 0).exists()
    to_source = closed or fund.refund == Fund.Refund.SOURCE
    step = Step(line=line, from_stage=Stage.SPENT, to_stage=Stage.SOURCE if to_source else Stage.ALLOTTED, money=amount)
    posting = single(
        post_many(
            actor=actor, origin="hand", orders=[Entry(kind="refund", date=day, steps=(step,), text=text)], reason=reason
        )
    )
    _require_spent(posting)
    return posting


def _require_spent(posting: Posting) -> None:
    """Raises `InvalidInput` when a posting takes more from what was spent on a line than there is."""
    lines = Line.objects.filter(moves_out__posting=posting, moves_out__from_stage=Stage.SPENT, balance__spent__lt=0)
    if row := lines.first():
        raise InvalidInput(_("More would come back than was spent."), where=row.words)


@transaction.atomic
def accrue(*, actor: Actor, line: Dimensions, amount: Money, day: date, reason: str, text: str = "") -> Posting:
    """An expense of the accounts (IPSAS) that is none of the budget: it stands apart and draws on nothing."""
    require(actor, LOAD)
    rules.require_open_years([line])
    step = Step(line=line, from_stage=Stage.SOURCE, to_stage=Stage.ACCRUED, money=amount)
    order = Entry(kind="accrual", date=day, steps=(step,), text=text)
    return single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))


@transaction.atomic
def reverse(*, actor: Actor, posting: Posting, day: date, reason: str) -> Posting:
    """Takes a posting back by its mirror image; nothing is deleted. Raises `InvalidInput` when it was reversed already,
    is a reversal itself, or what it moved has moved on (`NothingLeft`)."""
    require(actor, LOAD)
    if posting.kind == "reversal":
        raise InvalidInput(_("A reversal is not reversed."), remedy=_("Post what is right."), where=str(posting))
    if not reason.strip():
        raise InvalidInput(_("A reversal needs a reason."))
    moves = list(posting.moves.select_related("from_line", "to_line"))
    rules.require_open_years([Dimensions.of(line) for move in moves for line in (move.from_line, move.to_line)])
    order = Entry(kind="reversal", date=day, steps=tuple(_mirrored(move) for move in moves[::-1]), follows=posting.pk)
    return _changing(actor, order, reason)


def _changing(actor: Actor, order: Entry | Revaluation, reason: str) -> Posting:
    """Posts what changes an earlier posting; the commitment behind it still holds afterwards."""
    posting = single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))
    rules.require_commitment_holds(posting)
    _require_spent(posting)
    return posting


def _mirrored(move: Move) -> Step:
    return Step(
        line=Dimensions.of(move.to_line),
        to=Dimensions.of(move.from_line),
        from_stage=Stage(move.to_stage),
        to_stage=Stage(move.from_stage),
        money=Money(move.amount, move.currency),
        booked=Amounts(move.amount, move.control, move.reporting),
        control_rate=move.control_rate_id,
        reporting_rate=move.reporting_rate_id,
        mark=move.mark,
    )


@transaction.atomic
def revalue(*, actor: Actor, posting: Posting, change: tuple[int, int], day: date, reason: str) -> Posting:
    """What a posting is worth more, or less, at another rate: `change` in its control and reporting amounts, minor
    units. The posting itself stays as it is. What an expense costs more is drawn on the allotment, not on the
    commitment it cleared. Raises `InvalidInput` where nothing would change, and `NothingLeft` for a decision."""
    require(actor, LOAD)
    if not any(change) or not reason.strip():
        raise InvalidInput(_("A revaluation changes an amount, and has a reason."), where=str(posting))
    moves = list(posting.moves.select_related("from_line", "to_line").filter(control__gt=0))
    if posting.kind in NOT_REVALUED or not moves:
        raise InvalidInput(_("This posting cannot be revalued."), where=str(posting))
    rules.require_open_years([Dimensions.of(line) for move in moves for line in (move.from_line, move.to_line)])
    order = _cost(posting, moves, change, day) if posting.kind == "expense" else _worth(posting, moves, change, day)
    return _changing(actor, order, reason)


def _parts(change: tuple[int, int]) -> tuple[Amounts, Amounts]:
    """What is added, and what is taken off."""
    more, less = (Amounts(0, *(max(0, sign * part) for part in change)) for sign in (1, -1))
    return more, less


def _cost(posting: Posting, moves: Sequence[Move], change: tuple[int, int], day: date) -> Revaluation:
    """On the lines of the expense, in proportion to what was spent on each."""
    more, less = _parts(change)
    spent = [(Dimensions.of(move.to_line), move.control) for move in moves if move.to_stage == Stage.SPENT]
    shares, currency = tuple(spent), moves[0].currency
    return Revaluation(shares=shares, currency=currency, more=more, less=less, date=day, follows=posting.pk)


def _worth(posting: Posting, moves: Sequence[Move], change: tuple[int, int], day: date) -> Entry:
    """Along the moves of the posting, in proportion to each."""
    weights = [move.control for move in moves]
    steps = tuple(
        _changed(move, booked, sign)
        for whole, sign in zip(_parts(change), (1, -1), strict=True)
        for move, booked in zip(moves, whole.split(weights), strict=True)
        if booked
    )
    return Entry(kind="revaluation", date=day, steps=steps, follows=posting.pk)


def _changed(move: Move, booked: Amounts, sign: int) -> Step:
    """The step that adds (1) or takes off (−1) an amount."""
    more = Step(
        line=Dimensions.of(move.from_line),
        to=Dimensions.of(move.to_line),
        from_stage=Stage(move.from_stage),
        to_stage=Stage(move.to_stage),
        money=Money(0, move.currency),
        booked=booked,
        mark="exchange",
    )
    if sign > 0:
        return more
    return Step(
        line=Dimensions.of(move.to_line),
        to=more.line,
        from_stage=more.to_stage,
        to_stage=more.from_stage,
        money=more.money,
        booked=booked,
        mark="exchange",
    )
