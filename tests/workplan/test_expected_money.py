"""What agreements to come may pay for a work item: set whole, on its page, by whoever matches money with work."""

from __future__ import annotations

import pytest

from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.workplan.models import Expectation, Plan
from biennium.workplan.services.requirements import expect_money
from workplan.test_pages_of_plans import HERE, post, read, signed_in
from workplan.world import World

PAGE = f"{HERE}/planned-work/KEN101/expected/"


@pytest.fixture
def planned(world: World) -> World:
    """A planned work item that lacks 2,000.00, and an agreement of 1,000.00 that is half likely."""
    world.plan("KEN101")
    world.need("KEN101", y2025=200_000)
    world.expected("EU-1")
    return world


def rows(*typed: tuple[str, str], **more: str) -> dict[str, str]:
    """A filled-in form, of the plan at revision 2."""
    made = {"expected_money-TOTAL_FORMS": str(len(typed)), "expected_money-INITIAL_FORMS": "0", "revision": "2"}
    for number, (agreement, share) in enumerate(typed):
        made |= {f"expected_money-{number}-agreement": agreement, f"expected_money-{number}-share": share}
    return {**made, **more}


def test_a_partnerships_officer_says_what_may_pay_for_the_work(planned: World) -> None:
    client = signed_in(planned, "partners")
    assert "EU-1 · European Union · USD" in read(client, PAGE)
    post(client, PAGE, rows(("EU-1", "40"), reason="Talks in March"))
    assert [str(one) for one in Expectation.objects.all()] == ["EU-1 → KEN101: 4000"]
    amounts = planned.amounts("work_item=KEN101")
    assert (amounts.expected, amounts.expected_gap) == (20_000, 180_000)
    event = AuditEvent.objects.get(verb="workplan.money_expected")
    assert (event.reason, event.after) == ("Talks in March", {"EU-1 → KEN101": 4_000})
    page = read(client, PAGE).replace("\u00a0", " ")
    assert "The work lacks USD 2,000.00; USD 200.00 may come, which would leave a gap of USD 1,800.00." in page


def test_a_row_that_is_taken_out_is_expected_no_more(planned: World) -> None:
    client = signed_in(planned, "partners")
    post(client, PAGE, rows(("EU-1", "40")))
    post(client, PAGE, rows(revision="3"))
    assert not Expectation.objects.exists()


def test_nothing_is_written_where_nothing_differs(planned: World) -> None:
    client = signed_in(planned, "partners")
    post(client, PAGE, rows(("EU-1", "40")))
    post(client, PAGE, rows(("EU-1", "40"), revision="3"))
    assert AuditEvent.objects.filter(verb="workplan.money_expected").count() == 1


def test_of_an_agreement_no_more_than_all_is_meant_for_work(planned: World) -> None:
    planned.plan("KEN102")
    agreement = planned.expected("EU-2")
    actor = planned.people["partners"]
    expect_money(actor=actor, item=planned.item("KEN102"), shares=[(agreement, 7_000)])
    page = post(signed_in(planned, "partners"), PAGE, rows(("EU-2", "40")), 400)
    assert "More than all of EU-2 would be expected" in page
    assert Expectation.objects.get().work_item.code == "KEN102"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([("EU-1", "0")], "more than zero"),
        ([("EU-1", "140")], "between 0 and 100"),
        ([("EU-1", "20"), ("EU-1", "30")], "same line is there twice"),
    ],
)
def test_a_wrong_share_is_refused_beside_what_was_typed(
    planned: World, typed: list[tuple[str, str]], words: str
) -> None:
    assert words in post(signed_in(planned, "partners"), PAGE, rows(*typed), 400)
    assert not Expectation.objects.exists()


def test_what_a_signed_agreement_was_expected_to_bring_stays(planned: World) -> None:
    signed = planned.expected("EU-3")
    actor, item = planned.people["partners"], planned.item()
    expect_money(actor=actor, item=item, shares=[(signed, 1_000)])
    type(signed).objects.filter(pk=signed.pk).update(status="signed", signed_on="2025-01-01")
    expect_money(actor=actor, item=item, shares=[])
    assert Expectation.objects.get().agreement_id == signed.pk
    signed.refresh_from_db()
    with pytest.raises(InvalidInput, match="not expected any more"):
        expect_money(actor=actor, item=planned.item("KEN101"), shares=[(signed, 2_000)])


def test_two_who_match_money_at_once_are_told(planned: World) -> None:
    agreement, item = planned.expected("EU-4"), planned.item()
    seen = Plan.objects.get(work_item=item).revision
    actor = planned.people["partners"]
    expect_money(actor=actor, item=item, shares=[(agreement, 1_000)], seen=seen)
    with pytest.raises(Conflict, match="Somebody else changed"):
        expect_money(actor=actor, item=item, shares=[], seen=seen)
    assert "Somebody else saved this" in post(signed_in(planned, "partners"), PAGE, rows(("EU-1", "5")), 409)


def test_work_without_a_plan_expects_nothing(planned: World) -> None:
    read(signed_in(planned, "partners"), f"{HERE}/planned-work/NPL101/expected/", 404)


def test_others_read_why_they_cannot_match_money(planned: World) -> None:
    page = read(signed_in(planned, "ken"), PAGE)
    assert "No role of yours allows you to match expected money with work" in page
    with pytest.raises(NotPermitted):
        expect_money(actor=planned.people["ken"], item=planned.item(), shares=[])


def test_the_plan_leads_to_the_page(planned: World) -> None:
    assert PAGE in read(signed_in(planned, "partners"), f"{HERE}/planned-work/KEN101/")


def test_the_evidence_a_score_takes_stands_beside_it(planned: World) -> None:
    page = read(signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/edit/")
    assert "The evidence each score takes" in page
    assert "An analysis" in page
    plan = Plan.objects.get(work_item__code="KEN101")
    plan.markers.create(marker=planned.gender, score=1, evidence={})
    page = read(signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/")
    assert "Evidence it takes" in page
    assert "evidence is missing" in page
    plan.markers.update(evidence={"en": "A study"})
    page = read(signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/")
    assert "A study" in page
    assert "evidence is missing" not in page
