"""Allot and transfer with a refusal that explains itself, and a file that is corrected, as a budget officer does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import VISITS
from .looking import faults

pytestmark = pytest.mark.browser
HERE = "/office/programmes/2024-25"


def test_an_officer_allots_with_a_refusal_that_explains_itself_then_transfers(visit: VISITS) -> None:
    page = visit(f"{HERE}/lines/?fund=RB&sort=-approved")
    page.locator("tbody th a").first.click()
    line = page.url
    page.get_by_role("link", name="Allot", exact=True).click()
    page.get_by_label("Unit").fill("NORMES")
    page.get_by_label(re.compile("^Amount")).fill("999,999,999,999.00")
    page.get_by_label("Reason").fill("The plan of the unit")
    page.get_by_role("button", name="Show the balances after").click()
    expect(page.locator("form.form")).to_contain_text("is left to allot on", use_inner_text=True)
    assert page.get_by_label(re.compile("^Amount")).input_value() == "999,999,999,999.00"
    assert page.get_by_label("Reason").input_value() == "The plan of the unit"
    assert faults(page) == []
    page.get_by_label(re.compile("^Amount")).fill("1,000.00")
    page.get_by_role("button", name="Show the balances after").click()
    expect(page.locator(".preview")).to_contain_text("Nothing is posted yet")
    assert faults(page) == []
    page.get_by_role("button", name="Allot it").click()
    assert page.url == line
    page.get_by_role("link", name=re.compile("NORMES")).first.click()
    page.get_by_role("link", name="Transfer", exact=True).click()
    page.get_by_label("Unit").fill("EMPLOYMENT")
    page.get_by_label(re.compile("^Amount")).fill("250")
    page.get_by_label("Reason").fill("Another unit does it")
    page.get_by_role("button", name="Show the balances after").click()
    expect(page.locator("form.form")).to_contain_text("NORMES", use_inner_text=True)


def test_an_allotment_is_made_by_keyboard_alone(visit: VISITS) -> None:
    page = visit(f"{HERE}/lines/?fund=RB&sort=-approved")
    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/lines/[0-9a-f-]{36}/$"))
    line = page.url
    page.get_by_role("link", name="Allot", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/allot/$"))
    page.get_by_label("Unit").focus()
    page.keyboard.type("NORMES")
    while page.evaluate("document.activeElement.name") != "amount":
        page.keyboard.press("Tab")
    page.keyboard.type("10")
    while page.evaluate("document.activeElement.name") != "reason":
        page.keyboard.press("Tab")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".preview").wait_for()
    while page.evaluate("document.activeElement.name") != "confirm":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(line)
    assert "By keyboard" in page.locator("main").inner_text()


HEADING = "document,document_line,date,fund,currency,amount,result,unit\n"


def test_a_file_with_errors_is_corrected_and_posted(visit: VISITS, tmp_path: Path) -> None:
    file = tmp_path / "march.csv"
    file.write_text(HEADING + 'INV-E2E,1,2025-03-05,NOPE,USD,"1,000.00",1.1,NORMES\n', encoding="utf-8")
    page = visit(f"{HERE}/imports/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    assert "cells are wrong" in page.locator("main").inner_text()
    assert "NOPE" in page.locator("table").inner_text()
    assert faults(page) == []
    page.get_by_role("link", name="Imports").last.click()
    file.write_text(HEADING + "INV-E2E,1,2025-03-05,RB,USD,1000.00,1.1,NORMES\n", encoding="utf-8")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    assert "1 row is right and can be posted." in page.locator("main").inner_text()
    page.locator("summary", has_text="Post the file").click()
    page.get_by_role("button", name="Post the file").click()
    assert "It was posted" in page.locator("main").inner_text()
