"""A gap opens into outputs, work items, what is needed and what there is; recomputed it is the same."""

from __future__ import annotations

import pytest

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input, recompute
from biennium.kernel.money import Money
from biennium.workplan.amounts import COLUMNS
from biennium.workplan.figures import plan_figure
from biennium.workplan.models import Expectation
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.services.plans import move_plan
from biennium.workplan.services.requirements import expect_many
from workplan.world import World


def opened(world: World, name: str) -> Figure:
    column, _colon, text = name.partition(":")
    return plan_figure(world.programme, Slice.parse(text), column)


def parts(figure: Figure) -> dict[str, Money]:
    return {_identity(one): one.value for one in figure.inputs}  # type: ignore[misc]


def _identity(one: Input) -> str:
    return one.key if isinstance(one, Figure) else one.identity


@pytest.fixture
def planned(world: World) -> World:
    """Work for two outcomes with a gap, a surplus, staff and something expected; one is completed."""
    for code in ("KEN101", "KEN102", "PER101"):
        world.plan(code)
        world.need(code, y2024=1_000, months=1)
    world.allot("KEN101", 9_000)
    world.allot("PER101", 20_000)
    world.spend(500, world.on("PER101"))
    shares = [Expectation(work_item=world.item(), agreement=world.expected(), share=1_000)]
    expect_many(actor=world.people["partners"], programme=world.programme, expected=shares)
    plan = world.plan("PER101")
    for step in ("start", "complete"):
        plan = move_plan(actor=world.people["planner"], plan=plan, step=step)
    return world


def test_a_gap_opens_down_to_what_is_needed(planned: World) -> None:
    total = opened(planned, "gap")
    assert total.value == Money(23_000, "USD")
    assert parts(total) == {"plan.gap:result=1": Money(7_000, "USD"), "plan.gap:result=2": Money(16_000, "USD")}
    output = opened(planned, "gap:result=1")
    assert parts(output) == {"plan.gap:result=1.1": Money(7_000, "USD")}
    assert parts(opened(planned, "gap:result=1.1")) == {"plan.gap:work_item=KEN101": Money(7_000, "USD")}
    one = opened(planned, "gap:work_item=KEN101")
    assert parts(one) == {
        "plan.requirement:work_item=KEN101": Money(16_000, "USD"),
        "plan.resources:work_item=KEN101": Money(9_000, "USD"),
    }


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(
    "text", ["", "result=1", "result=1.1", "region=africa", "work_item=KEN101", "work_item=PER101", "year=2024"]
)
def test_every_figure_is_its_column_and_recomputes_to_itself(planned: World, column: str, text: str) -> None:
    found = opened(planned, f"{column}:{text}")
    asked = Slice.parse(text)
    assert found.value == Money(getattr(planned.load(asked.year).amounts(asked), column), "USD")
    assert recompute(found) == found


def test_a_figure_there_is_none_of_is_refused_with_those_there_are(planned: World) -> None:
    from biennium.foundation.actors import OPERATOR
    from biennium.programme.figures import figure
    from biennium.programme.selectors.versions import opened as open_version
    from biennium.programme.services.versions import seal_version

    version = seal_version(actor=OPERATOR, programme=planned.programme, stage="preliminary")
    book = open_version(version)
    found = figure(book, version, "plan.gap:region=africa")
    assert found.version is not None
    assert found.value == Money(23_000, "USD")
    with pytest.raises(NotFound, match=r"plan\.requirement, plan\.resources"):
        figure(book, version, "plan.hope")
