"""Milestones and activities of a plan, and what its people said on the way.

Invariant: what was said is never changed or deleted (held by the database); a milestone that was reached says when.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField
from biennium.organisation.models import Unit
from biennium.programme.models import words
from biennium.workplan.models.plans import Plan


class Milestone(models.Model):
    """Something that is to be reached by a day."""

    uid = IdentityField(unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="milestones")
    title = MultilingualField()
    due = models.DateField()
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones"
    )
    reached_on = models.DateField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return words(self.title)


class Activity(models.Model):
    """Work over some time; `progress` in per cent."""

    uid = IdentityField(unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activities")
    title = MultilingualField()
    starts = models.DateField()
    ends = models.DateField()
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    progress = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="activity_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_at_most_100_percent"),
        ]

    def __str__(self) -> str:
        return words(self.title)


class PlanUpdate(models.Model):
    """What was said about a plan on a day: progress, a problem, or a change of strategy."""

    class Kind(models.TextChoices):
        PROGRESS = "progress"
        PROBLEM = "problem"
        STRATEGY = "strategy"

    uid = IdentityField(unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="updates")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    text = MultilingualField()
    progress = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100), name="update_at_most_100_percent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind}"
