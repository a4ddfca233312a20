"""Country results: most of them verified and published, some waiting, returned or begun, some that do not count.

Invariant: countries with a work item for the output report first; how many report follows from the target of their
region and a fixed scatter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from biennium.demo.money.seeds import between
from biennium.foundation.context import request_context
from biennium.organisation.models import Person, Place, Region, Unit
from biennium.organisation.selectors import own_regions
from biennium.programme.models import Indicator, Programme, WorkItem
from biennium.reporting.models import CountryResult
from biennium.reporting.services.evidence import attach_address, attach_file
from biennium.reporting.services.results import Answer, ResultValues, answer_criteria, draft_result
from biennium.reporting.services.verification import publish_result, return_result, submit_result, verify_result

OFFICES = {
    "africa": "ROAF",
    "americas": "ROLAC",
    "arab-states": "ROAS",
    "asia-pacific": "ROAP",
    "europe-central-asia": "ROECA",
}
PAPER = b"Illustrative evidence of the demonstration: no such document exists.\n"
TITLE = "Illustrative evidence"
STATEMENT = {
    "en": "Illustrative: {place} adopted and began to apply a measure. {title}.",
    "fr": "À titre d’illustration : {place} a adopté une mesure et commencé à l’appliquer. {title}.",
    "es": "Ilustrativo: {place} adoptó una medida y comenzó a aplicarla. {title}.",
}
CONTRIBUTION = {
    "en": "Illustrative: advice on the text, and training of those who apply it.",
    "fr": "À titre d’illustration : conseils sur le texte et formation de ceux qui l’appliquent.",
    "es": "Ilustrativo: asesoramiento sobre el texto y formación de quienes lo aplican.",
}
ANSWER = {
    "en": "Illustrative: see the evidence.",
    "fr": "À titre d’illustration : voir la preuve.",
    "es": "Ilustrativo: véase la prueba.",
}
RETURNED = "Illustrative: the evidence does not name the day the measure entered into force."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A result to be reported: by which office, in which state; whether it meets the criteria."""

    indicator: Indicator
    item: WorkItem | None
    place: Place
    office: str
    state: str
    met: bool
    number: int


@dataclass(frozen=True)
class Reporting:
    """The people and places of the reports of a programme."""

    programme: Programme
    verifier: Person
    publisher: Person

    @cached_property
    def officers(self) -> dict[str, Person]:
        """Who reports, by the code of the office."""
        held = Person.objects.filter(assignments__role__code="country_officer")
        return {unit: person for person, unit in ((one, one.assignments.get().unit.code) for one in held)}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The regional offices."""
        return {unit.code: unit for unit in Unit.objects.filter(code__in=OFFICES.values())}

    @cached_property
    def countries(self) -> dict[str, list[Place]]:
        """The countries of each region, by its code."""
        return {one.code: list(one.places.filter(kind=Place.Kind.COUNTRY).order_by("code")) for one in own_regions()}

    @cached_property
    def items(self) -> dict[tuple[int, int], WorkItem]:
        """A country outcome by output and place."""
        rows = self.programme.work_items.filter(kind="country_outcome", place__isnull=False, retired_at__isnull=True)
        ordered = rows.filter(result__isnull=False).order_by("-code")
        return {(item.result_id or 0, item.place_id or 0): item for item in ordered}

    def wanted(self) -> Iterator[Wanted]:
        """Every result, indicator by indicator and region by region."""
        counting = self.programme.indicators.filter(kind=Indicator.Kind.COUNTRY_COUNT, retired_at__isnull=True)
        for indicator in counting.prefetch_related("targets__region", "criteria").order_by("code"):
            for target in indicator.targets.all():
                if target.region:
                    yield from self._in_region(indicator, target.region, target.value)

    def _in_region(self, indicator: Indicator, region: Region, target: int) -> Iterator[Wanted]:
        keys = (indicator.code, region.code)
        ordered = sorted(self.countries[region.code], key=lambda place: self._rank(indicator, place))
        reached = target * between(55, 105, *keys) // 100
        states = [*["published"] * reached, *STATES[between(0, len(STATES) - 1, *keys, "more")]]
        for number, (place, state) in enumerate(zip(ordered, states, strict=False)):
            met = state != "verified" or between(0, 2, *keys, place.code) > 0
            yield self._one(indicator, place, region, state, met, number)
            if state == "published" and between(0, 7, *keys, place.code, "again") == 0:
                yield self._one(indicator, place, region, state, True, number + 100)

    def _rank(self, indicator: Indicator, place: Place) -> tuple[bool, int]:
        return (indicator.result_id, place.pk) not in self.items, between(0, 9999, indicator.code, place.code)

    def _one(self, indicator: Indicator, place: Place, region: Region, state: str, met: bool, number: int) -> Wanted:
        item = self.items.get((indicator.result_id, place.pk))
        return Wanted(indicator, item, place, OFFICES[region.code], state, met, number)

    def report(self, one: Wanted) -> None:
        """Takes a result as far as its state."""
        author = self.officers[one.office]
        drafted = draft_result(actor=author, programme=self.programme, unit=self.units[one.office], values=_values(one))
        if one.state == "draft":
            return
        self._prove(one, drafted, author)
        submitted = submit_result(actor=author, result=drafted)
        if one.state == "returned":
            return_result(actor=self.verifier, result=submitted, reason=RETURNED)
        elif one.state in ("verified", "published"):
            verified = verify_result(actor=self.verifier, result=submitted)
            if one.state == "published":
                publish_result(actor=self.publisher, result=verified)

    def _prove(self, one: Wanted, drafted: CountryResult, author: Person) -> None:
        if one.number % 5:
            address = f"https://example.org/illustrative/{drafted.code.lower()}"
            proof = attach_address(actor=author, target=drafted, url=address, title=TITLE, kind="law")
        else:
            proof = attach_file(
                actor=author, target=drafted, content=PAPER, filename="illustrative.txt", title=TITLE, kind="law"
            )
        answers = [
            Answer(one.indicator, criterion.code, one.met or position > 0, ANSWER, (proof,))
            for position, criterion in enumerate(one.indicator.criteria.all())
        ]
        answer_criteria(actor=author, result=drafted, answers=answers)


STATES = ((), ("verified",), ("submitted",), ("submitted", "verified"), ("returned",), ("draft",), ())


def _values(one: Wanted) -> ResultValues:
    days = between(30, 690, one.indicator.code, one.place.code, str(one.number))
    words = {
        lang: text.format(place=one.place.name.get(lang, one.place.code), title=one.indicator.title.get(lang, ""))
        for lang, text in STATEMENT.items()
    }
    return ResultValues(
        place=one.place,
        date=date(2024, 1, 1) + timedelta(days),
        statement=words,
        indicators=[one.indicator],
        contribution=CONTRIBUTION,
        government=True,
        employers=one.number % 2 == 0,
        workers=one.number % 3 != 0,
        work_item=one.item,
    )


def report_results(programme: Programme, progress: Callable[[int, int], None]) -> int:
    """Reports every illustrative result, and returns how many there are."""
    verifier = Person.objects.get(assignments__role__code="evaluator")
    publisher = Person.objects.get(assignments__role__code="programme_officer")
    reporting = Reporting(programme, verifier, publisher)
    wanted = list(reporting.wanted())
    with request_context("demonstration"):
        for number, one in enumerate(wanted, 1):
            reporting.report(one)
            progress(number, len(wanted))
    return len(wanted)
