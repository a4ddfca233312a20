"""What the reports on an indicator amount to, per place and period.

Invariant: a row equals the fold of the reports it stands for (`selectors.consistency` proves it). It is locked before
any of them changes, so that two people at the same moment lose nothing of each other.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.organisation.models import Place, Region
from biennium.programme.models import Indicator


class IndicatorAggregate(models.Model):
    """Sufficient statistics of an indicator in a place or region (neither: what belongs to none) and a period.

    The period of observations is the window of their round, that of country results the day of the change. `counted`
    and `pending` are how many country results are verified and how many wait; `latest_*` is the latest dated value.
    """

    key = models.CharField(max_length=120, unique=True, help_text="indicator, place or region, period")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="aggregates")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    reports = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    numerator = models.BigIntegerField(default=0)
    denominator = models.BigIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    latest_on = models.DateField(null=True, blank=True)
    latest_source = models.CharField(max_length=160, blank=True)
    latest_value = models.BigIntegerField(null=True, blank=True)
    latest_weight = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="aggregate_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(denominator__gte=0), name="aggregate_denominator_not_negative"),
            models.CheckConstraint(
                condition=Q(latest_on__isnull=True, latest_value__isnull=True)
                | Q(latest_on__isnull=False, latest_value__isnull=False),
                name="aggregate_latest_has_day_and_value",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "start"], name="aggregate_indicator")]

    def __str__(self) -> str:
        return self.key
