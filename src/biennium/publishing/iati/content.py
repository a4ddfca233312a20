"""What an activity or organisation file says, before it is XML: plain values, nothing of the database.

Invariants: amounts are `Money`, days are dates, codes are those of the lists; a text is a mapping from language to
words, the words never empty; what is not known is empty or absent, never a placeholder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from biennium.kernel.money import Money

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, and what holds for all activities unless they say otherwise."""

    identifier: str
    type: str
    name: Words
    language: str
    currency: str


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that gives or receives: its identifier, its type, its name, and its own activity."""

    ref: str = ""
    type: str = ""
    name: Words = field(default_factory=dict)
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation that takes part; `role` 1 funding, 2 accountable, 3 extending, 4 implementing."""

    party: Party
    role: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """A text; `type` 1 general, 2 objectives, 3 target groups, 4 other."""

    words: Words
    type: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to ask; never a person."""

    organisation: Words = field(default_factory=dict)
    department: Words = field(default_factory=dict)
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of a vocabulary; `share` is a percentage in hundredths, absent where it is the only one."""

    code: str
    vocabulary: str = ""
    share: int | None = None
    name: Words = field(default_factory=dict)
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A policy marker with its significance."""

    code: str
    significance: str
    vocabulary: str = "1"
    name: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Location:
    """A country or territory an activity works in, by its ISO code; results refer to it by `ref`."""

    ref: str
    country: str
    name: Words


@dataclass(frozen=True, slots=True)
class Budget:
    """What a year may cost; `status` 1 indicative, 2 committed."""

    start: date
    end: date
    value: Money
    value_date: date
    status: str = "2"
    type: str = "1"


@dataclass(frozen=True, slots=True)
class PlannedDisbursement:
    """What is going to be paid to an organisation."""

    start: date
    end: date
    value: Money
    value_date: date
    provider: Party | None = None
    receiver: Party | None = None
    type: str = "1"


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money that came or went; `aid` are codes by aid-type vocabulary."""

    ref: str
    type: str
    day: date
    value: Money
    words: Words = field(default_factory=dict)
    provider: Party | None = None
    receiver: Party | None = None
    flow: str = ""
    finance: str = ""
    aid: tuple[tuple[str, str], ...] = ()
    tied: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document anybody can open."""

    url: str
    format: str
    title: Words
    categories: tuple[str, ...]
    languages: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A target or an actual value, and of what part: dimensions by name, locations by `ref`."""

    value: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()
    locations: tuple[str, ...] = ()
    comment: Words = field(default_factory=dict)
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood in a year, or on a day of it."""

    year: int
    measure: Measure
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PeriodOf:
    """The targets and actual values of a period."""

    start: date
    end: date
    targets: tuple[Measure, ...] = ()
    actuals: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """`measure` 1 unit, 2 percentage, 3 nominal, 5 qualitative; `references` are codes by vocabulary."""

    measure: str
    title: Words
    ascending: bool
    description: Words = field(default_factory=dict)
    references: tuple[tuple[str, str], ...] = ()
    baselines: tuple[Baseline, ...] = ()
    periods: tuple[PeriodOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """`type` 1 output, 2 outcome, 3 impact, 9 other. `aggregates` says whether its values may be added up."""

    type: str
    title: Words
    indicators: tuple[Indicator, ...]
    description: Words = field(default_factory=dict)
    aggregates: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """One country outcome or product of one programme."""

    identifier: str
    title: Words
    descriptions: tuple[Description, ...]
    participants: tuple[Participant, ...]
    status: str
    dates: tuple[tuple[str, date], ...]
    updated: str = ""
    humanitarian: bool = False
    contacts: tuple[Contact, ...] = ()
    scope: str = ""
    countries: tuple[Coded, ...] = ()
    regions: tuple[Coded, ...] = ()
    locations: tuple[Location, ...] = ()
    sectors: tuple[Coded, ...] = ()
    tags: tuple[Coded, ...] = ()
    markers: tuple[Marker, ...] = ()
    collaboration: str = ""
    flow: str = ""
    finance: str = ""
    aid: tuple[tuple[str, str], ...] = ()
    tied: str = ""
    budgets: tuple[Budget, ...] = ()
    planned: tuple[PlannedDisbursement, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    documents: tuple[Document, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Yearly:
    """A budget or an expenditure of the organisation in a year, with its lines by reference."""

    start: date
    end: date
    value: Money
    value_date: date
    lines: tuple[tuple[str, Words, Money], ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """What the organisation has and spends as a whole."""

    budgets: tuple[Yearly, ...] = ()
    countries: tuple[Yearly, ...] = ()
    expenditure: tuple[Yearly, ...] = ()
    documents: tuple[Document, ...] = ()
    updated: str = ""
