"""Measured values: what one contributor reports of one indicator for one round and place.

Invariant: of one contribution (`key`) exactly one revision is current; earlier ones stay as they were reported.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from biennium.foundation.fields import IdentityField, MultilingualField
from biennium.organisation.models import Place, Region, Unit
from biennium.programme.models import Indicator, Version, WorkItem
from biennium.reporting.models.rounds import Round

CURRENT = Q(superseded_at__isnull=True)


class Observation(models.Model):
    """One revision of a contribution. Values are integers scaled by the decimals of the indicator.

    For a ratio, numerator and denominator as they are; for an index, the denominator is its weight, if it has one.
    `uid` is that of the contribution and the same in all its revisions.
    """

    uid = IdentityField()
    revision = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=160, help_text="indicator, round, place or region, work item, unit")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="observations")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_item = models.ForeignKey(WorkItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="the contributor")
    value = models.BigIntegerField(null=True, blank=True)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    reached = models.BooleanField(null=True, blank=True)
    text = MultilingualField()
    measured_on = models.DateField(help_text="the day the value holds for, or the milestone was reached")
    source = MultilingualField()
    note = MultilingualField()
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="reported against"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=CURRENT, name="one_current_observation"),
            models.UniqueConstraint(fields=["uid", "revision"], name="one_observation_per_revision"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(region__isnull=True), name="observation_of_a_place_or_a_region"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0), name="observation_denominator_positive"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(denominator__isnull=False),
                name="observation_numerator_has_a_denominator",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "round"], name="observation_indicator"),
            models.Index(fields=["-recorded_at", "-id"], condition=CURRENT, name="observation_latest"),
        ]

    def __str__(self) -> str:
        where = self.place or self.region
        return f"{self.indicator.code} {self.round.code}{f' {where.code}' if where else ''}"


class ObservationCell(models.Model):
    """A part of an observation by a category of a dimension; `unknown` is a category. It changes no total."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="cells")
    dimension = models.CharField(max_length=64)
    category = models.CharField(max_length=64)
    value = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "dimension", "category"], name="one_cell_per_category")
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.category}: {self.value}"
