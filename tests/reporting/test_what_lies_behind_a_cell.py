"""From “3 countries” to the three, their results, criteria and evidence; or to the observations."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.reporting.selectors.behind import Behind, behind
from biennium.reporting.services.verification import publish_result, verify_result
from reporting.world import BIENNIUM, Clock, World


def ask(
    world: World, code: str = "1.1.1", column: str = "world", *, by: object = None, as_of: date | None = None
) -> Behind:
    return behind(
        actor=by or world.planner, indicator=world.indicator(code), period=BIENNIUM, column=column, as_of=as_of
    )


def test_the_countries_listed_are_those_the_cell_counts_and_those_that_wait(world: World) -> None:
    world.verified("KEN")
    world.verified("KEN")
    world.submitted("TUN")
    world.verified("PER", met=False)
    world.draft("MAR")
    told = [(one.place.code, one.counted, [result.code for result in one.results]) for one in ask(world).countries]
    assert told == [("KEN", True, ["KEN-R1", "KEN-R2"]), ("TUN", False, ["TUN-R1"])]
    assert sum(one.counted for one in ask(world).countries) == world.cell().value


def test_a_region_lists_its_own_countries(world: World) -> None:
    world.verified("KEN")
    world.verified("PER")
    assert [one.place.code for one in ask(world, column="americas").countries] == ["PER"]


def test_the_public_sees_the_countries_that_count_and_of_results_those_published(world: World) -> None:
    publish_result(actor=world.planner, result=world.verified("KEN"))
    world.verified("TUN")
    world.submitted("MAR")
    told = [(one.place.code, len(one.results)) for one in ask(world, by=AnonymousUser()).countries]
    assert told == [("KEN", 1), ("TUN", 0)]


def test_a_result_comes_with_its_criteria_answers_and_evidence_in_a_constant_number_of_queries(world: World) -> None:
    counts = []
    for place in ("KEN", "TUN", "PER", "NPL"):
        world.verified(place)
        indicator = world.indicator()
        with CaptureQueriesContext(connection) as counted:
            found = behind(actor=world.planner, indicator=indicator, period=BIENNIUM)
            for country in found.countries:
                for result in country.results:
                    served = result.served.all()[0]
                    assert [one.code for one in served.indicator.criteria.all()] == ["a", "b"]
                    assert [proof.title for answer in served.answers.all() for proof in answer.evidence.all()] == [
                        "Gazette"
                    ]
        counts.append(len(counted))
    assert len(set(counts)) == 1
    assert counts[0] <= 20


def test_no_result_brings_along_the_sealed_text_of_its_version(world: World) -> None:
    world.verified("KEN")
    with CaptureQueriesContext(connection) as asked:
        assert ask(world).countries
    joined = [one["sql"] for one in asked if '"programme_version"."sha256"' in one["sql"]]
    assert joined
    assert not any('"programme_version"."content"' in sql for sql in joined)


def test_as_of_a_day_it_lists_what_counted_then(world: World, clock: Clock) -> None:
    waiting = world.submitted("KEN")
    clock.set(date(2024, 3, 1))
    verify_result(actor=world.evaluator, result=waiting)
    told = [[one.counted for one in ask(world, as_of=day).countries] for day in (date(2024, 2, 1), date(2024, 3, 1))]
    assert told == [[False], [True]]


def test_a_value_opens_into_its_observations(world: World) -> None:
    world.observe("1.1.2", place="KEN", value="30")
    world.observe("1.1.2", region="americas", value="12")
    assert [one.value for one in ask(world, "1.1.2").observations] == [30, 12]
    assert [one.value for one in ask(world, "1.1.2", "americas").observations] == [12]
