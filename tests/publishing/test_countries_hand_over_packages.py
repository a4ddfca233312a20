"""UN INFO: the work of a country as outcome, output, sub-output, with what it needs, has and spent."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.funding.models import CostCategory, Partner
from biennium.programme.models import WorkItem
from biennium.publishing.uninfo.country import Portfolio
from biennium.publishing.uninfo.package import package, tree
from biennium.workplan.models import Marker, Plan, PlanMarker, Requirement
from publications import world as worlds
from publications.world import World


@pytest.fixture
def world(db: None) -> World:
    made = worlds.build()
    made.adopt()
    made.allot(1_000_00)
    made.cost(100_00, "KEN101")
    return made


def portfolio(world: World) -> Portfolio:
    return Portfolio(world.programme)


def kenya(world: World) -> dict[str, object]:
    of = portfolio(world)
    found = next(one for one in of.countries if one.place.code == "KEN")
    return {
        "tree": tree(of, found),
        "checks": {one.rule: one for one in package(of, found).checks},
        "tables": {one.name: one for one in package(of, found).datasets},
        "more": package(of, found).more,
    }


def sub_output(world: World) -> dict[str, object]:
    return kenya(world)["tree"]["outcomes"][0]["outputs"][0]["sub_outputs"][0]


def test_a_country_outcome_is_a_sub_output_below_its_output_and_outcome(world: World) -> None:
    made = kenya(world)["tree"]
    outcome = made["outcomes"][0]
    assert (outcome["level"], outcome["code"]) == ("OC", "1")
    assert (outcome["outputs"][0]["level"], outcome["outputs"][0]["code"]) == ("OU", "1.1")
    assert outcome["outputs"][0]["sub_outputs"][0]["code"] == "KEN101"
    assert (made["country"]["code"], made["agency"], made["years"]) == ("KEN", "ORG", [2024, 2025])


def test_it_says_what_is_required_available_and_spent_each_year(world: World) -> None:
    item = WorkItem.objects.get(code="KEN101")
    travel = CostCategory.objects.get(code="travel")
    Requirement.objects.create(work_item=item, year=2024, cost_category=travel, amount=250_00)
    assert sub_output(world)["finance"] == [
        {"year": 2024, "required": "250.00", "available": "100.00", "expenditure": "100.00"},
        {"year": 2025, "required": "0.00", "available": "0.00", "expenditure": "0.00"},
    ]


def test_who_pays_is_named_unless_not_published(world: World) -> None:
    agreement = world.sign("A1", world.partner("NOR"), 900_00)
    world.allot(900_00, "XBDC", agreement=agreement.code)
    world.cost(50_00, "KEN101", "XBDC", agreement="A1")
    assert sub_output(world)["contributing_partners"] == ["Country NOR", "core resources"]
    Partner.objects.update(published=False)
    assert sub_output(world)["contributing_partners"] == ["core resources", "not published"]


def test_markers_and_targets_come_from_the_plan_and_what_lacks_is_told(world: World) -> None:
    lacking = kenya(world)["checks"]["A sub-output has a gender equality marker"]
    assert (lacking.state, lacking.rows) == ("lacks", ("KEN101",))
    plan = Plan.objects.create(work_item=WorkItem.objects.get(code="KEN101"), sdg={"8.5": 10_000})
    for code, score in (("gender", 2), ("human_rights", 1)):
        marker, _made = Marker.objects.get_or_create(code=code, defaults={"name": {"en": code}})
        PlanMarker.objects.create(plan=plan, marker=marker, score=score)
    assert sub_output(world)["markers"] == {"gender_equality": "2", "human_rights": "1"}
    assert sub_output(world)["sdg_targets"][0] == "8.5"
    assert kenya(world)["checks"]["A sub-output has a gender equality marker"].state == "holds"


def test_what_was_spent_in_a_country_sums_to_the_books_also_where_no_sub_output_is(world: World) -> None:
    world.spend(9_00, world.line("RB", result="1.1", unit="LAW", place="KEN"))
    spent = kenya(world)["tables"]["expenditure"]
    assert spent.total("expenditure") == Decimal("109.00")
    assert [row[0] for row in spent.rows] == ["KEN101", "OTHER"]
    assert kenya(world)["checks"]["What was spent in the country was spent on its sub-outputs"].rows == ("RB 2024",)


def test_the_tree_is_in_the_package_as_json(world: World) -> None:
    made = kenya(world)
    assert json.loads(made["more"]["uninfo.json"]) == json.loads(json.dumps(made["tree"]))


def test_the_number_of_queries_does_not_grow_with_the_countries(world: World) -> None:
    with CaptureQueriesContext(connection) as few:
        of = portfolio(world)
        [package(of, one) for one in of.countries]
    for number in range(10):
        world.item(f"PER9{number:02}", "PER")
        world.cost(1_00, f"PER9{number:02}")
    from biennium.foundation import context

    context.forget()
    with CaptureQueriesContext(connection) as many:
        of = portfolio(world)
        [package(of, one) for one in of.countries]
    assert len(many) <= len(few) + 2
