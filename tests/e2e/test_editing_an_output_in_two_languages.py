"""An output is edited side by side in two languages, and nothing that was typed is lost: not with the window, not with
the session, not to somebody who edits the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .conftest import PEOPLE
from .hands import Hand

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
OUTPUT = "/office/p/2024-25/results/1.1/"
ENGLISH = "Greater capacity of Member States to ratify international labour standards"
FRENCH = "Capacité renforcée des États Membres à ratifier les normes internationales du travail"
PASSWORD = "demonstration-2024-25"


def title(editor: Hand, language: str) -> Locator:
    return editor.field(language, group="Title")


def kept(editor: Hand) -> None:
    """Waits until what was typed is kept."""
    editor.page.get_by_text("Kept; not saved yet.").wait_for()


def test_two_languages_are_written_and_a_draft_outlives_the_window(person: PEOPLE) -> None:
    editor = person(OUTPUT, "elena")
    editor.write(title(editor, "English"), ENGLISH)
    editor.write(title(editor, "French"), FRENCH)
    kept(editor)
    editor.page.context.close()
    again = person(OUTPUT, "elena")
    assert "You typed this and did not save it" in again.text
    assert title(again, "English").input_value() == ENGLISH
    assert title(again, "French").input_value() == FRENCH
    again.write(again.field(re.compile("^Reason")), "Plainer words")
    again.follow(again.thing("button", "Save"))
    assert "Saved." in again.text
    assert ENGLISH in again.page.locator("h1").inner_text()
    assert "Plainer words" in again.text
    again.follow(again.thing("button", "français"))
    assert FRENCH in again.page.locator("h1").inner_text()


def test_a_draft_is_forgotten_when_its_author_says_so(person: PEOPLE) -> None:
    editor = person(OUTPUT, "elena")
    before = title(editor, "English").input_value()
    editor.write(title(editor, "English"), ENGLISH)
    kept(editor)
    editor.page.reload()
    editor.follow(editor.thing("button", "Forget what was typed"))
    assert title(editor, "English").input_value() == before


def test_two_people_who_edit_the_same_see_both_texts(person: PEOPLE) -> None:
    officer, lead = person(OUTPUT, "elena"), person(OUTPUT, "tomas")
    lead.write(title(lead, "English"), "More Member States ratify")
    lead.follow(lead.thing("button", "Save"))
    officer.write(title(officer, "English"), ENGLISH)
    officer.write(title(officer, "French"), FRENCH)
    officer.follow(officer.thing("button", "Save"))
    assert "Somebody else saved this while you were editing it" in officer.text
    conflict = officer.page.locator(".conflict").filter(has_text="Title (English)")
    assert "More Member States ratify" in conflict.inner_text()
    assert "labour" in conflict.locator("ins").all_inner_texts()[-1]
    assert title(officer, "English").input_value() == ENGLISH
    officer.follow(officer.thing("button", "Save"))
    assert ENGLISH in officer.page.locator("h1").inner_text()


def test_what_was_typed_outlives_the_session(person: PEOPLE) -> None:
    editor = person(OUTPUT, "elena")
    editor.write(title(editor, "French"), FRENCH)
    editor.page.context.clear_cookies(name="sessionid")
    editor.follow(editor.thing("button", "Save"))
    editor.write(editor.field(re.compile("^E-?mail", re.IGNORECASE)), "elena.marchetti@example.org")
    editor.write(editor.field(re.compile("^Password")), PASSWORD)
    editor.follow(editor.thing("button", re.compile("^Sign in")))
    assert FRENCH in editor.text
    editor.follow(editor.thing("button", "Send again"))
    assert "Saved." in editor.text
    assert title(editor, "French").input_value() == FRENCH
