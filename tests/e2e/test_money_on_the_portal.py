"""From the portal's total down to one posting, as a reader finds the way in a browser."""

from __future__ import annotations

import re

import pytest

from .conftest import VISITS

pytestmark = pytest.mark.browser
HERE = "/p/2024-25"
MOST_CLICKS = 4


def test_from_the_total_down_to_one_posting_in_at_most_four_clicks(visit: VISITS) -> None:
    page = visit(f"{HERE}/resources/")
    page.locator("tfoot td a.figure").nth(3).click()
    clicks = 1
    while not page.locator("tbody th", has_text=re.compile(r"^Expense · .* · ERP-2024-\d+")).count():
        page.locator("tbody th a").first.click()
        clicks += 1
        assert clicks <= MOST_CLICKS, page.url
    assert clicks == MOST_CLICKS
    assert "ERP-2024-" in page.locator("tbody").inner_text()
    assert "modelled" in page.locator(".strip").inner_text()


def test_the_difference_of_eight_dollars_is_a_row_that_opens(visit: VISITS) -> None:
    page = visit(f"{HERE}/resources/")
    page.get_by_role("link", name="totals side by side", exact=True).click()
    row = page.locator("tbody tr", has_text="Named difference")
    assert "8.00" in row.inner_text()
    assert "858,209,549.00" in page.locator("table").inner_text()
    page.locator("tbody tr", has_text="Expense by Sustainable Development Goal").locator("a").first.click()
    text = page.locator("main").inner_text()
    assert "858,209,541.00" in text
    assert "Expense by goal against expense by function" in text


def test_the_numbers_of_the_flow_are_one_click_away(visit: VISITS) -> None:
    page = visit(f"{HERE}/resources/")
    picture = page.locator("figure.chart")
    assert picture.locator("svg").first.get_attribute("role") == "img"
    table = picture.locator("table")
    assert not table.is_visible()
    picture.get_by_text("The numbers as a table").click()
    assert table.is_visible()
    assert "Assessed contributions" in table.inner_text()
