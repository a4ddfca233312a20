"""Facts: what was paid, refunded, accrued; they are never refused for want of money. And what takes them back."""

from __future__ import annotations

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
from biennium.ledger.books.orders import Entry, Expense, Step
from biennium.ledger.books.sharing import Sharing
from biennium.ledger.models import Line, Move, Posting
from biennium.ledger.services import rules
from biennium.ledger.services.posting import post_many, single


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
    row = Line.objects.select_related("balance").get(key=line.key)
    if row.balance.spent < 0:
        raise InvalidInput(_("More would come back than was spent."), where=row.words)
    return posting


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
    return single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))


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
    units. The posting itself stays as it is. Raises `InvalidInput` where nothing would change."""
    require(actor, LOAD)
    if not any(change) or not reason.strip():
        raise InvalidInput(_("A revaluation changes an amount, and has a reason."), where=str(posting))
    move = posting.moves.select_related("from_line", "to_line").first()
    if move is None or posting.kind == "revaluation":
        raise InvalidInput(_("This posting cannot be revalued."), where=str(posting))
    steps = tuple(step for step in (_changed(move, change, 1), _changed(move, change, -1)) if step)
    order = Entry(kind="revaluation", date=day, steps=steps, follows=posting.pk)
    return single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))


def _changed(move: Move, change: tuple[int, int], sign: int) -> Step | None:
    """The step that adds (1) or takes off (−1) the parts of the change of that sign."""
    booked = Amounts(0, *(max(0, sign * part) for part in change))
    if not booked:
        return None
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
