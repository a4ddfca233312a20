"""What proves a report: a file or an address."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from biennium.foundation.fields import IdentityField
from biennium.foundation.models import StoredFile
from biennium.reporting.models.observations import Observation
from biennium.reporting.models.results import CountryResult


class Evidence(models.Model):
    """A piece of evidence of a country result or an observation. It is taken away, never deleted."""

    class Kind(models.TextChoices):
        LAW = "law"
        REPORT = "report"
        STATISTICS = "statistics"
        AGREEMENT = "agreement"
        MEDIA = "media"
        OTHER = "other"

    uid = IdentityField(unique=True)
    result = models.ForeignKey(CountryResult, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    observation = models.ForeignKey(
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200, blank=True, help_text="as it was uploaded, without folders")
    url = models.URLField(max_length=1000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True, observation__isnull=False)
                | Q(result__isnull=False, observation__isnull=True),
                name="evidence_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file__isnull=True) & ~Q(url="")),
                name="evidence_is_a_file_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title
