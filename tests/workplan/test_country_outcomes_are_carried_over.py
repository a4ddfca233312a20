"""From one programme to the next a country outcome keeps its identity; what is new, changed and dropped is told."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.services.importing import import_programme
from biennium.programme.services.work_items import add_work_item
from biennium.workplan.models import Plan
from biennium.workplan.selectors.carrying import carried
from biennium.workplan.services.carrying import carry_over
from programme import samples
from workplan.world import World


def following() -> Programme:
    values = samples.programme(code="2026-27", start="2026-01-01", end="2027-12-31", work_items=[])
    return import_programme(actor=OPERATOR, values=values.model_copy(update={"uid": None}))


def test_it_keeps_its_identity_and_its_plan_begins_anew(world: World) -> None:
    plan = world.plan(assumptions={"en": "Peace"}, outputs=[(world.item().result, 6_000), (_other(world), 4_000)])
    new = following()
    walk = {"1.1": "1.2", "2.1": "1.2"}
    (there,) = carry_over(actor=world.people["planner"], items=[world.item()], programme=new, outputs=walk)
    assert (there.uid, there.result and there.result.code) == (world.item().uid, "1.2")
    begun = Plan.objects.get(work_item=there)
    assert (begun.uid != plan.uid, begun.assumptions, begun.status) == (True, {"en": "Peace"}, "planned")
    assert [one.share for one in begun.outputs.all()] == [10_000]


def _other(world: World) -> object:
    return world.programme.results.get(code="2.1")


def test_an_output_the_cross_walk_does_not_know_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"what becomes of output 1\.1"):
        carry_over(actor=world.people["planner"], items=[world.item()], programme=following(), outputs={})


def test_it_is_carried_over_once(world: World) -> None:
    new = following()
    carry_over(actor=world.people["planner"], items=[world.item()], programme=new, outputs={"1.1": "1.1"})
    with pytest.raises(InvalidInput, match="is in 2026-27 already"):
        carry_over(actor=world.people["planner"], items=[world.item()], programme=new, outputs={"1.1": "1.1"})


def test_what_is_new_changed_kept_and_dropped_is_told(world: World) -> None:
    new = following()
    items = [world.item("KEN101"), world.item("PER101")]
    carry_over(actor=world.people["planner"], items=items, programme=new, outputs={"1.1": "1.1"})
    new.work_items.filter(code="PER101").update(title={"en": "Another title"})
    values = exchange.WorkItem(code="NPL900", kind="country_outcome", title={"en": "New"}, place="NPL", result="1.1")
    add_work_item(actor=OPERATOR, programme=new, values=values)
    told = carried(world.programme, new)
    assert [one.code for one in told.new] == ["NPL900"]
    assert [(before.code, after.code, names) for before, after, names in told.changed] == [
        ("PER101", "PER101", ["title"])
    ]
    assert [one.code for one in told.kept] == ["KEN101"]
    assert [one.code for one in told.dropped] == ["KEN102", "NPL101"]
