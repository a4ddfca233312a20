"""Rounds of reporting, and how a programme judges progress."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField
from biennium.kernel.periods import Period
from biennium.programme.models import Programme


class Round(models.Model):
    """A reporting window. The windows of a programme do not overlap, so that nothing is added up twice."""

    class Status(models.TextChoices):
        OPEN = "open"
        EXTENDED = "extended"
        CLOSED = "closed"

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    code = models.CharField(max_length=64)
    title = MultilingualField()
    start = models.DateField(help_text="first day of the window that is reported on")
    end = models.DateField(help_text="last day of the window that is reported on")
    opens = models.DateField(help_text="from this day on reports are taken")
    due = models.DateField(help_text="reports are expected by the end of this day")
    extended_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_round_per_code"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="round_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(due__gte=F("opens")), name="round_is_due_after_it_opens"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("due")), name="round_is_extended_beyond_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code} {self.code}"

    @property
    def window(self) -> Period:
        """The days that are reported on."""
        return Period(self.start, self.end)

    @property
    def last_day(self) -> date:
        """The day by whose end reports are expected."""
        return self.extended_to or self.due


class StatusThresholds(models.Model):
    """By how many points progress may differ from what is expected and still be on track, for one programme."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="status_thresholds")
    behind = models.PositiveSmallIntegerField(default=15)
    ahead = models.PositiveSmallIntegerField(default=15)

    def __str__(self) -> str:
        return f"{self.programme.code}: −{self.behind} … +{self.ahead}"
