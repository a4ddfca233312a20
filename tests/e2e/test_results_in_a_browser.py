"""A country reports a result that is returned, corrected, verified and counted; it reports again and counts once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import VISITS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HERE = "/office/programmes/2024-25"
PUBLIC = "/p/2024-25"
COUNTED = re.compile(r"(\d+) of 24")


def public_count(visit: VISITS) -> int:
    """How many Member States the public reads."""
    answer = visit(f"{PUBLIC}/progress/1.1.1/").locator(".answer").inner_text()
    found = COUNTED.search(answer)
    assert found, answer
    return int(found[1])


def report(visit: VISITS, statement: str, law: Path) -> tuple[Page, str]:
    """The country officer reports a result of Botswana with a file as evidence, and submits it."""
    page = visit(f"{HERE}/report-result/?indicator=1.1.1", "wanjiru")
    page.get_by_label("Country or territory").select_option("BWA")
    page.get_by_label("Day of the change").fill("2025-03-14")
    page.get_by_role("group", name="What changed").get_by_label("English").fill(statement)
    page.get_by_role("button", name="Save").click()
    here = page.url
    page.locator("summary", has_text="Attach evidence").click()
    page.get_by_label("Title").fill("The gazette")
    page.get_by_label("File").set_input_files(law)
    page.get_by_role("button", name="Attach", exact=True).click()
    page.get_by_role("link", name="Answer the criteria").click()
    for group in page.locator("fieldset.rows").all():
        group.get_by_label("Answer").select_option("yes")
        group.get_by_label("The gazette").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Submit to be verified").click()
    assert "was submitted" in page.locator("main").inner_text()
    return page, here.partition("/office")[2]


def verify(visit: VISITS, address: str) -> None:
    """The verifier finds it on the desk and confirms it; the programme officer publishes it."""
    page = visit(f"/office{address}", "claire")
    page.get_by_role("button", name="Verify").click()
    assert "was verified" in page.locator("main").inner_text()
    page = visit(f"/office{address}", "elena")
    page.get_by_role("button", name="Publish").click()
    assert "was published" in page.locator("main").inner_text()


def test_a_result_is_returned_corrected_and_counted_once(visit: VISITS, tmp_path: Path) -> None:
    law = tmp_path / "gazette.pdf"
    law.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    before = public_count(visit)
    page, address = report(visit, "The Convention was ratified.", law)
    assert public_count(visit) == before

    verifier = visit("/office/", "claire")
    assert "to verify" in verifier.locator("#reporting").inner_text()
    verifier = visit(f"/office{address}", "claire")
    verifier.locator("summary", has_text="Return with a reason").click()
    verifier.get_by_label("Reason").fill("Name the number of the gazette.")
    verifier.get_by_role("button", name="Return with a reason").click()
    assert "was returned" in verifier.locator("main").inner_text()

    page.goto(f"{page.url.partition('/office')[0]}/office/")
    assert "Name the number of the gazette." in page.locator("#reporting").inner_text()
    page.goto(f"{page.url.partition('/office')[0]}/office{address}")
    page.get_by_role("link", name="Change what it says").click()
    statement = page.get_by_role("group", name="What changed").get_by_label("English")
    statement.fill("The Convention was ratified, gazette no. 12.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Submit to be verified").click()
    verify(visit, address)
    assert public_count(visit) == before + 1

    public = visit(f"{PUBLIC}/progress/1.1.1/")
    assert "Botswana" in public.locator("#counted").inner_text()
    _page, again = report(visit, "It was applied as well.", law)
    verify(visit, again)
    assert public_count(visit) == before + 1


def test_whoever_wrote_a_result_is_told_why_they_cannot_verify_it(visit: VISITS) -> None:
    page = visit(f"{HERE}/country-results/?status=submitted", "wanjiru")
    page.locator("tbody th a").first.click()
    text = page.locator("main").inner_text()
    assert "No role of yours allows you to verify country results" in text
    assert "Whoever manages people and roles can give you one that does." in text
