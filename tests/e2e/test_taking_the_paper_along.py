"""The paper of a programme is taken along as PDF, Word and HTML: in public of a sealed version, in the office of the
live draft."""

from __future__ import annotations

from pathlib import Path

import docx
import pdfplumber
import pytest

from .conftest import PEOPLE

pytestmark = pytest.mark.browser
PROMISE = "Une action normative forte et moderne en faveur de la justice sociale"


def words(path: Path, form: str) -> str:
    """What a file says, on one line."""
    if form == "PDF":
        with pdfplumber.open(path) as pages:
            said = [page.extract_text() for page in pages.pages[:8]]
    elif form == "Word":
        said = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    else:
        said = [path.read_text(encoding="utf-8")]
    return " ".join(" ".join(said).split())


def test_the_paper_of_a_sealed_version_is_taken_in_three_formats(person: PEOPLE, tmp_path: Path) -> None:
    reader = person("/", lang="fr")
    reader.follow(reader.thing("link", "Documents et versions"))
    for form, suffix in (("PDF", ".pdf"), ("Word", ".docx"), ("HTML", ".html")):
        given = reader.take(reader.thing("link", f"Document du programme, français, {form}"))
        assert given.suggested_filename.endswith(suffix)
        path = tmp_path / given.suggested_filename
        given.save_as(path)
        assert PROMISE in words(path, form)


def test_the_paper_of_the_live_draft_is_taken_from_the_office(person: PEOPLE, tmp_path: Path) -> None:
    officer = person("/office/p/2024-25/", "elena")
    officer.follow(officer.thing("link", "Papers"))
    draft = officer.page.locator("section.paper", has_text="The live draft")
    officer.press(draft.locator("summary", has_text="Programme paper"))
    given = officer.take(draft.get_by_role("link").filter(has_text="Word").filter(has_text="français").first)
    path = tmp_path / given.suggested_filename
    given.save_as(path)
    assert PROMISE in words(path, "Word")
