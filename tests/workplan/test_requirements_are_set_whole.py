"""What work needs: money by year and category, staff in months, set whole and remembered."""

from __future__ import annotations

from typing import Any

import pytest

from biennium.foundation import audit
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import CostCategory
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.workplan.models import Requirement, StandardCost
from biennium.workplan.selectors.staff import staff, units_below
from biennium.workplan.services.requirements import (
    Need,
    Needed,
    StaffNeeded,
    require_many,
    require_resources,
)
from biennium.workplan.services.standards import Monthly, Staff, set_capacity, set_standard_costs
from workplan.world import World


def need(world: World, *money: tuple[int, str, int], code: str = "KEN101", **more: Any) -> None:
    rows = [Needed(year, CostCategory.objects.get(code=category), amount) for year, category, amount in money]
    require_resources(actor=world.people["ken"], need=Need(world.item(code), rows), **more)


def test_what_is_not_named_any_more_is_needed_no_more(world: World) -> None:
    plan = world.plan()
    need(world, (2024, "travel", 500), (2025, "contracts", 700))
    need(world, (2025, "contracts", 800))
    assert [str(one) for one in Requirement.objects.all()] == ["KEN101 2025 contracts: 800"]
    event = audit.history(plan.uid).first()
    assert event is not None
    assert (event.before, event.after) == (
        {"2024 travel": 500, "2025 contracts": 700},
        {"2024 travel": None, "2025 contracts": 800},
    )


@pytest.mark.parametrize(
    ("money", "words"),
    [
        ([(2024, "staff", 100)], "planned in months"),
        ([(2027, "travel", 100)], "outside the programme"),
        ([(2024, "travel", 0)], "KEN101, 2024 travel: What is needed is more than zero"),
        ([(2024, "travel", 1), (2024, "travel", 2)], "KEN101, 2024 travel: The same line is there twice"),
    ],
)
def test_what_cannot_be_needed_is_refused(world: World, money: list[tuple[int, str, int]], words: str) -> None:
    world.plan()
    with pytest.raises(InvalidInput, match=words):
        need(world, *money)


def test_only_work_with_a_plan_needs_something_and_its_office_says_what(world: World) -> None:
    with pytest.raises(InvalidInput, match="has no plan yet"):
        need(world, (2024, "travel", 500))
    world.plan("PER101", unit="LIM")
    with pytest.raises(NotPermitted):
        need(world, (2024, "travel", 500), code="PER101")


def test_two_who_set_it_at_once_are_told(world: World) -> None:
    plan = world.plan()
    need(world, (2024, "travel", 500), seen=plan.revision)
    with pytest.raises(Conflict):
        need(world, (2024, "travel", 900), seen=plan.revision)
    assert Requirement.objects.get().amount == 500


def test_many_are_set_together(world: World) -> None:
    travel = CostCategory.objects.get(code="travel")
    codes = ("KEN101", "PER101")
    for code in codes:
        world.plan(code)
    needs = [Need(world.item(code), [Needed(2024, travel, 100)]) for code in codes]
    require_many(actor=world.people["planner"], programme=world.programme, needs=needs, modelled=True)
    assert Requirement.objects.filter(modelled=True).count() == 2
    assert audit.history(world.programme.uid).first().after == {"work_items": 2, "amount": 200}  # type: ignore[union-attr]
    with pytest.raises(NotPermitted):
        require_many(actor=world.people["per"], programme=world.programme, needs=needs)


def test_a_dearer_month_makes_planned_work_dearer(world: World) -> None:
    world.plan()
    world.need(months=200)
    assert world.amounts().requirement == 3_000_000
    set_standard_costs(actor=OPERATOR, costs=[Monthly("P4", "field", 2024, 1_600_001)])
    assert world.amounts().requirement == 3_200_002


def test_months_that_are_planned_stand_against_those_there_are(world: World) -> None:
    world.plan()
    world.plan("NPL101")
    world.need(months=900)
    world.need("NPL101", months=600)
    assert [(one.planned, one.capacity, one.over) for one in staff(world.programme)] == [(1_500, None, 0)]
    capacity = [Staff(world.unit("NBO"), "P4", 2024, 1_200), Staff(world.unit("NBO"), "P5", 2024, 1_200)]
    set_capacity(actor=world.people["ken"], staff=capacity)
    found = [(one.grade, one.planned, one.capacity, one.over) for one in staff(world.programme)]
    assert found == [("P4", 1_500, 1_200, 300), ("P5", 0, 1_200, 0)]
    assert staff(world.programme, units_below(world.unit("LIM"))) == []
    with pytest.raises(NotPermitted):
        set_capacity(actor=world.people["per"], staff=capacity)


def test_the_same_staff_is_not_named_twice(world: World) -> None:
    world.plan()
    cost = StandardCost.objects.get()
    twice = [StaffNeeded(world.unit(), cost, 10), StaffNeeded(world.unit(), cost, 20)]
    with pytest.raises(InvalidInput, match="KEN101, 2024 NBO P4 field: The same line is there twice"):
        require_resources(actor=world.people["ken"], need=Need(world.item(), [], twice))
