"""Projects: written down with who pays and how they are shared out, from which day on; and what is posted for them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from biennium.funding.models import Agreement, Project
from biennium.funding.selectors.shares import holding_now
from biennium.ledger.models import Line, Posting
from ledger.world import World

from .conftest import SignIn
from .funding import signed
from .test_money_is_decided_upon import confirmed
from .test_pages_of_money import HERE, read

pytestmark = pytest.mark.django_db
MANAGED = {
    f"{name}-{key}_FORMS": value
    for name in ("result_shares", "place_shares")
    for key, value in (("TOTAL", "3"), ("INITIAL", "0"), ("MIN_NUM", "0"), ("MAX_NUM", "1000"))
}
PROJECT: dict[str, Any] = {
    **MANAGED,
    "symbol": "GLO/24/01/MUL",
    "title_en": "Better work in care",
    "agreements": "NOR-1",
    "unit": "LAW",
    "starts": "2024-01-01",
    "ends": "2025-12-31",
    "result_shares-0-code": "1.1 · Something",
    "result_shares-0-share": "70",
    "result_shares-1-code": "1.2",
    "result_shares-1-share": "30",
    "place_shares-0-code": "KEN",
    "place_shares-0-share": "33,33",
    "place_shares-1-code": "NPL",
    "place_shares-1-share": "66,67",
}


@pytest.fixture
def agreement(world: World) -> Agreement:
    """Signed, and for anything."""
    made = signed()
    made.earmarks.all().delete()
    return made


def said(project: Project) -> dict[str, int]:
    """The shares that hold now."""
    return {thing.code: one.share for one in holding_now(project) if (thing := one.result or one.place) is not None}


@pytest.fixture
def client(agreement: Agreement, sign_in: SignIn) -> Client:
    """Somebody who may write down projects."""
    return sign_in("partnerships_officer")


def written(client: Client) -> Project:
    """The project, written down."""
    answer = client.post("/office/projects/add/", PROJECT)
    assert answer.status_code == 302, answer.content.decode()
    return Project.objects.get()


def test_a_project_is_written_down_with_its_shares(client: Client, sign_in: SignIn) -> None:
    project = written(client)
    assert said(project) == {"1.1": 7_000, "1.2": 3_000, "KEN": 3_333, "NPL": 6_667}
    assert [one.code for one in project.agreements.all()] == ["NOR-1"]
    reader = sign_in("reader")
    page = read(reader, f"/office/projects/{project.uid}/")
    assert "1.1 70%, 1.2 30%" in page
    assert "KEN 33.33%, NPL 66.67%" in page
    assert str(project.uid) in read(reader, "/office/projects/")
    assert str(project.uid) in read(reader, "/office/agreements/NOR-1/")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("result_shares-1-share", "29.99", "The shares sum to 99.99 %; they must sum to 100 %."),
        ("result_shares-1-code", "1.1", "One of them is named twice."),
        ("result_shares-1-code", "9.9", "There is no “9.9” to choose here."),
        ("agreements", "NOBODY-1", "There is no “NOBODY-1” to choose here."),
        ("ends", "2023-12-31", "A project ends after it starts."),
        ("symbol", "GLO//1", "A symbol has no spaces"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(client: Client, field: str, typed: str, words: str) -> None:
    answer = client.post("/office/projects/add/", {**PROJECT, field: typed})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Project.objects.exists()


def test_what_is_left_to_share_out_is_shown(client: Client) -> None:
    page = read(client, "/office/projects/add/")
    assert re.findall(r'<output data-remainder="\w+">(\S+)</output>', page) == ["100", "100"]
    answer = client.post("/office/projects/add/", {**PROJECT, "result_shares-1-share": "10.5"})
    assert re.findall(r'<output data-remainder="\w+">(\S+)</output>', answer.content.decode()) == ["19.5", "0"]


def test_later_shares_keep_what_was_valid_before(client: Client) -> None:
    project = written(client)
    address = f"/office/projects/{project.uid}/"
    page = read(client, f"{address}edit/")
    assert 'value="33.33"' in page
    later = {**PROJECT, "since": "2024-07-01", "revision": str(project.revision), "result_shares-2-code": ""}
    later |= {"result_shares-0-share": "20", "result_shares-1-share": "80"}
    assert client.post(f"{address}edit/", later).status_code == 302
    assert said(project)["1.1"] == 2_000
    assert project.shares.filter(since=date(2024, 1, 1), result__code="1.1", share=7_000).exists()
    page = read(client, address)
    assert page.count("Shares valid from") == 2
    assert "valid now" in page
    answer = client.post(f"{address}edit/", {**later, "title_en": "Another"})
    assert answer.status_code == 409
    assert "Better work in care" in answer.content.decode()


def test_an_allotment_to_a_project_shows_its_parts_and_splits_once(client: Client, sign_in: SignIn) -> None:
    project, officer = written(client), sign_in()
    release = {"year": "2024", "amount": "100.01", "reason": "Signed"}
    assert confirmed(officer, f"{HERE}/release/NOR-1/", release).status_code == 302
    line = Line.objects.get()
    decision = {"project": project.symbol, "amount": "100.01", "day": "2024-03-01", "reason": "The plan"}
    url = f"{HERE}/lines/{line.uid}/allot/"
    page = officer.post(url, decision).content.decode()
    for part in ("1.1 · KEN", "1.1 · NPL", "1.2 · KEN", "1.2 · NPL"):
        assert f"XBDC · NOR-1 · GLO/24/01/MUL · {part} · 2024" in page
    assert confirmed(officer, url, decision).status_code == 302
    assert Posting.objects.filter(kind="allotment").count() == 1
    by_result = {"1.1": 0, "1.2": 0}
    for row in Line.objects.filter(project=project).select_related("balance", "result"):
        assert row.result is not None
        by_result[row.result.code] += row.balance.allotted
    assert by_result == {"1.1": 7_001, "1.2": 3_000}


def test_an_agreement_that_paid_already_stays_with_the_project(client: Client, world: World) -> None:
    project = written(client)
    of = {"agreement": Agreement.objects.get().pk, "project": project.pk}
    world.enter("authority", 100, replace(world.line("XBDC"), **of))
    without = {**PROJECT, "agreements": "", "revision": str(project.revision)}
    page = client.post(f"/office/projects/{project.uid}/edit/", without).content.decode()
    assert "Money of NOR-1 was posted for this project." in page


def test_a_project_is_retired_and_then_nothing_is_changed(client: Client) -> None:
    project = written(client)
    address = f"/office/projects/{project.uid}/"
    done = client.post(f"{address}retire/", {"reason": "Never began"}, follow=True).content.decode()
    assert "Project GLO/24/01/MUL was retired." in done
    assert "Never began" in read(client, address)
    answer = client.post(f"{address}edit/", {**PROJECT, "revision": str(project.revision + 1)})
    assert answer.status_code == 400
    assert "GLO/24/01/MUL is retired." in answer.content.decode()
