"""Reports of reconciliation. Invariant: a report is never changed; a later one stands beside it."""

from __future__ import annotations

from django.db import models

from biennium.foundation.fields import IdentityField, ReadableJSONField
from biennium.programme.models import Programme


class Reconciliation(models.Model):
    """What was compared when, and whether every difference has a name. `report` is that of `comparing.Report`."""

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=200)
    holds = models.BooleanField()
    report = ReadableJSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.programme.code} {self.at:%Y-%m-%d %H:%M}"
