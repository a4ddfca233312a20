"""What follows in the books from what is said of an agreement: what came of it is income; what is left of it when it is
closed goes back to the contributor.

Invariant: once anything that came of an agreement is in the book of income, all of it is, so that nobody who asks the
book misses what the agreement says or counts it twice.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.funding.models import Agreement, Instalment
from biennium.funding.services.agreements import move_agreement, receive_instalment
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.closing import Closing
from biennium.ledger.models import ClosedYear, IncomeEntry, Line
from biennium.ledger.services.income import Income, write_income
from biennium.ledger.services.posting import post_many


@transaction.atomic
def receive(*, actor: Actor, instalment: Instalment, day: date, amount: int) -> Instalment:
    """Says what came of an instalment, in minor units of the agreement's currency, and writes it into the book of
    income. Whoever keeps the agreement may: it follows from what they say. Raises as `receive_instalment`, and
    `InvalidInput` for a day to come and where the book has no rate for that day."""
    if day > timezone.localdate():
        raise InvalidInput(_("%(day)s is still to come.") % {"day": day}, where=str(instalment), field="day")
    received = receive_instalment(actor=actor, instalment=instalment, day=day, amount=amount)
    agreement = Agreement.objects.select_related("partner", "fund").get(pk=received.agreement_id)
    booked = IncomeEntry.objects.filter(agreement=agreement, step=IncomeEntry.Step.RECEIVED).order_by("pk").last()
    came = [received] if booked else agreement.instalments.filter(received__gt=0).order_by("due", "pk")
    known = [*agreement.fund.instruments, ""]
    entries = [_income(agreement, one, booked.instrument if booked else known[0]) for one in came]
    write_income(actor=actor, entries=entries, origin="agreement")
    return received


def _income(agreement: Agreement, one: Instalment, instrument: str) -> Income:
    return Income(
        step=IncomeEntry.Step.RECEIVED,
        instrument=instrument,
        year=one.due.year,
        day=one.received_on or one.due,
        amount=Money(one.received, agreement.currency),
        partner=agreement.partner,
        fund=agreement.fund,
        agreement=agreement,
    )


@transaction.atomic
def close(*, actor: Actor, agreement: Agreement, reason: str) -> Agreement:
    """Closes an agreement: what is allotted of it is withdrawn, and all that is left returns to the contributor.

    Raises `InvalidInput` while anything of it is committed, or was spent without being allotted: nothing of a closed
    agreement is allotted any more, so that nobody could cover it.
    """
    closed = move_agreement(actor=actor, agreement=agreement, step="close", reason=reason)
    shut = ClosedYear.objects.filter(fund=closed.fund).values("year")
    lines = Line.objects.filter(agreement=closed).exclude(year__in=shut).order_by("id").select_related("balance")
    closing = Closing(closed.fund, {line.pk: line for line in lines}, timezone.localdate(), netting="transfer")
    closing.net()
    _refuse_uncovered(closing)
    closing.give_back("return")
    if closing.orders:
        post_many(actor=actor, origin="agreement", orders=closing.orders, reason=reason)
    return closed


def _refuse_uncovered(closing: Closing) -> None:
    open_ones = [line for line in closing.lines.values() if line.balance.uncovered]
    if missing := -sum(line.balance.uncovered for line in open_ones):
        raise InvalidInput(
            _("%(amount)s was spent without being allotted.") % {"amount": Money(missing, closing.fund.currency)},
            where=open_ones[0].words,
            remedy=_("Cover it first."),
        )
