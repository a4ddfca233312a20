"""What the files add up to, read back from disk, is what the ledger says by fund and year, to the cent."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import table
from biennium.ledger.services.income import Income, record_income
from biennium.publishing.iati.content import Reporter
from biennium.publishing.iati.gathering import transactions
from biennium.publishing.iati.gathering.authority import Part
from biennium.publishing.iati.gathering.folding import running
from biennium.publishing.iati.gathering.spending import Spending
from biennium.publishing.iati.totals import totals
from biennium.publishing.publications import selectors
from biennium.publishing.publications.services import describe_publisher
from publications.world import World, activities, published

LARGE = 10_000_000


def spent_in_the_books(world: World) -> dict[tuple[str, int], int]:
    rows = table(Scope.parse(world.programme, ""), ["fund", "year"]).rows
    return {(row.key[0], int(row.key[1])): row.amounts.spent for row in rows if row.amounts.spent}


def test_what_was_spent_is_published_once_by_fund_and_year(world: World, tmp_path):
    world.allot(LARGE)
    world.allot(LARGE, year=2025)
    world.cost(1_003, "KEN101")
    world.cost(50_007, "PER101", category="staff")
    world.cost(90_000, "PER101", counterparty="Printers Ltd")
    world.cost(11, "GLO101", year=2025)
    world.spend(777, world.line("RB", result="1.1", unit="LAW"), date=date(2024, 5, 1))
    publication = world.publish()
    assert totals(published(publication, tmp_path)).spent() == spent_in_the_books(world)


def test_budgets_sum_to_what_was_allotted_in_each_year(world: World, tmp_path):
    world.allot(100_001)
    world.allot(50_000, year=2025)
    world.allot(3_333, unit="ORG", result="2.1")
    world.allot(20_000, work_item="GLO101")
    world.cost(10_000, "KEN101")
    world.cost(20_000, "PER101")
    found = totals(published(world.publish(), tmp_path)).budgets
    assert found == {(2024, "USD"): 123_334, (2025, "USD"): 50_000}


def test_money_allotted_above_is_shared_by_what_work_items_spend(world: World, tmp_path):
    world.allot(90_000)
    world.cost(10_000, "KEN101")
    world.cost(20_000, "PER101")
    found = activities(world.publish(), tmp_path)
    assert [budget.value.minor for budget in found["KEN101"].budgets] == [30_000]
    assert [budget.value.minor for budget in found["PER101"].budgets] == [60_000]
    assert found["GLO101"].budgets == ()


def test_a_budget_says_whether_it_is_its_own_or_a_share(world: World, tmp_path):
    world.allot(90_000)
    world.allot(5_000, work_item="GLO101")
    world.cost(10_000, "KEN101")
    found = activities(world.publish(), tmp_path)
    assert [one.status for one in (*found["KEN101"].budgets, *found["GLO101"].budgets)] == ["1", "2"]


def test_a_biennial_budget_is_split_into_its_years(world: World, tmp_path):
    world.allot(90_000)
    world.allot(60_000, year=2025)
    world.cost(10_000, "KEN101")
    budgets = activities(world.publish(), tmp_path)["KEN101"].budgets
    assert [(one.start, one.end, one.value.minor) for one in budgets] == [
        (date(2024, 1, 1), date(2024, 12, 31), 90_000),
        (date(2025, 1, 1), date(2025, 12, 31), 60_000),
    ]


def test_money_allotted_where_nobody_spends_is_published_with_the_programme(world: World, tmp_path):
    world.allot(3_000, result="2.1", unit="ORG")
    found = activities(world.publish(), tmp_path)
    assert [budget.value.minor for budget in found["PROGRAMME"].budgets] == [3_000]


def agreement(world: World, amount: int = 100_000) -> None:
    world.sign("AAA-1", world.partner("AAA"), amount)
    world.allot(amount, "XBDC", agreement="AAA-1")


def test_an_agreement_is_split_over_the_work_its_allotments_pay_for(world: World, tmp_path):
    agreement(world, 100_001)
    world.cost(30_000, "KEN101", "XBDC", agreement="AAA-1")
    world.cost(10_000, "PER101", "XBDC", agreement="AAA-1")
    found = activities(world.publish(), tmp_path)
    parts = {
        code: [one.value.minor for one in found[code].transactions if one.type == "11"] for code in ("KEN101", "PER101")
    }
    assert sum(sum(part) for part in parts.values()) == 100_001
    assert parts["KEN101"][0] == pytest.approx(75_001, abs=1)


def test_an_incoming_commitment_names_who_gives_and_the_activity_that_is_given(world: World, tmp_path):
    agreement(world)
    world.cost(30_000, "KEN101", "XBDC", agreement="AAA-1")
    one = activities(world.publish(), tmp_path)["KEN101"]
    (came,) = [row for row in one.transactions if row.type == "11"]
    assert came.day == date(2024, 1, 15)
    assert came.provider is not None
    assert (came.provider.name, came.provider.type) == ({"en": "Country AAA"}, "10")
    assert came.receiver is not None
    assert came.receiver.activity == one.identifier
    assert came.aid == (("1", "C01"), ("2", "1"))
    assert {who.party.name["en"] for who in one.participants if who.role == "1"} == {"Country AAA"}


def test_money_of_an_agreement_that_is_not_allotted_yet_is_given_to_the_programme(world: World, tmp_path):
    world.sign("AAA-1", world.partner("AAA"), 5_000)
    world.enter("authority", 5_000, world.line("XBDC", agreement="AAA-1"))
    found = activities(world.publish(), tmp_path)
    assert [(one.type, one.value.minor) for one in found["PROGRAMME"].transactions] == [("11", 5_000)]


def test_what_came_is_incoming_funds_on_the_day_it_came(world: World, tmp_path):
    agreement(world)
    world.cost(30_000, "KEN101", "XBDC", agreement="AAA-1")
    entry = Income(
        step="received",
        instrument="R03E",
        year=2024,
        day=date(2024, 4, 2),
        amount=Money(40_000, "USD"),
        agreement=world._row("agreement", "AAA-1"),
    )
    record_income(actor=OPERATOR, entries=[entry])
    found = activities(world.publish(), tmp_path)["KEN101"]
    assert [(one.day, one.value.minor) for one in found.transactions if one.type == "1"] == [(date(2024, 4, 2), 40_000)]


def test_a_payment_stands_for_itself_only_where_an_organisation_is_named(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(40_000, "KEN101", counterparty="Printers Ltd")
    world.cost(60_000, "KEN101")
    found = activities(world.publish(), tmp_path)["KEN101"].transactions
    assert [(one.type, one.value.minor) for one in found] == [("3", 40_000), ("4", 60_000)]
    assert found[0].receiver is not None
    assert found[0].receiver.name == {"en": "Printers Ltd"}


def test_a_commitment_to_an_organisation_is_outgoing_and_what_is_open_of_it_is_planned(world: World, tmp_path):
    world.allot(LARGE)
    line = world.line("RB", result="1.1", unit="LAW", work_item="KEN101", cost_category="travel")
    commitment = world.commit(50_000, line, counterparty="Printers Ltd")
    world.spend(20_000, line, follows=commitment, counterparty="Printers Ltd")
    one = activities(world.publish(date(2024, 6, 30)), tmp_path)["KEN101"]
    assert [(row.type, row.value.minor) for row in one.transactions] == [("2", 50_000), ("3", 20_000)]
    (planned,) = one.planned
    assert (planned.value.minor, planned.start, planned.end) == (30_000, date(2024, 7, 1), date(2024, 12, 31))


def test_what_was_released_of_a_commitment_is_taken_back(world: World, tmp_path):
    world.allot(LARGE)
    line = world.line("RB", result="1.1", unit="LAW", work_item="KEN101", cost_category="travel")
    commitment = world.commit(50_000, line, counterparty="Printers Ltd")
    world.enter("release", 50_000, line, follows=commitment)
    one = activities(world.publish(date(2024, 6, 30)), tmp_path)["KEN101"]
    assert sorted(row.value.minor for row in one.transactions if row.type == "2") == [-50_000, 50_000]
    assert one.planned == ()


def test_support_cost_is_published_where_it_is_spent_and_not_where_it_is_charged(world: World, tmp_path):
    agreement(world)
    world.cost(30_000, "KEN101", "XBDC", agreement="AAA-1")
    world.charge(3_900, "KEN101", "AAA-1")
    found = totals(published(world.publish(), tmp_path))
    assert found.spent() == {("XBDC", 2024): 30_000}
    assert found.budgets == {(2024, "USD"): 96_100}


def test_only_what_was_posted_until_the_day_is_published(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(1_000, "KEN101", date=date(2024, 3, 1))
    world.cost(2_000, "KEN101", date=date(2024, 9, 1))
    found = activities(world.publish(date(2024, 6, 30)), tmp_path)["KEN101"]
    assert [(one.day, one.value.minor) for one in found.transactions] == [(date(2024, 6, 30), 1_000)]


def test_the_organisation_has_what_its_programmes_have(world: World):
    from biennium.foundation import files
    from biennium.publishing.iati import reading

    describe_publisher(actor=OPERATOR, values={"paper": "https://example.org/{programme}/v{version}.{language}.pdf"})
    world.allot(90_000)
    world.cost(30_000, "KEN101")
    publication = world.publish()
    assert sum(selectors.severities(publication).values()) == 0
    file = publication.files.get(programme=None).file
    with files.path_of(file.sha256).open("rb") as stream:
        one = reading.organisation(stream)
    assert [(row.value.minor, row.lines[0][0]) for row in one.budgets] == [(90_000, "RB")]
    assert [row.value.minor for row in one.expenditure] == [30_000]
    assert [(row.country, row.value.minor) for row in one.countries] == [("KE", 90_000)]
    assert [(row.url, row.categories, row.languages) for row in one.documents] == [
        (f"https://example.org/2024-25/v3.{language}.pdf", ("B02",), (language,))
        for language in world.programme.languages
    ]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.integers(-(10**12), 10**12))
@settings(max_examples=200)
def test_parts_that_come_one_after_the_other_sum_to_the_whole(weights, total):
    whole = sum(weights)
    if not whole:
        return
    before, parts = 0, []
    for weight in weights:
        parts.append(running(total, before, weight, whole))
        before += weight
    assert sum(parts) == total


def test_more_work_items_take_no_more_queries(world: World):
    world.allot(LARGE)
    world.cost(1_000, "KEN101")
    with CaptureQueriesContext(connection) as few:
        world.prepare()
    for number in range(30):
        world.item(f"KEN2{number:02}", "KEN")
        world.cost(1_000 + number, f"KEN2{number:02}")
    with CaptureQueriesContext(connection) as many:
        world.prepare()
    assert len(many) <= len(few) + 2


def test_of_two_funds_that_weigh_the_same_the_first_gives_its_types_in_whatever_order_they_are_read():
    funds = {1: Fund(pk=1, code="b", iati_flow_type="20"), 2: Fund(pk=2, code="B", iati_flow_type="10")}
    teller = transactions.Teller(
        Reporter("XM-DAC-41302", "40", {}, "en", "USD"), funds, "USD", ("en",), date(2025, 1, 1)
    )
    for order in ((1, 2), (2, 1)):
        allotted = {Part(pk, None, 2024): (LARGE, 0) for pk in order}
        assert teller.defaults(transactions.Money(allotted, Spending((), {}, {}), ()))["flow"] == "10"
