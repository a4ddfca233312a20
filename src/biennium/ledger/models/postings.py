"""Batches, postings and moves: the append-only book of authority."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField
from biennium.kernel.books.stages import KINDS, Stage
from biennium.ledger.models.lines import Line
from biennium.ledger.models.rates import Rate


class Batch(models.Model):
    """What was posted together, by whom and why: a decision taken here, a file of the ERP, an adoption."""

    uid = IdentityField(unique=True)
    origin = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.origin} {self.at:%Y-%m-%d}"


class Posting(models.Model):
    """A balanced movement. `date` is when it takes effect, its batch says when it was recorded.

    `document` and `document_line` are those of the ERP and are posted once. `follows` is the posting it reverses,
    revalues, clears or releases. `counterparty` is an organisation, never a person.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="postings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(name, name) for name in KINDS])
    date = models.DateField()
    document = models.CharField(max_length=64, blank=True)
    document_line = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=200, blank=True)
    counterparty = models.CharField(max_length=200, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_posting_per_number"),
            models.UniqueConstraint(
                fields=["document", "document_line"], condition=~Q(document=""), name="one_posting_per_document_line"
            ),
            models.UniqueConstraint(fields=["follows"], condition=Q(kind="reversal"), name="reversed_once"),
            models.CheckConstraint(
                condition=~Q(kind__in=("reversal", "revaluation")) | Q(follows__isnull=False),
                name="reversal_names_what_it_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date} {self.document or self.text}".strip()


class Move(models.Model):
    """An amount from a line and stage to another: in the currency of the document, in the one the fund is controlled
    in, in the one the organisation reports in; with the rates that were used (none where the currency is the same)."""

    STAGES: ClassVar[list[tuple[str, str]]] = [(stage.value, stage.value) for stage in Stage]

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    from_line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="moves_out")
    from_stage = models.CharField(max_length=9, choices=STAGES)
    to_line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="moves_in")
    to_stage = models.CharField(max_length=9, choices=STAGES)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    control = models.BigIntegerField()
    reporting = models.BigIntegerField()
    control_rate = models.ForeignKey(Rate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reporting_rate = models.ForeignKey(Rate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["mark"], condition=Q(mark="internal"), name="moves_that_are_internal")]
        constraints = [
            models.UniqueConstraint(fields=["posting", "number"], name="one_move_per_number"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, control__gte=0, reporting__gte=0), name="move_is_never_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(control__gt=0) | Q(reporting__gt=0), name="move_is_of_some_amount"
            ),
            models.CheckConstraint(
                condition=~Q(from_line=F("to_line")) | ~Q(from_stage=F("to_stage")), name="move_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(from_stage__in=[stage.value for stage in Stage])
                & Q(to_stage__in=[stage.value for stage in Stage]),
                name="move_is_between_known_stages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}: {self.control}"
