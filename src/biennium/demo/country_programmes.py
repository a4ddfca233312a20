"""The country programmes of the demonstration: illustrative ones, where much is spent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from biennium.demo.money import seeds
from biennium.demo.money.results import OFFICES, outcome_titles, region_of
from biennium.organisation.models import Person, Place, Unit
from biennium.workplan.models import CountryProgramme, CountryProgrammeKind
from biennium.workplan.services.country_programmes import (
    CountryProgrammeValues,
    Endorsement,
    Titled,
    add_country_programme,
    move_country_programme,
)

PRIORITIES = 3


def open_country_programmes(
    officer: Person, facts: Any, spent: Mapping[str, Mapping[str, int]]
) -> dict[str, CountryProgramme]:
    """The country programme of each place that has one; `spent` is what was spent there by outcome."""
    kinds = {kind.code: kind for kind in CountryProgrammeKind.objects.all()}
    places = {place.code: place for place in Place.objects.filter(code__in=spent)}
    together = [places[code] for code in facts["together"]["places"] if code in places]
    found = dict.fromkeys([one.code for one in together], _together(officer, facts, kinds, together, spent))
    for code, by_outcome in sorted(spent.items()):
        kind = _kind(sum(by_outcome.values()), facts["rules"])
        if kind and code not in found:
            name = places[code].name
            title = {
                lang: text.format(place=name.get(lang, name["en"])) for lang, text in facts["country_programme"].items()
            }
            found[code] = _open(officer, facts, f"CP-{code}", title, kinds[kind], [places[code]], by_outcome)
    return found


def _kind(amount: int, rules: Mapping[str, int]) -> str:
    if amount >= rules["dwcp_from"]:
        return "dwcp"
    return "un_framework" if amount >= rules["framework_from"] else ""


def _together(
    officer: Person,
    facts: Any,
    kinds: Mapping[str, CountryProgrammeKind],
    places: list[Place],
    spent: Mapping[str, Mapping[str, int]],
) -> CountryProgramme:
    """One country programme for a group of small countries."""
    sums: dict[str, int] = {}
    for place in places:
        for outcome, amount in spent[place.code].items():
            sums[outcome] = sums.get(outcome, 0) + amount
    one = facts["together"]
    return _open(officer, facts, one["code"], one["title"], kinds["none"], places, sums)


def _open(
    officer: Person,
    facts: Any,
    code: str,
    title: Mapping[str, str],
    kind: CountryProgrammeKind,
    places: list[Place],
    by_outcome: Mapping[str, int],
) -> CountryProgramme:
    first = 2022 + seeds.scatter(3, "starts", code)
    largest = sorted(by_outcome, key=lambda outcome: (-by_outcome[outcome], outcome))[:PRIORITIES]
    values = CountryProgrammeValues(
        code=code,
        title=title,
        kind=kind,
        places=places,
        unit=Unit.objects.get(code=OFFICES[region_of()[places[0].code]]),
        start=date(first, 1, 1),
        end=date(first + 4, 12, 31),
        priorities=[Titled(outcome, outcome_titles()[outcome]) for outcome in sorted(largest)],
        links=[
            Titled("2.1", facts["un_outcome"], "un_outcome"),
            Titled("NDP", facts["national_plan"], "national_plan"),
        ],
        modelled=True,
    )
    made = add_country_programme(actor=officer, values=values)
    return _moved(officer, facts, made, first)


def _moved(officer: Person, facts: Any, made: CountryProgramme, first: int) -> CountryProgramme:
    """Most are active; a few are planned still, or wait to start."""
    drawn = seeds.scatter(12, "status", made.code)
    if made.kind.endorsed and drawn:
        signed = {group: [name] for group, name in facts["signatories"].items()}
        made = move_country_programme(
            actor=officer, country_programme=made, step="endorse", endorsement=Endorsement(date(first, 2, 1), signed)
        )
    if drawn > 1:
        made = move_country_programme(actor=officer, country_programme=made, step="start")
    return made
