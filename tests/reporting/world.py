"""A small organisation that reports: two country offices, a headquarters unit, and whoever verifies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from biennium.foundation.actors import OPERATOR
from biennium.kernel.periods import Period
from biennium.organisation.models import Organisation, Person, Place, Region, Role, Unit
from biennium.organisation.roles import STANDARD_ROLES
from biennium.organisation.services.people import assign_role, define_role
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Programme
from biennium.programme.services.importing import import_programme
from biennium.reporting.cells import Cell
from biennium.reporting.measures import Reported
from biennium.reporting.models import CountryResult, Observation, Round
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.selectors.matrix import find_indicator, matrix
from biennium.reporting.services.evidence import attach_address
from biennium.reporting.services.observations import record_observation
from biennium.reporting.services.results import ResultValues, answer_criterion, draft_result
from biennium.reporting.services.rounds import open_round
from biennium.reporting.services.verification import submit_result, verify_result
from running.scenes import built_once

BIENNIUM = Period.of_biennium(2024)
AFRICA = "KEN TUN MAR GHA SEN MLI TGO BEN UGA RWA NAM ZMB"
AMERICAS = "PER ARG CHL COL MEX"
ELSEWHERE = "NPL"
PEOPLE = {
    "ken": ("country_officer", "NBO"),
    "colleague": ("country_officer", "NBO"),
    "per": ("country_officer", "LIM"),
    "lead": ("output_lead", "LAW"),
    "evaluator": ("evaluator", "ORG"),
    "evaluator_2": ("evaluator", "ORG"),
    "planner": ("programme_officer", "ORG"),
    "reader": ("reader", "ORG"),
}


class Clock:
    """The time of the test, instead of the time it is run at."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.moment = datetime(2024, 1, 2, 9, tzinfo=timezone.get_current_timezone())
        patch.setattr(timezone, "now", lambda: self.moment)

    def set(self, day: date) -> None:
        """It is nine in the morning of this day."""
        self.moment = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_current_timezone())


def document() -> exchange.Programme:
    """Two outputs, and an indicator of each kind."""
    return exchange.Programme.model_validate(
        {
            "code": "2024-25",
            "title": {"en": "Programme for 2024–25"},
            "start": "2024-01-01",
            "end": "2025-12-31",
            "languages": ["en", "fr"],
            "organisation": {"name": {"en": "The organisation"}, "acronym": {"en": "ORG"}},
            "levels": [
                {"code": "outcome", "name": {"en": "Outcome"}},
                {"code": "output", "name": {"en": "Output"}, "parents": ["outcome"]},
            ],
            "units": [
                {"code": "ORG", "name": {"en": "Office"}},
                {"code": "LAW", "name": {"en": "Law"}, "parent": "ORG"},
                {"code": "NBO", "name": {"en": "Nairobi"}, "parent": "ORG"},
                {"code": "LIM", "name": {"en": "Lima"}, "parent": "ORG"},
            ],
            "results": [
                {"code": "1", "level": "outcome", "title": {"en": "Strong rules"}},
                {"code": "1.1", "level": "output", "parent": "1", "title": {"en": "Ratification"}, "lead_unit": "LAW"},
                {"code": "1.2", "level": "output", "parent": "1", "title": {"en": "Application"}, "lead_unit": "ORG"},
            ],
            "indicators": indicators(),
        }
    )


def indicators() -> list[dict[str, Any]]:
    """One of each kind at output 1.1; a count of countries and territories with regional targets at output 1.2."""
    whole = {"start": "2024-01-01", "end": "2025-12-31"}
    years = [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]

    def indicator(code: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"code": code, "result": code[:3], "kind": kind, "title": {"en": code}, "unit": {"en": "units"}, **more}

    return [
        indicator("1.i", "index", result="1", decimals=1, direction="decrease", targets=[{**whole, "value": "4.3"}]),
        indicator(
            "1.1.1",
            "country_count",
            criteria=[
                {"code": "a", "text": {"en": "Deposited"}},
                {"code": "b", "text": {"en": "Promoted"}, "required": False},
            ],
            targets=[{**whole, "value": "24"}],
        ),
        indicator(
            "1.1.2",
            "count",
            disaggregations=[{"dimension": "sex", "categories": ["female", "male"]}],
            targets=[{"start": start, "end": end, "value": "100"} for start, end in years],
        ),
        indicator(
            "1.1.3",
            "ratio",
            decimals=1,
            direction="decrease",
            baselines=[{"value": "30", "as_of": "2023"}],
            targets=[{**whole, "value": "20"}],
        ),
        indicator("1.1.5", "level", baselines=[{"value": "50", "as_of": "2023"}], targets=[{**whole, "value": "60"}]),
        indicator("1.1.6", "milestone", targets=[{**whole, "value": "1"}]),
        indicator("1.1.7", "qualitative"),
        indicator(
            "1.2.1",
            "country_count",
            counts_territories=True,
            targets=[
                {**whole, "value": "5"},
                {**whole, "value": "3", "region": "africa"},
                {**whole, "value": "2", "region": "americas"},
            ],
        ),
    ]


@dataclass
class World:
    """The programme, and whoever works on it, by name."""

    programme: Programme
    people: dict[str, Person]
    rounds: dict[str, Round] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def indicator(self, code: str = "1.1.1") -> Indicator:
        """An indicator by code."""
        return find_indicator(self.programme, code)

    def round(self, code: str) -> Round:
        """The round of a year; it opens with the year and is due a month after its end."""
        if code not in self.rounds:
            year = Period.parse(code)
            self.rounds[code] = open_round(
                actor=self.planner,
                programme=self.programme,
                code=code,
                window=year,
                opens=year.start,
                due=date(year.end.year + 1, 1, 31),
            )
        return self.rounds[code]

    def draft(
        self,
        place: str = "KEN",
        *codes: str,
        day: date = date(2024, 6, 1),
        by: str = "ken",
        statement: str = "Ratified",
    ) -> CountryResult:
        """A result, by the country office."""
        values = ResultValues(
            place=Place.objects.get(code=place),
            date=day,
            statement={"en": statement},
            indicators=[self.indicator(code) for code in codes or ("1.1.1",)],
        )
        unit = Unit.objects.get(code=PEOPLE[by][1])
        return draft_result(actor=self.people[by], programme=self.programme, unit=unit, values=values)

    def proved(self, place: str = "KEN", *codes: str, met: bool = True, **more: Any) -> CountryResult:
        """A result with an answer to criterion a, and evidence."""
        result = self.draft(place, *codes, **more)
        author = result.author
        proof = attach_address(actor=author, target=result, url="https://example.org/law", title="Gazette", kind="law")
        for served in result.served.all():
            for criterion in served.indicator.criteria.filter(required=True):
                answer_criterion(
                    actor=author,
                    result=result,
                    indicator=served.indicator,
                    criterion=criterion.code,
                    met=met,
                    evidence=[proof],
                )
        return result

    def submitted(self, place: str = "KEN", *codes: str, **more: Any) -> CountryResult:
        """A result that waits to be verified."""
        result = self.proved(place, *codes, **more)
        return submit_result(actor=result.author, result=result)

    def verified(self, place: str = "KEN", *codes: str, **more: Any) -> CountryResult:
        """A result that counts."""
        return verify_result(actor=self.evaluator, result=self.submitted(place, *codes, **more))

    def observe(
        self,
        code: str,
        round_code: str = "2024",
        *,
        place: str = "",
        region: str = "",
        by: str = "ken",
        **reported: Any,
    ) -> Observation:
        """An observation, by a country office (or whoever is named)."""
        return record_observation(
            actor=self.people[by],
            indicator=self.indicator(code),
            round=self.round(round_code),
            unit=Unit.objects.get(code=PEOPLE[by][1]),
            place=Place.objects.get(code=place) if place else None,
            region=Region.objects.get(code=region) if region else None,
            reported=Reported(**reported),
        )

    def cell(
        self,
        code: str = "1.1.1",
        column: str = WORLD,
        *,
        period: Period = BIENNIUM,
        as_of: date | None = None,
        by: str = "planner",
    ) -> Cell:
        """A cell of the matrix."""
        table = matrix(
            actor=self.people[by], programme=self.programme, periods=[period], under=code[:3].rstrip(".i"), as_of=as_of
        )
        row = next(row for row in table.rows if row.indicator.code == code)
        return row.cells[period, column]


@built_once
def build() -> World:
    """The organisation and its programme, through the services."""
    Organisation.objects.create(
        name={"en": "The organisation"}, acronym={"en": "ORG"}, languages=["en", "fr"], region_map="own"
    )
    _places()
    for role in STANDARD_ROLES:
        define_role(actor=OPERATOR, code=role.code, name=role.name, actions=role.actions)
    programme = import_programme(actor=OPERATOR, values=document())
    people = {}
    for name, (role_code, unit) in PEOPLE.items():
        people[name] = Person.objects.create(email=f"{name}@example.org", name=name.capitalize())
        assign_role(
            actor=OPERATOR,
            person=people[name],
            role=Role.objects.get(code=role_code),
            unit=Unit.objects.get(code=unit),
        )
    return World(programme, people)


def _places() -> None:
    codes = f"{AFRICA} {AMERICAS} {ELSEWHERE}".split()
    for index, code in enumerate([*codes, "REU"]):
        kind = "territory" if code == "REU" else "country"
        alpha2 = f"{chr(65 + index // 26)}{chr(65 + index % 26)}"
        Place.objects.create(code=code, alpha2=alpha2, kind=kind, name={"en": code})
    for code, places in (("africa", f"{AFRICA} REU"), ("americas", AMERICAS)):
        _region(code, places.split())


def _region(code: str, places: Sequence[str]) -> None:
    region = Region.objects.create(map="own", code=code, name={"en": code.capitalize()})
    region.places.set(Place.objects.filter(code__in=places))
