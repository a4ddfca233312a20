"""Requirement less resources, work item by work item; surplus and savings apart; expected money on top."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput, NotFound
from biennium.workplan.amounts import Amounts, amounts_of
from biennium.workplan.models import Expectation
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.services.plans import move_plan
from biennium.workplan.services.requirements import expect_many
from workplan.world import World


def test_money_on_one_work_item_never_hides_the_gap_of_another(world: World) -> None:
    for code in ("KEN101", "PER101"):
        world.plan(code)
    world.need("KEN101", y2024=1_000)
    world.need("PER101", y2024=1_000)
    world.allot("KEN101", 1_700)
    total = world.amounts()
    assert (total.requirement, total.resources, total.gap, total.surplus) == (2_000, 1_700, 1_000, 700)


def test_work_without_any_line_shows_its_requirement_as_gap(world: World) -> None:
    world.plan()
    world.need(y2024=300, y2025=700)
    assert world.amounts("region=africa").gap == 1_000
    assert world.amounts(year=2025).gap == 700


def test_what_was_spent_on_work_counts_also_where_nobody_allotted_it_there(world: World) -> None:
    world.plan()
    world.need(y2024=1_000)
    source = world.line(result="1.1")
    world.enter("appropriation", 5_000, source, to=source)
    world.enter("allotment", 5_000, source)
    world.spend(600, world.on())
    found = world.amounts("work_item=KEN101")
    assert (found.resources, found.spent, found.gap) == (600, 600, 400)
    assert world.amounts().resources == 600


def test_savings_on_completed_work_are_no_surplus_and_it_lacks_nothing(world: World) -> None:
    plan = world.plan()
    world.need(y2024=2_000)
    world.allot("KEN101", 1_000)
    world.spend(400, world.on())
    for step in ("start", "complete"):
        plan = move_plan(actor=world.people["planner"], plan=plan, step=step)
    found = world.amounts()
    assert (found.gap, found.surplus, found.savings) == (0, 0, 600)


def test_staff_months_cost_what_is_standard(world: World) -> None:
    world.plan()
    world.need(months=150)
    found = world.amounts()
    assert (found.months, found.requirement) == (150, 2_250_000)


def test_expected_money_counts_by_its_probability_and_its_share(world: World) -> None:
    world.plan()
    world.need(y2025=50_000)
    agreement = world.expected()
    expected = [Expectation(work_item=world.item(), agreement=agreement, share=4_000)]
    expect_many(actor=world.people["partners"], programme=world.programme, expected=expected)
    found = world.amounts()
    assert (found.gap, found.expected, found.expected_gap) == (50_000, 20_000, 30_000)
    assert world.amounts(year=2024).expected == 0


def test_no_more_than_all_of_an_agreement_is_expected(world: World) -> None:
    agreement = world.expected()
    expected = [
        Expectation(work_item=world.item(code), agreement=agreement, share=6_000) for code in ("KEN101", "PER101")
    ]
    with pytest.raises(InvalidInput, match="More than all of EU-1"):
        expect_many(actor=world.people["partners"], programme=world.programme, expected=expected)
    assert not Expectation.objects.exists()


def test_a_slice_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(NotFound, match=r"“result=9\.9” is not in the work plan"):
        world.amounts("result=9.9")
    with pytest.raises(InvalidInput, match="is no part of a work plan"):
        Slice.parse("colour=red")


def test_a_result_and_a_unit_stand_for_all_below_them(world: World) -> None:
    for code in ("KEN101", "KEN102", "GLO101"):
        world.plan(code)
        world.need(code, y2024=100)
    assert world.amounts("result=1").gap == 200
    assert world.amounts("unit=ORG").items == 3
    assert world.amounts("unit=-").items == 2


NUMBERS = st.integers(0, 10**12)
WORK = st.builds(
    amounts_of,
    requirement=NUMBERS,
    allotted=NUMBERS,
    committed=NUMBERS,
    spent=NUMBERS,
    expected=NUMBERS,
    months=NUMBERS,
    concluded=st.booleans(),
)


@given(st.lists(st.tuples(WORK, st.integers(0, 4), st.integers(0, 3))))
def test_sums_over_any_partition_agree(works: list[tuple[Amounts, int, int]]) -> None:
    total = Amounts.sum(one for one, _first, _second in works)
    for part in (1, 2):
        groups: dict[object, Amounts] = defaultdict(Amounts)
        for work in works:
            groups[work[part]] += work[0]
        assert Amounts.sum(groups.values()) == total


@given(
    *[NUMBERS] * 4,
    st.booleans(),
)
def test_requirement_less_resources_is_gap_less_surplus_while_work_goes_on(
    requirement: int, allotted: int, committed: int, expected: int, concluded: bool
) -> None:
    found = amounts_of(
        requirement=requirement,
        allotted=allotted,
        committed=committed,
        spent=0,
        expected=expected,
        months=0,
        concluded=concluded,
    )
    assert found.gap >= found.expected_gap >= 0
    if not concluded:
        assert found.requirement - found.resources == found.gap - found.surplus
    else:
        assert found.gap == found.surplus == 0


@pytest.mark.parametrize("tag", ["result", "region", "place", "unit", "kind", "status", "work_item"])
def test_the_parts_of_all_work_by_anything_make_all_work(world: World, tag: str) -> None:
    for number, (code, unit) in enumerate((("KEN101", "NBO"), ("PER101", "LIM"), ("GLO101", None)), start=1):
        world.plan(code, unit=unit)
        world.need(code, y2024=1_000 * number)
        world.allot(code, 1_500)
    assert Amounts.sum(world.load().by(tag).values()) == world.amounts()


def test_the_number_of_statements_does_not_grow_with_the_work(
    world: World, django_assert_max_num_queries: object
) -> None:
    for code in ("KEN101", "KEN102", "PER101", "NPL101"):
        world.plan(code)
        world.need(code, y2024=100, months=10)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        world.load()
