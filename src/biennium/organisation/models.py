"""The organisation, its units, people and their roles; places of the world and the maps that group them.

Invariants: there is one organisation; a role is held for one unit (and everything below it) and a period; in a region
map a place stands in at most one region of each depth. Units are retired, never deleted.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField, ReadableJSONField
from biennium.kernel import text as texts


def _name(value: dict[str, str]) -> str:
    resolved = texts.resolve(value, "en")
    return resolved.value if resolved else ""


class Organisation(models.Model):
    """Whose installation this is. `languages` are those of its content, the working language first."""

    uid = IdentityField(unique=True)
    singleton = models.BooleanField(default=True, unique=True, editable=False)
    name = MultilingualField()
    acronym = MultilingualField()
    iati = models.CharField("IATI identifier", max_length=60, blank=True)
    languages = ReadableJSONField(default=list)
    region_map = models.CharField(max_length=40, default="m49")
    currency = models.CharField("currency it reports in", max_length=3, default="USD")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="one_organisation")]

    def __str__(self) -> str:
        return _name(self.name)


class Unit(models.Model):
    """A part of the organisation. What a unit answers for, the units above it answer for as well."""

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=64, unique=True)
    name = MultilingualField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_is_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {_name(self.name)}"


class PersonManager(BaseUserManager["Person"]):
    """Accounts are known by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody with an account."""

    uid = IdentityField(unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0]


class Role(models.Model):
    """A set of actions under a name, e.g. programme officer. Roles are data."""

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=40, unique=True)
    name = MultilingualField()
    actions = ReadableJSONField(default=list)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return _name(self.name)


class RoleAssignment(models.Model):
    """A person holds a role for a unit and everything below it, from a day on, until a day or for good."""

    uid = IdentityField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "role__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="assignment_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} ({self.unit.code})"


class AccessToken(models.Model):
    """What a program shows instead of a password to read what its person may read. Only its hash is kept."""

    uid = IdentityField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name")]

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"


class Place(models.Model):
    """A country or territory: ISO 3166-1 and UN M49 codes."""

    class Kind(models.TextChoices):
        COUNTRY = "country"
        TERRITORY = "territory"

    uid = IdentityField(unique=True)
    code = models.CharField("ISO 3166-1 alpha-3", max_length=3, unique=True)
    alpha2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, unique=True)
    m49 = models.CharField("UN M49", max_length=3, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = MultilingualField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return _name(self.name)


class Region(models.Model):
    """A region of a map (M49, DAC, the organisation's own) and the places in it."""

    uid = IdentityField(unique=True)
    map = models.CharField(max_length=40)
    code = models.CharField(max_length=64)
    name = MultilingualField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    places = models.ManyToManyField(Place, related_name="regions")

    class Meta:
        ordering = ["map", "id"]
        constraints = [models.UniqueConstraint(fields=["map", "code"], name="one_region_per_map_and_code")]

    def __str__(self) -> str:
        return _name(self.name)
