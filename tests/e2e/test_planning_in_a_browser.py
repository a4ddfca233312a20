"""A country officer plans a country outcome: who leads it, where it starts from, what it needs, what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import VISITS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HERE = "/office/programmes/2024-25"
WORK = f"{HERE}/planned-work/KEN901/"


def begin(visit: VISITS) -> None:
    """The programme officer gives the country outcome its identity."""
    page = visit("/office/p/2024-25/add-work-item/", "elena")
    page.get_by_label("Code").fill("KEN901")
    page.get_by_label("Kind").select_option("country_outcome")
    page.get_by_role("group", name="Title").get_by_label("English").fill("Inspection reaches tea estates")
    page.get_by_label("Country or territory").select_option("KEN")
    page.get_by_label("Primary output").select_option("1.1")
    page.get_by_role("button", name="Save").click()
    assert "KEN901" in page.locator("main").inner_text() or "Saved." in page.locator("body").inner_text()


def plan(page: Page) -> None:
    """The country officer plans it; a score without what shows it is refused, with the evidence it takes beside it."""
    page.get_by_role("link", name="Plan it").click()
    page.get_by_label("Lead unit").select_option("ROAF")
    page.get_by_label("Due").fill("2025-11-30")
    situation = page.get_by_role("group", name="Situation at the outset").get_by_label("English")
    situation.fill("Estates are never inspected.")
    markers = page.locator("fieldset.rows", has_text="The evidence each score takes")
    markers.get_by_label("Marker and score").first.select_option("gender/2")
    page.get_by_role("button", name="Save").click()
    assert "needs its evidence" in page.locator("main").inner_text()
    assert situation.input_value() == "Estates are never inspected."
    markers.get_by_label("English").first.fill("An analysis of women’s work on estates")
    page.get_by_role("button", name="Save").click()
    text = page.locator("main").inner_text()
    for words in ("Estates are never inspected.", "An analysis of women’s work on estates", "Evidence it takes"):
        assert words in text


def test_a_country_officer_plans_a_country_outcome(visit: VISITS) -> None:
    begin(visit)
    page = visit(WORK, "wanjiru")
    assert "It has no plan yet" in page.locator("main").inner_text()
    plan(page)

    page.get_by_role("link", name="Say what it needs").click()
    page.get_by_label("Year").first.select_option("2025")
    page.get_by_label("Cost category").first.select_option("travel")
    page.get_by_label("Amount").first.fill("12,500")
    page.get_by_role("button", name="Save").click()
    assert "it lacks USD 12,500.00" in page.locator(".answer").inner_text().replace("\u00a0", " ")
