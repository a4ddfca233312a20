"""What a place works on: its outputs and goals, and where a purse may be spent. All modelled.

Invariants: a country works only on outputs that have deliverables in countries; voluntary and technical-cooperation
money is spent in countries only where development aid may go (those with an OECD-DAC recipient code); humanitarian
work is done in countries with a crisis, and globally; management is global.
"""

from __future__ import annotations

from functools import cache

from biennium.demo.money import seeds
from biennium.demo.money.facts import published
from biennium.demo.money.results import Output, outputs, region_of
from biennium.demo.money.rows import GLOBAL
from biennium.demo.money.seeds import Purse
from biennium.standards.places import places

DECENT_WORK = "8"
REGULAR = "RB"
MANAGEMENT = "PSI"
POLICY = "I.B"
IN_SMALL_PLACES = ("RB", "RBTC")
IN_MIDDLE_PLACES = ("RB", "RBTC", "XBDC")
MINOR = ("RBTC", "RBSA")
COUNTRY_WEIGHT = {"development": 90, "humanitarian": 5, "global_agenda": 8}
GLOBAL_WEIGHT = {"development": 30, "humanitarian": 4, "global_agenda": 66}


@cache
def _recipients() -> frozenset[str]:
    return frozenset(place.alpha3 for place in places() if place.dac)


def _spent_in(place: str) -> int:
    return published().expense_by_place[place]


def function_weights(place: str) -> dict[str, int]:
    """How much of the work in a place is of which function."""
    if place == GLOBAL:
        return GLOBAL_WEIGHT
    amount, rules = _spent_in(place), seeds.rules()["spread"]
    weights = {"development": COUNTRY_WEIGHT["development"]}
    if place in seeds.crises() and amount >= rules["small"]:
        weights["humanitarian"] = COUNTRY_WEIGHT["humanitarian"] * seeds.crises()[place]
    if amount >= rules["middle"]:
        weights["global_agenda"] = COUNTRY_WEIGHT["global_agenda"]
    return weights


def purse_weights(place: str, function: str) -> dict[Purse, int]:
    """Which purses pay for a function in a place, and how much each leans to it."""
    if place == GLOBAL:
        return {purse: purse.worldwide[function] for purse in seeds.purses() if purse.worldwide[function]}
    return {
        purse: purse.country[function]
        for purse in seeds.purses()
        if purse.country[function] and purse.fund in _funds_in(place)
    }


def _funds_in(place: str) -> tuple[str, ...]:
    amount, rules = _spent_in(place), seeds.rules()["spread"]
    if place not in _recipients():
        return (REGULAR,)
    if amount < rules["small"]:
        return (IN_SMALL_PLACES[seeds.scatter(2, "fund", place)],)
    if amount < rules["flexible_from"] or seeds.scatter(2, "flexible", place):
        return IN_MIDDLE_PLACES
    return tuple(purse.fund for purse in seeds.purses())


@cache
def works_on(place: str, purse: Purse) -> dict[Output, int]:
    """The outputs money of a purse goes to in a place, by weight; none where the purse is for no result."""
    if purse.item not in (None, POLICY):
        return {}
    if place == GLOBAL:
        return {one: one.elsewhere * seeds.between(50, 149, purse.code, one.code) for one in _worldwide(purse)}
    return _in_country(place)


def _worldwide(purse: Purse) -> list[Output]:
    if purse.fund == MANAGEMENT:
        return [one for one in outputs() if one.outcome.isalpha()]
    if purse.fund == REGULAR:
        return list(outputs())
    return [one for one in outputs() if one.outcome not in ("B", "C")]


@cache
def _in_country(place: str) -> dict[Output, int]:
    weights = {
        one: one.in_countries * (5 + one.regions[region_of()[place]]) * seeds.between(20, 149, place, one.code)
        for one in outputs()
        if one.in_countries
    }
    most = seeds.upto(seeds.rules()["spread"]["outputs_of_a_country"], _spent_in(place))
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0].code))[:most])


@cache
def goal_weights(place: str, purse: Purse) -> dict[str, int]:
    """The goals money of a purse serves in a place."""
    work = works_on(place, purse)
    if not work:
        known = seeds.affinity()[purse.item or ""]
        return {goal: weight for goal, weight in known.items() if goal in published().expense_by_goal}
    sums: dict[str, int] = {}
    for one, weight in work.items():
        for goal, affinity in one.goals.items():
            sums[goal] = sums.get(goal, 0) + weight * affinity
    if place == GLOBAL:
        return sums
    sizes = "goals_of_a_minor_purse" if purse.fund in MINOR else "goals_of_a_country"
    most = seeds.upto(seeds.rules()["spread"][sizes], _spent_in(place))
    kept = sorted(sums, key=lambda goal: (goal != DECENT_WORK, -sums[goal], int(goal)))[:most]
    return {goal: sums[goal] for goal in kept}
