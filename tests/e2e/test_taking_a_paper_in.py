"""A paper of an invented organisation is uploaded, looked at, and accepted as a draft without what is not right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake.reading import file_of

from .conftest import PEOPLE

pytestmark = pytest.mark.browser
LEFT_OUT = "Fair shares of the river for those upstream and down"
KEPT = "Greater capacity of villages to keep their pumps in repair"


@pytest.mark.parametrize("form", ["docx", "txt"])
def test_a_paper_becomes_a_draft_of_what_was_ticked(person: PEOPLE, form: str, tmp_path: Path) -> None:
    paper = tmp_path / f"proposals.{form}"
    paper.write_bytes(file_of("en", form))
    officer = person("/office/intake/", "elena")
    officer.give(officer.field("Paper"), paper)
    officer.follow(officer.thing("button", "Read the paper"))
    assert "A programme was read in it, in English. Nothing is in the books yet." in officer.text
    assert "Every passage of the paper found its place." in officer.text
    officer.press(officer.thing("checkbox", f"Keep “{LEFT_OUT}”"))
    officer.write(officer.field("Code of the new programme"), "2026-27")
    officer.follow(officer.thing("button", "Accept as a new programme"))
    assert officer.page.url.endswith("/office/p/2026-27/")
    assert "The paper is now programme 2026-27." in officer.text
    officer.follow(officer.thing("link", re.compile("^Safe water within reach"), officer.page.locator("main")))
    assert KEPT in officer.text
    assert LEFT_OUT not in officer.page.locator("body").inner_text()


def test_a_file_that_is_no_paper_is_refused_in_one_line_and_nothing_is_saved(person: PEOPLE, tmp_path: Path) -> None:
    scrap = tmp_path / "scrap.txt"
    scrap.write_bytes(b"\x00\x01\x02" * 400)
    officer = person("/office/intake/", "elena")
    officer.give(officer.field("Paper"), scrap)
    officer.follow(officer.thing("button", "Read the paper"))
    assert "scrap.txt" in officer.page.locator(".answer").inner_text()
    assert "Accept" not in officer.text
