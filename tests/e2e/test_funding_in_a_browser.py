"""From an agreement that is signed to money that is allotted within its earmark, as a partnerships officer and a budget
officer do it; shares of a project while they are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .conftest import VISITS
from .looking import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CODE = "GLO/24/09/KEN"
ADDRESS = f"/office/agreements/{CODE}/"


def fill(page: Page, fields: dict[str, str]) -> None:
    """Types into the boxes with these labels."""
    for label, typed in fields.items():
        page.get_by_label(label, exact=True).first.fill(typed)


def written(visit: VISITS) -> Page:
    """An agreement for output 6.1, written down by the partnerships officer."""
    page = visit("/office/agreements/add/", "lars")
    fill(page, {"Code": CODE, "English": "Care in Kenya", "Partner": "KEN", "Fund": "XBDC", "Amount": "1,000.00"})
    fill(page, {"Begins": "2024-01-01", "Ends": "2025-12-31"})
    page.get_by_label(re.compile("^Only for results")).fill("6.1")
    assert faults(page) == []
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(re.escape(ADDRESS)))
    return page


def test_signed_money_is_released_and_allotted_within_its_earmark(visit: VISITS) -> None:
    page = written(visit)
    assert "“Start” is possible for an agreement that is: signed." in page.locator("main").inner_text()
    assert faults(page) == []
    page.locator("summary", has_text="Sign").click()
    page.get_by_label("Day of signature").fill("2024-02-01")
    page.locator("details[open]").get_by_role("button", name="Sign").click()
    assert "USD 1,000.00 is left to release" in page.locator(".answer").inner_text().replace("\u00a0", " ")

    page = visit(ADDRESS, "priya")
    page.get_by_role("link", name="Release authority in 2024-25").click()
    assert page.get_by_label(re.compile("^Amount")).input_value() == "1000.00"
    page.get_by_label("Year").select_option("2024")
    page.get_by_label("Reason").fill("It is signed")
    page.get_by_role("button", name="Show the balances after").click()
    assert faults(page) == []
    page.get_by_role("button", name="Release it").click()
    page.wait_for_url(re.compile(re.escape(ADDRESS)))
    assert "USD 0.00 is left to release" in page.locator(".answer").inner_text().replace("\u00a0", " ")

    page.get_by_role("link", name="Its lines in 2024-25").click()
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Allot", exact=True).click()
    page.get_by_label(re.compile("^Result")).fill("7.1")
    page.get_by_label(re.compile("^Amount")).fill("400")
    page.get_by_label("Day", exact=True).fill("2024-03-01")
    page.get_by_label("Reason").fill("The plan of the unit")
    page.get_by_role("button", name="Show the balances after").click()
    refused = page.locator("form.form").inner_text()
    assert f"{CODE} is earmarked to 6.1." in refused
    assert page.get_by_label("Reason").input_value() == "The plan of the unit"
    assert faults(page) == []
    page.get_by_label(re.compile("^Result")).fill("6.1")
    page.get_by_role("button", name="Show the balances after").click()
    assert "600.00" in page.locator(".preview").inner_text()
    page.get_by_role("button", name="Allot it").click()
    page.wait_for_url(re.compile(r"/lines/[0-9a-f-]{36}/$"))
    assert "The plan of the unit" in page.locator("main").inner_text()


def test_what_was_typed_into_a_decision_is_there_again(visit: VISITS) -> None:
    page = visit("/office/programmes/2024-25/lines/?fund=RB&sort=-approved")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Allot", exact=True).click()
    page.get_by_label("Reason").fill("A long reason that nobody wants to type twice")
    page.get_by_text("Kept; not posted yet.").wait_for()
    page.reload()
    assert page.get_by_label("Reason").input_value() == "A long reason that nobody wants to type twice"
    page.get_by_role("button", name="Forget what was typed").click()
    assert page.get_by_label("Reason").input_value() == ""


def test_the_remainder_is_shown_while_shares_are_typed(visit: VISITS) -> None:
    page = visit("/office/projects/add/", "lars")
    first = page.locator("fieldset.rows").first
    left = first.locator("[data-remainder]")
    assert left.inner_text() == "100"
    first.locator("[data-share]").nth(0).fill("70")
    assert left.inner_text() == "30"
    first.locator("[data-share]").nth(1).fill("29.5")
    assert left.inner_text() == "0.5"
    fill(page, {"Symbol": "GLO/24/10/MUL", "English": "Together"})
    fill(page, {"Begins": "2024-01-01", "Ends": "2025-12-31"})
    for row, code in enumerate(("6.1", "6.2")):
        first.get_by_label("Result", exact=True).nth(row).fill(code)
    page.get_by_role("button", name="Save").click()
    assert "The shares sum to 99.5 %; they must sum to 100 %." in page.locator("form.form").inner_text()
    assert faults(page) == []
    page.locator("[data-share]").nth(1).fill("30")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/projects/[0-9a-f-]{36}/$"))
    assert "6.1 70%, 6.2 30%" in page.locator("main").inner_text()
    assert faults(page) == []
