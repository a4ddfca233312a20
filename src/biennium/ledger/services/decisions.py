"""Decisions taken here: allot, withdraw, transfer, cover, commit, release. They stop hard at what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.funding.models import Fund
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.actions import ALLOT, COMMIT, TRANSFER
from biennium.ledger.books.desk import Commitments
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Entry, Part, Step
from biennium.ledger.books.sharing import Sharing
from biennium.ledger.models import Batch, Line, Posting
from biennium.ledger.services import rules
from biennium.ledger.services.posting import post_many, single


@dataclass(frozen=True, slots=True)
class Allotment:
    """What is made available on a line, and the line it comes from."""

    source: Dimensions
    target: Dimensions
    amount: Money
    text: str = ""


@transaction.atomic
def allot(
    *, actor: Actor, source: Dimensions, target: Dimensions, amount: Money, day: date, reason: str = "", text: str = ""
) -> Posting:
    """Makes approved money available on a more specific line of the same fund. A line that names a project, and no
    result or no place, is shared out by the shares of the project that hold on the day: one posting, a move a part.

    Raises `NotPermitted`, `NothingLeft`, or `InvalidInput` naming the rule: closed year, earmark, another line.
    """
    allotment = Allotment(source, target, amount, text)
    return single(allot_many(actor=actor, allotments=[allotment], day=day, reason=reason))


@transaction.atomic
def allot_many(*, actor: Actor, allotments: Sequence[Allotment], day: date, reason: str = "") -> Batch:
    """Allots to many lines together, or to none. Raises as `allot`, naming the line."""
    sharing = Sharing(one.target.project for one in allotments)
    orders = [_allotted(one, day, sharing) for one in allotments]
    targets = [target for order in orders for step in order.steps for _source, target in step.between]
    rules.require_role(actor, ALLOT, targets)
    rules.require_within((one.source, one.target) for one in allotments)
    rules.require_in_use(targets)
    rules.require_earmarks(targets)
    rules.require_open_years([*targets, *(one.source for one in allotments)])
    return post_many(actor=actor, origin="hand", orders=orders, reason=reason)


def _allotted(one: Allotment, day: date, sharing: Sharing) -> Entry:
    from_stage, to_stage = BETWEEN["allotment"]
    parts = sharing.parts(one.target, _some(one.amount), day)
    step = Step(line=one.source, to=one.target, from_stage=from_stage, to_stage=to_stage, money=one.amount, parts=parts)
    return Entry(kind="allotment", date=day, steps=(step,), text=one.text)


@transaction.atomic
def withdraw(
    *, actor: Actor, line: Dimensions, back_to: Dimensions, amount: Money, day: date, reason: str, text: str = ""
) -> Posting:
    """Takes an allotment back to the line it was allotted from. Raises as `allot`."""
    rules.require_role(actor, ALLOT, [line])
    rules.require_within([(back_to, line)])
    rules.require_own_agreement(line, [back_to])
    return _decide(actor, "withdrawal", line, back_to, amount, day, reason, text)


@transaction.atomic
def transfer(
    *,
    actor: Actor,
    source: Dimensions,
    target: Dimensions,
    amount: Money,
    day: date,
    reason: str,
    stage: Stage = Stage.ALLOTTED,
    text: str = "",
) -> Posting:
    """Moves money from one line to another at the same stage (allotted, or approved), as the fund's rule allows. What
    is allotted to a project is shared out as by `allot`; what is approved stands above the lines it will be used on.

    Raises `NotPermitted`, `NothingLeft`, or `InvalidInput` naming the rule.
    """
    parts = transferred(target, _some(amount), day, stage)
    targets = [part.line for part in parts] or [target]
    if source in targets:
        raise InvalidInput(
            _("A transfer goes to another line."),
            where=rules.subject(source).words,
            remedy=_("Name the result and the country that it is for.") if parts else _("Choose another line."),
        )
    rules.require_role(actor, TRANSFER, [source, *targets])
    rules.require_in_use(targets)
    fund = Fund.objects.get(pk=source.fund)
    for one in targets:
        rules.require_transfer_rule(fund, source, one)
    rules.require_own_agreement(source, targets)
    if stage is Stage.ALLOTTED:
        rules.require_earmarks(targets)
    return _decide(actor, "transfer", source, target, amount, day, reason, text, stage=stage, parts=parts)


def transferred(target: Dimensions, amount: Money, day: date, stage: Stage) -> tuple[Part, ...]:
    """The parts of a transfer to a line that names a project; none where all of it goes to that line."""
    return Sharing([target.project]).parts(target, amount, day) if stage is Stage.ALLOTTED else ()


@transaction.atomic
def cover(*, actor: Actor, line: Dimensions, amount: Money, day: date, reason: str, text: str = "") -> Posting:
    """Settles what was spent on a line without an allotment, from its allotment. Raises as `allot`."""
    rules.require_role(actor, TRANSFER, [line])
    return _decide(actor, "cover", line, line, amount, day, reason, text)


@transaction.atomic
def commit(
    *,
    actor: Actor,
    line: Dimensions,
    amount: Money,
    day: date,
    document: str = "",
    counterparty: str = "",
    reason: str = "",
    text: str = "",
) -> Posting:
    """Binds allotted money to a contract, a purchase order or a post; shared out as by `allot`. Raises as `allot`."""
    parts = Sharing([line.project]).parts(line, _some(amount), day)
    lines = [part.line for part in parts] or [line]
    rules.require_role(actor, COMMIT, lines)
    rules.require_in_use(lines)
    rules.require_earmarks(lines)
    step = Step(line=line, from_stage=Stage.ALLOTTED, to_stage=Stage.COMMITTED, money=amount, parts=parts)
    order = Entry(kind="commitment", date=day, steps=(step,), document=document, counterparty=counterparty, text=text)
    rules.require_open_years(lines)
    return single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))


@transaction.atomic
def release(*, actor: Actor, commitment: Posting, amount: Money, day: date, reason: str, text: str = "") -> Posting:
    """Gives back what a commitment does not need; of one that was shared out, in proportion to what is open on each of
    its lines. Raises `InvalidInput` for more than is open of it."""
    if commitment.kind != "commitment":
        raise InvalidInput(_("Only a commitment is released."), where=str(commitment))
    steps = _released(commitment, _some(amount))
    lines = [step.line for step in steps]
    rules.require_role(actor, COMMIT, lines)
    rules.require_open_years(lines)
    order = Entry(kind="release", date=day, steps=steps, follows=commitment.pk, text=text)
    return single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))


def _released(commitment: Posting, amount: Money) -> tuple[Step, ...]:
    """The steps of a release, one for each line on which something of the commitment stands; on all of its lines where
    nothing does any more, so that the books refuse it."""
    standing = Commitments([commitment.pk]).of(commitment.pk)
    rows = {row.pk: row for row in Line.objects.filter(pk__in=[one.line for one in standing])}
    weights = [one.open.transaction for one in standing]
    parts = amount.split(weights if any(weights) else [1] * len(weights))
    return tuple(
        Step(line=Dimensions.of(rows[one.line]), from_stage=Stage.COMMITTED, to_stage=Stage.ALLOTTED, money=part)
        for one, part in zip(standing, parts, strict=True)
        if part.minor
    )


BETWEEN = {
    "allotment": (Stage.APPROVED, Stage.ALLOTTED),
    "withdrawal": (Stage.ALLOTTED, Stage.APPROVED),
    "cover": (Stage.ALLOTTED, Stage.UNCOVERED),
}


def _decide(
    actor: Actor,
    kind: str,
    source: Dimensions,
    target: Dimensions,
    amount: Money,
    day: date,
    reason: str,
    text: str,
    *,
    stage: Stage | None = None,
    parts: tuple[Part, ...] = (),
) -> Posting:
    """Posts one move between two lines, or one for each part, once the years are known to be open."""
    rules.require_open_years([source, target])
    from_stage, to_stage = BETWEEN.get(kind, (stage or Stage.ALLOTTED,) * 2)
    step = Step(line=source, to=target, from_stage=from_stage, to_stage=to_stage, money=_some(amount), parts=parts)
    order = Entry(kind=kind, date=day, steps=(step,), text=text)
    return single(post_many(actor=actor, origin="hand", orders=[order], reason=reason))


def _some(amount: Money) -> Money:
    """The amount. Raises `InvalidInput` unless it is more than nothing."""
    if amount.minor <= 0:
        raise InvalidInput(_("An amount is more than zero."), where=str(amount))
    return amount
