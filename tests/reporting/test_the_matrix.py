"""The results framework, live: what counts, for whom, against which target, and what is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import NotFound
from biennium.kernel.figures import State
from biennium.kernel.indicators.progress import Status, Thresholds
from biennium.kernel.periods import Period
from biennium.programme.services.indicators import change_indicator, described
from biennium.reporting.measures import Reported
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.selectors.matrix import matrix
from biennium.reporting.services.observations import correct_observation
from biennium.reporting.services.rounds import set_thresholds
from biennium.reporting.services.verification import return_result, submit_result, verify_result
from reporting.world import BIENNIUM, Clock, World

Y2024, Y2025 = Period.of_year(2024), Period.of_year(2025)


def queries(world: World, **asked: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as counted:
        matrix(actor=world.planner, programme=world.programme, **asked)  # type: ignore[arg-type]
    return len(counted)


def test_a_result_counts_from_its_verification_on_and_not_before(world: World) -> None:
    result = world.proved()
    told = [world.cell()]
    submit_result(actor=world.ken, result=result)
    told.append(world.cell())
    verify_result(actor=world.evaluator, result=result)
    told.append(world.cell())
    assert [(cell.value, cell.unverified) for cell in told] == [(None, 0), (0, 1), (1, 0)]


def test_a_returned_result_waits_no_more(world: World) -> None:
    return_result(actor=world.evaluator, result=world.submitted(), reason="Not in force")
    assert (world.cell().value, world.cell().unverified) == (None, 0)


def test_a_country_that_counts_already_does_not_wait_too(world: World) -> None:
    world.verified("KEN")
    world.submitted("KEN")
    assert (world.cell().value, world.cell().unverified) == (1, 0)


def test_a_verified_result_that_does_not_meet_a_required_criterion_does_not_count(world: World) -> None:
    world.verified("KEN", met=False)
    assert (world.cell().state, world.cell().value) == (State.VALUE, 0)


def test_a_yes_without_evidence_does_not_count(world: World) -> None:
    result = world.proved()
    proof = result.evidence.get()
    from biennium.reporting.services.evidence import remove_evidence

    remove_evidence(actor=world.ken, evidence=proof, reason="The wrong gazette")
    submit_result(actor=world.ken, result=result)
    verify_result(actor=world.evaluator, result=result)
    assert world.cell().value == 0


def test_a_criterion_required_later_does_not_take_a_counted_country_away(world: World) -> None:
    world.verified("KEN")
    indicator = world.indicator()
    values = described(indicator)
    values.criteria[1].required = True
    change_indicator(actor=OPERATOR, indicator=indicator, values=values, revision=None)
    assert world.cell().value == 1
    world.verified("TUN", met=True)
    assert world.cell().value == 2


def test_a_result_counts_only_in_the_window_of_its_target(world: World) -> None:
    indicator = world.indicator()
    values = described(indicator)
    values.targets[0].start = date(2025, 1, 1)
    change_indicator(actor=OPERATOR, indicator=indicator, values=values, revision=None)
    world.verified("KEN", day=date(2024, 12, 31))
    world.verified("TUN", day=date(2025, 1, 1))
    cell = world.cell()
    assert (cell.value, cell.window) == (1, Y2025)
    assert world.cell(period=Y2024).state is State.NOT_APPLICABLE


def test_columns_are_regions_and_the_world_has_also_what_belongs_to_none(world: World) -> None:
    for place in ("KEN", "TUN", "PER", "NPL"):
        world.verified(place)
    assert [world.cell("1.1.1", column).value for column in (WORLD, "africa", "americas")] == [4, 2, 1]


def test_the_public_sees_what_is_verified_and_not_what_waits(world: World) -> None:
    world.verified("KEN")
    world.submitted("TUN")
    table = matrix(actor=AnonymousUser(), programme=world.programme, under="1.1")
    cell = next(row for row in table.rows if row.indicator.code == "1.1.1").cells[BIENNIUM, WORLD]
    assert (cell.value, cell.unverified) == (1, None)


def test_rounds_that_are_due_and_missing_are_counted_per_region_that_has_a_target(world: World, clock: Clock) -> None:
    world.round("2024")
    world.verified("PER", "1.2.1", day=date(2024, 5, 1), by="ken")
    clock.set(date(2025, 1, 15))
    assert world.cell("1.2.1").missing == 0
    clock.set(date(2025, 2, 1))
    assert [world.cell("1.2.1", column).missing for column in (WORLD, "africa", "americas")] == [1, 1, 0]
    assert world.cell("1.2.1", "africa").state is State.NOT_REPORTED


def test_without_regional_targets_one_report_is_enough_for_the_world(world: World, clock: Clock) -> None:
    world.round("2024")
    world.verified("PER")
    clock.set(date(2025, 2, 1))
    assert (world.cell().missing, world.cell("1.1.1", "africa").missing) == (0, 1)


def test_targets_of_years_sum_for_the_biennium_and_hold_for_their_own_year(world: World, clock: Clock) -> None:
    world.observe("1.1.2", "2024", place="KEN", value="30")
    cell, year = world.cell("1.1.2"), world.cell("1.1.2", period=Y2024)
    assert (cell.target, cell.progress) == (200, Fraction(30, 200))
    assert (year.target, year.progress) == (100, Fraction(30, 100))
    clock.set(date(2024, 12, 31))
    assert (world.cell("1.1.2").expected, world.cell("1.1.2").status) == (Fraction(1, 2), Status.BEHIND)


def test_a_level_is_the_latest_reported_for_the_whole_and_never_a_sum(world: World, clock: Clock) -> None:
    world.observe("1.1.5", value="55", measured_on=date(2024, 3, 1))
    world.observe("1.1.5", value="52", measured_on=date(2024, 2, 1), by="per")
    world.observe("1.1.5", place="KEN", value="99")
    cell = world.cell("1.1.5")
    assert (cell.value, cell.baseline, cell.progress) == (55, 50, Fraction(1, 2))
    assert world.cell("1.1.5", "africa").state is State.NOT_APPLICABLE
    clock.set(date(2025, 3, 1))
    world.observe("1.1.5", "2025", value="58", measured_on=date(2025, 2, 1))
    assert [world.cell("1.1.5", period=period).value for period in (Y2024, Y2025, BIENNIUM)] == [55, 58, 58]


def test_an_index_is_weighted_where_all_reports_have_a_weight(world: World) -> None:
    world.observe("1.i", place="KEN", value="4.0", denominator=3)
    world.observe("1.i", place="TUN", value="8.0", denominator=1)
    assert world.cell("1.i").value == Fraction(5)
    world.observe("1.i", place="PER", value="1.0", by="per")
    assert world.cell("1.i").state is State.NOT_APPLICABLE
    world.observe("1.i", value="4.4")
    assert world.cell("1.i").value == 44


def test_a_milestone_is_reached_or_not_and_judged_by_its_day(world: World) -> None:
    seen = world.observe("1.1.6", reached=False)
    assert (world.cell("1.1.6").value, world.cell("1.1.6").status) == (0, Status.NO_DATA)
    correct_observation(
        actor=world.ken, observation=seen, reported=Reported(reached=True, measured_on=date(2024, 6, 1))
    )
    cell = world.cell("1.1.6")
    assert (cell.value, cell.progress, cell.status) == (1, 1, Status.AHEAD)


def test_a_narrative_is_never_turned_into_a_number(world: World) -> None:
    world.observe("1.1.7", place="KEN", text={"en": "Confidence grew."})
    assert (world.cell("1.1.7").state, world.cell("1.1.7").value) == (State.NOT_APPLICABLE, None)


def test_the_thresholds_of_the_programme_decide_the_status(world: World, clock: Clock) -> None:
    world.observe("1.1.2", place="KEN", value="80")
    clock.set(date(2024, 12, 31))
    assert world.cell("1.1.2").status is Status.ON_TRACK
    set_thresholds(actor=world.planner, programme=world.programme, thresholds=Thresholds(behind=5, ahead=5))
    assert world.cell("1.1.2").status is Status.BEHIND


def test_only_what_was_approved_by_a_day_shows_as_of_that_day(world: World, clock: Clock) -> None:
    result = world.submitted("KEN")
    clock.set(date(2024, 3, 1))
    verify_result(actor=world.evaluator, result=result)
    days = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    told = [(world.cell(as_of=day).value, world.cell(as_of=day).unverified) for day in days]
    assert told == [(None, 0), (0, 1), (1, 0)]


def test_today_from_the_aggregates_is_today_from_the_rows(world: World, clock: Clock) -> None:
    world.verified("KEN", "1.1.1", "1.2.1")
    world.submitted("PER")
    world.observe("1.1.2", place="KEN", value="5")
    world.observe("1.1.3", place="KEN", numerator=1, denominator=4)
    world.observe("1.1.5", value="55")
    seen = world.observe("1.i", place="KEN", value="4.0", denominator=3)
    correct_observation(actor=world.ken, observation=seen, reported=Reported(value="4.1", denominator=2))
    periods = [BIENNIUM, Y2024, Y2025]
    now = matrix(actor=world.planner, programme=world.programme, periods=periods)
    then = matrix(actor=world.planner, programme=world.programme, periods=periods, as_of=clock.moment.date())
    assert [row.cells for row in now.rows] == [row.cells for row in then.rows]


def test_the_rows_stand_in_the_order_of_the_framework_and_come_in_pages(world: World) -> None:
    whole = matrix(actor=world.planner, programme=world.programme)
    codes = [row.indicator.code for row in whole.rows]
    assert codes == ["1.i", "1.1.1", "1.1.2", "1.1.3", "1.1.5", "1.1.6", "1.1.7", "1.2.1"]
    pages = [matrix(actor=world.planner, programme=world.programme, offset=offset, limit=3) for offset in (0, 3, 6, 9)]
    assert [row.indicator.code for page in pages for row in page.rows] == codes
    assert {page.total for page in pages} == {8}


def test_a_level_or_a_result_chooses_the_rows(world: World) -> None:
    outcome = matrix(actor=world.planner, programme=world.programme, level="outcome")
    assert [row.indicator.code for row in outcome.rows] == ["1.i"]
    output = matrix(actor=world.planner, programme=world.programme, under="1.2")
    assert [row.indicator.code for row in output.rows] == ["1.2.1"]
    with pytest.raises(NotFound, match=r"no result 9\.9"):
        matrix(actor=world.planner, programme=world.programme, under="9.9")


def test_the_number_of_queries_is_constant_whatever_was_reported(world: World, clock: Clock) -> None:
    day = clock.moment.date()
    before = queries(world), queries(world, as_of=day)
    for place in ("KEN", "TUN", "PER", "NPL"):
        world.verified(place, "1.1.1", "1.2.1")
    world.observe("1.1.2", place="KEN", value="5")
    after = queries(world, periods=[BIENNIUM, Y2024, Y2025]), queries(world, as_of=day)
    assert after == before
    assert max(after) <= 16
