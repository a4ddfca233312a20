"""What a work item needs: money by year and cost category, staff in months at standard costs; and who there is.

Amounts are minor units of the reporting currency, months are hundredths of a month, never floats. Invariant: staff are
planned in months only, so that nobody is counted twice (kept by the services).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from biennium.funding.models import Agreement, CostCategory
from biennium.organisation.models import Unit
from biennium.programme.models import WorkItem


class Requirement(models.Model):
    """What a work item needs of a cost category in a year."""

    work_item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="requirements")
    year = models.PositiveIntegerField()
    cost_category = models.ForeignKey(CostCategory, on_delete=models.PROTECT, related_name="requirements")
    amount = models.BigIntegerField()
    modelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["year", "cost_category__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_item", "year", "cost_category"], name="one_requirement_per_year_and_category"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="requirement_is_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item.code} {self.year} {self.cost_category.code}: {self.amount}"


class StandardCost(models.Model):
    """What a month of a grade costs at a kind of duty station in a year."""

    grade = models.CharField(max_length=20)
    station = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    modelled = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year", "station", "grade"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "station", "year"], name="one_standard_cost_per_grade"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="standard_cost_is_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.station} {self.year}: {self.amount}"


class StaffRequirement(models.Model):
    """How many hundredths of a month of a unit's staff a work item needs in a year, by grade."""

    work_item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="staff_requirements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="staff_requirements")
    standard_cost = models.ForeignKey(StandardCost, on_delete=models.PROTECT, related_name="staff_requirements")
    months = models.PositiveIntegerField()
    modelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["standard_cost__year", "unit__code", "standard_cost__grade"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_item", "unit", "standard_cost"], name="one_staff_requirement_per_unit_and_grade"
            ),
            models.CheckConstraint(condition=Q(months__gt=0), name="staff_requirement_is_of_some_time"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item.code} {self.unit.code} {self.standard_cost.grade}: {self.months}"

    @property
    def cost(self) -> int:
        """Its months at the standard cost, half a minor unit rounded up."""
        return cost_of(self.months, self.standard_cost.amount)


def cost_of(months: int, monthly: int) -> int:
    """Hundredths of a month at a monthly cost, half a minor unit rounded up."""
    return (2 * months * monthly + 100) // 200


class Capacity(models.Model):
    """How many hundredths of a month a unit has of a grade in a year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="capacity")
    grade = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    months = models.PositiveIntegerField()
    modelled = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year", "unit__code", "grade"]
        constraints = [models.UniqueConstraint(fields=["unit", "grade", "year"], name="one_capacity_per_grade")]

    def __str__(self) -> str:
        return f"{self.unit.code} {self.grade} {self.year}: {self.months}"


class Expectation(models.Model):
    """How much of an expected agreement is meant for a work item, in hundredths of a percent of its amount."""

    work_item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="expectations")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="expectations")
    share = models.PositiveIntegerField()

    class Meta:
        ordering = ["agreement__code"]
        constraints = [
            models.UniqueConstraint(fields=["work_item", "agreement"], name="one_expectation_per_agreement"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=10_000), name="expectation_within_the_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code} → {self.work_item.code}: {self.share}"
