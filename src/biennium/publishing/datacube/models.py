"""Differences between published tables that are known, and why they are there.

Invariant: a difference is named once for a table, a year and a code; it is an amount of the reporting currency in minor
units, and never stands in the books.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from biennium.foundation.fields import IdentityField, MultilingualField


class KnownDifference(models.Model):
    """What a table has more (or less) than the books, under the code that takes it, with its reason."""

    class Table(models.TextChoices):
        FUNCTION = "function"
        SDG = "sdg"
        LOCATION = "location"

    uid = IdentityField(unique=True)
    table = models.CharField(max_length=20, choices=Table)
    year = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    reason = MultilingualField()

    class Meta:
        ordering = ["year", "table", "code"]
        constraints = [
            models.UniqueConstraint(fields=["table", "year", "code"], name="one_known_difference_per_code"),
            models.CheckConstraint(condition=~Q(amount=0), name="known_difference_is_of_some_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.table} {self.code}: {self.amount:+}"
