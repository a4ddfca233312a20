"""What versions say will be needed: budget items and estimates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField
from biennium.funding.models import Fund
from biennium.organisation.models import Region
from biennium.programme.models import Programme, Result, words


class BudgetItem(models.Model):
    """A line of the voted budget, in the tree of its parts. It may be a result, and often is not: policy-making
    organs, management services, unforeseen expenditure. `may_be_negative` is declared, e.g. for staff turnover."""

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="budget_items")
    code = models.CharField(max_length=64)
    title = MultilingualField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_items")
    may_be_negative = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_budget_item_per_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="budget_item_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"


class Estimate(models.Model):
    """What one step of pricing adds for a budget item, fund and region: minor units of the programme's currency.

    The steps add up: constant dollars, then what costs rise by, then what another rate of exchange changes.
    """

    class Step(models.TextChoices):
        CONSTANT = "constant"
        COST_INCREASE = "cost_increase"
        EXCHANGE = "exchange"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="estimates")
    budget_item = models.ForeignKey(BudgetItem, on_delete=models.PROTECT, related_name="estimates")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="estimates")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=Step)
    amount = models.BigIntegerField()
    modelled = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["budget_item", "fund", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget_item", "fund", "region", "step"],
                name="one_estimate_per_region_and_step",
            ),
            models.UniqueConstraint(
                fields=["budget_item", "fund", "step"],
                condition=Q(region__isnull=True),
                name="one_estimate_without_region_per_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_item.code} {self.fund.code} {self.step}: {self.amount}"


class PreviousEstimate(models.Model):
    """What a step of pricing was in the programme before, as published: for the budget item that goes on with it, or
    for all of that programme (no item). `code` is that programme's; `precision` is what the amount is rounded to; minor
    units of this programme's currency."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="previous_estimates")
    code = models.CharField(max_length=64)
    budget_item = models.ForeignKey(BudgetItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=Estimate.Step)
    amount = models.BigIntegerField()
    precision = models.BigIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["budget_item", "step"], name="one_previous_estimate_per_item_and_step"),
            models.UniqueConstraint(
                fields=["programme", "step"],
                condition=Q(budget_item__isnull=True),
                name="one_previous_estimate_per_step",
            ),
            models.CheckConstraint(condition=Q(precision__gte=1), name="previous_estimate_is_rounded_to_something"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.step}: {self.amount}"
