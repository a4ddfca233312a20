"""A plan of a country outcome or a product: what it may say, who may say it, and what is remembered."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation import audit
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.programme.models import Result
from biennium.workplan.models import Plan
from biennium.workplan.services.plans import (
    LanguageGiven,
    MarkerGiven,
    Planned,
    move_plan,
    plan_many,
    plan_work,
    steps,
)
from workplan.world import World


def result(world: World, code: str) -> Result:
    return world.programme.results.get(code=code)


def test_a_country_officer_plans_for_the_office(world: World) -> None:
    plan = world.plan(by="ken", situation={"en": "No law yet"}, government=True, due=date(2025, 6, 30))
    assert (plan.lead_unit, plan.status) == (world.unit("NBO"), "planned")
    assert list(plan.outputs.values_list("result__code", "share")) == [("1.1", 10_000)]
    assert audit.history(plan.uid).get().verb == "workplan.plan_made"


def test_nobody_plans_for_an_office_of_others(world: World) -> None:
    with pytest.raises(NotPermitted, match="NBO"):
        world.plan(by="per")
    world.plan(by="ken")
    with pytest.raises(NotPermitted, match="LIM"):
        world.plan(by="ken", unit="LIM")
    with pytest.raises(NotPermitted):
        world.plan("KEN102", by="ken", unit=None)


def test_shares_of_outputs_make_the_whole_and_name_the_primary_one(world: World) -> None:
    shared = [(result(world, "1.1"), 7_000), (result(world, "2.1"), 3_000)]
    plan = world.plan(outputs=shared)
    assert dict(plan.outputs.values_list("result__code", "share")) == {"1.1": 7_000, "2.1": 3_000}
    with pytest.raises(InvalidInput, match=r"KEN101: The shares sum to 80.00 %") as refused:
        world.plan(outputs=[(result(world, "1.1"), 8_000)])
    assert refused.value.field == "outputs"
    with pytest.raises(InvalidInput, match="primary output"):
        world.plan(outputs=[(result(world, "2.1"), 10_000)])


def test_sdg_targets_are_known_and_their_shares_make_the_whole(world: World) -> None:
    assert world.plan(sdg={"8.5": 6_000, "8.8": 4_000}).sdg == {"8.5": 6_000, "8.8": 4_000}
    with pytest.raises(InvalidInput, match="no SDG target"):
        world.plan(sdg={"88.8": 10_000})
    with pytest.raises(InvalidInput, match=r"90\.00 %") as refused:
        world.plan(sdg={"8.5": 9_000})
    assert refused.value.field == "sdg"


def test_a_score_that_takes_evidence_is_refused_without(world: World) -> None:
    with pytest.raises(InvalidInput, match="Score 1 of Gender equality needs its evidence"):
        world.plan(markers=[MarkerGiven(world.gender, 1)])
    with pytest.raises(InvalidInput, match="has no score 7"):
        world.plan(markers=[MarkerGiven(world.gender, 7)])
    world.plan(markers=[MarkerGiven(world.gender, 0)])
    plan = world.plan(markers=[MarkerGiven(world.gender, 1, {"en": "A study of 2023"})])
    assert [str(one) for one in plan.markers.all()] == ["gender 1"]


def test_a_product_comes_in_languages_and_stands_in_no_country_programme(world: World) -> None:
    made = [LanguageGiven("en", "published", date(2024, 5, 1)), LanguageGiven("fr")]
    plan = world.plan("GLO101", languages=made, product_kind="guide", deliverable=result(world, "1.1.G1"))
    assert [str(one) for one in plan.languages.all()] == ["en published", "fr planned"]
    with pytest.raises(InvalidInput, match="which day it was published"):
        world.plan("GLO101", languages=[LanguageGiven("en", "published")])
    with pytest.raises(InvalidInput, match="stands in no country programme"):
        world.plan("GLO101", country_programme=world.country_programme())
    with pytest.raises(InvalidInput, match="Only a product"):
        world.plan(languages=made)


def test_a_country_programme_is_for_the_place_of_the_work(world: World) -> None:
    kenya = world.country_programme()
    plan = world.plan(country_programme=kenya, priority=kenya.priorities.get())
    assert plan.country_programme == kenya
    with pytest.raises(InvalidInput, match="KEN-CP is not for this place"):
        world.plan("PER101", country_programme=kenya)
    with pytest.raises(InvalidInput, match="priority"):
        world.plan(priority=kenya.priorities.get())


def test_two_who_plan_at_once_are_told(world: World) -> None:
    plan = world.plan(revision=0)
    with pytest.raises(Conflict, match="Somebody else planned KEN101"):
        world.plan(revision=0)
    world.plan(assumptions={"en": "Peace"}, revision=plan.revision)
    with pytest.raises(Conflict, match="while you were editing"):
        world.plan(assumptions={"en": "Rain"}, revision=plan.revision)
    assert Plan.objects.get().assumptions == {"en": "Peace"}


def test_saving_what_is_there_already_writes_nothing(world: World) -> None:
    first = world.plan(assumptions={"en": "Peace"})
    again = world.plan(assumptions={"en": "Peace"})
    assert again.revision == first.revision
    assert audit.history(first.uid).count() == 1


def test_work_starts_is_completed_or_dropped_with_a_reason(world: World) -> None:
    plan = move_plan(actor=world.people["ken"], plan=world.plan(), step="start")
    with pytest.raises(InvalidInput, match="needs a reason"):
        move_plan(actor=world.people["ken"], plan=plan, step="drop")
    dropped = move_plan(actor=world.people["ken"], plan=plan, step="drop", reason="The ministry closed")
    assert dropped.status == "dropped"
    assert audit.history(plan.uid).first().reason == "The ministry closed"  # type: ignore[union-attr]
    refused = steps(plan, world.people["per"])["complete"]
    assert refused is not None
    assert refused.permission


def test_retired_work_is_not_planned(world: World) -> None:
    item = world.item()
    item.retired_at = item.programme.start
    with pytest.raises(InvalidInput, match="KEN101 is retired"):
        plan_work(actor=world.people["planner"], item=item, values=world.values())


def test_many_plans_are_made_together_or_none(world: World) -> None:
    codes = ("KEN101", "PER101", "NPL101")
    planned = [Planned(world.item(code), world.values(), status="active") for code in codes]
    assert plan_many(actor=world.people["planner"], programme=world.programme, plans=planned) == 3
    assert set(Plan.objects.values_list("status", flat=True)) == {"active"}
    assert audit.history(world.programme.uid).first().after == {"plans": 3}  # type: ignore[union-attr]
    with pytest.raises(InvalidInput, match="KEN101 is planned already"):
        plan_many(actor=world.people["planner"], programme=world.programme, plans=planned)
    with pytest.raises(NotPermitted):
        plan_many(
            actor=world.people["per"],
            programme=world.programme,
            plans=[Planned(world.item("KEN102"), world.values())],
        )
