"""A paper as HTML in a real browser: nothing for axe to find, nothing cut off, one size of each chart, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from biennium.documents.write import write_document
from e2e.looking import ON_ANOTHER_SCREEN, faults
from papers.commissions import built, demonstration

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.database_free]
WIDTHS = (360, 1280)


@pytest.mark.parametrize(("lang", "kind", "scheme"), [("en", "programme", "light"), ("es", "framework", "dark")])
def test_axe_finds_nothing_and_nothing_is_cut_off(lang: str, kind: str, scheme: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(write_document(built(demonstration(), lang, kind, is_demonstration=True), "html").decode())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        shown = page.evaluate(
            "[...document.querySelectorAll('figure svg')].filter(one => one.checkVisibility()).length"
        )
        assert shown == page.locator("figure").count() > 0
        assert faults(page, **({} if width == WIDTHS[0] else {"runOnly": ON_ANOTHER_SCREEN})) == [], width
    assert asked == []
    context.close()


def test_the_contents_lead_to_the_headings_by_keyboard(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(write_document(built(demonstration()), "html").decode())
    page.locator("nav a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == "part-1"
    page.close()
