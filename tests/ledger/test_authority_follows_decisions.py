"""Authority comes of a decision: an adoption appropriates what was estimated, an agreement releases what its fund lets
it; each once, and what was taken back can be given again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, Earmark, Fund
from biennium.funding.services import agreements
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import ControlAccount, Posting
from biennium.ledger.selectors.reconciliation import books
from biennium.ledger.services import decisions, facts
from biennium.ledger.services.authority import release_authority, released
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.organisation.models import Place
from biennium.programme.services.versions import seal_version
from ledger.world import DAY, World, fund

pytestmark = pytest.mark.django_db


def usd(amount: int) -> Money:
    return Money(amount, "USD")


def adopt(world: World, stage: str = "adopted") -> None:
    why = {"reason": "budget_change", "reason_text": "Less money"} if stage == "revised" else {}
    seal_version(actor=OPERATOR, programme=world.programme, stage=stage, decision={"en": "Resolution 1"}, **why)


def priced(world: World, amount: int, of: str = "RB") -> None:
    """What the item I.A is estimated at."""
    item = world.programme.budget_items.get(code="I.A")
    estimate(actor=OPERATOR, item=item, fund=Fund.objects.get(code=of), step="constant", amount=usd(amount))


def approved() -> list[int]:
    return list(ControlAccount.objects.order_by("year").values_list("approved", flat=True))


def test_an_adoption_appropriates_the_estimates_and_a_revision_what_differs(world: World) -> None:
    priced(world, 1_000)
    adopt(world)
    assert approved() == [1_000]
    priced(world, 400)
    adopt(world, "revised")
    assert approved() == [400]
    assert Posting.objects.filter(kind="appropriation").count() == 2
    assert all(one.difference == 0 for one in books(world.programme))


def test_authority_by_year_is_divided_over_the_years_to_the_cent(world: World) -> None:
    fund("YEARLY", control_by_year=True)
    priced(world, 1_001, of="YEARLY")
    adopt(world)
    assert approved() == [501, 500]


def test_an_appropriation_without_a_budget_item_stands_in_the_way_of_adoption(world: World) -> None:
    by_hand = world.enter("appropriation", 700, world.line("RB", result="1"))
    priced(world, 1_000)
    with pytest.raises(InvalidInput, match=r"USD 7\.00 of RB was appropriated .* without a budget item") as refused:
        adopt(world)
    assert "Reverse that appropriation" in refused.value.remedy
    assert not world.programme.versions.exists()
    facts.reverse(actor=OPERATOR, posting=by_hand.postings.get(), day=DAY, reason="By budget item")
    adopt(world)
    assert sum(approved()) == 1_000


def test_what_was_appropriated_and_reversed_is_appropriated_again(world: World) -> None:
    priced(world, 1_000)
    adopt(world)
    facts.reverse(actor=OPERATOR, posting=Posting.objects.get(), day=DAY, reason="Too early")
    adopt(world, "revised")
    assert approved() == [1_000]


def test_what_a_fund_was_appropriated_stays_when_adoption_no_longer_releases_it(world: World) -> None:
    priced(world, 1_000)
    adopt(world)
    Fund.objects.filter(code="RB").update(releases="nothing")
    add_budget_item(actor=OPERATOR, programme=world.programme, code="I.B", title={"en": "Another"})
    adopt(world, "revised")
    assert approved() == [1_000]


@pytest.fixture
def agreement(world: World) -> Agreement:
    """USD 10.00 that its fund releases by signature; not signed."""
    partner = agreements.add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    return agreements.add_agreement(
        actor=OPERATOR,
        code="NOR-1",
        title={"en": "Care"},
        partner=partner,
        fund=Fund.objects.get(code="XBDC"),
        amount=usd(1_000),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
    )


def release(world: World, agreement: Agreement, amount: int | None = None) -> Posting | None:
    line = Dimensions(world.programme.pk, agreement.fund_id, agreement=agreement.pk, year=2024)
    asked = None if amount is None else usd(amount)
    return release_authority(actor=OPERATOR, agreement=agreement, line=line, amount=asked)


def sign(agreement: Agreement) -> Agreement:
    return agreements.move_agreement(actor=OPERATOR, agreement=agreement, step="sign", day=DAY)


def test_an_agreement_releases_nothing_before_it_is_signed(world: World, agreement: Agreement) -> None:
    assert release(world, agreement) is None
    with pytest.raises(InvalidInput, match=r"NOR-1 has only USD 0\.00 left to release \(asked: USD 0\.01\)"):
        release(world, agreement, 1)


def test_signature_releases_all_of_it_once_in_parts_or_whole(world: World, agreement: Agreement) -> None:
    agreement = sign(agreement)
    release(world, agreement, 400)
    with pytest.raises(InvalidInput, match=r"only USD 6\.00 left"):
        release(world, agreement, 601)
    release(world, agreement)
    assert (released(agreement), release(world, agreement)) == (1_000, None)


def test_receipt_releases_what_came(world: World, agreement: Agreement) -> None:
    Fund.objects.filter(code="XBDC").update(releases="receipt")
    instalment = agreements.expect_instalment(actor=OPERATOR, agreement=agreement, due=DAY, amount=600)
    agreement = sign(Agreement.objects.get())
    assert release(world, agreement) is None
    agreements.receive_instalment(actor=OPERATOR, instalment=instalment, day=DAY, amount=250)
    release(world, Agreement.objects.get())
    assert released(agreement) == 250


def test_authority_that_was_reversed_can_be_released_again(world: World, agreement: Agreement) -> None:
    agreement = sign(agreement)
    posting = release(world, agreement)
    assert posting
    facts.reverse(actor=OPERATOR, posting=posting, day=DAY, reason="On the wrong line")
    assert released(agreement) == 0
    assert release(world, agreement) is not None


def test_authority_of_an_agreement_is_released_on_its_own_lines(world: World, agreement: Agreement) -> None:
    with pytest.raises(InvalidInput, match="NOR-1 is released on its own lines"):
        release_authority(actor=OPERATOR, agreement=sign(agreement), line=world.line("XBDC"))


def test_earmarked_money_leaves_its_agreement_by_no_transfer_and_no_withdrawal(
    world: World, agreement: Agreement
) -> None:
    Earmark.objects.create(agreement=agreement, kind="place", place=Place.objects.get(code="KEN"))
    release(world, sign(agreement))
    top, pool = (
        Dimensions(world.programme.pk, agreement.fund_id, agreement=key, year=2024) for key in (agreement.pk, None)
    )
    in_kenya = replace(top, place=Place.objects.get(code="KEN").pk)
    often: dict[str, Any] = {"actor": OPERATOR, "amount": usd(100), "day": DAY, "reason": "The plan"}
    decisions.allot(source=top, target=in_kenya, **often)
    refused = "NOR-1 is earmarked to KEN; its money stays with it. Choose a line of the same agreement."
    with pytest.raises(InvalidInput, match=refused):
        decisions.transfer(source=in_kenya, target=replace(in_kenya, agreement=None), **often)
    with pytest.raises(InvalidInput, match=refused):
        decisions.transfer(source=top, target=pool, stage=Stage.APPROVED, **often)
    with pytest.raises(InvalidInput, match=refused):
        decisions.withdraw(line=in_kenya, back_to=pool, **often)
    decisions.withdraw(line=in_kenya, back_to=top, **often)
    closed = agreements.move_agreement(actor=OPERATOR, agreement=Agreement.objects.get(), step="close", reason="Over")
    with pytest.raises(InvalidInput, match="NOR-1 is closed"):
        decisions.allot(source=top, target=in_kenya, **often)
    closed.earmarks.all().delete()
    assert decisions.transfer(source=top, target=pool, stage=Stage.APPROVED, **often).kind == "transfer"
