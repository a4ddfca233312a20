"""Lines, what stands on them, and the accounts at which decisions stop."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from biennium.foundation.fields import IdentityField
from biennium.funding.models import Agreement, CostCategory, Fund, Project
from biennium.ledger.models.estimates import BudgetItem
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Programme, Result, WorkItem


class Dimensioned(models.Model):
    """The dimensions of money. Empty means *not yet specified*; an account also leaves empty what it is not
    controlled by. `key` names the dimensions in their order, empty ones as 0 (NULLs do not make keys unique)."""

    key = models.CharField(max_length=200, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    budget_item = models.ForeignKey(BudgetItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_item = models.ForeignKey(WorkItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cost_category = models.ForeignKey(CostCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What people call it: `RB · 3.2 · ROAF · 2024`."""
        return " · ".join(code for code in self.codes.values() if code)

    @property
    def codes(self) -> dict[str, str]:
        """By dimension, what it is called by; empty where it is not specified."""
        found = {name: getattr(self, name) for name in DIMENSIONS}
        codes = {name: one.symbol if name == "project" else one.code for name, one in found.items() if one}
        return dict.fromkeys(DIMENSIONS, "") | codes | {"year": str(getattr(self, "year", None) or "")}


DIMENSIONS = (
    "fund",
    "agreement",
    "project",
    "budget_item",
    "result",
    "work_item",
    "unit",
    "place",
    "cost_category",
)
"""The foreign keys of a line besides the programme, in the order of its key."""


class ControlAccount(Dimensioned):
    """The running balances at the level at which a fund is controlled, in minor units of the fund's currency.

    The year is empty where authority is for the whole period.
    """

    year = models.PositiveIntegerField(null=True, blank=True)
    may_be_negative = models.BooleanField(default=False)
    source = models.BigIntegerField(default=0)
    approved = models.BigIntegerField(default=0)
    allotted = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    uncovered = models.BigIntegerField(default=0)
    accrued = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(may_be_negative=True) | Q(approved__gte=0, allotted__gte=0, committed__gte=0),
                name="account_is_never_overdrawn",
            ),
            models.CheckConstraint(condition=Q(uncovered__lte=0), name="uncovered_is_never_positive"),
        ]


class Line(Dimensioned):
    """Where money can stand. Its dimensions never change: money moves to another line instead."""

    uid = IdentityField(unique=True)
    year = models.PositiveIntegerField()
    account = models.ForeignKey(ControlAccount, on_delete=models.PROTECT, related_name="lines")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["programme", "year"], name="lines_of_a_programme")]


class LineBalance(models.Model):
    """What stands on a line at each stage: in the fund's currency, and in the reporting currency."""

    line = models.OneToOneField(Line, primary_key=True, on_delete=models.PROTECT, related_name="balance")
    source = models.BigIntegerField(default=0)
    approved = models.BigIntegerField(default=0)
    allotted = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    uncovered = models.BigIntegerField(default=0)
    accrued = models.BigIntegerField(default=0)
    source_reporting = models.BigIntegerField(default=0)
    approved_reporting = models.BigIntegerField(default=0)
    allotted_reporting = models.BigIntegerField(default=0)
    committed_reporting = models.BigIntegerField(default=0)
    spent_reporting = models.BigIntegerField(default=0)
    uncovered_reporting = models.BigIntegerField(default=0)
    accrued_reporting = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.line)
