"""A programme as it is being worked on, and the versions of it that were sealed.

Invariants: among the live (not retired) objects of a programme a code is taken once; identity (`uid`) is kept over
versions and programmes; a version is never changed or deleted (held by the database); the unit that answers for a
result is its own lead, else the one of the result above (kept by the services in `responsible_unit`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from biennium.foundation.fields import IdentityField, MultilingualField, ReadableJSONField
from biennium.kernel import text as texts
from biennium.organisation.models import Place, Region, Unit

LIVE = Q(retired_at__isnull=True)


def words(value: dict[str, str]) -> str:
    """A short text for logs and consoles, in English where there is English."""
    resolved = texts.resolve(value, "en")
    return resolved.value if resolved else ""


class Programme(models.Model):
    """What one financial period promises. `languages` are those of its content, the original first."""

    uid = IdentityField(unique=True)
    code = models.CharField(max_length=64, unique=True)
    title = MultilingualField()
    start = models.DateField()
    end = models.DateField()
    currency = models.CharField(max_length=3, default="USD")
    languages = ReadableJSONField(default=list)
    paper = ReadableJSONField(null=True, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes")
    is_demonstration = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-start", "code"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="programme_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"

    @property
    def years(self) -> range:
        """Its calendar years."""
        return range(self.start.year, self.end.year + 1)


class Level(models.Model):
    """A level of the results framework: its words, and below which levels its results stand.

    One that only retired results stand on is retired.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="levels")
    code = models.CharField(max_length=64)
    name = MultilingualField()
    plural = MultilingualField()
    text_heading = MultilingualField()
    parents = ReadableJSONField(default=list)
    counted = models.BooleanField(default=True)
    position = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="one_level_per_code")]

    def __str__(self) -> str:
        return words(self.name)


class Term(models.Model):
    """An entry of one of the programme's vocabularies: partners, markers, action programmes …"""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="terms")
    scheme = models.CharField(max_length=64)
    code = models.CharField(max_length=120)
    title = MultilingualField()
    result = models.ForeignKey("Result", null=True, blank=True, on_delete=models.PROTECT, related_name="leads_terms")

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [models.UniqueConstraint(fields=["programme", "scheme", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        return words(self.title)


class Result(models.Model):
    """A node of the framework. `paragraphs` is its range in the paper it came from, `item` its bullet there."""

    uid = IdentityField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="results")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="results")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    title = MultilingualField()
    strategy = MultilingualField()
    scope = models.CharField(max_length=20, blank=True)
    paragraph_first = models.PositiveIntegerField(null=True, blank=True)
    paragraph_last = models.PositiveIntegerField(null=True, blank=True)
    item = models.PositiveIntegerField(null=True, blank=True)
    lead_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    responsible_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="answers_for")
    contributing_units = models.ManyToManyField(Unit, related_name="contributes_to")
    links = models.ManyToManyField("self", symmetrical=False, related_name="linked_from")
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "uid"], name="one_result_per_identity"),
            models.UniqueConstraint(fields=["programme", "code"], condition=LIVE, name="one_live_result_per_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="result_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(paragraph_first__isnull=True, paragraph_last__isnull=True)
                | Q(paragraph_last__gte=F("paragraph_first")),
                name="result_paragraphs_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"


class Reference(models.Model):
    """What a result refers to: an instrument, an SDG goal, target or indicator, or a term of the programme."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="references")
    scheme = models.CharField(max_length=64)
    code = models.CharField(max_length=120)
    score = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["result", "scheme", "code"], name="one_reference_per_code"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=3), name="score_from_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Indicator(models.Model):
    """The definition of a measure (design: arithmetic, § 4). Values are integers scaled by `decimals`."""

    class Kind(models.TextChoices):
        COUNTRY_COUNT = "country_count"
        COUNT = "count"
        RATIO = "ratio"
        INDEX = "index"
        LEVEL = "level"
        MILESTONE = "milestone"
        QUALITATIVE = "qualitative"

    uid = IdentityField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="indicators")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    title = MultilingualField()
    definition = MultilingualField()
    kind = models.CharField(max_length=20, choices=Kind)
    unit = MultilingualField()
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=20, default="increase")
    source = MultilingualField()
    cumulative = models.BooleanField(default=False)
    counts_territories = models.BooleanField(default=False)
    illustrative = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "uid"], name="one_indicator_per_identity"),
            models.UniqueConstraint(fields=["programme", "code"], condition=LIVE, name="one_live_indicator_per_code"),
            models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_has_at_most_6_decimals"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"


class Criterion(models.Model):
    """A condition a country result must meet to be counted by the indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    text = MultilingualField()
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["indicator", "code"], name="one_criterion_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {words(self.text)}"


class Disaggregation(models.Model):
    """A breakdown of an indicator; `unknown` is an implicit further category."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="disaggregations")
    dimension = models.CharField(max_length=64)
    categories = ReadableJSONField(default=list)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["indicator", "dimension"], name="one_breakdown_per_dimension")]

    def __str__(self) -> str:
        return self.dimension


class Baseline(models.Model):
    """Where an indicator stood, in the whole world (no region) or in one region. `as_of` is a year, month or day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="baselines")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    value = models.BigIntegerField()
    as_of = models.CharField(max_length=10)
    note = MultilingualField()

    class Meta:
        ordering = ["as_of", "region_id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "region", "as_of"], name="one_baseline_per_region_and_date"),
            models.UniqueConstraint(
                fields=["indicator", "as_of"], condition=Q(region__isnull=True), name="one_world_baseline_per_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.value}"


class Target(models.Model):
    """What is to be reached in a period, in the whole world (no region) or in one region."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    value = models.BigIntegerField()

    class Meta:
        ordering = ["start", "end", "region_id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="target_ends_after_it_starts"),
            models.UniqueConstraint(fields=["indicator", "region", "start", "end"], name="one_target_per_region"),
            models.UniqueConstraint(
                fields=["indicator", "start", "end"], condition=Q(region__isnull=True), name="one_world_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}: {self.value}"


class WorkItem(models.Model):
    """The identity of a country outcome or a product; its plan belongs to the work plan.

    `function` is the UN function of its expense (standard II), `sdg` its shares by goal or target in hundredths of a
    percent, which sum to the whole or are not specified.
    """

    class Kind(models.TextChoices):
        COUNTRY_OUTCOME = "country_outcome"
        PRODUCT = "product"

    uid = IdentityField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="work_items")
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind)
    title = MultilingualField()
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="work_items")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="work_items")
    function = models.CharField(max_length=40, blank=True)
    sdg = ReadableJSONField(default=dict, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "uid"], name="one_work_item_per_identity"),
            models.UniqueConstraint(fields=["programme", "code"], condition=LIVE, name="one_live_work_item_per_code"),
            models.CheckConstraint(
                condition=~Q(kind="country_outcome") | Q(place__isnull=False), name="country_outcome_has_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.title)}"


class Section(models.Model):
    """A text of the programme that is not a result: vision, a region, the approach, next steps, the decision."""

    uid = IdentityField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    heading = MultilingualField()
    body = MultilingualField()
    paragraph_first = models.PositiveIntegerField(null=True, blank=True)
    paragraph_last = models.PositiveIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="sections")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    addressee = MultilingualField()
    date = models.CharField(max_length=10, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "uid"], name="one_section_per_identity"),
            models.UniqueConstraint(fields=["programme", "code"], condition=LIVE, name="one_live_section_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {words(self.heading)}"


class Version(models.Model):
    """A sealed state of a programme: the exact bytes, their hash, and what they rest on."""

    class Stage(models.TextChoices):
        PRELIMINARY = "preliminary"
        PROPOSED = "proposed"
        ADOPTED = "adopted"
        REVISED = "revised"

    uid = IdentityField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=20, choices=Stage)
    format = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sections = ReadableJSONField(default=dict)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    reason = models.CharField(max_length=40, blank=True)
    reason_text = models.TextField(blank=True)
    decision = MultilingualField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_by_label = models.CharField(max_length=200)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["programme", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.programme.code} {self.stage} v{self.number} ({self.short_hash})"

    @property
    def short_hash(self) -> str:
        """The first twelve digits of the hash, as printed in footers."""
        return self.sha256[:12]
