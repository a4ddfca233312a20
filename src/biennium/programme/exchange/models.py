"""The shape of `programme.json`, format `biennium-programme/1`.

Invariant: what is written is canonical. References are by code (unique among the live objects of a programme),
identity is the `uid`; results stand in tree order, siblings in their order of display; sets are sorted; absent
values are left out. Reading the canonical form and writing it again gives the same bytes.

Values and amounts are strings of decimal digits, never JSON numbers (RFC 8785 § 3.2.2.3 would make them doubles).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.identity import CODE, is_code

FORMAT: Literal["biennium-programme/1"] = "biennium-programme/1"
LARGEST_ORDINAL = 2**31 - 1
LONGEST_LINE = 120


def _clean_text(value: dict[str, str]) -> dict[str, str]:
    try:
        return texts.clean(value)
    except InvalidInput as error:
        raise ValueError(str(error)) from None


def _clean_code(value: str) -> str:
    code = unicodedata.normalize("NFC", value)
    if not is_code(code):
        raise ValueError(f"“{value}” is no code")
    return code


def _clean_line(value: str) -> str:
    line = texts.normalise(value)
    if not line or len(line) > LONGEST_LINE:
        raise ValueError(f"1 to {LONGEST_LINE} characters are wanted")
    return line


def _real_date(value: str) -> str:
    date.fromisoformat(f"{value}-01-01"[:10])
    return value


def _in_order(value: list[int]) -> list[int]:
    if value[0] > value[1]:
        raise ValueError("the first paragraph comes before the last")
    return value


def _kept(text: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    return {lang: said for lang, said in text.items() if lang in languages}


def _sorted_codes(value: list[str]) -> list[str]:
    return sorted(set(value))


def _not_empty(value: dict[str, str]) -> dict[str, str]:
    if not value:
        raise ValueError("a title needs a text in at least one language")
    return value


Text = Annotated[dict[str, str], AfterValidator(_clean_text)]
Title = Annotated[dict[str, str], AfterValidator(_clean_text), AfterValidator(_not_empty)]
Code = Annotated[str, StringConstraints(pattern=f"^{CODE}$"), AfterValidator(_clean_code)]
ShortCode = Annotated[str, StringConstraints(pattern=f"^{CODE}$", max_length=40), AfterValidator(_clean_code)]
Codes = Annotated[list[Code], AfterValidator(_sorted_codes)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LINE), AfterValidator(_clean_line)]
Language = Annotated[str, StringConstraints(pattern=f"^{texts.LANGUAGE_TAG.pattern}$")]
Value = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$")]
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_real_date)
]
Ordinal = Annotated[int, Field(ge=1, le=LARGEST_ORDINAL)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Scope = Literal["country", "regional", "global", "office"]
IndicatorKind = Literal["country_count", "count", "ratio", "index", "level", "milestone", "qualitative"]
Direction = Literal["increase", "decrease", "maintain"]
WorkItemKind = Literal["country_outcome", "product"]
SectionKind = Literal["vision", "region", "approach", "box", "next_step", "decision", "other"]


class Model(BaseModel):
    """Unknown fields are an error with their path; `canonical.from_data`, which reads JSON, coerces nothing."""

    model_config = ConfigDict(extra="forbid", strict=False, frozen=False)


class Organisation(Model):
    """Whose programme it is. `iati` is the IATI organisation identifier."""

    name: Title
    acronym: Text = Field(default_factory=dict)
    iati: Annotated[str, StringConstraints(max_length=60), AfterValidator(_clean_line)] | None = None


class Level(Model):
    """A level of the results framework: its words, and below which levels its results may stand (none: at the top).

    `text_heading` titles the long text of a result of this level (Strategy, Rationale …); `counted` tells
    whether a result of this level is numbered in the framework (1, 1.1, A) or a bullet (a deliverable).
    """

    code: Code
    name: Title
    plural: Text = Field(default_factory=dict)
    parents: Codes = Field(default_factory=list)
    text_heading: Text = Field(default_factory=dict)
    counted: bool = True

    def kept_in(self, languages: Sequence[str]) -> Level:
        """The level with its words in these languages only; a name that has none of them stays."""
        name, plural, heading = (_kept(one, languages) for one in (self.name, self.plural, self.text_heading))
        return self.model_copy(update={"name": name or self.name, "plural": plural, "text_heading": heading})


class Term(Model):
    """An entry of one of the programme's own vocabularies, e.g. scheme `partner`, `marker`, `action-programme`."""

    scheme: Code
    code: Line
    title: Title
    result: Code | None = None

    def kept_in(self, languages: Sequence[str]) -> Term:
        """The entry with its title in these languages only; a title that has none of them stays."""
        return self.model_copy(update={"title": _kept(self.title, languages) or self.title})


class Unit(Model):
    """A part of the organisation that the programme names."""

    code: Code
    name: Title
    parent: Code | None = None


class Reference(Model):
    """What a result refers to: `instrument` (C087, R204, P029), `sdg` (8, 8.5, 8.8.2), or a term of the programme.

    `score` is the marker's significance where the scheme has one (0 to 3).
    """

    scheme: Code
    code: Line
    score: Annotated[int, Field(ge=0, le=3)] | None = None


def _sorted_references(value: list[Reference]) -> list[Reference]:
    return sorted(value, key=lambda reference: (reference.scheme, reference.code))


References = Annotated[list[Reference], AfterValidator(_sorted_references)]
ParagraphRange = Annotated[list[Ordinal], Field(min_length=2, max_length=2), AfterValidator(_in_order)]


class Result(Model):
    """A node of the framework. `paragraphs` is its first and last paragraph in the paper it came from,
    `item` the ordinal of its bullet there."""

    uid: UUID | None = None
    code: Code
    level: Code
    parent: Code | None = None
    title: Title
    strategy: Text = Field(default_factory=dict)
    scope: Scope | None = None
    paragraphs: ParagraphRange | None = None
    item: Ordinal | None = None
    lead_unit: Code | None = None
    contributing_units: Codes = Field(default_factory=list)
    references: References = Field(default_factory=list)
    links: Codes = Field(default_factory=list)


class Criterion(Model):
    """A condition a country result must meet to be counted."""

    code: Code
    text: Title
    required: bool = True


class Disaggregation(Model):
    """A breakdown and its categories; `unknown` is always an implicit further category."""

    dimension: Code
    categories: list[Code] = Field(default_factory=list)


class Baseline(Model):
    """Where an indicator stood. `value` has the indicator's decimals."""

    value: Value
    as_of: PartialDate
    region: Code | None = None
    note: Text = Field(default_factory=dict)


class Target(Model):
    """What is to be reached between `start` and `end`, in the whole world or one region."""

    start: date
    end: date
    value: Value
    region: Code | None = None


class Indicator(Model):
    """The definition of a measure (design/arithmetic.md § 4). `illustrative` marks one the paper does not contain."""

    uid: UUID | None = None
    code: Code
    result: Code
    title: Title
    definition: Text = Field(default_factory=dict)
    kind: IndicatorKind
    unit: Text = Field(default_factory=dict)
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    direction: Direction = "increase"
    source: Text = Field(default_factory=dict)
    cumulative: bool = False
    counts_territories: bool = False
    illustrative: bool = False
    criteria: list[Criterion] = Field(default_factory=list)
    disaggregations: list[Disaggregation] = Field(default_factory=list)
    baselines: list[Baseline] = Field(default_factory=list)
    targets: list[Target] = Field(default_factory=list)


class WorkItem(Model):
    """The identity of a country outcome or a product; `place` is an ISO 3166-1 alpha-3 code, `result` its primary
    output, `function` the UN function of its expense; `sdg` are shares by goal or target in hundredths of a percent."""

    uid: UUID | None = None
    code: Code
    kind: WorkItemKind
    title: Title
    place: Code | None = None
    result: Code | None = None
    function: ShortCode | None = None
    sdg: dict[Code, int] = Field(default_factory=dict)


class Section(Model):
    """A text of the programme that is not a result. `result` ties a box to the result it stands in."""

    uid: UUID | None = None
    code: Code
    kind: SectionKind
    heading: Title
    body: Text = Field(default_factory=dict)
    paragraphs: ParagraphRange | None = None
    parent: Code | None = None
    result: Code | None = None
    region: Code | None = None
    addressee: Text = Field(default_factory=dict)
    date: PartialDate | None = None


class RelatedDocument(Model):
    """A document the paper names."""

    title: Text = Field(default_factory=dict)
    symbol: Line | None = None


class Paper(Model):
    """The cover of the governing-body paper. `cover` maps a field (purpose, legal_implications …) to its text."""

    symbol: Line | None = None
    body: Text = Field(default_factory=dict)
    session: Ordinal | None = None
    session_held: Text = Field(default_factory=dict)
    section: Text = Field(default_factory=dict)
    segment: Text = Field(default_factory=dict)
    item: Text = Field(default_factory=dict)
    date: PartialDate | None = None
    original_language: Language | None = None
    author_unit: Text = Field(default_factory=dict)
    related_documents: list[RelatedDocument] = Field(default_factory=list)
    cover: dict[Code, Text] = Field(default_factory=dict)


class Programme(Model):
    """One programme, whole. `languages` lists the languages of its content, the original first; `unit` answers for the
    results that nobody leads, themselves or from above."""

    format: Literal["biennium-programme/1"] = FORMAT
    uid: UUID | None = None
    code: Code
    title: Title
    start: date
    end: date
    currency: Currency = "USD"
    languages: list[Language] = Field(min_length=1)
    organisation: Organisation
    unit: Code | None = None
    paper: Paper | None = None
    levels: list[Level] = Field(default_factory=list)
    units: list[Unit] = Field(default_factory=list)
    terms: list[Term] = Field(default_factory=list)
    sections: list[Section] = Field(default_factory=list)
    results: list[Result] = Field(default_factory=list)
    indicators: list[Indicator] = Field(default_factory=list)
    work_items: list[WorkItem] = Field(default_factory=list)


class Region(Model):
    """A region of a map, and the alpha-3 codes of the places right in it."""

    code: Code
    name: Title
    parent: Code | None = None
    places: Codes = Field(default_factory=list)


class RegionMap(Model):
    """An organisation's own map of the world, by the code `map`; a region stands behind the one it is part of."""

    map: ShortCode
    regions: list[Region] = Field(min_length=1)


_NATURAL = re.compile(r"(\d+)")


def natural_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts codes as people do: 1.2 before 1.10, numbers before letters."""
    parts = [part for part in _NATURAL.split(code) if part]
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
