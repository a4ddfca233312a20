"""The gallery in a real browser: nothing for axe to find, nothing cut off, nothing refused by the policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from e2e.looking import ON_ANOTHER_SCREEN, faults
from web import gallery

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.urls("web.urls")]
HOST = "http://gallery.test"
MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
WIDTHS = (360, 1280, 2560)


def _policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(map(str, sources))}" for name, sources in directives.items())


def _serve(route: Route) -> None:
    """A page `/<language>/<name>`, or a static file."""
    path = urlsplit(route.request.url).path
    if not path.startswith(settings.STATIC_URL):
        lang, name = path.strip("/").split("/")
        headers = {"Content-Security-Policy": _policy(), "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=gallery.page(name, lang), headers=headers)
    elif found := finders.find(path.removeprefix(settings.STATIC_URL)):
        route.fulfill(path=found, content_type=MEDIA[path.rsplit(".", 1)[-1]])
    else:
        route.fulfill(status=404)


@pytest.fixture(params=[("en", "light"), ("fr", "dark")], ids=" ".join)
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A browser page in a colour scheme, and the language to read in."""
    lang, scheme = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route("**/*", _serve)
    yield page, lang
    context.close()


@pytest.mark.parametrize("name", gallery.PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(name: str, reader: tuple[Page, str]) -> None:
    page, lang = reader
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{HOST}/{lang}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        rules = {} if width == WIDTHS[0] else {"runOnly": ON_ANOTHER_SCREEN}
        assert faults(page, **rules) == [], width
    assert refused == []


def test_targets_are_large_enough(reader: tuple[Page, str]) -> None:
    page, lang = reader
    for name in gallery.PAGES:
        page.goto(f"{HOST}/{lang}/{name}")
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, .button, summary, select, nav a, .tree a, input")]
                .filter((one) => one.checkVisibility() && one.type !== "hidden")
                .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 24 && box.width > 1; })
                .filter((one) => !one.matches("input[type=checkbox], input[type=radio]"))
                .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert small == [], name


def test_a_line_of_narrative_has_at_most_seventy_two_characters(reader: tuple[Page, str]) -> None:
    page, lang = reader
    page.goto(f"{HOST}/{lang}/outcome")
    longest = page.evaluate(
        """() => { const box = document.querySelector(".rich"); const probe = document.createElement("span");
            probe.textContent = "the quick brown fox jumps over the lazy dog and so on ".repeat(4);
            const each = document.createElement("p"); each.append(probe); box.append(each);
            const range = document.createRange(); const text = probe.firstChild; let start = 0, longest = 0, top = null;
            for (let at = 0; at < text.length; at++) { range.setStart(text, at); range.setEnd(text, at + 1);
              const y = Math.round(range.getBoundingClientRect().top);
              if (top !== null && y !== top) { longest = Math.max(longest, at - start); start = at; } top = y; }
            return longest; }"""
    )
    assert 55 <= longest <= 75


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(reader: tuple[Page, str]) -> None:
    page, lang = reader
    page.goto(f"{HOST}/{lang}/outcome")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_rows_of_a_table_are_filtered_without_regard_to_accents(reader: tuple[Page, str]) -> None:
    page, lang = reader
    page.goto(f"{HOST}/{lang}/outcome")
    page.locator("#outputs-filter").fill("capacite accrue des etats membres a appliquer")
    assert page.locator("#outputs tbody tr:visible").count() == 1
    assert page.locator("#outputs-count").inner_text() == "1 / 4"


def test_what_is_typed_is_kept(reader: tuple[Page, str]) -> None:
    from playwright.sync_api import expect

    page, lang = reader
    kept: list[str] = []
    page.route("**/draft", lambda route: (kept.append(route.request.post_data or ""), route.fulfill(status=204)))
    page.goto(f"{HOST}/{lang}/editor")
    page.locator("#id_title_fr").fill("Travail")
    expect(page.locator("[data-autosave-status]")).to_have_text("Draft kept")
    assert "title_fr=Travail" in kept[0]


def test_a_failed_autosave_is_said(reader: tuple[Page, str]) -> None:
    from playwright.sync_api import expect

    page, lang = reader
    page.route("**/draft", lambda route: route.abort())
    page.goto(f"{HOST}/{lang}/editor")
    page.locator("#id_title_fr").fill("Travail")
    expect(page.locator("[data-autosave-status]")).to_have_text("Draft not kept: no connection")


def test_on_paper_controls_are_gone_and_the_source_stands(reader: tuple[Page, str]) -> None:
    page, lang = reader
    page.goto(f"{HOST}/{lang}/outcome")
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".download").is_visible()
    assert page.locator(".footer .only-print").is_visible()
