"""Partners, funds and projects are retired for a reason, once no money waits in them; they stay, and are not chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.funding.models import Agreement, Fund, Project
from biennium.funding.services import agreements, funds, projects
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.kernel.money import Money
from biennium.ledger.services import decisions
from biennium.ledger.services.estimates import estimate
from biennium.organisation.models import Person
from ledger.world import DAY, World

pytestmark = pytest.mark.django_db
TERMS: dict[str, Any] = {
    "actor": OPERATOR,
    "title": {"en": "Care"},
    "amount": Money(1_000, "USD"),
    "starts": date(2024, 1, 1),
    "ends": date(2025, 12, 31),
}


@pytest.fixture
def agreement(world: World) -> Agreement:
    partner = agreements.add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    return agreements.add_agreement(code="NOR-1", partner=partner, fund=Fund.objects.get(code="XBDC"), **TERMS)


@pytest.fixture
def project(world: World, agreement: Agreement) -> Project:
    return projects.add_project(
        actor=OPERATOR,
        symbol="GLO/1",
        title={"en": "Care"},
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
        agreements=[agreement],
    )


def drop(agreement: Agreement) -> None:
    agreements.move_agreement(actor=OPERATOR, agreement=agreement, step="drop", reason="No answer")


def retired() -> list[str]:
    return list(AuditEvent.objects.filter(verb__endswith="_retired").values_list("verb", flat=True))


def test_a_partner_is_retired_when_its_agreements_have_ended(agreement: Agreement) -> None:
    partner = agreement.partner
    with pytest.raises(InvalidInput, match="NOR-1 with this partner has not ended"):
        agreements.retire_partner(actor=OPERATOR, partner=partner, reason="Merged")
    drop(agreement)
    with pytest.raises(InvalidInput, match="for a reason"):
        agreements.retire_partner(actor=OPERATOR, partner=partner, reason=" ")
    partner = agreements.retire_partner(actor=OPERATOR, partner=partner, reason="Merged with another")
    assert (retired(), partner.agreements.count()) == (["funding.partner_retired"], 1)
    with pytest.raises(InvalidInput, match="NOR is retired"):
        agreements.add_agreement(code="NOR-2", partner=partner, fund=agreement.fund, **TERMS)
    with pytest.raises(InvalidInput, match="NOR is retired"):
        agreements.change_partner(actor=OPERATOR, partner=partner, published=False)
    with pytest.raises(InvalidInput, match="NOR is retired"):
        agreements.retire_partner(actor=OPERATOR, partner=partner, reason="Again")


def test_an_agreement_is_not_given_to_a_partner_who_is_retired(agreement: Agreement) -> None:
    other = agreements.add_partner(actor=OPERATOR, code="KOR", name={"en": "Korea"}, contributor_type="C01")
    other = agreements.retire_partner(actor=OPERATOR, partner=other, reason="Twice there")
    with pytest.raises(InvalidInput, match="KOR is retired"):
        agreements.change_agreement(actor=OPERATOR, agreement=agreement, partner=other)


def test_a_fund_is_retired_when_nothing_of_it_goes_on(world: World, agreement: Agreement) -> None:
    fund = agreement.fund
    payer = funds.open_fund(
        actor=OPERATOR, code="TF", name={"en": "TF"}, kind="voluntary", releases="receipt", support_cost_fund=fund
    )
    line = world.line("XBDC", unit="LAW")
    world.enter("authority", 500, line)
    retire: Callable[[], Fund] = lambda: funds.retire_fund(actor=OPERATOR, fund=fund, reason="Ended")  # noqa: E731
    with pytest.raises(InvalidInput, match="NOR-1 of this fund has not ended"):
        retire()
    drop(agreement)
    with pytest.raises(InvalidInput, match="Support cost of TF goes to this fund"):
        retire()
    funds.retire_fund(actor=OPERATOR, fund=payer, reason="Ended")
    with pytest.raises(InvalidInput, match="Money is left there"):
        retire()
    world.enter("lapse", 500, line)
    fund = retire()
    with pytest.raises(InvalidInput, match="XBDC is retired"):
        funds.change_fund(actor=OPERATOR, fund=fund, transfer="none")
    item = world.programme.budget_items.get(code="I.A")
    with pytest.raises(InvalidInput, match="XBDC is retired"):
        estimate(actor=OPERATOR, item=item, fund=fund, step="constant", amount=Money(1, "USD"))


def test_what_was_spent_without_an_allotment_keeps_a_project_until_it_is_covered(
    world: World, project: Project
) -> None:
    line = replace(world.line("XBDC", unit="LAW"), project=project.pk)
    world.spend(300, line)
    with pytest.raises(InvalidInput, match="or something is uncovered"):
        projects.retire_project(actor=OPERATOR, project=project, reason="Done")
    world.enter("authority", 300, line)
    world.enter("allotment", 300, line)
    decisions.cover(actor=OPERATOR, line=line, amount=Money(300, "USD"), day=DAY, reason="Found it")
    projects.retire_project(actor=OPERATOR, project=project, reason="Done")
    assert retired() == ["funding.project_retired"]


def test_nothing_is_decided_for_a_project_that_is_retired(world: World, project: Project) -> None:
    project = projects.retire_project(actor=OPERATOR, project=project, reason="Never began")
    source = world.line("XBDC", unit="LAW")
    world.enter("authority", 900, source)
    world.enter("allotment", 300, source)
    target = replace(source, project=project.pk)
    say: dict[str, Any] = {"actor": OPERATOR, "amount": Money(100, "USD"), "day": DAY, "reason": "The plan"}
    for decide in (
        lambda: decisions.allot(source=source, target=target, **say),
        lambda: decisions.transfer(source=source, target=target, **say),
        lambda: decisions.commit(line=target, **say),
        lambda: projects.share_project(actor=OPERATOR, project=project, results={}, places={}),
    ):
        with pytest.raises(InvalidInput, match="GLO/1 is retired"):
            decide()


def test_nobody_retires_or_hides_anything_without_the_role(agreement: Agreement, project: Project) -> None:
    reader = Person.objects.create_user("reader@example.org", "Reader")
    for act in (
        lambda: agreements.retire_partner(actor=reader, partner=agreement.partner, reason="I want to"),
        lambda: agreements.change_partner(actor=reader, partner=agreement.partner, published=False),
        lambda: funds.retire_fund(actor=reader, fund=agreement.fund, reason="I want to"),
        lambda: projects.retire_project(actor=reader, project=project, reason="I want to"),
        lambda: agreements.bring_back_partner(actor=reader, partner=agreement.partner, reason="I want to"),
        lambda: funds.bring_back_fund(actor=reader, fund=agreement.fund, reason="I want to"),
        lambda: projects.bring_back_project(actor=reader, project=project, reason="I want to"),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_what_was_retired_is_brought_back_for_a_reason_and_can_be_chosen_again(
    agreement: Agreement, project: Project
) -> None:
    drop(agreement)
    fund, partner = agreement.fund, agreement.partner
    cases: list[tuple[str, Any, Any, Any]] = [
        ("partner", partner, agreements.retire_partner, agreements.bring_back_partner),
        ("fund", fund, funds.retire_fund, funds.bring_back_fund),
        ("project", project, projects.retire_project, projects.bring_back_project),
    ]
    for name, row, retire, bring_back in cases:
        with pytest.raises(InvalidInput, match="is not retired"):
            bring_back(actor=OPERATOR, reason="Too early", **{name: row})
        row = retire(actor=OPERATOR, reason="Ended", **{name: row})
        with pytest.raises(InvalidInput, match="brought back for a reason"):
            bring_back(actor=OPERATOR, reason=" ", **{name: row})
        row = bring_back(actor=OPERATOR, reason="It goes on", **{name: row})
        event = AuditEvent.objects.get(verb=f"funding.{name}_brought_back", object_uid=row.uid)
        assert (row.retired_at, event.reason) == (None, "It goes on")
    assert agreements.add_agreement(code="NOR-2", partner=partner, fund=fund, **TERMS).fund == fund


def test_a_fund_is_brought_back_after_the_one_its_support_cost_goes_to(agreement: Agreement) -> None:
    drop(agreement)
    say: dict[str, Any] = {"actor": OPERATOR, "reason": "Ended"}
    into = agreement.fund
    payer = funds.open_fund(
        actor=OPERATOR, code="TF", name={"en": "TF"}, kind="voluntary", releases="receipt", support_cost_fund=into
    )
    payer, into = funds.retire_fund(fund=payer, **say), funds.retire_fund(fund=into, **say)
    with pytest.raises(InvalidInput, match="goes to XBDC, which is retired"):
        funds.bring_back_fund(fund=Fund.objects.get(pk=payer.pk), **say)
    funds.bring_back_fund(fund=into, **say)
    assert funds.bring_back_fund(fund=Fund.objects.get(pk=payer.pk), **say).retired_at is None
