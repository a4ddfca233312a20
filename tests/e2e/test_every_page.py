"""Every page, in a browser, as the first person who may see it: axe finds nothing on a desktop in the light and on a
phone in the dark (there of what another width, colour scheme or language can change), nothing is cut off; and no page
asks much of the database, whoever reads it."""

from __future__ import annotations

from http.client import HTTPConnection
from itertools import cycle, product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from .conftest import WINDOWS, Site
from .counting import HEADING
from .looking import ON_ANOTHER_SCREEN, faults, fits, unfold
from .pages import visited

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
# Somebody without an account asks for every page; of the people, every fourth in turn.
TURNS, PARTS = 4, 3
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


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_asks_more_than_twenty_questions_of_the_database(site: Site, part: int) -> None:
    """Seen, led elsewhere, refused, or not there for this person: none of it costs much, and none is a fault."""
    site.reset()
    wrong = {}
    for number, name in enumerate(PAGES[part::PARTS]):
        for address, who in product(site.addresses[name], [NOBODY, *PEOPLE[number % TURNS :: TURNS]]):
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
def test_axe_finds_nothing_and_nothing_is_cut_off(site: Site, window: WINDOWS, name: str) -> None:
    addresses = site.addresses[name]
    who, _asked = first_answer(site, addresses[0])
    desktop, phone = window(who), window(who, width=360, lang=ON_A_PHONE[name], scheme="dark")
    for address in addresses:
        _on_a_desktop(desktop, f"{site.url}{address}")
        _on_a_phone(phone, f"{site.url}{address}")


def _on_a_desktop(page: Page, url: str) -> None:
    assert page.goto(url).ok, url  # type: ignore[union-attr]
    assert fits(page), url
    assert faults(page) == [], url


def _on_a_phone(page: Page, url: str) -> None:
    page.goto(url)
    assert fits(page), url
    unfold(page)
    assert fits(page), url
    assert faults(page, runOnly=ON_ANOTHER_SCREEN) == [], url
