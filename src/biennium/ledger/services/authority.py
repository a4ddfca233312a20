"""Authority: what an adoption appropriates, and what agreements release when they are signed or paid."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Agreement, Fund
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.actions import APPROPRIATE
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Entry, Step
from biennium.ledger.models import Batch, BudgetItem, Estimate, Move, Posting
from biennium.ledger.services import rules
from biennium.ledger.services.posting import post_many, single
from biennium.programme.models import Programme, Version
from biennium.programme.registration import SEAL

SIGNED = (Agreement.Status.SIGNED, Agreement.Status.ACTIVE, Agreement.Status.CLOSED)


@transaction.atomic
def appropriate(*, actor: Actor, version: Version) -> Batch | None:
    """What an adopted or revised version estimates for the funds that adoption releases becomes approved: one posting
    for each budget item and fund, of what it differs from what was appropriated before. None where nothing differs.

    Authority of a fund controlled by year is divided over the years of the programme in equal parts. Whoever may seal
    the version may do this: it follows from the decision. What was appropriated to a fund that adoption no longer
    releases stays. Raises `InvalidInput` where an appropriation stands on a line without a budget item: no version can
    be compared with it, and the same money would be approved twice.
    """
    require(actor, SEAL, version.programme)
    orders = list(_appropriations(version.programme))
    if not orders:
        return None
    rules.require_in_use([step.line for order in orders for step in order.steps])
    reason = _("%(version)s was sealed.") % {"version": str(version)}
    return post_many(actor=actor, origin="adoption", orders=orders, reason=reason, about={"version": version.sha256})


def _appropriations(programme: Programme) -> Iterator[Entry]:
    funds = {fund.pk: fund for fund in Fund.objects.filter(releases=Fund.Releases.ADOPTION)}
    items = {item.pk: item for item in programme.budget_items.all()}
    so_far: dict[tuple[int, int], int] = {}
    for (item, fund), amount in appropriated(programme).items():
        if fund in funds and amount and item is None:
            raise _without_item(funds[fund], Money(amount, programme.currency))
        if fund in funds and item is not None:
            so_far[(item, fund)] = amount
    due = {
        (row["budget_item"], row["fund"]): int(row["total"])
        for row in Estimate.objects.filter(programme=programme, fund__in=funds)
        .order_by()
        .values("budget_item", "fund")
        .annotate(total=Sum("amount"))
    }
    for key in sorted({*due, *so_far}):
        difference = Money(due.get(key, 0) - so_far.get(key, 0), programme.currency)
        if difference.minor:
            yield _appropriation(programme, items[key[0]], funds[key[1]], difference)


def _without_item(fund: Fund, amount: Money) -> InvalidInput:
    return InvalidInput(
        _("%(amount)s of %(fund)s was appropriated on a line without a budget item.")
        % {"amount": amount, "fund": fund.code},
        remedy=_("Reverse that appropriation first: the adoption appropriates by budget item."),
    )


def appropriated(programme: Programme) -> dict[tuple[int | None, int], int]:
    """By budget item (None where the line has none) and fund, in the currency of the programme, what was appropriated
    less what was taken back or reversed."""
    moves = Move.objects.filter(_of("appropriation"), to_line__programme=programme).order_by()
    found: dict[tuple[int | None, int], int] = {}
    rows = moves.values_list("to_line__budget_item", "to_line__fund", "from_stage").annotate(Sum("amount"))
    for item, fund, stage, amount in rows:
        found[(item, fund)] = found.get((item, fund), 0) + (amount if stage == Stage.SOURCE else -amount)
    return found


def _of(kind: str) -> Q:
    """The moves of a kind of posting, and those that took them back."""
    return Q(posting__kind=kind) | Q(posting__kind="reversal", posting__follows__kind=kind)


def _appropriation(programme: Programme, item: BudgetItem, fund: Fund, difference: Money) -> Entry:
    years = programme.years if fund.control_by_year else [programme.start.year]
    stages = (Stage.SOURCE, Stage.APPROVED) if difference.minor > 0 else (Stage.APPROVED, Stage.SOURCE)
    parts = Money(abs(difference.minor), difference.currency).split(len(years))
    steps = tuple(
        Step(
            line=Dimensions(programme.pk, fund.pk, budget_item=item.pk, result=item.result_id, year=year),
            from_stage=stages[0],
            to_stage=stages[1],
            money=part,
        )
        for year, part in zip(years, parts, strict=True)
        if part.minor
    )
    return Entry(kind="appropriation", date=programme.start, steps=steps)


@transaction.atomic
def release_authority(
    *, actor: Actor, agreement: Agreement, line: Dimensions, amount: Money | None = None, reason: str = ""
) -> Posting | None:
    """Approves money of an agreement on a line: as much as its fund releases and was not released yet, or a part.

    None where nothing is left to release. Raises `InvalidInput` when more is asked than the agreement releases, for a
    line that is not of the agreement, and for a closed year.
    """
    require(actor, APPROPRIATE)
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if amount is not None and amount.minor <= 0:
        raise InvalidInput(_("An amount is more than zero."), where=str(amount), field="amount")
    _require_own_line(agreement, line)
    rules.require_in_use([line])
    rules.require_open_years([line])
    left = Money(releasable(agreement) - released(agreement), agreement.currency)
    asked = left if amount is None else amount
    if asked.currency != left.currency or asked.minor > left.minor:
        raise InvalidInput(
            _("%(agreement)s has only %(left)s left to release (asked: %(asked)s).")
            % {"agreement": agreement.code, "left": left, "asked": asked},
            remedy=_("It releases what was signed or received, as its fund says."),
        )
    if asked.minor <= 0:
        return None
    step = Step(line=line, from_stage=Stage.SOURCE, to_stage=Stage.APPROVED, money=asked)
    day = agreement.signed_on or timezone.localdate()
    order = Entry(kind="authority", date=day, steps=(step,), counterparty=str(agreement.partner))
    return single(post_many(actor=actor, origin="agreement", orders=[order], reason=reason or agreement.code))


def _require_own_line(agreement: Agreement, line: Dimensions) -> None:
    """Raises `InvalidInput` unless the line is of the agreement and its fund, and of one of its projects or none."""
    foreign = line.project is not None and not agreement.projects.filter(pk=line.project).exists()
    if (line.fund, line.agreement) != (agreement.fund_id, agreement.pk) or foreign:
        raise InvalidInput(
            _("Authority of %(agreement)s is released on its own lines.") % {"agreement": agreement.code},
            where=rules.subject(line).words,
            remedy=_("Name the agreement, its fund, and a project that it pays for or none."),
        )


def releasable(agreement: Agreement) -> int:
    """How much of an agreement its fund lets become authority by now, in minor units of the agreement's currency."""
    if agreement.status not in SIGNED:
        return 0
    if agreement.fund.releases == Fund.Releases.SIGNATURE:
        return agreement.amount
    if agreement.fund.releases == Fund.Releases.RECEIPT:
        return sum(one.received for one in agreement.instalments.all())
    return 0


def released(agreement: Agreement) -> int:
    """How much of it has become authority and was not taken back, in minor units of the agreement's currency."""
    moves = Move.objects.filter(_of("authority"), to_line__agreement=agreement)
    sums = moves.aggregate(
        came=Sum("amount", filter=Q(from_stage=Stage.SOURCE)), went=Sum("amount", filter=Q(to_stage=Stage.SOURCE))
    )
    return (sums["came"] or 0) - (sums["went"] or 0)
