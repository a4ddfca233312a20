"""Dated rates of exchange."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField
from biennium.kernel import rates
from biennium.programme.models import Programme


class Rate(models.Model):
    """One unit of `base` is `scaled` / 10^10 of `quote` from `valid_from` on.

    `budget` rates belong to a programme and are fixed at its adoption; `operational` rates are monthly (UN operational
    rates of exchange); `spot` rates are daily. A rate is never changed: the one recorded last for a day is in force.
    """

    class Kind(models.TextChoices):
        BUDGET = "budget"
        OPERATIONAL = "operational"
        SPOT = "spot"

    uid = IdentityField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="rates")
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    scaled = models.BigIntegerField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "base", "quote", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(scaled__gt=0), name="rate_is_positive"),
            models.CheckConstraint(condition=~Q(base=F("quote")), name="rate_is_of_two_currencies"),
            models.CheckConstraint(
                condition=Q(kind="budget", programme__isnull=False) | ~Q(kind="budget") & Q(programme__isnull=True),
                name="budget_rate_belongs_to_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exact} ({self.kind}, {self.valid_from})"

    @property
    def exact(self) -> rates.Rate:
        """The rate to convert with."""
        return rates.Rate(self.base, self.quote, self.scaled)
