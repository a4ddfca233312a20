"""Partners and what they agreed to pay for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField, ReadableJSONField
from biennium.funding.models.funds import CostCategory, Fund
from biennium.organisation.models import Place
from biennium.programme.models import Result, words


class Partner(models.Model):
    """Who gives money. `contributor_type` is the UN code (C01 government …), `iati_type` the IATI organisation type.

    One that is not `published` is named in the office only; outside, its money is that of a contributor not published.
    """

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=64, unique=True)
    name = MultilingualField()
    contributor_type = models.CharField(max_length=10)
    iati_type = models.CharField(max_length=10, blank=True)
    iati_identifier = models.CharField(max_length=100, blank=True)
    crs_channel = models.CharField(max_length=10, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="partners")
    published = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return words(self.name)


class Agreement(models.Model):
    """A partner's signed or expected money.

    `probability` is in hundredths of a percent and counts while the agreement is expected; so is `support_cost_rate`,
    which is that of the fund where it is not set, and where it is 0 is waived. `reports_due` is the
    calendar of reports to the partner: `[{"due": day, "kind": "narrative" | "financial"}]`.
    """

    class Status(models.TextChoices):
        CONCEPT = "concept"
        PIPELINE = "pipeline"
        SIGNED = "signed"
        ACTIVE = "active"
        CLOSED = "closed"
        DROPPED = "dropped"

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=64, unique=True)
    title = MultilingualField()
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="agreements")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    starts = models.DateField()
    ends = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.CONCEPT)
    probability = models.PositiveIntegerField(default=10_000)
    support_cost_rate = models.PositiveIntegerField(null=True, blank=True)
    reports_due = ReadableJSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="agreement_is_of_some_amount"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="agreement_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(probability__lte=10_000), name="probability_at_most_100_percent"),
            models.CheckConstraint(
                condition=Q(support_cost_rate__lte=10_000), name="agreement_support_cost_at_most_100"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("signed", "active", "closed")) | Q(signed_on__isnull=False),
                name="signed_agreement_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"


class Instalment(models.Model):
    """A payment an agreement foresees: when and how much, and what came; minor units of the agreement's currency."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="instalments")
    due = models.DateField()
    amount = models.BigIntegerField()
    received_on = models.DateField(null=True, blank=True)
    received = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_is_of_some_amount"),
            models.CheckConstraint(
                condition=Q(received=0, received_on__isnull=True) | Q(received__gt=0, received_on__isnull=False),
                name="received_instalment_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code} {self.due}"


class Earmark(models.Model):
    """A rule of an agreement: its money is for one of the results (with all below), places, SDG targets or cost
    categories that are named. Of each kind that is named at all, one must fit."""

    class Kind(models.TextChoices):
        RESULT = "result"
        PLACE = "place"
        SDG = "sdg"
        COST_CATEGORY = "cost_category"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="earmarks")
    kind = models.CharField(max_length=20, choices=Kind)
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sdg = models.CharField(max_length=10, blank=True)
    cost_category = models.ForeignKey(CostCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="result", result__isnull=False, place__isnull=True, cost_category__isnull=True, sdg="")
                | Q(kind="place", result__isnull=True, place__isnull=False, cost_category__isnull=True, sdg="")
                | Q(kind="sdg", result__isnull=True, place__isnull=True, cost_category__isnull=True) & ~Q(sdg="")
                | Q(kind="cost_category", result__isnull=True, place__isnull=True, cost_category__isnull=False, sdg=""),
                name="earmark_names_what_its_kind_says",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.named}"

    @property
    def named(self) -> str:
        """What the money is for, in words."""
        thing = self.result or self.place or self.cost_category
        return f"SDG {self.sdg}" if thing is None else str(getattr(thing, "code", thing))

    @property
    def called(self) -> dict[str, str]:
        """The title of what it names; empty for an SDG target."""
        thing = self.place or self.cost_category
        found: dict[str, str] = self.result.title if self.result else thing.name if thing else {}
        return found
