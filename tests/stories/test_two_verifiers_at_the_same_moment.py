"""Arithmetic § 4: two verifiers at the same moment count two countries, and one result is verified once."""

from __future__ import annotations

import pytest

from biennium.kernel.errors import InvalidInput
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors.consistency import differences
from biennium.reporting.services.verification import verify_result
from reporting.world import Clock, World, build
from running.crowds import Crowd


@pytest.fixture
def world(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> World:
    Clock(monkeypatch)
    return crowd.alone(build)


def test_two_countries_verified_at_the_same_moment_are_two(crowd: Crowd, world: World) -> None:
    for _ in range(10):
        results = crowd.alone(lambda: [world.submitted("KEN"), world.submitted("TUN")])
        verifiers = [world.evaluator, world.evaluator_2]
        together = crowd.together(
            [
                lambda pair=pair: verify_result(actor=pair[0], result=pair[1])
                for pair in zip(verifiers, results, strict=True)
            ]
        )
        assert [type(outcome) for outcome in together] == [CountryResult, CountryResult]
    assert crowd.alone(lambda: world.cell().value) == 2
    assert crowd.alone(lambda: list(differences(world.programme))) == []


def test_two_results_of_one_country_and_day_verified_at_the_same_moment_are_both_counted_in(
    crowd: Crowd, world: World
) -> None:
    results = crowd.alone(lambda: [world.submitted("KEN") for _ in range(4)])
    crowd.together([lambda one=one: verify_result(actor=world.evaluator, result=one) for one in results])
    aggregate = crowd.alone(lambda: world.indicator().aggregates.get())
    assert (aggregate.counted, aggregate.pending, aggregate.reports) == (4, 0, 4)
    assert crowd.alone(lambda: world.cell().value) == 1


def test_one_result_verified_by_two_at_the_same_moment_is_verified_once(crowd: Crowd, world: World) -> None:
    result = crowd.alone(lambda: world.submitted("KEN"))
    outcomes = crowd.together(
        [
            lambda person=person: verify_result(actor=person, result=result)
            for person in (world.evaluator, world.evaluator_2)
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CountryResult", "InvalidInput"]
    refused = next(outcome for outcome in outcomes if isinstance(outcome, InvalidInput))
    assert "possible from: submitted" in str(refused)
