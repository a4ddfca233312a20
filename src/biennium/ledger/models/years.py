"""Which years of a fund are closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from biennium.foundation.fields import IdentityField
from biennium.funding.models import Fund
from biennium.ledger.models.postings import Batch


class ClosedYear(models.Model):
    """A year of a fund in which nothing is decided or loaded any more, and the batch that closed it."""

    uid = IdentityField(unique=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="closed_years")
    year = models.PositiveIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fund", "year"]
        constraints = [models.UniqueConstraint(fields=["fund", "year"], name="a_year_is_closed_once")]

    def __str__(self) -> str:
        return f"{self.fund.code} {self.year}"
