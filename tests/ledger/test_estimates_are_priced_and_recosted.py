"""Estimates: their steps add up, versions seal them and are compared as money, and what they would cost at another rate
is a scenario that changes nothing (design: arithmetic, §§ 2 and 3)."""

from __future__ import annotations

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.rates import Rate
from biennium.ledger.models import BudgetItem, ControlAccount, Estimate, Move
from biennium.ledger.selectors.pricing import Price, PricedItem, prices, recosted
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.programme.models import Version
from biennium.programme.selectors import versions
from biennium.programme.selectors.document import document
from biennium.programme.services.programmes import change_programme
from biennium.programme.services.versions import seal_version
from ledger.world import World

BUDGET, MARKET = Rate.parse("USD", "CHF", "1.00"), Rate.parse("USD", "CHF", "0.90")
AMOUNTS = {
    "II.1": {"constant": 100_001, "cost_increase": 1_633, "exchange": -7},
    "II.2": {"constant": 50_003, "cost_increase": 817},
    "II.T": {"constant": -333, "cost_increase": -5},
}


def at_market(price: Price) -> Price:
    return recosted(price, "USD", 3_333, BUDGET, MARKET)


@pytest.fixture
def part(world: World) -> BudgetItem:
    """Part II with two items and a negative one for staff turnover."""
    made = add_budget_item(actor=OPERATOR, programme=world.programme, code="II", title={"en": "Part II"})
    for code, steps in AMOUNTS.items():
        item = add_budget_item(
            actor=OPERATOR,
            programme=world.programme,
            code=code,
            title={"en": code},
            parent=made,
            may_be_negative=code == "II.T",
        )
        for step, amount in steps.items():
            say(item, step, amount)
    return made


def say(item: BudgetItem, step: str, amount: int, fund: str = "RB") -> None:
    source = Fund.objects.get(code=fund)
    estimate(actor=OPERATOR, item=item, fund=source, step=step, amount=Money(amount, "USD"), reason="Priced")


def seal(world: World, stage: str) -> Version:
    return seal_version(actor=OPERATOR, programme=world.programme, stage=stage, decision={"en": "Resolution 1"})


def below(listed: list[PricedItem], code: str) -> list[PricedItem]:
    return [one for one in listed if one.item.code.startswith(f"{code}.")]


@pytest.mark.django_db
def test_the_steps_add_up_along_each_row_and_down_the_tree(world: World, part: BudgetItem) -> None:
    listed = prices(world.programme)
    whole = next(one.price for one in listed if one.item == part)
    assert whole == sum((one.price for one in below(listed, "II")), Price()) == Price(149_671, 2_445, -7)
    assert all(one.price.total == sum(AMOUNTS[one.item.code].values()) for one in below(listed, "II"))
    assert whole.total == whole.constant + whole.cost_increase + whole.exchange == 152_109


@pytest.mark.django_db
def test_in_a_scenario_the_parts_are_the_sum_of_their_items_to_the_cent(world: World, part: BudgetItem) -> None:
    listed = prices(world.programme, at_market)
    others = {one.item.code: one.other for one in listed}
    assert others["II"] == sum((one.other for one in below(listed, "II") if one.other), Price())
    assert all(one.other == at_market(one.price) for one in below(listed, "II"))
    assert [one.price for one in listed] == [one.price for one in prices(world.programme)]


@given(*[st.integers(-(10**12), 10**12)] * 3, st.integers(0, 10_000), st.integers(1, 3 * 10**8))
def test_recosting_changes_the_exchange_and_nothing_else(
    constant: int, increase: int, exchange: int, share: int, market: int
) -> None:
    price = Price(constant, increase, exchange)
    other = recosted(price, "USD", share, BUDGET, Rate("USD", "CHF", market))
    assert (other.constant, other.cost_increase) == (constant, increase)
    assert other.total == price.before_exchange + other.exchange
    assert recosted(price, "USD", share, BUDGET, BUDGET).exchange == 0


@pytest.mark.django_db
def test_recosting_is_a_scenario_that_changes_no_posting_and_no_estimate(world: World, part: BudgetItem) -> None:
    version = seal(world, "adopted")

    def books() -> list[object]:
        read = partial(list)
        return [
            read(Move.objects.order_by("id").values()),
            read(ControlAccount.objects.order_by("id").values()),
            read(Estimate.objects.order_by("id").values()),
            versions.opened(Version.objects.get(pk=version.pk)).more["estimates"],
        ]

    before = books()
    assert before[0]
    assert any(one.other != one.price for one in prices(world.programme, at_market))
    assert books() == before


@pytest.mark.django_db
def test_a_version_seals_the_estimates_in_digits_and_keeps_them(world: World, part: BudgetItem) -> None:
    version = seal(world, "preliminary")
    say(BudgetItem.objects.get(code="II.1"), "constant", 120_001)
    sealed = {one["code"]: one for one in versions.opened(version).more["estimates"]}
    assert json.loads(json.dumps(sealed["II.1"]["estimates"])) == [
        {"fund": "RB", "region": None, "step": step, "amount": amount, "modelled": False}
        for step, amount in (("constant", "1000.01"), ("cost_increase", "16.33"), ("exchange", "-0.07"))
    ]
    assert (sealed["II.T"]["may_be_negative"], sealed["II.T"]["parent"]) == (True, "II")


def in_currency(world: World, currency: str) -> None:
    values = document(world.programme).model_copy(update={"currency": currency})
    change_programme(actor=OPERATOR, programme=world.programme, values=values, revision=None)
    world.programme.refresh_from_db()


def test_a_programme_that_is_priced_keeps_its_currency(world: World, part: BudgetItem) -> None:
    with pytest.raises(InvalidInput, match="currency: The programme is priced in USD") as refused:
        in_currency(world, "EUR")
    assert refused.value.field == "currency"
    world.programme.refresh_from_db()
    assert world.programme.currency == "USD"


def test_a_programme_without_money_may_change_its_currency(world: World) -> None:
    in_currency(world, "EUR")
    assert world.programme.currency == "EUR"
