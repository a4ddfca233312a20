"""A title is reworded, a version sealed, and two versions compared word by word, in the office and in public."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .conftest import PEOPLE

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
OUTPUT = "/office/p/2024-25/results/1.2/"
REWORDED = "Increased capacity of constituents to secure the effective application of international labour standards"


def test_a_version_is_sealed_and_compared_with_the_one_before_word_by_word(person: PEOPLE) -> None:
    officer = person(OUTPUT, "elena")
    officer.write(officer.field("English", group="Title"), REWORDED)
    officer.follow(officer.thing("button", "Save"))
    officer.follow(officer.thing("link", "Versions"))
    assert "1 edit since version 3 was sealed." in officer.text
    officer.press(officer.page.locator("summary", has_text="Seal a version"))
    officer.choose(officer.field("Reason of the revision"), "change of context")
    officer.write(officer.field("What is sealed, and why"), "One title says what is meant")
    officer.follow(officer.thing("button", "Seal for good"))
    assert re.search(r"Version 4 \([0-9a-f]{12}\) was sealed\.", officer.text)
    officer.choose(officer.field("Earlier state"), "version 3, adopted")
    officer.choose(officer.field("Later state"), "version 4, revised")
    officer.follow(officer.thing("button", "Compare"))
    assert "1 object changed." in officer.text
    _says_the_word_that_changed(officer.page.locator(".changes .diff").first)
    officer.follow(officer.thing("link", "Public portal"))
    officer.follow(officer.thing("link", re.compile("^What changed.*version 4")))
    _says_the_word_that_changed(officer.page.locator(".changes .diff").first)


def _says_the_word_that_changed(difference: Locator) -> None:
    assert re.sub(r"\s+", " ", difference.locator("del").inner_text()).strip() == "[removed: foster ]"
    assert re.sub(r"\s+", " ", difference.locator("ins").inner_text()).strip() == "[added: secure ]"


def test_a_version_is_not_sealed_unseen(person: PEOPLE) -> None:
    officer, lead = person("/office/p/2024-25/versions/", "elena"), person(OUTPUT, "tomas")
    lead.write(lead.field("English", group="Title"), REWORDED)
    lead.follow(lead.thing("button", "Save"))
    officer.press(officer.page.locator("summary", has_text="Seal a version"))
    officer.choose(officer.field("Reason of the revision"), "correction")
    officer.write(officer.field("What is sealed, and why"), "Nothing of it was seen")
    officer.follow(officer.thing("button", "Seal for good"))
    assert officer.page.locator(".error-summary").is_visible()
    assert officer.field("What is sealed, and why").input_value() == "Nothing of it was seen"
