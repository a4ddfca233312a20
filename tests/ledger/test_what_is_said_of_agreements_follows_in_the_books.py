"""What came of an agreement stands in the book of income too; what is left of it when it closes goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, Fund, Instalment
from biennium.funding.services import agreements
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import Batch, IncomeEntry, Line, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import agreements as books
from biennium.ledger.services import decisions, facts
from biennium.ledger.services.authority import release_authority, released
from ledger.world import DAY, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def agreement(world: World) -> Agreement:
    """USD 10 agreed and released, in two instalments."""
    partner = agreements.add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    made = agreements.add_agreement(
        actor=OPERATOR,
        code="NOR-1",
        title={"en": "Care"},
        partner=partner,
        fund=Fund.objects.get(code="XBDC"),
        amount=Money(1_000, "USD"),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
    )
    for amount in (600, 400):
        agreements.expect_instalment(actor=OPERATOR, agreement=made, due=DAY, amount=amount)
    signed = agreements.move_agreement(
        actor=OPERATOR, agreement=Agreement.objects.get(pk=made.pk), step="sign", day=DAY
    )
    release_authority(actor=OPERATOR, agreement=signed, line=top(world, signed))
    return signed


def top(world: World, agreement: Agreement) -> Dimensions:
    return Dimensions(world.programme.pk, agreement.fund_id, agreement=agreement.pk, year=2024)


def instalments(agreement: Agreement) -> list[Instalment]:
    return list(agreement.instalments.order_by("pk"))


def booked() -> list[tuple[str, str, int, str | None]]:
    rows = IncomeEntry.objects.order_by("pk")
    return list(rows.values_list("step", "instrument", "amount", "agreement__code"))


def test_what_came_of_an_instalment_is_in_the_agreement_and_in_the_book(agreement: Agreement) -> None:
    Fund.objects.filter(code="XBDC").update(instruments=["R03A", "R03B"])
    first, second = instalments(agreement)
    books.receive(actor=OPERATOR, instalment=first, day=DAY, amount=600)
    books.receive(actor=OPERATOR, instalment=second, day=DAY, amount=350)
    assert booked() == [("received", "R03A", 600, "NOR-1"), ("received", "R03A", 350, "NOR-1")]
    assert [one.received for one in instalments(agreement)] == [600, 350]
    with pytest.raises(InvalidInput, match="is recorded"):
        books.receive(actor=OPERATOR, instalment=first, day=DAY, amount=600)
    assert len(booked()) == 2


def test_what_came_before_the_book_was_kept_is_written_with_the_next(agreement: Agreement) -> None:
    first, second = instalments(agreement)
    agreements.receive_instalment(actor=OPERATOR, instalment=first, day=DAY, amount=600)
    books.receive(actor=OPERATOR, instalment=second, day=DAY, amount=400)
    assert [row[2] for row in booked()] == [600, 400]


def test_nothing_comes_tomorrow(agreement: Agreement) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(InvalidInput, match="still to come"):
        books.receive(actor=OPERATOR, instalment=instalments(agreement)[0], day=tomorrow, amount=600)
    assert booked() == []


def close(agreement: Agreement) -> Agreement:
    return books.close(actor=OPERATOR, agreement=agreement, reason="All is done")


def balances(agreement: Agreement) -> dict[str, int]:
    lines = Line.objects.filter(agreement=agreement).select_related("balance")
    stages = ("approved", "allotted", "committed", "spent", "uncovered")
    return {stage: sum(getattr(line.balance, stage) for line in lines) for stage in stages}


def test_what_is_left_when_an_agreement_closes_goes_back(world: World, agreement: Agreement) -> None:
    line = replace(top(world, agreement), **in_output(world))
    often: dict[str, Any] = {"actor": OPERATOR, "day": DAY, "reason": "The plan"}
    decisions.allot(source=top(world, agreement), target=line, amount=Money(700, "USD"), **often)
    world.spend(300, line)
    close(agreement)
    assert balances(agreement) == {"approved": 0, "allotted": 0, "committed": 0, "spent": 300, "uncovered": 0}
    batch = Batch.objects.get(origin="agreement", reason="All is done")
    kinds = set(Posting.objects.filter(batch=batch).values_list("kind", flat=True))
    assert kinds >= {"withdrawal", "return"}
    assert prove().holds
    assert released(Agreement.objects.get()) == 1_000


def in_output(world: World) -> dict[str, Any]:
    known = world.line("XBDC", result="1.1", unit="LAW")
    return {"result": known.result, "unit": known.unit}


def test_an_agreement_with_nothing_left_closes_without_a_posting(agreement: Agreement) -> None:
    close(agreement)
    before = Posting.objects.count()
    with pytest.raises(InvalidInput):
        close(Agreement.objects.get())
    assert Posting.objects.count() == before


def test_what_is_committed_keeps_an_agreement_open(world: World, agreement: Agreement) -> None:
    line = replace(top(world, agreement), **in_output(world))
    often: dict[str, Any] = {"actor": OPERATOR, "day": DAY, "reason": "The plan"}
    decisions.allot(source=top(world, agreement), target=line, amount=Money(700, "USD"), **often)
    contract = world.commit(200, line)
    with pytest.raises(InvalidInput, match=r"USD 2\.00 is still committed"):
        close(agreement)
    assert Agreement.objects.get().status == "signed"
    facts.reverse(actor=OPERATOR, posting=Posting.objects.get(pk=contract), day=DAY, reason="Not needed")
    assert close(agreement).status == "closed"


def test_what_nobody_allotted_keeps_an_agreement_open(world: World, agreement: Agreement) -> None:
    line = replace(top(world, agreement), **in_output(world))
    world.spend(300, line)
    with pytest.raises(InvalidInput, match=r"USD 3\.00 was spent without being allotted"):
        close(agreement)
    assert Agreement.objects.get().status == "signed"
