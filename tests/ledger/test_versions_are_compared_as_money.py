"""Versions are compared as money: what an item costs by fund, and what moved between its steps and its regions, also
where the price stays what it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context
from django.utils import translation

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.compare import Change
from biennium.kernel.money import Money
from biennium.ledger.models import BudgetItem
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.organisation.models import Region
from biennium.programme.models import Version
from biennium.programme.selectors import versions
from biennium.programme.selectors.comparison import compare_books, in_words, summary
from biennium.programme.services.versions import seal_version
from biennium.web.templatetags.changes import changed_field, signed, told
from ledger.world import World, fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world: World) -> BudgetItem:
    """An item of the regular budget, priced in two steps."""
    made = add_budget_item(actor=OPERATOR, programme=world.programme, code="II.1", title={"en": "Work"})
    say(made, "constant", 100_001)
    say(made, "exchange", -7)
    return made


def say(
    item: BudgetItem, step: str, amount: int, region: str = "", fund: str = "RB", *, modelled: bool = False
) -> None:
    estimate(
        actor=OPERATOR,
        item=item,
        fund=Fund.objects.get(code=fund),
        region=Region.objects.get(code=region) if region else None,
        step=step,
        amount=Money(amount, "USD"),
        modelled=modelled,
        reason="Priced",
    )


def seal(world: World, stage: str) -> Version:
    return seal_version(actor=OPERATOR, programme=world.programme, stage=stage, decision={"en": "Resolution 1"})


def changes(before: Version, after: Version) -> list[Change]:
    return compare_books(versions.opened(before), versions.opened(after))


def sums(found: list[Change]) -> dict[str, int]:
    """By how many cents each amount differs; what is not there is nothing."""
    return {one.field: _cents(one.after) - _cents(one.before) for one in found}


def _cents(value: object) -> int:
    return int(Decimal(str(value)) * 100) if value is not None else 0


def test_versions_are_compared_fund_by_fund(world: World, item: BudgetItem) -> None:
    first = seal(world, "preliminary")
    say(item, "constant", 120_001)
    say(item, "constant", 5_000, fund="XBDC")
    found = {one.field: one for one in changes(first, seal(world, "proposed"))}
    assert set(found) == {"price.RB", "price.XBDC"}
    assert {(one.change, one.kind, one.identity) for one in found.values()} == {
        ("repriced", "budget_item", str(item.uid))
    }
    by = found["price.RB"].by
    assert by is not None
    assert (by.value, by.decimals, by.unit) == (20_000, 2, "USD")


def test_money_that_moves_between_the_steps_of_a_price_is_told_step_by_step(world: World, item: BudgetItem) -> None:
    first = seal(world, "preliminary")
    say(item, "constant", 100_001 - 5_000)
    say(item, "exchange", -7 + 5_000)
    found = changes(first, seal(world, "proposed"))
    assert sums(found) == {"price.RB / step constant": -5_000, "price.RB / step exchange": 5_000}
    assert {(one.change, one.identity) for one in found} == {("repriced", str(item.uid))}


def test_money_that_moves_between_regions_at_the_same_total_is_told(world: World, item: BudgetItem) -> None:
    say(item, "constant", 30_000, "africa")
    say(item, "constant", 20_000, "americas")
    first = seal(world, "preliminary")
    say(item, "constant", 18_000, "africa")
    say(item, "constant", 32_000, "americas")
    found = changes(first, seal(world, "proposed"))
    assert sums(found) == {"price.RB / region africa": -12_000, "price.RB / region americas": 12_000}
    assert {one.change for one in found} == {"repriced"}
    lines = [in_words(one) for one in found]
    assert "$ repriced budget_item II.1 Work price.RB / region africa: 300.00 → 180.00" in lines
    assert {summary(one)["field"] for one in found} == set(sums(found))


def test_money_that_gets_a_region_is_told_with_what_has_none_yet(world: World, item: BudgetItem) -> None:
    first = seal(world, "preliminary")
    say(item, "constant", 60_001)
    say(item, "constant", 40_000, "africa")
    found = changes(first, seal(world, "proposed"))
    assert sums(found) == {"price.RB / region (none)": -40_000, "price.RB / region africa": 40_000}


def test_money_that_moves_between_regions_is_told_beside_a_price_that_changes(world: World, item: BudgetItem) -> None:
    say(item, "constant", 30_000, "africa")
    say(item, "constant", 20_000, "americas")
    first = seal(world, "preliminary")
    say(item, "constant", 10_000, "africa")
    say(item, "constant", 40_001, "americas")
    assert sums(changes(first, seal(world, "proposed"))) == {
        "price.RB": 1,
        "price.RB / region africa": -20_000,
        "price.RB / region americas": 20_001,
    }


def test_regions_that_merely_go_with_their_price_are_not_told(world: World, item: BudgetItem) -> None:
    say(item, "constant", 30_000, "africa")
    say(item, "constant", 20_000, "americas")
    first = seal(world, "preliminary")
    say(item, "constant", 33_000, "africa")
    say(item, "constant", 22_000, "americas")
    assert sums(changes(first, seal(world, "proposed"))) == {"price.RB": 5_000}


def test_steps_that_are_exchanged_between_regions_are_told_region_by_region(world: World, item: BudgetItem) -> None:
    for region in ("africa", "americas"):
        say(item, "constant", 30_000, region)
        say(item, "exchange", 10_000, region)
    first = seal(world, "preliminary")
    for region, more in (("africa", 500), ("americas", -500)):
        say(item, "constant", 30_000 + more, region)
        say(item, "exchange", 10_000 - more, region)
    assert sums(changes(first, seal(world, "proposed"))) == {
        "price.RB / region africa / step constant": 500,
        "price.RB / region africa / step exchange": -500,
        "price.RB / region americas / step constant": -500,
        "price.RB / region americas / step exchange": 500,
    }


def test_a_fund_with_a_stroke_in_its_code_is_compared_like_any_other(world: World, item: BudgetItem) -> None:
    fund("RB/TC")
    first = seal(world, "preliminary")
    say(item, "constant", 5_000, fund="RB/TC")
    assert sums(changes(first, seal(world, "proposed"))) == {"price.RB/TC": 5_000}


def test_an_item_that_may_be_negative_from_now_on_is_told(world: World, item: BudgetItem) -> None:
    first = seal(world, "preliminary")
    BudgetItem.objects.filter(pk=item.pk).update(may_be_negative=True)
    found = changes(first, seal(world, "proposed"))
    assert [(one.field, told(one.before), told(one.after)) for one in found] == [("may_be_negative", "no", "yes")]


def test_what_moved_is_told_in_the_words_and_digits_of_the_reader(world: World, item: BudgetItem) -> None:
    say(item, "constant", 123_456_700, "africa")
    first = seal(world, "preliminary")
    say(item, "constant", 100_001 + 23_456_700)
    say(item, "constant", 100_000_000, "africa")
    found = {one.field: one for one in changes(first, seal(world, "proposed"))}
    with translation.override("fr"):
        page = {"region_names": {"africa": "Afrique"}}
        named = {changed_field(page, field) for field in found}  # type: ignore[arg-type]
        assert named == {"prix RB, Afrique", "prix RB, sans région"}
        one = found["price.RB / region africa"]
        assert one.by is not None
        assert [told(one.before), told(one.after), signed(one.by)] == [
            "1\u202f234\u202f567,00\u00a0USD",
            "1\u202f000\u202f000,00\u00a0USD",
            "−234\u202f567,00\u00a0USD",
        ]
        steps = "price.RB / region africa / step constant"
        assert changed_field(page, steps) == "prix RB, Afrique, à prix constants"  # type: ignore[arg-type]


def test_an_estimate_that_is_no_longer_modelled_is_told_alone(world: World, item: BudgetItem) -> None:
    say(item, "constant", 30_000, "africa", modelled=True)
    first = seal(world, "preliminary")
    say(item, "constant", 30_000, "africa")
    say(item, "constant", 5, "americas", modelled=True)
    second = seal(world, "proposed")
    found = {one.field: (one.before, one.after) for one in changes(first, second)}
    assert found.pop("modelled.RB / region africa / step constant") == (True, False)
    assert set(found) == {"price.RB"}
    named = changed_field(
        Context({"region_names": {"africa": "Africa"}}), "modelled.RB / region africa / step constant"
    )
    assert named == "modelled RB, Africa, in constant prices"
