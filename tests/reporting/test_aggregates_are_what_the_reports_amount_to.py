"""Whatever is entered, corrected, verified or withdrawn, in any order: a full recomputation gives the aggregates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biennium.foundation.quality import findings
from biennium.kernel.errors import BienniumError, NotPermitted
from biennium.reporting.measures import Reported
from biennium.reporting.models import CountryResult, IndicatorAggregate, Observation
from biennium.reporting.selectors.consistency import differences
from biennium.reporting.services.aggregates import rebuild_aggregates
from biennium.reporting.services.observations import correct_observation, withdraw_observation
from biennium.reporting.services.verification import return_result, submit_result, verify_result, withdraw_result
from reporting.world import World

PLACES = ("KEN", "TUN", "PER")
DAYS = (date(2024, 3, 1), date(2024, 3, 2), date(2025, 3, 1))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["result", "submit", "verify", "return", "withdraw", "observe", "correct", "take back"]),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=12,
)


def pick(rows: list[Any], number: int) -> Any:
    return rows[number % len(rows)] if rows else None


def observe(world: World, one: int, other: int) -> None:
    kind = one % 4
    place = PLACES[other % 3]
    said: dict[str, Any] = [
        {"value": str(other)},
        {"numerator": one, "denominator": one + other + 1},
        {"value": str(other), "denominator": one + 1},
        {"value": str(other), "measured_on": date(2024, 1 + other % 12, 1)},
    ][kind]
    world.observe(("1.1.2", "1.1.3", "1.i", "1.1.5")[kind], place=place, by=("ken", "per")[one % 2], **said)


def revised(seen: Observation, number: int) -> Reported:
    if seen.numerator is not None:
        return Reported(numerator=number, denominator=number + 1)
    return Reported(value=str(number), measured_on=date(2024, 1 + number % 12, 2))


def act(world: World, name: str, one: int, other: int) -> None:
    """One thing somebody does; what is refused changes nothing."""
    result = pick(list(CountryResult.objects.order_by("id")), one)
    seen = pick(list(Observation.objects.filter(superseded_at__isnull=True).order_by("id")), one)
    works: dict[str, Callable[[], object]] = {
        "result": lambda: (world.proved, world.submitted, world.verified)[one % 3](
            PLACES[other % 3], "1.1.1", "1.2.1", met=other % 5 > 0, day=DAYS[other % 3]
        ),
        "submit": lambda: submit_result(actor=world.ken, result=result),
        "verify": lambda: verify_result(actor=world.evaluator, result=result),
        "return": lambda: return_result(actor=world.evaluator, result=result, reason="Again"),
        "withdraw": lambda: withdraw_result(
            actor=pick([world.ken, world.evaluator], other), result=result, reason="No"
        ),
        "observe": lambda: observe(world, one, other),
        "correct": lambda: correct_observation(
            actor=pick([world.ken, world.per], other), observation=seen, reported=revised(seen, other)
        ),
        "take back": lambda: withdraw_observation(actor=world.ken, observation=seen, reason="No"),
    }
    if name in ("result", "observe") or (result if name in ("submit", "verify", "return", "withdraw") else seen):
        try:
            with transaction.atomic():
                works[name]()
        except BienniumError:
            pass


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_a_full_recomputation_gives_the_same_table(world: World, steps: list[tuple[str, int, int]]) -> None:
    world.round("2024")
    point = transaction.savepoint()
    for name, one, other in steps:
        act(world, name, one, other)
    assert list(differences(world.programme)) == []
    transaction.savepoint_rollback(point)


def test_a_row_written_past_the_services_is_found_and_rebuilding_mends_it(world: World) -> None:
    world.verified("KEN")
    world.observe("1.1.2", place="KEN", value="12")
    IndicatorAggregate.objects.filter(indicator__code="1.1.2").update(total=13)
    IndicatorAggregate.objects.filter(indicator__code="1.1.1").delete()
    told = {(found.bucket.indicator, tuple(found.stored)) for found in differences(world.programme)}
    codes = {world.indicator("1.1.1").pk: ("reports", "counted"), world.indicator("1.1.2").pk: ("total",)}
    assert told == set(codes.items())
    rules = [finding.rule for finding in findings(world.programme)]
    assert rules.count("aggregates") == 2
    assert rebuild_aggregates(actor=world.planner, programme=world.programme, reason="Restored") == 2
    assert list(differences(world.programme)) == []
    assert world.cell("1.1.2").value == 12


def test_only_whoever_manages_rounds_rebuilds(world: World) -> None:
    with pytest.raises(NotPermitted):
        rebuild_aggregates(actor=world.ken, programme=world.programme, reason="")


def test_an_aggregate_nothing_is_left_of_is_the_same_as_none(world: World) -> None:
    withdraw_observation(actor=world.ken, observation=world.observe("1.1.2", place="KEN", value="12"), reason="No")
    assert IndicatorAggregate.objects.get().reports == 0
    assert list(differences(world.programme)) == []
