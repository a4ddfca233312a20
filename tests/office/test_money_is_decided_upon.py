"""Allot, withdraw, transfer, cover, commit, release and reverse: seen first, then done; refused in words, next to the
form."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biennium.funding.models import Fund
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import Line, Posting
from ledger.world import World

from .conftest import SignIn

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20
TARGET = {"result": "1.1", "unit": "LAW", "amount": "400.00", "day": "2024-03-01", "reason": "The plan of the unit"}


def row(line: Dimensions) -> Line:
    return Line.objects.select_related("balance").get(key=line.key)


def address(line: Dimensions, *more: str) -> str:
    return "/".join(["/office/programmes/2024-25/lines", str(row(line).uid), *more, ""])


def counted(client: Client, url: str, data: dict[str, Any] | None = None) -> Any:
    """The answer, made with few enough queries."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url) if data is None else client.post(url, data)
    assert len(captured) <= MOST_QUERIES, [one["sql"][:160] for one in captured]
    return answer


def confirmed(client: Client, url: str, data: dict[str, str]) -> Any:
    """What a person does: looks at the balances, then confirms."""
    seen = client.post(url, data)
    assert seen.status_code == 200, seen.content.decode()
    seal = re.search(r'name="seen" value="(\w+)"', seen.content.decode())
    assert seal
    return client.post(url, {**data, "seen": seal[1], "confirm": "1"})


@pytest.fixture
def approved(world: World) -> Dimensions:
    """USD 1,000.00 approved for result 1, not allotted."""
    line = world.line("RB", result="1")
    world.enter("appropriation", 100_000, line)
    return line


def test_what_would_stand_there_is_shown_and_nothing_is_posted(
    world: World, sign_in: SignIn, approved: Dimensions
) -> None:
    before = Posting.objects.count()
    page = sign_in().post(address(approved, "allot"), TARGET).content.decode()
    assert "600.00" in page
    assert "Nothing is posted yet" in page
    assert Posting.objects.count() == before
    assert not Line.objects.filter(key=world.line("RB", result="1.1", unit="LAW").key).exists()


def test_a_line_is_described_in_the_readers_language(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    Fund.objects.filter(pk=approved.fund).update(name={"en": "Regular budget", "fr": "Budget ordinaire"})
    page = sign_in().get(address(approved), headers={"Accept-Language": "fr"}).content.decode()
    assert '<span lang="fr" dir="ltr">Budget ordinaire</span>' in page
    assert "Regular budget" not in page


def test_confirming_posts_what_was_shown(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    answer = confirmed(sign_in(), address(approved, "allot"), TARGET)
    assert answer.status_code == 302
    assert row(world.line("RB", result="1.1", unit="LAW")).balance.allotted == 40_000
    assert Posting.objects.latest("id").batch.reason == "The plan of the unit"


def test_what_is_sent_twice_is_posted_once_and_shown_again(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    client, url = sign_in(), address(approved, "allot")
    seal = re.search(r'name="seen" value="(\w+)"', client.post(url, TARGET).content.decode())
    assert seal
    twice = {**TARGET, "seen": seal[1], "confirm": "1"}
    assert client.post(url, twice).status_code == 302
    again = client.post(url, twice)
    assert "has changed since it was shown" in again.content.decode()
    assert row(world.line("RB", result="1.1", unit="LAW")).balance.allotted == 40_000


def test_another_amount_than_the_one_shown_is_shown_again(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    client, url = sign_in(), address(approved, "allot")
    seal = re.search(r'name="seen" value="(\w+)"', client.post(url, TARGET).content.decode())
    assert seal
    page = client.post(url, {**TARGET, "amount": "900", "seen": seal[1], "confirm": "1"})
    assert "has changed since it was shown" in page.content.decode()
    assert Posting.objects.filter(kind="allotment").count() == 0


def test_a_refusal_says_what_is_left_and_keeps_what_was_typed(
    world: World, sign_in: SignIn, approved: Dimensions
) -> None:
    answer = sign_in().post(address(approved, "allot"), {**TARGET, "amount": "1000.01"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Only USD\u00a01,000.00 is left to allot on RB · 1." in page
    assert 'value="1000.01"' in page
    assert "The plan of the unit" in page


def test_money_of_one_result_is_not_allotted_to_another(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    page = sign_in().post(address(approved, "allot"), {**TARGET, "result": "2.1"}).content.decode()
    assert "There is no “2.1” to choose here." in page


def test_without_the_role_the_button_says_which_rule_forbids_it(
    world: World, sign_in: SignIn, approved: Dimensions
) -> None:
    client = sign_in("reader")
    page = client.get(address(approved)).content.decode()
    assert 'aria-disabled="true"' in page
    answer = client.post(address(approved, "allot"), TARGET)
    assert answer.status_code == 400
    assert Posting.objects.filter(kind="allotment").count() == 0


def test_an_officer_of_a_unit_allots_to_that_unit_only(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    world.enter("allotment", 100, approved, to=world.line("RB", result="1.1", unit="LAW"))
    client = sign_in("budget_officer", "LAW")
    assert client.post(address(approved, "allot"), {**TARGET, "unit": "ORG"}).status_code == 400
    assert confirmed(client, address(approved, "allot"), TARGET).status_code == 302


@pytest.fixture
def allotted(world: World, approved: Dimensions) -> Dimensions:
    """USD 1,000.00 of it allotted to a unit."""
    line = world.line("RB", result="1.1", unit="LAW")
    world.enter("allotment", 100_000, approved, to=line)
    return line


def test_money_is_transferred_as_the_fund_allows(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    wanted = {"result": "1.2", "unit": "LAW", "year": "2024", "stage": "allotted", "amount": "250"}
    answer = confirmed(sign_in(), address(allotted, "transfer"), {**TARGET, **wanted})
    assert answer.status_code == 302
    assert row(world.line("RB", result="1.2", unit="LAW")).balance.allotted == 25_000


def test_a_transfer_that_the_fund_forbids_names_its_rule(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    fund = row(allotted).fund
    fund.transfer = "same_result"
    fund.save(update_fields=["transfer"])
    wanted = {"result": "1.2", "year": "2024", "stage": "allotted"}
    page = sign_in().post(address(allotted, "transfer"), {**TARGET, **wanted}).content.decode()
    assert "Money of RB is transferred within one result only." in page


def test_an_allotment_goes_back_to_where_it_came_from(
    world: World, sign_in: SignIn, approved: Dimensions, allotted: Dimensions
) -> None:
    back = {**TARGET, "back_to": str(row(approved).uid)}
    assert confirmed(sign_in(), address(allotted, "withdraw"), back).status_code == 302
    assert row(approved).balance.approved == 40_000


def test_a_commitment_is_made_released_and_reversed(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    client = sign_in()
    commitment = {**TARGET, "document": "PO-1", "counterparty": "A printer"}
    assert confirmed(client, address(allotted, "commit"), commitment).status_code == 302
    page = client.get(address(allotted)).content.decode()
    release = re.search(r'href="(/office/programmes/2024-25/postings/[^"]+/release/)"', page)
    assert release
    assert confirmed(client, release[1], {**TARGET, "amount": "150"}).status_code == 302
    assert row(allotted).balance.committed == 25_000
    over = client.post(release[1], {**TARGET, "amount": "300"})
    assert over.status_code == 400
    made = Posting.objects.get(kind="release")
    reverse = f"/office/programmes/2024-25/postings/{made.batch.uid}/{made.number}/reverse/"
    assert confirmed(client, reverse, TARGET).status_code == 302
    assert row(allotted).balance.committed == 40_000


def test_what_is_uncovered_is_marked_and_covered(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    world.spend(120_000, allotted)
    client = sign_in()
    page = client.get(address(allotted)).content.decode()
    assert "200.00" in page
    assert "status-late" in page
    world.enter("appropriation", 30_000, world.line("RB", result="1"))
    world.enter("allotment", 30_000, world.line("RB", result="1"), to=allotted)
    seen = client.post(address(allotted, "cover"), {**TARGET, "amount": "150"}).content.decode()
    assert {"USD 200.00", "USD 50.00"} <= set(re.findall(r"USD [-\d.]+", seen.replace("\u00a0", " ")))
    assert confirmed(client, address(allotted, "cover"), {**TARGET, "amount": "200"}).status_code == 302
    assert row(allotted).balance.uncovered == 0


def test_the_pages_ask_few_questions_of_the_database(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    client = sign_in()
    for spent in range(5):
        world.spend(100 + spent, allotted)
    for url in (address(allotted), *(address(allotted, one) for one in ("allot", "withdraw", "transfer", "commit"))):
        assert counted(client, url).status_code == 200


def test_the_history_of_a_line_says_who_what_and_why(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    world.spend(12_345, allotted, document="INV-7", text="Printing")
    page = counted(sign_in(), address(allotted)).content.decode()
    for words in ("INV-7", "Printing", "123.45", "Allotment", "approved → allotted"):
        assert words in page


def test_lines_are_listed_narrowed_and_saved(world: World, sign_in: SignIn, allotted: Dimensions) -> None:
    client = sign_in()
    world.spend(120_000, allotted)
    page = counted(client, "/office/programmes/2024-25/lines/?result=1.1&unit=LAW").content.decode()
    assert "RB · 1.1 · LAW · 2024" in page
    assert "uncovered" in page
    saved = client.get("/office/programmes/2024-25/lines.csv?result=1.1").content.decode("utf-8-sig")
    assert "RB · 1.1 · LAW · 2024" in saved
    assert "RB · 1 · 2024" not in saved


def test_a_refusal_is_in_the_language_of_the_reader(world: World, sign_in: SignIn, approved: Dimensions) -> None:
    client = sign_in()
    client.cookies["django_language"] = "fr"
    page = client.post(address(approved, "allot"), {**TARGET, "amount": "1 000,01"}).content.decode()
    assert "Il ne reste que 1\u202f000,00\u00a0USD à allouer sur RB · 1." in page
    assert "Demander moins" in page
