"""Publications: the files that left, their reports, what was waived, and what became different.

Invariants (held by the database): a publication, its files, findings, waivers and activities are never changed or
deleted, only marked once as published or discarded; the identifier of an activity, once given, is its own for good.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from biennium.foundation.fields import IdentityField, ReadableJSONField
from biennium.foundation.models import StoredFile
from biennium.programme.models import Programme


class Publisher(models.Model):
    """How the organisation publishes (`iati.profile.Profile`). There is one."""

    uid = IdentityField(unique=True)
    singleton = models.BooleanField(default=True, unique=True, editable=False)
    profile = ReadableJSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="one_publisher")]

    def __str__(self) -> str:
        return "publisher"


class ActivityIdentity(models.Model):
    """The identifier of the activity of a work item (`item`, its identity) in a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    item = models.UUIDField()
    identifier = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "item"], name="one_identifier_per_item")]

    def __str__(self) -> str:
        return self.identifier


class Publication(models.Model):
    """Files of one standard, made and checked together as of a day; published once nothing blocks them."""

    uid = IdentityField(unique=True)
    number = models.PositiveIntegerField(unique=True)
    standard = models.CharField(max_length=20)
    as_of = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_by_label = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_by_label = models.CharField(max_length=200, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(discarded_at__isnull=True),
                name="publication_is_published_or_discarded",
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.number}"

    @property
    def is_open(self) -> bool:
        """Neither published nor discarded."""
        return self.published_at is None and self.discarded_at is None


class PublicationFile(models.Model):
    """A file and the report on it. Without a programme, it is the organisation's.

    `severities` counts its findings; `unlisted` says how many that block are in its report only.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    units = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    severities = ReadableJSONField(default=dict)
    unlisted = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["publication", "name"], name="one_file_per_name")]

    def __str__(self) -> str:
        return self.name


class BlockingFinding(models.Model):
    """An error, or something critical, which nobody may waive; `where` is what the report says of the place."""

    uid = IdentityField(unique=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="findings")
    file = models.CharField(max_length=120, blank=True)
    identifier = models.CharField(max_length=200)
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=20)
    message = models.TextField()
    where = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rule}@{self.identifier}"


class Waiver(models.Model):
    """Somebody let an error pass, and said why."""

    finding = models.OneToOneField(BlockingFinding, on_delete=models.PROTECT, related_name="waiver")
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.finding}: {self.reason}"


class PublishedActivity(models.Model):
    """An activity in a publication, and what became of it since the last one. `updated` is when its content last
    changed, `sha256` that of its content."""

    class Change(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        WITHDRAWN = "withdrawn"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="activities")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    updated = models.CharField(max_length=30)
    change = models.CharField(max_length=10, choices=Change)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "identifier"], name="one_activity_per_publication")
        ]
        indexes = [models.Index(fields=["publication", "change"], name="changed_activities")]

    def __str__(self) -> str:
        return self.identifier
