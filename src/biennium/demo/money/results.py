"""What money can be spent on: the outputs of the programme, with what tells how much they weigh.

Invariant: codes, deliverables, references to goals, regional targets and leads are those of the demonstration's
programme in its second version; only `affinity` adds to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from biennium.demo import content
from biennium.demo.money import seeds
from biennium.demo.money.facts import published
from biennium.demo.money.rows import GLOBAL
from biennium.demo.proposals import proposed
from biennium.programme.exchange import models as exchange

OWN_REFERENCE = 6
OUTCOME_REFERENCE = 3
OFFICES = {
    "africa": "ROAF",
    "americas": "ROLAC",
    "arab-states": "ROAS",
    "asia-pacific": "ROAP",
    "europe-central-asia": "ROECA",
}
HEADQUARTERS = "ILO"


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """An output: its outcome and lead unit, how many deliverables it has in countries and elsewhere, weights of goals,
    and of regions (from its indicators' regional targets, 20 a region on average)."""

    code: str
    outcome: str
    lead: str
    in_countries: int
    elsewhere: int
    goals: Mapping[str, int]
    regions: Mapping[str, int]


@cache
def _programme() -> exchange.Programme:
    return proposed(content.programme(), content.read("proposals"))


def outcome_titles() -> dict[str, dict[str, str]]:
    """The outcomes and enablers with their titles by language."""
    return {one.code: dict(one.title) for one in _programme().results if one.parent is None}


@cache
def outputs() -> tuple[Output, ...]:
    """In the order of the programme."""
    document = _programme()
    by_code = {one.code: one for one in document.results}
    deliverables: dict[str, list[str | None]] = {}
    for one in document.results:
        if one.level == "deliverable" and one.parent:
            deliverables.setdefault(one.parent, []).append(one.scope)
    return tuple(
        _output(one, by_code[one.parent or ""], deliverables[one.code], document.indicators)
        for one in document.results
        if one.level == "output"
    )


def _output(
    one: exchange.Result, outcome: exchange.Result, scopes: list[str | None], indicators: list[exchange.Indicator]
) -> Output:
    return Output(
        code=one.code,
        outcome=outcome.code,
        lead=one.lead_unit or outcome.lead_unit or HEADQUARTERS,
        in_countries=sum(scope == "country" for scope in scopes),
        elsewhere=sum(scope != "country" for scope in scopes),
        goals=_goals(one, outcome),
        regions=_regions([indicator for indicator in indicators if indicator.result == one.code]),
    )


def _goals(one: exchange.Result, outcome: exchange.Result) -> dict[str, int]:
    weights = dict(seeds.affinity().get(one.code) or seeds.affinity()[outcome.code])
    for result, weight in ((one, OWN_REFERENCE), (outcome, OUTCOME_REFERENCE)):
        for goal in sorted({ref.code.split(".")[0] for ref in result.references or () if ref.scheme == "sdg"}):
            weights[goal] = weights.get(goal, 0) + weight
    return {goal: weight for goal, weight in weights.items() if goal in published().expense_by_goal}


def _regions(indicators: list[exchange.Indicator]) -> dict[str, int]:
    sums = dict.fromkeys(OFFICES, 0)
    for indicator in indicators:
        for target in indicator.targets:
            if target.region in sums and indicator.kind == "country_count":
                sums[target.region] += int(target.value)
    total = sum(sums.values())
    return {region: 100 * amount // total if total else 20 for region, amount in sums.items()}


@cache
def region_of() -> dict[str, str]:
    """The organisation's region of each place."""
    return {place: region.code for region in content.regions() for place in region.places} | {GLOBAL: GLOBAL}


def unit_of(result: Output | None, region: str) -> str:
    """Who spends: the regional office, the output's lead, or headquarters."""
    if region != GLOBAL:
        return OFFICES[region]
    return result.lead if result else HEADQUARTERS
