"""Audit events, stored files, and what people have typed but not yet saved.

Invariants: an audit event is never changed or deleted (held by the database); a stored file is named by the SHA-256
of its bytes; a person has at most one draft of a form.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from biennium.foundation.fields import IdentityField, ReadableJSONField


class AuditEvent(models.Model):
    """Who did what to which object, when and why, with the values before and after."""

    uid = IdentityField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_uid = models.UUIDField()
    object_label = models.CharField(max_length=200)
    scope_uid = models.UUIDField(null=True)
    before = ReadableJSONField(default=dict)
    after = ReadableJSONField(default=dict)
    reason = models.TextField(blank=True)
    request = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_uid", "id"], name="audit_object"),
            models.Index(fields=["scope_uid", "id"], name="audit_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"


class StoredFile(models.Model):
    """A file under the data directory, kept once however often it is uploaded."""

    uid = IdentityField(unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class FormDraft(models.Model):
    """The fields of a form as last typed, so that a lost session or a closed lid loses nothing; `label` and `address`
    say of what and where it is.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts")
    form = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    fields = ReadableJSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="one_draft_per_person_and_form")]

    def __str__(self) -> str:
        return self.form
