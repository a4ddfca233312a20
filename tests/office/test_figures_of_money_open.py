"""Figures of money in the office open into their parts, down to postings; the strategic budget stands beside the
programme before."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.models import BudgetItem, Estimate, Line
from biennium.ledger.selectors.previous import previous
from biennium.ledger.services.estimates import add_budget_item, estimate, estimate_previous
from biennium.programme.models import Programme
from biennium.programme.services.versions import seal_version
from ledger.world import World

from .conftest import SignIn
from .test_pages_of_money import HERE, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(world: World) -> World:
    """USD 1,000.00 approved for a budget item, 900.00 allotted to two outputs, 350.00 spent on staff in Kenya."""
    approved = world.line("RB", budget_item="I.A", result="1")
    world.enter("appropriation", 100_000, approved)
    for output, amount in (("1.1", 60_000), ("1.2", 30_000)):
        line = world.line("RB", budget_item="I.A", result=output, unit="LAW", place="KEN", cost_category="staff")
        world.enter("allotment", amount, approved, to=line)
    spent = world.line("RB", budget_item="I.A", result="1.1", unit="LAW", place="KEN", cost_category="staff")
    world.spend(35_000, spent, document="PAY-3")
    return world


def opened(client: Client, page: str, column: str) -> str:
    """The page behind the first figure of a column, or the first part of one, that is of the result 1.1 if any is."""
    addresses = re.findall(rf'href="([^"]*/money/{column}/[^"]*)"', page)
    return read(client, html.unescape(next((one for one in addresses if "1.1" in one), addresses[0])))


def test_a_total_opens_down_to_its_postings(money: World, sign_in: SignIn) -> None:
    client = sign_in("reader")
    page = read(client, f"{HERE}/budget/?by=result")
    steps = 0
    while "PAY-3" not in page:
        page = opened(client, page, "spent")
        steps += 1
        assert "USD\u00a0350.00: the sum of" in page
        assert steps <= 4
    line = Line.objects.get(result__code="1.1")
    assert f"/lines/{line.uid}/" in page


def test_a_column_there_is_none_of_is_refused_with_those_there_are(money: World, sign_in: SignIn) -> None:
    assert "approved, allotted, committed" in read(sign_in(), f"{HERE}/money/colour/", 404)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_parts_of_a_figure_are_saved(money: World, sign_in: SignIn, file_format: str) -> None:
    answer = sign_in().get(f"{HERE}/money/spent.{file_format}?fund=RB")
    assert answer.status_code == 200
    if file_format == "csv":
        assert "350.00" in answer.content.decode("utf-8-sig")


def test_the_budget_is_divided_by_three(money: World, sign_in: SignIn) -> None:
    page = read(sign_in(), f"{HERE}/budget/?by=result&then=fund&and=year")
    for words in ("Result", "Fund", "Year", "600.00"):
        assert words in page
    csv = sign_in("reader").get(f"{HERE}/budget.csv?by=result&then=fund&and=year").content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("Result,Fund,Year,")


def priced(world: World) -> None:
    """Two parts with items in them; USD 1,050.00 in three steps."""
    fund = Fund.objects.get(code="RB")
    part = add_budget_item(actor=OPERATOR, programme=world.programme, code="I", title={"en": "Ordinary budget"})
    BudgetItem.objects.filter(code="I.A").update(parent=part)
    item = BudgetItem.objects.get(code="I.A")
    for step, amount in (("constant", 100_000), ("cost_increase", 5_500), ("exchange", -500)):
        estimate(actor=OPERATOR, item=item, fund=fund, step=step, amount=Money(amount, "USD"))


def test_the_programme_before_stands_beside_it_step_by_step(money: World, sign_in: SignIn) -> None:
    priced(money)
    for step, amount, precision in (("constant", 80_000, 1), ("cost_increase", 2_000, 1), ("exchange", 5_000, 1_000)):
        estimate_previous(
            actor=OPERATOR,
            programme=money.programme,
            code="2022-23",
            step=step,
            amount=Money(amount, "USD"),
            precision=precision,
        )
    client = sign_in()
    page = read(client, f"{HERE}/strategic-budget/")
    assert "Beside 2022-23" in page
    assert "as they were published" in page
    table = client.get(f"{HERE}/programme-before.csv").content.decode("utf-8-sig").splitlines()
    assert table[0] == "Step,2022-23 (USD),2024-25 (USD),Difference (USD),Change,Known to,Source"
    assert table[1].startswith("Constant prices,800.00,1000.00,200.00,25%")
    assert table[4].startswith("Total,870.00,1050.00,180.00,20.7%")


def test_parts_staff_and_regions_are_on_the_page_and_lead_to_the_budget(money: World, sign_in: SignIn) -> None:
    priced(money)
    page = read(sign_in(), f"{HERE}/strategic-budget/")
    for words in ("By part of the budget", "I Ordinary budget", "Staff and non-staff", "By region", "africa"):
        assert words in page
    for address in ("?by=part", "?by=staff", "?by=region", "?by=result&amp;then=fund&amp;and=year"):
        assert address in page
    page = read(sign_in("reader"), f"{HERE}/budget/?by=part")
    assert "?budget_item=I&amp;by=budget_item" in page


def test_what_was_sealed_is_compared_with_todays_estimates_as_money(world: World, sign_in: SignIn) -> None:
    priced(world)
    seal_version(actor=OPERATOR, programme=world.programme, stage="adopted", decision={"en": "Resolution 1"})
    client = sign_in()
    page = read(client, f"{HERE}/strategic-budget/")
    assert "seals USD\u00a01,050.00; USD\u00a01,050.00 is appropriated." in page
    assert "The estimates are as it sealed them." in page
    item, fund = BudgetItem.objects.get(code="I.A"), Fund.objects.get(code="RB")
    estimate(actor=OPERATOR, item=item, fund=fund, step="constant", amount=Money(120_000, "USD"))
    page = read(client, f"{HERE}/strategic-budget/")
    assert "The estimates have moved by USD\u00a0200.00 since." in page


def test_without_a_programme_before_nothing_stands_beside_it(money: World, sign_in: SignIn) -> None:
    priced(money)
    client = sign_in()
    assert "Beside" not in read(client, f"{HERE}/strategic-budget/")
    assert client.get(f"{HERE}/programme-before.csv").status_code == 404


def test_a_programme_before_that_is_in_the_books_needs_no_figures_typed(money: World) -> None:
    priced(money)
    before = Programme.objects.create(
        code="2022-23",
        title={"en": "Before"},
        start=date(2022, 1, 1),
        end=date(2023, 12, 31),
        currency="USD",
        languages=["en"],
    )
    item = BudgetItem.objects.create(programme=before, code="I.A", title={"en": "Organs"})
    fund = Fund.objects.get(code="RB")
    Estimate.objects.create(programme=before, budget_item=item, fund=fund, step="constant", amount=70_000)
    found = previous(money.programme)
    assert found is not None
    assert (found.code, found.whole.total, found.items["I.A"].total) == ("2022-23", 70_000, 70_000)


def test_only_one_programme_comes_before(money: World) -> None:
    said = {"actor": OPERATOR, "programme": money.programme, "step": "constant", "amount": Money(1, "USD")}
    estimate_previous(code="2022-23", **said)
    for code in ("2020-21", "2024-25"):
        with pytest.raises(InvalidInput, match="One programme comes before"):
            estimate_previous(code=code, **said)
