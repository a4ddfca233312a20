"""Income: what contributors owe (assessed or signed for), what is recognised, what is received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Agreement, Fund, Partner
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.actions import INCOME
from biennium.ledger.books.rates import RateTable
from biennium.ledger.models import Batch, IncomeEntry, Rate
from biennium.ledger.services.posting import open_batch, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """One step of income. Without a partner the contributor is not published; without a fund it gives no authority."""

    step: str
    instrument: str
    year: int
    day: date
    amount: Money
    partner: Partner | None = None
    fund: Fund | None = None
    agreement: Agreement | None = None
    text: str = ""


@transaction.atomic
def record_income(*, actor: Actor, entries: Sequence[Income], reason: str = "", origin: str = "income") -> Batch:
    """Writes entries into the book of income. Raises `InvalidInput` for an amount of nothing, or a missing rate."""
    require(actor, INCOME)
    if not entries:
        raise InvalidInput(_("There is nothing to record."))
    return write_income(actor=actor, entries=entries, reason=reason, origin=origin)


def write_income(*, actor: Actor, entries: Sequence[Income], origin: str, reason: str = "") -> Batch:
    """Writes entries of somebody who was asked already. Raises as `record_income`."""
    batch = open_batch(actor=actor, origin=origin, reason=reason)
    rates = RateTable({entry.amount.currency for entry in entries})
    rows = [_row(batch, number, entry, rates) for number, entry in enumerate(entries)]
    IncomeEntry.objects.bulk_create(rows, batch_size=1000)
    record(batch, actor=actor, postings=0, about={"income": len(rows)})
    return batch


def _row(batch: Batch, number: int, entry: Income, rates: RateTable) -> IncomeEntry:
    if not entry.amount.minor:
        raise InvalidInput(_("An amount is more than zero."), where=entry.instrument)
    return IncomeEntry(
        batch=batch,
        number=number,
        partner=entry.partner,
        fund=entry.fund,
        agreement=entry.agreement,
        instrument=entry.instrument,
        step=entry.step,
        year=entry.year,
        date=entry.day,
        currency=entry.amount.currency,
        amount=entry.amount.minor,
        reporting=_in_reporting(entry, rates).minor,
        text=entry.text,
    )


def _in_reporting(entry: Income, rates: RateTable) -> Money:
    if entry.amount.currency == rates.reporting:
        return entry.amount
    return rates.find(entry.amount.currency, rates.reporting, Rate.Kind.OPERATIONAL, 0, entry.day).exact.convert(
        entry.amount
    )


@transaction.atomic
def receive_assessment(
    *, actor: Actor, partner: Partner, fund: Fund, instrument: str, amount: Money, day: date, reason: str = ""
) -> Batch:
    """A contributor pays: the oldest arrears first, what is more than is due goes to the year of the payment. Raises
    `InvalidInput` for an amount of nothing or less."""
    require(actor, INCOME)
    if amount.minor <= 0:
        raise InvalidInput(_("An amount is more than zero."), where=str(amount))
    Partner.objects.select_for_update().get(pk=partner.pk)
    entries, left = [], amount.minor
    for year, due in arrears(partner, instrument, amount.currency).items():
        if part := min(left, due):
            entries.append((year, part))
            left -= part
    if left:
        entries.append((day.year, left))
    return record_income(
        actor=actor,
        reason=reason,
        entries=[
            Income(
                step=IncomeEntry.Step.RECEIVED,
                instrument=instrument,
                year=year,
                day=day,
                amount=Money(part, amount.currency),
                partner=partner,
                fund=fund,
            )
            for year, part in entries
        ],
    )


def arrears(partner: Partner, instrument: str, currency: str) -> dict[int, int]:
    """What a contributor owes by year, the oldest first, in minor units of the currency; nothing where all is paid."""
    rows = (
        IncomeEntry.objects.filter(partner=partner, instrument=instrument, currency=currency)
        .exclude(step=IncomeEntry.Step.RECOGNISED)
        .order_by("year")
        .values("year", "step")
        .annotate(Sum("amount"))
    )
    owed: dict[int, int] = {}
    for row in rows:
        sign = 1 if row["step"] == IncomeEntry.Step.DUE else -1
        owed[row["year"]] = owed.get(row["year"], 0) + sign * row["amount__sum"]
    return {year: amount for year, amount in sorted(owed.items()) if amount > 0}
