"""Claimed changes in countries, what they answer to, and every step they took.

Invariant: a result that counts was verified by somebody who neither wrote it nor handed it in; a verified result does
not change any more (a mistake is withdrawn, and reported anew); the steps are never changed or deleted.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField, ReadableJSONField
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Indicator, Programme, Version, WorkItem

CONCLUDED = ("verified", "published")


class CountryResult(models.Model):
    """A change in one country or territory, and what the organisation had to do with it."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        VERIFIED = "verified"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="country_results")
    code = models.CharField(max_length=64)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="country_results")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="country_results", help_text="who reports")
    work_item = models.ForeignKey(
        WorkItem, null=True, blank=True, on_delete=models.PROTECT, related_name="country_results"
    )
    date = models.DateField(help_text="the day of the change: it decides in which window the result counts")
    statement = MultilingualField()
    contribution = MultilingualField()
    government = models.BooleanField(default=False)
    employers = models.BooleanField(default=False)
    workers = models.BooleanField(default=False)
    constituents = MultilingualField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="the content that was verified")
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="reported against"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_country_result_per_code"),
            models.CheckConstraint(
                condition=Q(verifier__isnull=True) | ~Q(verifier=F("author")), name="verifier_is_not_the_author"
            ),
            models.CheckConstraint(
                condition=Q(verifier__isnull=True) | Q(submitted_by__isnull=True) | ~Q(verifier=F("submitted_by")),
                name="verifier_did_not_hand_it_in",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=CONCLUDED) | Q(verifier__isnull=False, verified_at__isnull=False),
                name="verified_result_has_a_verifier",
            ),
        ]
        indexes = [models.Index(fields=["programme", "status"], name="country_result_status")]

    def __str__(self) -> str:
        return self.code


class CountryResultIndicator(models.Model):
    """A result serves an indicator. Whether it meets the criteria is decided when it is verified, by those then
    required, and stays decided: a criterion added later does not take a country away."""

    result = models.ForeignKey(CountryResult, on_delete=models.CASCADE, related_name="served")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="served_by")
    required = ReadableJSONField(default=list, help_text="codes of the criteria required when it was verified")
    met = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["result", "indicator"], name="result_serves_indicator_once")]

    def __str__(self) -> str:
        return f"{self.result.code} → {self.indicator.code}"


class CriterionAnswer(models.Model):
    """Whether a result meets a criterion of an indicator it serves; the criterion is named by its code there."""

    served = models.ForeignKey(CountryResultIndicator, on_delete=models.CASCADE, related_name="answers")
    criterion = models.CharField(max_length=64)
    met = models.BooleanField()
    text = MultilingualField()
    evidence = models.ManyToManyField("reporting.Evidence", related_name="answers")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["served", "criterion"], name="one_answer_per_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion}: {'yes' if self.met else 'no'}"


class ResultTransition(models.Model):
    """A step of a result, with who took it, when and why."""

    result = models.ForeignKey(CountryResult, on_delete=models.PROTECT, related_name="transitions")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["result", "at"], name="result_transition_time")]

    def __str__(self) -> str:
        return f"{self.result.code}: {self.name}"
