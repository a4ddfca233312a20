"""The page that says what goes on from the last programme, and on which work is carried over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.foundation.models import AuditEvent
from biennium.organisation.models import Unit
from biennium.programme.models import Programme
from biennium.workplan.models import Plan
from biennium.workplan.selectors.carrying import earlier
from biennium.workplan.services.carrying import may_carry
from workplan.test_country_outcomes_are_carried_over import following
from workplan.test_pages_of_plans import post, read, signed_in
from workplan.world import World

HERE = "/office/programmes/2026-27/carry-over/"


@pytest.fixture
def new(world: World) -> Programme:
    """The next programme, in which nothing is yet."""
    world.plan("KEN101", assumptions={"en": "Peace"})
    return following()


def _where(world: World, code: str) -> str:
    """The name of the box that says where an output goes."""
    return f"output_{world.programme.results.get(code=code).pk}"


def test_the_first_programme_has_none_before_it(world: World) -> None:
    page = read(signed_in(world, "planner"), "/office/programmes/2024-25/carry-over/")
    assert "No programme before this one" in page
    assert earlier(world.programme) == []


def test_it_says_how_many_go_on_and_offers_those_that_do_not(world: World, new: Programme) -> None:
    page = read(signed_in(world, "planner"), HERE)
    assert "Of 4 country outcomes of 2024-25, 0 go on in 2026-27 (0 changed) and 4 do not; 0 are new." in page
    assert f'name="{_where(world, "1.1")}"' in page
    assert page.count('name="items"') == 3
    assert "?from=2024-25&amp;output=2.1" in page
    assert read(signed_in(world, "planner"), f"{HERE}?output=2.1").count('name="items"') == 1
    assert "Nothing of output 1.2 is left" in read(signed_in(world, "planner"), f"{HERE}?output=1.2", 404)


def test_what_is_chosen_is_carried_over_with_its_reason(world: World, new: Programme) -> None:
    typed = {"items": ["KEN101", "PER101"], _where(world, "1.1"): "1.2", "reason": "They go on"}
    client = signed_in(world, "planner")
    post(client, HERE, typed)
    carried = new.work_items.order_by("code")
    assert [(one.code, one.result and one.result.code) for one in carried] == [("KEN101", "1.2"), ("PER101", "1.2")]
    assert carried[0].uid == world.item("KEN101").uid
    assert Plan.objects.get(work_item=carried[0]).assumptions == {"en": "Peace"}
    assert AuditEvent.objects.get(verb="workplan.carried_over").reason == "They go on"
    page = read(client, HERE)
    assert "Of 4 country outcomes of 2024-25, 2 go on in 2026-27 (0 changed) and 2 do not" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose at least one country outcome"),
        ({"items": ["KEN101"], "where": ""}, "does not say what becomes of output 1.1"),
        ({"items": ["NOBODY"], "where": "1.1"}, "NOBODY"),
    ],
)
def test_what_is_not_said_is_asked_for(world: World, new: Programme, typed: dict[str, Any], words: str) -> None:
    sent = {_where(world, "1.1") if name == "where" else name: value for name, value in typed.items()}
    page = post(signed_in(world, "planner"), HERE, sent, 400)
    assert words in page
    assert not new.work_items.exists()


def test_who_may_not_carry_over_reads_why(world: World, new: Programme) -> None:
    page = read(signed_in(world, "reader"), HERE)
    assert "No role of yours allows you" in page
    assert 'name="items"' not in page
    post(signed_in(world, "reader"), HERE, {"items": ["KEN101"], _where(world, "1.1"): "1.1"}, 400)
    assert not new.work_items.exists()


def test_the_page_and_the_service_ask_the_same_verdict(world: World, new: Programme) -> None:
    output = new.results.get(code="1.1")
    plan = Plan(lead_unit=Unit.objects.get(code="NBO"))
    verdicts = {
        name: may_carry(actor=world.people[name], plan=plan, programme=new, output=output).allowed
        for name in ("planner", "reader", "ken")
    }
    assert verdicts == {"planner": True, "reader": False, "ken": False}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_became_of_each_is_saved(world: World, new: Programme, file_format: str) -> None:
    answer = signed_in(world, "reader").get(f"/office/programmes/2026-27/carry-over.{file_format}?from=2024-25")
    assert answer.status_code == 200
    if file_format == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert any(line.startswith("KEN101,") and ",not carried over," in line for line in lines)


def test_what_became_of_each_is_narrowed_to_a_place_a_unit_and_a_fate(world: World, new: Programme) -> None:
    def listed(query: str) -> list[str]:
        answer = signed_in(world, "reader").get(f"/office/programmes/2026-27/carry-over.csv?from=2024-25&{query}")
        lines = answer.content.decode("utf-8-sig").splitlines()
        return [line[:6] for line in lines if ",not carried over," in line or ",goes on," in line]

    world.plan("PER101", unit="LIM")
    post(signed_in(world, "planner"), HERE, {"items": ["PER101"], _where(world, "1.1"): "1.1"})
    assert listed("place=KEN") == ["KEN101", "KEN102"]
    assert (listed("unit=LIM"), listed("unit=NBO")) == (["PER101"], ["KEN101"])
    assert listed("unit=-&fate=dropped") == ["KEN102", "NPL101"]
    planner = signed_in(world, "planner")
    with CaptureQueriesContext(connection) as queries:
        page = read(planner, f"{HERE}?from=2024-25&output=1.1&place=KEN&fate=dropped")
    assert page.count("not carried over") == 3  # two rows, and what can be chosen
    assert len(queries) <= 20


def test_a_programme_that_does_not_begin_before_is_refused(world: World, new: Programme) -> None:
    page = read(signed_in(world, "planner"), f"{HERE}?from=2030-31", 404)
    assert "No programme 2030-31 begins before this one" in page
