"""Country programmes: what an office and its constituents agreed to work on in a country or several.

Invariant: a country programme that was endorsed says on which day; its period ends after it starts. What kinds there
are, which of them are endorsed, and after how many days without a report one lies dormant, is data.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField
from biennium.kernel.periods import Period
from biennium.organisation.models import Place, Unit
from biennium.programme.models import words


class CountryProgrammeKind(models.Model):
    """A kind of country programme. `endorsed` says whether the constituents sign it before it becomes active."""

    code = models.CharField(max_length=40, unique=True)
    name = MultilingualField()
    endorsed = models.BooleanField(default=True)
    dormant_after = models.PositiveIntegerField(default=365, help_text="days without a report")
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return words(self.name)


class CountryProgramme(models.Model):
    """What is planned with the constituents of a country, a territory or a group of them, for a period of its own."""

    class Status(models.TextChoices):
        PLANNING = "planning"
        ENDORSED = "endorsed"
        ACTIVE = "active"
        COMPLETED = "completed"

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=64, unique=True)
    title = MultilingualField()
    kind = models.ForeignKey(CountryProgrammeKind, on_delete=models.PROTECT, related_name="country_programmes")
    places = models.ManyToManyField(Place, related_name="country_programmes")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="country_programmes", help_text="the office that is responsible"
    )
    start = models.DateField()
    end = models.DateField()
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNING)
    endorsed_on = models.DateField(null=True, blank=True)
    modelled = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="country_programme_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(status="endorsed") | Q(endorsed_on__isnull=False),
                name="endorsed_country_programme_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"

    @property
    def period(self) -> Period:
        """The days it runs."""
        return Period(self.start, self.end)


class Signatory(models.Model):
    """Who endorsed a country programme for one of the groups."""

    class Group(models.TextChoices):
        GOVERNMENT = "government"
        EMPLOYERS = "employers"
        WORKERS = "workers"

    country_programme = models.ForeignKey(CountryProgramme, on_delete=models.CASCADE, related_name="signatories")
    group = models.CharField(max_length=20, choices=Group)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["country_programme", "group", "name"], name="one_signature_per_name")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"


class Priority(models.Model):
    """One of the priorities of a country programme."""

    country_programme = models.ForeignKey(CountryProgramme, on_delete=models.CASCADE, related_name="priorities")
    code = models.CharField(max_length=64)
    title = MultilingualField()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["country_programme", "code"], name="one_priority_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"


class FrameworkLink(models.Model):
    """An outcome of the UN cooperation framework, or an aim of a national plan, that a country programme serves."""

    class Kind(models.TextChoices):
        UN_OUTCOME = "un_outcome"
        NATIONAL_PLAN = "national_plan"

    country_programme = models.ForeignKey(CountryProgramme, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=64)
    title = MultilingualField()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["country_programme", "kind", "code"], name="one_link_per_kind_and_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"
