"""What is planned for a country outcome or a product.

Invariant: a work item has at most one plan; the shares of the outputs it serves sum to the whole, and the primary one,
that of the work item itself, is among them (kept by the services); a marker has one score of those defined.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField, ReadableJSONField
from biennium.funding.models import Partner
from biennium.organisation.models import Unit
from biennium.programme.models import Result, WorkItem, words
from biennium.workplan.models.country_programmes import CountryProgramme, Priority


class Plan(models.Model):
    """Who does what by when for a work item, on which assumptions, and for whom.

    `sdg` are shares by SDG target in hundredths of a percent, empty or summing to the whole. A country outcome may
    stand in a country programme; a product may make good a deliverable of the framework, and comes in languages.
    """

    class Status(models.TextChoices):
        PLANNED = "planned"
        ACTIVE = "active"
        COMPLETED = "completed"
        DROPPED = "dropped"

    uid = IdentityField(unique=True)
    work_item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="plan")
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)
    lead_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    situation = MultilingualField(help_text="the situation at the outset")
    assumptions = MultilingualField()
    sdg = ReadableJSONField(default=dict, blank=True)
    partners = models.ManyToManyField(Partner, related_name="plans")
    government = models.BooleanField(default=False)
    employers = models.BooleanField(default=False)
    workers = models.BooleanField(default=False)
    consultation = MultilingualField()
    country_programme = models.ForeignKey(
        CountryProgramme, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    deliverable = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="products")
    product_kind = models.CharField(max_length=40, blank=True)
    modelled = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["work_item__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("starts")),
                name="plan_is_due_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return str(self.work_item)


class OutputShare(models.Model):
    """How much of a work item serves an output, in hundredths of a percent."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="outputs")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="output_shares")
    share = models.PositiveIntegerField()

    class Meta:
        ordering = ["-share", "result__code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "result"], name="one_share_per_plan_and_result"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=10_000), name="output_share_within_the_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.result.code}: {self.share}"


class LanguageVersion(models.Model):
    """A product in one language: how far it is, and since when it is published."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        DRAFTED = "drafted"
        PUBLISHED = "published"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "language"], name="one_version_per_language"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_on__isnull=False), name="published_language_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.status}"


class Marker(models.Model):
    """A policy marker, e.g. gender equality, and the scores it knows."""

    code = models.CharField(max_length=40, unique=True)
    name = MultilingualField()
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return words(self.name)


class MarkerScore(models.Model):
    """A score of a marker, and the evidence that whoever gives it has to name; none is asked where it is empty."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="scores")
    score = models.PositiveSmallIntegerField()
    name = MultilingualField()
    requires = MultilingualField()

    class Meta:
        ordering = ["score"]
        constraints = [models.UniqueConstraint(fields=["marker", "score"], name="one_row_per_marker_and_score")]

    def __str__(self) -> str:
        return f"{self.score} {words(self.name)}"


class PlanMarker(models.Model):
    """The score of a work item on a marker, and the evidence for it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="markers")
    marker = models.ForeignKey(Marker, on_delete=models.PROTECT, related_name="given")
    score = models.PositiveSmallIntegerField()
    evidence = MultilingualField()

    class Meta:
        ordering = ["marker__position"]
        constraints = [models.UniqueConstraint(fields=["plan", "marker"], name="one_score_per_marker")]

    def __str__(self) -> str:
        return f"{self.marker.code} {self.score}"
