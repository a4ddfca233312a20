"""Funds with their rules, and partners: seen by everybody, changed by whoever may, where the books allow it."""

from __future__ import annotations

from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.funding.services import agreements
from ledger.world import World

from .conftest import SignIn
from .funding import agreed
from .test_pages_of_money import read

pytestmark = pytest.mark.django_db
PARTNER = {
    "published": "on",
    "code": "KOR",
    "name_en": "Republic of Korea",
    "contributor_type": "C01",
    "iati_type": "10",
    "place": "KEN",
}
FUND: dict[str, Any] = {
    "code": "TRUST",
    "name_en": "Trust fund",
    "kind": "voluntary",
    "currency": "eur",
    "releases": "receipt",
    "control_dimensions": ["agreement", "result"],
    "control_by_year": "on",
    "controlled_at": "operational",
    "reported_at": "operational",
    "transfer": "same_result",
    "year_end": "carry_over",
    "period_end": "return",
    "refund": "source",
    "support_cost_rate": "7,5",
    "support_cost_fund": "RB",
    "instruments": "R03A, R03C",
    "iati_aid_type": "C01",
}


def test_a_partner_is_added_and_changed(world: World, sign_in: SignIn) -> None:
    client = sign_in("partnerships_officer")
    read(client, "/office/partners/add/")
    assert client.post("/office/partners/add/", PARTNER).status_code == 302
    row = Partner.objects.get(code="KOR")
    assert (row.name, row.place and row.place.code, row.iati_type) == ({"en": "Republic of Korea"}, "KEN", "10")
    changed = {**PARTNER, "name_fr": "République de Corée", "revision": "1", "iati_identifier": "KR-GOV"}
    assert client.post("/office/partners/KOR/", changed).status_code == 302
    page = read(client, "/office/partners/KOR/")
    assert "République de Corée" in page
    assert "Partner changed" in page
    assert client.post("/office/partners/KOR/", {**changed, "name_fr": "Corée"}).status_code == 409


def test_a_partner_leads_to_its_agreements(world: World, sign_in: SignIn) -> None:
    agreed()
    page = read(sign_in("reader"), "/office/partners/NOR/")
    assert "/office/agreements/NOR-1/" in page
    assert "1 agreement with this partner." in page
    assert "/office/partners/NOR/" in read(sign_in("evaluator"), "/office/partners/")


def test_a_code_that_is_taken_is_said_beside_its_field(world: World, sign_in: SignIn) -> None:
    agreed()
    answer = sign_in("partnerships_officer").post("/office/partners/add/", {**PARTNER, "code": "NOR"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'id="id_code_error"' in page
    assert "The code NOR is taken." in page


def test_a_fund_is_opened_with_its_rules_in_words(world: World, sign_in: SignIn) -> None:
    client = sign_in()
    read(client, "/office/funds/add/")
    answer = client.post("/office/funds/add/", FUND)
    assert answer.status_code == 302, answer.content.decode()
    row = Fund.objects.get(code="TRUST")
    assert (row.currency, row.support_cost_rate, row.instruments) == ("EUR", 750, ["R03A", "R03C"])
    assert row.support_cost_fund
    assert row.support_cost_fund.code == "RB"
    page = read(client, "/office/funds/TRUST/")
    for words in (
        "Money of this fund is transferred within one result only.",
        "7.5%",
        "Agreement, Result, each year",
    ):
        assert words in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "TRUST" in read(client, "/office/funds/")
    assert "What is left goes back to the contributor." in client.get("/office/funds.csv").content.decode()


def test_the_control_level_of_a_fund_is_settled_once_its_money_has_moved(world: World, sign_in: SignIn) -> None:
    world.enter("appropriation", 100, world.line("RB", result="1"))
    client = sign_in()
    page = read(client, "/office/funds/RB/")
    assert "Money of this fund has moved" in page
    rules = {**FUND, "name_en": "RB", "kind": "assessed", "currency": "USD", "revision": "1", "support_cost_fund": ""}
    answer = client.post("/office/funds/RB/", rules)
    assert answer.status_code == 400
    assert "Money of RB has moved" in answer.content.decode()
    free = {**rules, "control_dimensions": ["budget_item", "result", "unit"], "control_by_year": "", "transfer": "none"}
    assert client.post("/office/funds/RB/", free).status_code == 302
    assert Fund.objects.get(code="RB").transfer == "none"


def test_whoever_may_not_change_a_fund_reads_its_rules(world: World, sign_in: SignIn) -> None:
    client = sign_in("reader")
    page = read(client, "/office/funds/RB/")
    assert "Adoption of the programme makes its money available." in page
    assert 'aria-disabled="true"' in page
    assert client.post("/office/funds/RB/", {**FUND, "support_cost_fund": "", "revision": "1"}).status_code == 403
    assert client.get("/office/funds/add/").status_code == 403


@pytest.mark.parametrize("published", [True, False])
def test_whether_a_partner_is_named_outside_is_said_in_its_form(world: World, sign_in: SignIn, published: bool) -> None:
    client = sign_in("partnerships_officer")
    said = PARTNER if published else {name: value for name, value in PARTNER.items() if name != "published"}
    assert client.post("/office/partners/add/", said).status_code == 302
    assert Partner.objects.get(code="KOR").published is published
    shown = '<input type="checkbox" name="published"'
    assert shown in read(client, "/office/partners/KOR/")
    assert client.post("/office/partners/KOR/", {**PARTNER, "revision": "1"}).status_code == 302
    assert Partner.objects.get(code="KOR").published
    assert sign_in("reader").post("/office/partners/KOR/", {**PARTNER, "revision": "2"}).status_code == 403


def test_what_is_retired_is_marked_and_can_no_longer_be_chosen(world: World, sign_in: SignIn) -> None:
    partnerships, budget = sign_in("partnerships_officer"), sign_in()
    agreement = agreed()
    refused = partnerships.post("/office/partners/NOR/retire/", {"reason": "Merged"}, follow=True)
    assert "NOR-1 with this partner has not ended. Close it, or drop it, first." in refused.content.decode()
    agreements.move_agreement(actor=OPERATOR, agreement=agreement, step="drop", reason="No answer")
    for client, address, words in (
        (partnerships, "/office/partners/NOR/", "Partner NOR was retired."),
        (budget, "/office/funds/XBDC/", "Fund XBDC was retired."),
    ):
        done = client.post(f"{address}retire/", {"reason": "It has ended"}, follow=True).content.decode()
        assert words in done
        assert "status-neutral" in done
        page = read(client, address)
        assert "It is retired: it stays in the books and can no longer be chosen." in page
        assert "It has ended" in page
    assert "NOR" not in read(partnerships, "/office/partners/?state=in_use")
    assert "XBDC" not in read(partnerships, "/office/agreements/add/")
    assert "NOR-1" in read(partnerships, "/office/agreements/")
    for client, address, words in (
        (partnerships, "/office/partners/NOR/", "Partner NOR was brought back."),
        (budget, "/office/funds/XBDC/", "Fund XBDC was brought back."),
    ):
        assert f'action="{address}bring-back/"' in read(client, address)
        done = client.post(f"{address}bring-back/", {"reason": "It goes on"}, follow=True).content.decode()
        assert words in done
        assert "It goes on" in done
        assert f'action="{address}retire/"' in done
    assert "XBDC" in read(partnerships, "/office/agreements/add/")
