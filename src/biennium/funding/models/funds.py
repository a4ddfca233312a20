"""Funds with their rules, and the tree of cost categories."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField, ReadableJSONField
from biennium.programme.models import words

DIMENSIONS = ("agreement", "project", "budget_item", "result", "work_item", "unit", "place", "cost_category")
"""The dimensions of a line at which a fund can be controlled, besides the programme and the year."""


class Fund(models.Model):
    """A source of money with rules; all of them are data.

    `control_dimensions` are those of `DIMENSIONS` at which decisions stop; `control_by_year` adds the year (authority
    of a regular budget is for the whole period). `currency` is the one it is controlled in. `releases` says what makes
    its authority available. `support_cost_rate` is in hundredths of a percent.
    """

    class Kind(models.TextChoices):
        ASSESSED = "assessed"
        VOLUNTARY = "voluntary"
        OTHER = "other"

    class Releases(models.TextChoices):
        ADOPTION = "adoption"
        SIGNATURE = "signature"
        RECEIPT = "receipt"
        NOTHING = "nothing"

    class YearEnd(models.TextChoices):
        CARRY_OVER = "carry_over"
        LAPSE = "lapse"
        RETURN = "return"

    class Refund(models.TextChoices):
        ALLOTMENT = "allotment"
        SOURCE = "source"

    class Transfer(models.TextChoices):
        FREE = "free"
        SAME_RESULT = "same_result"
        SAME_UNIT = "same_unit"
        NONE = "none"

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=40, unique=True)
    name = MultilingualField()
    kind = models.CharField(max_length=20, choices=Kind)
    currency = models.CharField(max_length=3, default="USD")
    releases = models.CharField(max_length=20, choices=Releases)
    control_dimensions = ReadableJSONField(default=list, blank=True)
    control_by_year = models.BooleanField(default=True)
    controlled_at = models.CharField(max_length=20, default="operational")
    reported_at = models.CharField(max_length=20, default="operational")
    transfer = models.CharField(max_length=20, choices=Transfer, default=Transfer.FREE)
    year_end = models.CharField(max_length=20, choices=YearEnd, default=YearEnd.CARRY_OVER)
    period_end = models.CharField(max_length=20, choices=YearEnd, default=YearEnd.CARRY_OVER)
    refund = models.CharField(max_length=20, choices=Refund, default=Refund.ALLOTMENT)
    support_cost_rate = models.PositiveIntegerField(default=0)
    support_cost_fund = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="recovers_from"
    )
    instruments = ReadableJSONField(default=list, blank=True)
    iati_aid_type = models.CharField(max_length=10, blank=True)
    iati_finance_type = models.CharField(max_length=10, blank=True)
    iati_flow_type = models.CharField(max_length=10, blank=True)
    iati_earmarking = models.CharField(max_length=10, blank=True)
    crs_channel = models.CharField(max_length=10, blank=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(support_cost_rate__lte=10_000), name="support_cost_at_most_100_percent"),
            models.CheckConstraint(
                condition=Q(support_cost_fund__isnull=True) | ~Q(support_cost_fund=F("id")),
                name="fund_recovers_into_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.name)}"


class CostCategory(models.Model):
    """What money buys: an object code of the ERP, below staff or non-staff of one of the eight UN categories.

    A category has the UN category and the `staff` of the one above it, unless it has its own.
    """

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=40, unique=True)
    name = MultilingualField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    un_category = models.CharField(max_length=40)
    staff = models.BooleanField(default=False)
    support_cost = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="cost_category_is_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.name)}"
