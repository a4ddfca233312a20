"""What contributors owe and paid."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from biennium.funding.models import Agreement, Fund, Partner
from biennium.ledger.models.postings import Batch


class IncomeEntry(models.Model):
    """One step of income: what a contributor was assessed or signed for, what of it was recognised as revenue, what
    was received. Minor units of `currency`, and of the reporting currency; never changed, taken back by an entry of
    the opposite sign.

    Without a partner, the contributor is not published. Without a fund, it is income that gives no authority.
    `instrument` is the UN financing instrument (R01 assessed …), `year` the one it was assessed or agreed for.
    """

    class Step(models.TextChoices):
        DUE = "due"
        RECOGNISED = "recognised"
        RECEIVED = "received"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="income")
    number = models.PositiveIntegerField()
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="income")
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="income")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="income")
    instrument = models.CharField(max_length=10)
    step = models.CharField(max_length=20, choices=Step)
    year = models.PositiveIntegerField()
    date = models.DateField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    reporting = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_income_entry_per_number"),
            models.CheckConstraint(condition=~Q(amount=0), name="income_is_of_some_amount"),
        ]
        indexes = [models.Index(fields=["partner", "instrument", "year"], name="income_by_partner")]

    def __str__(self) -> str:
        return f"{self.partner or 'not published'} {self.instrument} {self.year} {self.step}: {self.amount}"
