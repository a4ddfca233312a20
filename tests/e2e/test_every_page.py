"""Every page, in a browser, as the first person who may see it: axe finds nothing on a desktop in the light and on a
phone in the dark (there of what another width, colour scheme or language can change), nothing is cut off; and no page
asks much of the database, whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import cycle, product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from .conftest import WINDOWS, Scheme, Site, signed_in
from .counting import HEADING
from .looking import ON_ANOTHER_SCREEN, faults, fits, unfold
from .pages import visited

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MOST_QUERIES = 20
# A file holds more than twenty tables, and takes one or two queries for each of them, whatever their size.
FROM_MANY_TABLES = {
    "office:everything_file": 35,
    "office:workbook_file": 35,
}
NOBODY = ""
PEOPLE = ("elena", "amina", "priya", "lars", "tomas", "wanjiru", "claire", "joao")
PAGES = [place.name for place in visited() if not place.is_file]
# Somebody without an account asks for every page, and of the people one in turn, beside the first who may see it.
PARTS = 3
# A phone is read in French and Spanish in turn: a fault of one language shows on many pages.
ON_A_PHONE = dict(zip(PAGES, cycle(("fr", "es"))))
FILES = [place.name for place in visited() if place.is_file]


def answered(site: Site, address: str, who: str, lang: str = "en") -> tuple[int, int]:
    """The status of an answer, and how many questions it asked of the database."""
    cookies = f"django_language={lang}" + (f"; sessionid={site.sessions[who]}" if who else "")
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=120)
    connection.request("GET", address, headers={"Cookie": cookies})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, int(answer.headers[HEADING])


def first_answer(site: Site, address: str) -> tuple[str, int]:
    """The first who gets an address at once (somebody without an account, else people in turn), and how many questions
    the answer asked of the database."""
    for who in (NOBODY, *PEOPLE):
        status, asked = answered(site, address, who)
        if status == 200:
            return who, asked
    raise AssertionError(f"nobody sees {address}")


def asks_too_much(name: str, asked: int) -> bool:
    return asked > FROM_MANY_TABLES.get(name, MOST_QUERIES)


@pytest.fixture(scope="module")
def windows(site: Site, browser: Browser) -> Iterator[WINDOWS]:
    """A window for each person, width, language and colour scheme, which stays open from page to page."""
    site.reset()
    pages: dict[tuple[str, int, str, Scheme], Page] = {}

    def window(who: str, *, width: int = 1280, lang: str = "en", scheme: Scheme = "light") -> Page:
        key = (who, width, lang, scheme)
        if key not in pages:
            pages[key] = signed_in(browser, site, who, lang, width, scheme).new_page()
        return pages[key]

    yield window
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_asks_more_than_twenty_questions_of_the_database(site: Site, part: int) -> None:
    """Seen, led elsewhere, refused, or not there for this person: none of it costs much, and none is a fault."""
    site.reset()
    wrong = {}
    for number, name in enumerate(PAGES[part::PARTS]):
        for address, who in product(site.addresses[name], [NOBODY, PEOPLE[number % len(PEOPLE)]]):
            status, asked = answered(site, address, who)
            if status not in (200, 302, 403, 404) or asks_too_much(name, asked):
                wrong[address] = (who, status, asked)
    assert wrong == {}


@pytest.mark.parametrize("name", FILES)
def test_no_file_asks_more_than_twenty_questions_of_the_database(site: Site, name: str) -> None:
    for address in site.addresses[name]:
        _who, asked = first_answer(site, address)
        assert not asks_too_much(name, asked), asked


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(site: Site, windows: WINDOWS, name: str) -> None:
    for address in site.addresses[name]:
        who = _on_a_desktop(site, windows, name, address)
        _on_a_phone(windows(who, width=360, lang=ON_A_PHONE[name], scheme="dark"), f"{site.url}{address}")


def _on_a_desktop(site: Site, windows: WINDOWS, name: str, address: str) -> str:
    """Who was the first to get the page at once; without an account nobody is led through a browser to the sign-in."""
    url = f"{site.url}{address}"
    anybody = answered(site, address, NOBODY)[0] == 200
    for who in (NOBODY, *PEOPLE) if anybody else PEOPLE:
        page = windows(who)
        answer = page.goto(url)
        if answer is not None and answer.ok and answer.request.redirected_from is None:
            assert not asks_too_much(name, int(answer.headers[HEADING.lower()])), (who, url)
            assert fits(page), url
            assert faults(page) == [], url
            return who
    raise AssertionError(f"nobody sees {url}")


def _on_a_phone(page: Page, url: str) -> None:
    page.goto(url)
    assert fits(page), url
    unfold(page)
    assert fits(page), url
    assert faults(page, runOnly=ON_ANOTHER_SCREEN) == [], url
