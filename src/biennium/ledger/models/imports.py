"""Files of the ERP: staged, checked row by row, then posted together."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from biennium.foundation.fields import IdentityField, ReadableJSONField
from biennium.ledger.models.lines import Line
from biennium.ledger.models.postings import Batch
from biennium.programme.models import Programme


class ImportRun(models.Model):
    """A file on its way into the books. `staged` is the last row that was read: reading goes on from there."""

    class Status(models.TextChoices):
        STAGING = "staging"
        FAULTY = "faulty"
        CHECKED = "checked"
        POSTED = "posted"

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = ReadableJSONField(default=dict)
    status = models.CharField(max_length=20, choices=Status, default=Status.STAGING)
    staged = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="import_runs")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row that was understood. `commitment` is the document (and line) that an expense clears."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    date = models.DateField()
    document = models.CharField(max_length=64)
    document_line = models.CharField(max_length=20)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)
    counterparty = models.CharField(max_length=200, blank=True)
    commitment = models.CharField(max_length=90, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_import_row_per_number")]

    def __str__(self) -> str:
        return f"{self.run.name} {self.number}"


class ImportFault(models.Model):
    """What is wrong with a cell: where, what stands there, and what was expected."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults")
    number = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=300)

    class Meta:
        ordering = ["number", "id"]

    def __str__(self) -> str:
        return f"row {self.number}, {self.column}: {self.message}"
