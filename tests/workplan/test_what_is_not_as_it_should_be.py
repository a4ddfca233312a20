"""The rules of data quality on work plans: each finds what it is for, and nothing in a sound plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from biennium.foundation.actors import OPERATOR
from biennium.foundation.quality import RULES, Finding
from biennium.funding.models import Agreement, Earmark, Fund
from biennium.ledger.books.dimensions import Dimensions
from biennium.organisation.models import Place
from biennium.workplan.models import PlanMarker
from biennium.workplan.services.country_programmes import Endorsement, move_country_programme
from biennium.workplan.services.milestones import MilestoneValues, add_milestone, reach_milestone
from biennium.workplan.services.plans import MarkerGiven, move_plan
from biennium.workplan.services.standards import Score, Staff, set_capacity, set_marker
from workplan.world import World


def found(world: World, rule: str) -> list[Finding]:
    return list(RULES[rule].find(world.programme))


def where(world: World, rule: str) -> list[str]:
    return [one.where for one in found(world, rule)]


def test_work_without_a_plan_is_found_until_it_is_planned(world: World) -> None:
    assert where(world, "no-plan") == ["GLO101", "KEN101", "KEN102", "NPL101", "PER101"]
    world.plan()
    assert "KEN101" not in where(world, "no-plan")


def test_work_that_nobody_leads_is_found_while_it_goes_on(world: World) -> None:
    plan = world.plan(unit=None)
    assert where(world, "no-lead") == ["KEN101"]
    move_plan(actor=OPERATOR, plan=plan, step="drop", reason="No money")
    assert where(world, "no-lead") == []


def test_an_outcome_that_does_not_say_where_it_starts_falls_to_its_office(world: World) -> None:
    world.plan()
    world.plan("GLO101", unit="LAW")
    world.plan("PER101", unit="LIM", situation={"en": "No law"})
    assert [(one.where, one.unit) for one in found(world, "no-situation")] == [("KEN101", "NBO")]


def test_work_for_an_output_without_an_indicator_is_found(world: World) -> None:
    measured = set(world.programme.indicators.values_list("result__code", flat=True))
    results = dict(world.programme.work_items.values_list("code", "result__code"))
    assert set(where(world, "no-indicator")) == {code for code, result in results.items() if result not in measured}
    assert where(world, "no-indicator")


def test_a_requirement_without_any_money_is_found(world: World) -> None:
    world.plan()
    world.need(y2024=100)
    assert where(world, "nothing-for-requirement") == ["KEN101"]
    world.allot("KEN101", 1)
    assert where(world, "nothing-for-requirement") == []


def earmarked(world: World) -> Agreement:
    agreement = world.expected()
    Agreement.objects.filter(pk=agreement.pk).update(status="signed", signed_on=date(2025, 1, 1))
    Earmark.objects.create(agreement=agreement, kind="place", place=Place.objects.get(code="KEN"))
    return agreement


@pytest.mark.parametrize("planned", [True, False])
def test_earmarked_money_is_found_while_none_of_it_is_given_to_planned_work(world: World, planned: bool) -> None:
    agreement, item = earmarked(world), world.item()
    if planned:
        world.plan()
    fund = Fund.objects.get(code="XBDC")
    source = Dimensions(world.programme.pk, fund.pk, agreement=agreement.pk, year=2025)
    target = Dimensions(
        world.programme.pk,
        fund.pk,
        agreement=agreement.pk,
        work_item=item.pk,
        place=item.place_id,
        unit=world.unit().pk,
        year=2025,
    )
    world.enter("authority", 500, source, to=source)
    assert where(world, "earmarked-without-plan") == []
    world.enter("allotment", 300, source, to=target)
    assert where(world, "earmarked-without-plan") == ([] if planned else ["EU-1"])


def test_a_score_without_the_evidence_it_takes_now_is_found(world: World) -> None:
    world.plan(markers=[MarkerGiven(world.gender, 0)])
    assert where(world, "marker-without-evidence") == []
    asked = {"en": "An explanation"}
    scores = [Score(0, {"en": "None"}, asked), Score(1, {"en": "Significant"}, asked)]
    set_marker(actor=OPERATOR, code="gender", name={"en": "Gender equality"}, scores=scores)
    assert where(world, "marker-without-evidence") == ["KEN101 gender"]
    PlanMarker.objects.update(evidence={"en": "It is about roads"})
    assert where(world, "marker-without-evidence") == []


def test_shares_that_lost_their_primary_output_are_an_error(world: World) -> None:
    world.plan()
    assert where(world, "output-shares") == []
    world.programme.work_items.filter(code="KEN101").update(result=world.programme.results.get(code="2.1"))
    (one,) = found(world, "output-shares")
    assert (one.where, one.severity) == ("KEN101", "error")


def test_a_late_milestone_is_found_until_it_is_reached(world: World) -> None:
    due = MilestoneValues({"en": "Tabled"}, date(2024, 6, 1))
    milestone = add_milestone(actor=OPERATOR, plan=world.plan(), values=due)
    assert where(world, "milestone-late") == ["KEN101 Tabled"]
    reach_milestone(actor=OPERATOR, milestone=milestone, day=timezone.localdate())
    assert where(world, "milestone-late") == []


def test_milestones_are_found_once_each_beside_outputs_that_do_not_make_the_whole(world: World) -> None:
    plan = world.plan()
    for title, day in (("Tabled", 1), ("Adopted", 2)):
        add_milestone(actor=OPERATOR, plan=plan, values=MilestoneValues({"en": title}, date(2024, 6, day)))
    world.programme.work_items.filter(code="KEN101").update(result=world.programme.results.get(code="2.1"))
    assert where(world, "milestone-late") == ["KEN101 Tabled", "KEN101 Adopted"]
    assert where(world, "output-shares") == ["KEN101"]
    move_plan(actor=OPERATOR, plan=plan, step="drop", reason="No money")
    assert where(world, "milestone-late") == []


def test_a_dormant_country_programme_with_work_of_the_programme_is_found(world: World) -> None:
    country = world.country_programme()
    signed = Endorsement(date(2022, 2, 1))
    country = move_country_programme(actor=OPERATOR, country_programme=country, step="endorse", endorsement=signed)
    country = move_country_programme(actor=OPERATOR, country_programme=country, step="start")
    assert where(world, "dormant") == []
    world.plan(country_programme=country)
    assert where(world, "dormant") == ["KEN-CP"]


def test_staff_planned_for_more_months_than_there_are_is_found(world: World) -> None:
    world.plan()
    world.need(months=900)
    assert where(world, "staff-overbooked") == []
    set_capacity(actor=OPERATOR, staff=[Staff(world.unit(), "P4", 2024, 800)])
    assert where(world, "staff-overbooked") == ["NBO P4 2024"]
