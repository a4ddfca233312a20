"""The income of 2024: who gave what, by UN financing instrument and fund.

Published are revenue by instrument, and by contributor in three groups (assessed, untied, earmarked). Modelled is only
which instruments earmarked revenue of a contributor has: contributors × instruments is fitted to both margins, where
what no contributor is published for is the contributor `NOT_PUBLISHED`. Local resources are those of governments of
countries that receive aid, and at most near what is spent there; pooled and vertical funds name no contributor.
"""

from __future__ import annotations

from biennium.demo.money import seeds
from biennium.demo.money.facts import YEAR, Published
from biennium.demo.money.rows import NO_CONTRIBUTOR, NOT_PUBLISHED, Contributor, IncomeRow
from biennium.kernel.fitting import fit
from biennium.standards.places import places

ASSESSED = "R01"
UNTIED = "R02A"
EARMARKED = "R03"
LOCAL = "R03D"
PROJECT = "R03E"
FUNDS = {ASSESSED: "RB", UNTIED: "RBSA", EARMARKED: "XBDC"}


def contributors(facts: Published) -> tuple[Contributor, ...]:
    """The published ones, and the one that stands for the others."""
    return (*facts.contributors, Contributor(NOT_PUBLISHED, "Contributor not published", "", None))


def earmarked_by_instrument(facts: Published) -> dict[str, int]:
    """The published instruments of earmarked revenue."""
    return {code: amount for code, amount in facts.revenue_by_instrument.items() if code.startswith(EARMARKED)}


def earmarked_by_contributor(facts: Published) -> dict[str, int]:
    """What each gave, and what is left of the instruments: by those who are not published."""
    given = {
        contributor: amount
        for (contributor, instrument), amount in facts.revenue_by_contributor.items()
        if instrument == EARMARKED
    }
    return {**given, NOT_PUBLISHED: sum(earmarked_by_instrument(facts).values()) - sum(given.values())}


def income(facts: Published) -> list[IncomeRow]:
    """All revenue: with a fund where it gives authority, without one where it does not."""
    return [*_in_general(facts), *_earmarked(facts), *_other(facts)]


def _in_general(facts: Published) -> list[IncomeRow]:
    return [
        IncomeRow(YEAR, contributor, instrument, FUNDS[instrument], amount, modelled=False)
        for (contributor, instrument), amount in facts.revenue_by_contributor.items()
        if instrument != EARMARKED
    ]


def _earmarked(facts: Published) -> list[IncomeRow]:
    given, instruments = earmarked_by_contributor(facts), earmarked_by_instrument(facts)
    weights: dict[tuple[str, ...], int] = {}
    for contributor, amount in given.items():
        for instrument, weight in _leanings(facts, contributor, amount).items():
            weights[contributor, instrument] = weight
    return [
        IncomeRow(YEAR, contributor, instrument, FUNDS[EARMARKED], amount, modelled=True)
        for (contributor, instrument), amount in fit(weights, [given, instruments]).items()
    ]


def _leanings(facts: Published, contributor: str, amount: int) -> dict[str, int]:
    if contributor == NOT_PUBLISHED:
        return {code: amount for code, amount in earmarked_by_instrument(facts).items() if code != LOCAL}
    recipients = {place.alpha3 for place in places() if place.dac}
    at_home = min(amount, facts.expense_by_place.get(contributor, 0)) if contributor in recipients else 0
    return {PROJECT: amount, LOCAL: at_home * seeds.rules()["agreements"]["local_weight"]}


def _other(facts: Published) -> list[IncomeRow]:
    return [
        IncomeRow(YEAR, NO_CONTRIBUTOR, instrument, None, amount, modelled=False)
        for instrument, amount in facts.revenue_by_instrument.items()
        if instrument.startswith("R04")
    ]
