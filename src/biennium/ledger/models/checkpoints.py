"""Checkpoints: what the books were, in a hash that can be printed and kept elsewhere."""

from __future__ import annotations

from django.db import models

from biennium.ledger.models.postings import Batch


class Checkpoint(models.Model):
    """A link of the chain: `head` is the hash over the head before and the hashes of its members."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    head = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.head[:12]}"


class CheckpointMember(models.Model):
    """A batch in a checkpoint, and the hash of all its values under their natural keys."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="members")
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="checkpointed")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["batch_id"]

    def __str__(self) -> str:
        return f"{self.checkpoint.number} {self.batch_id}"
