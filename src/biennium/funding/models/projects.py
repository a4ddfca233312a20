"""Projects: what agreements pay for together, and how it is shared out over outputs and countries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField
from biennium.funding.models.agreements import Agreement
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Result, words


class Project(models.Model):
    """A piece of work with a symbol of its own, paid for by one agreement or several."""

    uid = IdentityField(unique=True)
    symbol = models.CharField(max_length=64, unique=True)
    title = MultilingualField()
    agreements = models.ManyToManyField(Agreement, related_name="projects")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="projects")
    starts = models.DateField()
    ends = models.DateField()
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["symbol"]
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="project_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.symbol} {words(self.title)}"


class ProjectShare(models.Model):
    """How much of a project is for a result, or for a place, in hundredths of a percent; those of one kind and day sum
    to the whole.

    Shares hold from the day `since` until the next ones. They split a posting once, when it is posted, by what held on
    its day; a later change does not rewrite history.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shares")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="project_shares")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="project_shares")
    share = models.PositiveIntegerField()
    since = models.DateField()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=10_000), name="share_within_the_whole"),
            models.CheckConstraint(
                condition=Q(result__isnull=False, place__isnull=True) | Q(result__isnull=True, place__isnull=False),
                name="share_is_of_a_result_or_a_place",
            ),
            models.UniqueConstraint(fields=["project", "result", "since"], name="one_share_per_result_and_day"),
            models.UniqueConstraint(fields=["project", "place", "since"], name="one_share_per_place_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.project.symbol} {self.result or self.place}: {self.share}"
