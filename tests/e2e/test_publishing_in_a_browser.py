"""A publication is written, looked at, and published, as a programme officer does it; axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import VISITS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
DESK = "/office/publishing/"


def faults(page: Page) -> list[Any]:
    """What axe finds."""
    from axe_core_python.sync_playwright import Axe

    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in Axe().run(page)["violations"]]


@pytest.mark.parametrize(("width", "lang"), [(360, "fr"), (1280, "es")])
def test_axe_finds_nothing_on_the_publishing_desk(visit: VISITS, width: int, lang: str) -> None:
    page = visit(DESK, who="elena", width=width, lang=lang)
    for address in (DESK, f"{DESK}1/"):
        page.goto(f"{page.url.split('/office')[0]}{address}")
        assert faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_the_published_file_is_taken_from_the_desk(visit: VISITS) -> None:
    page = visit(f"{DESK}1/", who="elena")
    with page.expect_download() as download:
        page.get_by_role("link", name="activities-2024-25.xml", exact=True).click()
    assert download.value.path().stat().st_size > 1_000_000
