"""Agreements: written down, changed for a reason, moved along their life cycle, their authority released."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from biennium.foundation.models import FormDraft
from biennium.funding.models import Agreement, Fund
from biennium.ledger.models import Line, Posting
from ledger.world import World

from .conftest import SignIn
from .funding import agreed, signed
from .test_money_is_decided_upon import confirmed
from .test_pages_of_money import read

pytestmark = pytest.mark.django_db
PAGE = "/office/agreements/NOR-1/"
EDIT = f"{PAGE}edit/"
MANAGED = {
    f"{name}-{key}_FORMS": value
    for name in ("instalments", "reports_due")
    for key, value in (("TOTAL", "3"), ("INITIAL", "0"), ("MIN_NUM", "0"), ("MAX_NUM", "1000"))
}
TERMS: dict[str, Any] = {
    **MANAGED,
    "code": "GLO/24/01/NOR",
    "title_en": "Decent work in care",
    "partner": "NOR · Norway",
    "fund": "XBDC",
    "currency": "USD",
    "amount": "1,250.50",
    "starts": "2024-02-01",
    "ends": "2025-12-31",
    "probability": "62.5",
    "support_cost_rate": "13",
    "results": "1.1, 1.2",
    "places": "KEN",
    "sdg": "8.5",
    "cost_categories": "travel",
    "instalments-0-due": "2024-06-01",
    "instalments-0-amount": "600.00",
    "instalments-1-due": "2024-04-01",
    "instalments-1-amount": "100.00",
    "reports_due-0-due": "2024-12-31",
    "reports_due-0-kind": "narrative",
}


def changed(row: Agreement, **other: str) -> dict[str, str]:
    """The form of an agreement as it stands, with other words in some fields."""
    shown = {
        **{name: value for name, value in TERMS.items() if not name.startswith(("instalments-0", "instalments-1"))},
        "title_en": "Care",
        "amount": "400.00",
        "starts": "2024-01-01",
        "probability": "60",
        "results": "1.1",
        "places": "",
        "sdg": "",
        "cost_categories": "",
        "revision": str(row.revision),
        "instalments-0-due": "2024-03-01",
        "instalments-0-amount": "200.00",
        "instalments-1-due": "2025-03-01",
        "instalments-1-amount": "200.00",
    }
    return {**shown, **other}


def test_an_agreement_is_written_down_with_all_its_terms(world: World, sign_in: SignIn) -> None:
    agreed()
    client = sign_in("partnerships_officer")
    read(client, "/office/agreements/add/")
    answer = client.post("/office/agreements/add/", TERMS)
    assert answer.status_code == 302, answer.content.decode()
    row = Agreement.objects.get(code="GLO/24/01/NOR")
    assert (row.amount, row.currency, row.probability, row.support_cost_rate) == (125_050, "USD", 6_250, 1_300)
    assert (row.status, row.partner.code, row.starts) == ("concept", "NOR", date(2024, 2, 1))
    assert row.reports_due == [{"due": "2024-12-31", "kind": "narrative"}]
    assert [one.amount for one in row.instalments.all()] == [10_000, 60_000]
    assert sorted(one.named for one in row.earmarks.all()) == ["1.1", "1.2", "KEN", "SDG 8.5", "travel"]
    page = read(client, "/office/agreements/GLO/24/01/NOR/")
    assert "Decent work in care" in page
    assert "narrative report" in page


@pytest.mark.parametrize(("typed", "rate", "words"), [("", None, "7"), ("0", 0, "0")])
def test_support_cost_is_the_funds_or_waived(
    world: World, sign_in: SignIn, typed: str, rate: int | None, words: str
) -> None:
    agreed()
    Fund.objects.filter(code="XBDC").update(support_cost_rate=700)
    client = sign_in("partnerships_officer")
    assert client.post("/office/agreements/add/", {**TERMS, "support_cost_rate": typed}).status_code == 302
    assert Agreement.objects.get(code="GLO/24/01/NOR").support_cost_rate == rate
    page = "".join(read(client, "/office/agreements/GLO/24/01/NOR/").split())
    assert f"<dt>Supportcost</dt><dd>{words}%</dd>" in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("results", "9.9", "There is no “9.9” to choose here."),
        ("sdg", "99.9", "is no goal or target"),
        ("probability", "101", "Write a percentage between 0 and 100"),
        ("amount", "0", "An agreement is of more than zero."),
        ("ends", "2023-01-01", "An agreement ends after it starts."),
        ("partner", "NOBODY", "There is no “NOBODY” to choose here."),
        ("currency", "XXX1", "at most 3 characters"),
        ("instalments-0-amount", "9000", "The instalments would sum to more than the agreement."),
        ("code", "A B", "A symbol has no spaces"),
        ("code", "NOR-1", "The code NOR-1 is taken."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    world: World, sign_in: SignIn, field: str, typed: str, words: str
) -> None:
    agreed()
    answer = sign_in("partnerships_officer").post("/office/agreements/add/", {**TERMS, field: typed})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Agreement.objects.count() == 1


def test_terms_are_changed_and_the_history_says_so(world: World, sign_in: SignIn) -> None:
    row, client = agreed(), sign_in("partnerships_officer")
    page = read(client, EDIT)
    assert 'value="400.00"' in page
    answer = client.post(EDIT, changed(row, amount="500", **{"instalments-1-DELETE": "on"}))
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.amount, row.instalments.count()) == (50_000, 1)
    page = read(client, PAGE)
    assert "Agreement changed" in page
    assert "Instalments to come set" in page


def test_two_who_change_one_agreement_see_both_texts(world: World, sign_in: SignIn) -> None:
    row, client = agreed(), sign_in("partnerships_officer")
    typed = changed(row, title_en="Care at home")
    assert client.post(EDIT, changed(row, title_en="Care in hospitals")).status_code == 302
    answer = client.post(EDIT, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Care in hospitals" in page
    assert "Care at home" in page
    assert client.post(EDIT, {**typed, "revision": str(Agreement.objects.get().revision)}).status_code == 302
    assert Agreement.objects.get().title == {"en": "Care at home"}


def test_earmarks_alone_are_a_change_that_a_second_writer_is_told_of(world: World, sign_in: SignIn) -> None:
    row, client = agreed(), sign_in("partnerships_officer")
    assert client.post(EDIT, changed(row, results="1.2")).status_code == 302
    assert client.post(EDIT, changed(row)).status_code == 409


def test_what_was_typed_and_not_saved_is_shown_again(world: World, sign_in: SignIn) -> None:
    row, client = agreed(), sign_in("partnerships_officer")
    address = re.search(r'data-autosave="([^"]+)"', read(client, EDIT))
    assert address
    client.post(address[1].replace("&amp;", "&"), changed(row, title_en="Half a tit"))
    page = read(client, EDIT)
    assert "Half a tit" in page
    assert "You typed this and did not save it" in page
    assert client.post(EDIT, changed(row)).status_code == 302
    assert not FormDraft.objects.exists()


def test_what_was_signed_changes_for_a_reason(world: World, sign_in: SignIn) -> None:
    row, client = signed(), sign_in("partnerships_officer")
    answer = client.post(EDIT, changed(row, amount="450"))
    assert answer.status_code == 400
    assert "What was signed changes for a reason." in answer.content.decode()
    assert client.post(EDIT, changed(row, amount="450", reason="Amendment 1")).status_code == 302


def test_every_step_that_is_not_possible_says_why_and_what_comes_first(world: World, sign_in: SignIn) -> None:
    agreed()
    client = sign_in("partnerships_officer")
    page = read(client, PAGE)
    assert "“Start” is possible for an agreement that is: signed. This one is: concept. First: Sign." in page
    client.post(f"{PAGE}steps/sign/", {"day": "2024-02-01"})
    page = read(client, PAGE)
    assert "“Drop” is possible for an agreement that is: concept or pipeline. This one is: signed." in page
    assert "Nothing leads there any more." in page
    answer = client.post(f"{PAGE}steps/drop/", {"reason": "No"}, follow=True)
    assert "Nothing leads there any more." in answer.content.decode()
    assert "This step needs a reason. Say why." in client.post(f"{PAGE}steps/close/", follow=True).content.decode()
    assert Agreement.objects.get().status == "signed"


def test_without_the_role_the_terms_can_be_read_and_the_rule_is_said(world: World, sign_in: SignIn) -> None:
    row, client = agreed(), sign_in("reader")
    page = read(client, EDIT)
    assert "readonly" in page
    assert "data-autosave" not in page
    assert client.post(EDIT, changed(row, amount="1")).status_code == 403
    assert client.get("/office/agreements/add/").status_code == 403


def released(client: Client, amount: str, **line: str) -> Any:
    data = {"result": "1.1", "year": "2024", "amount": amount, "reason": "It is signed", **line}
    return confirmed(client, "/office/programmes/2024-25/release/NOR-1/", data)


def test_authority_is_released_with_what_is_left_in_view(world: World, sign_in: SignIn) -> None:
    signed()
    client = sign_in()
    page = read(client, "/office/programmes/2024-25/release/NOR-1/")
    assert "Left to release" in page
    assert "NOR-1 is earmarked to: 1.1." in page
    assert 'value="400.00"' in page
    assert released(client, "300").status_code == 302
    line = Line.objects.select_related("balance").get()
    assert (line.words, line.balance.approved) == ("XBDC · NOR-1 · 1.1 · 2024", 30_000)
    page = read(client, PAGE)
    assert "USD\u00a0300.00 is released to be spent and USD\u00a0100.00 is left to release" in page
    over = client.post(
        "/office/programmes/2024-25/release/NOR-1/", {"year": "2024", "amount": "100.01", "reason": "More"}
    )
    assert over.status_code == 400
    assert "NOR-1 has only" in over.content.decode()
    assert Posting.objects.count() == 1


def test_where_nothing_is_left_to_release_the_button_says_so(world: World, sign_in: SignIn) -> None:
    agreed()
    page = read(sign_in(), PAGE)
    assert "Nothing is left to release." in page
    assert "The signature of an agreement makes its money available." in page


def test_terms_stay_within_what_was_released(world: World, sign_in: SignIn) -> None:
    signed()
    released(sign_in(), "300")
    row, client = Agreement.objects.get(), sign_in("partnerships_officer")
    fewer = {"instalments-1-DELETE": "on", "reason": "Amendment 1"}
    page = client.post(EDIT, changed(row, amount="299", **fewer)).content.decode()
    assert "of it is released already" in page
    Fund.objects.create(code="RBSA", name={"en": "RBSA"}, kind="voluntary", releases="signature")
    page = client.post(EDIT, changed(row, fund="RBSA", **fewer)).content.decode()
    assert "its fund and its currency are settled" in page
