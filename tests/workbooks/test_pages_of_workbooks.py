"""Workbooks in the office: taken along, handed in, looked at, saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from biennium.programme.models import WorkItem
from workbooks.filling import Book
from workplan.world import World

ADDRESS = "/office/programmes/2024-25/workbooks/"
SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(planning: World) -> SignIn:
    """Signs in somebody who plans."""

    def signed_in(name: str = "planner") -> Client:
        client = Client()
        client.force_login(planning.people[name])
        return client

    return signed_in


def handed_in(client: Client, content: bytes) -> str:
    """The address of the workbook that was handed in."""
    answered = client.post(ADDRESS, {"file": SimpleUploadedFile("plans.xlsx", content), "reason": ""})
    assert answered.status_code == 302
    return str(answered["Location"])


def test_a_workbook_goes_out_is_filled_in_looked_at_and_saved(sign_in: SignIn) -> None:
    client = sign_in("planner")
    book = Book(client.get(f"{ADDRESS}file/?sheet=work&filled=on").content)
    book.row("work", code="KEN101")["title.en"] = "<b>Another</b>"
    address = handed_in(client, book.content())
    page = client.get(address).content.decode()
    assert "1 row would be saved; nothing is saved yet." in page
    assert "&lt;b&gt;Another&lt;/b&gt;" in page
    answered = client.post(f"{address}save/", follow=True).content.decode()
    assert "The workbook is saved." in answered
    assert WorkItem.objects.get(code="KEN101").title["en"] == "<b>Another</b>"
    assert "plans.xlsx" in client.get(ADDRESS).content.decode()


def test_each_wrong_cell_is_shown_and_the_workbook_is_put_aside(sign_in: SignIn) -> None:
    client = sign_in("planner")
    book = Book(client.get(f"{ADDRESS}file/?sheet=work").content)
    book.add("work", code="NEW1", kind="country_outcome", title__en="New", place="ATLANTIS")
    address = handed_in(client, book.content())
    page = client.get(address).content.decode()
    assert "1 cell is wrong" in page
    assert "“ATLANTIS” is not in the list" in page
    assert "Save the workbook" not in page
    assert "cannot be" not in client.post(f"{address}discard/", follow=True).content.decode()
    assert "put aside" in client.get(address).content.decode()


def test_what_is_no_workbook_is_told_beside_the_file(sign_in: SignIn) -> None:
    answered = sign_in("planner").post(ADDRESS, {"file": SimpleUploadedFile("plans.xlsx", b"%PDF-1.7")})
    assert answered.status_code == 400
    assert "This is no Excel workbook" in answered.content.decode()


def test_nobody_sees_the_workbook_of_somebody_else(sign_in: SignIn) -> None:
    planner = sign_in("planner")
    address = handed_in(planner, planner.get(f"{ADDRESS}file/?sheet=work&filled=on").content)
    for action in ("", "save/", "discard/"):
        method = sign_in("ken").post if action else sign_in("ken").get
        assert method(f"{address}{action}").status_code == 404
    assert Client().get(f"{ADDRESS}everything/").status_code == 302


def test_all_stored_fields_are_one_file(sign_in: SignIn) -> None:
    answered = sign_in("reader").get(f"{ADDRESS}everything/")
    assert (answered.status_code, answered.content[:2]) == (200, b"PK")
    assert "2024-25-everything.xlsx" in answered["Content-Disposition"]
