"""A paper that was read and waits for a person to accept what is right; a workbook that was filled in.

Invariant: the draft keeps what was read as it was read; accepting writes through the programme's services and notes
here into which programme it went. A workbook keeps what it would change and every cell that is wrong, as they were
when it was checked; it is saved whole or not at all.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from biennium.foundation.fields import IdentityField, ReadableJSONField
from biennium.foundation.models import StoredFile
from biennium.programme.models import Programme


class PaperDraft(models.Model):
    """A paper's file, what was read in it, and how far it has come."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"
        ACCEPTED = "accepted"
        DISCARDED = "discarded"

    uid = IdentityField(unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    document = ReadableJSONField(default=dict)
    repairs = ReadableJSONField(default=list)
    unrecognised = ReadableJSONField(default=list)
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="paper_drafts")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class Workbook(models.Model):
    """A workbook that was handed in; `report` is what was found in it (`workbooks.report`)."""

    class State(models.TextChoices):
        CHECKED = "checked"
        FAULTY = "faulty"
        SAVING = "saving"
        SAVED = "saved"
        DISCARDED = "discarded"

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="workbooks")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State)
    report = ReadableJSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
