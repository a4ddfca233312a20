"""The report to a partner: its days, language and format are chosen beside the agreement, and it comes as a file."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from ledger.world import World

from .conftest import SignIn
from .funding import signed
from .test_pages_of_money import read

pytestmark = pytest.mark.django_db
PAGE = "/office/agreements/NOR-1/"
REPORT = f"{PAGE}report/"
YEAR = {"start": "2024-01-01", "until": "2024-12-31", "lang": "fr", "file_format": "html"}


def asked(client: Any, **changes: str) -> Any:
    return client.get(REPORT, {**YEAR, **changes})


def test_the_agreement_leads_to_a_form_that_suggests_the_days_so_far(world: World, sign_in: SignIn) -> None:
    signed()
    client = sign_in()
    assert f'href="{REPORT}"' in read(client, PAGE)
    page = read(client, REPORT)
    assert 'value="2024-01-01"' in page
    assert "français" in page
    assert "Word" in page


@pytest.mark.parametrize(("file_format", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!")])
def test_it_comes_as_a_file_that_names_what_it_is_about(
    world: World, sign_in: SignIn, file_format: str, start: bytes
) -> None:
    signed()
    answer = asked(sign_in(), file_format=file_format)
    assert answer.status_code == 200
    assert f"NOR-1-2024-01-01-2024-12-31-agreement-fr.{file_format}" in answer["Content-Disposition"]
    content = b"".join(answer) if answer.streaming else answer.content
    assert content.startswith(start)


def test_days_in_the_wrong_order_are_said_where_they_stand(world: World, sign_in: SignIn) -> None:
    signed()
    answer = asked(sign_in(), until="2023-12-31")
    page = answer.content.decode()
    assert "The period of the report ends before it starts." in page
    assert 'value="2023-12-31"' in page


def test_a_day_that_is_none_and_an_unknown_format_are_said(world: World, sign_in: SignIn) -> None:
    signed()
    page = asked(sign_in(), start="soon", file_format="xls").content.decode()
    assert "Content-Disposition" not in page
    assert page.count('aria-invalid="true"') == 2


def test_an_agreement_there_is_none_of_is_not_found(world: World, sign_in: SignIn) -> None:
    assert sign_in().get(REPORT).status_code == 404


def spent(world: World) -> None:
    """USD 50.00 of the agreement spent for Kenya."""
    line = replace(world.line("XBDC", result="1.1", place="KEN"), agreement=signed().pk)
    world.enter("authority", 40_000, line)
    world.enter("allotment", 30_000, line)
    world.spend(5_000, line, document="PAY-3")


def test_the_amounts_of_the_days_are_shown_and_open_down_to_postings(world: World, sign_in: SignIn) -> None:
    spent(world)
    client = sign_in("reader")
    page = read(client, f"{REPORT}?start=2024-01-01&until=2024-12-31&lang=en&file_format=pdf&show=1")
    for _step in range(2):
        (address, *_more) = re.findall(r'href="([^"]*/report/spent/[^"]*)"', page)
        page = read(client, html.unescape(address))
        assert "sum of the rows below" in page
        assert "50.00" in page
    assert "PAY-3" in page
    assert "/lines/" in page


def test_the_parts_of_an_amount_are_saved(world: World, sign_in: SignIn) -> None:
    spent(world)
    answer = sign_in().get(f"{REPORT}spent.csv?until=2024-12-31")
    assert "50.00" in answer.content.decode("utf-8-sig")


def test_an_amount_opens_only_for_those_who_see_the_office(world: World, client: Client) -> None:
    signed()
    assert client.get(f"{REPORT}spent/?until=2024-12-31").status_code == 302


def test_an_address_that_asks_for_something_else_is_refused(world: World, sign_in: SignIn) -> None:
    signed()
    client = sign_in()
    assert "There is no filter" in read(client, f"{REPORT}spent/?colour=red&until=2024-12-31", 400)
    read(client, f"{REPORT}colour/?until=2024-12-31", 404)
    read(client, f"{REPORT}spent/", 400)
