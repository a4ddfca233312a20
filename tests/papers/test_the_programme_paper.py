"""The programme paper says everything the programme says, in the order and the form of governing-body papers."""

from __future__ import annotations

import re

import pytest

from biennium.documents.blocks import Box, Chart, Document, Heading, Item, PageBreak, Paragraph, Table, plain
from biennium.papers.pin import Pin
from biennium.papers.programme import roman
from papers.commissions import built, demonstration, flat, section, small, texts

pytestmark = pytest.mark.database_free


def headings(document: Document, level: int) -> list[str]:
    return [plain(block.content) for block in document.blocks if isinstance(block, Heading) and block.level == level]


def spans(document: Document) -> list[tuple[str, str | None]]:
    return [
        (span.text, span.lang)
        for block in flat(document.blocks)
        if isinstance(block, Heading | Paragraph | Item)
        for span in block.content
    ]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_paragraphs_are_numbered_from_one_to_the_decision_without_a_gap(lang: str) -> None:
    numbers = [
        block.number
        for block in flat(built(demonstration(), lang).blocks)
        if isinstance(block, Paragraph) and block.number
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 135


def test_parts_have_roman_numbers_and_annexes_their_own() -> None:
    assert headings(built(demonstration()), 1) == [
        "I. Introduction",
        "II. A global programme for social justice",
        "III. Outcomes",
        "IV. Enablers",
        "V. Next steps",
        "Annex I. Deliverables by result",
        "Annex II. Results framework",
    ]
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]


def test_every_result_and_every_deliverable_is_in_the_paper_once() -> None:
    book, paper = demonstration(), built(demonstration())
    counted = [one for one in book.document.results if book.levels[one.level].counted]
    titles = [
        plain(block.content)
        for block in paper.blocks
        if isinstance(block, Heading) and block.anchor.startswith("result-")
    ]
    assert titles == [f"{book.levels[one.level].name['en']} {one.code}. {one.title['en']}" for one in counted]
    bullets = [plain(block.content) for block in paper.blocks if isinstance(block, Item)]
    deliverables = [one.title["en"] for one in book.document.results if not book.levels[one.level].counted]
    assert len(deliverables) == 334
    assert [title for title in deliverables if bullets.count(title) != 1] == []


def test_every_text_of_the_programme_is_in_the_paper() -> None:
    book, paper = demonstration(), built(demonstration())
    said = " ".join(text for text, _lang in spans(paper))
    bodies = [one.strategy for one in book.document.results] + [one.body for one in book.document.sections]
    wanted = [line.removeprefix("- ") for body in bodies for line in body.get("en", "").split("\n") if line.strip()]
    assert len(wanted) > 60
    assert [line for line in wanted if line not in said] == []


def test_lists_are_announced_by_the_scope_of_their_deliverables() -> None:
    announced = texts(built(small()), numbered=True)
    assert [text for text in announced if text.endswith(":")] == [
        "At country level, the Organization will help to:",
        "At global level, the Organization will:",
        "At country level, the Organization will help to:",
        "Deliverables expected during the biennium:",
    ]


def test_bullets_that_are_no_sentences_end_like_parts_of_one() -> None:
    bullets = [plain(block.content) for block in built(small()).blocks if isinstance(block, Item)]
    assert bullets[:2] == ["Advise on ratification;", "Translate the rules."]


def test_the_draft_decision_is_boxed_and_the_cover_points_to_its_number_here() -> None:
    paper = built(demonstration())
    (box,) = [block for block in paper.blocks if isinstance(block, Box)]
    assert plain(box.title) == "Draft decision"
    assert [block.number for block in box.blocks if isinstance(block, Paragraph)] == [135]
    purpose = dict(paper.cover.fields)["Purpose of the document"]
    assert "(draft decision: paragraph\u00a0135)" in plain(purpose)
    assert [span.href for span in purpose if span.href] == ["#p135"]


def test_texts_by_region_boxes_and_other_sections_have_their_place() -> None:
    sections = [
        section("introduction", "vision"),
        section("africa", "region", region="africa"),
        section("knowledge", "approach"),
        section("pilot", "box", result="1.1"),
        section("also", "other"),
        section("calendar", "next_step"),
    ]
    paper = built(small(sections=sections))
    assert [one.partition(". ")[2] for one in headings(paper, 1)] == [
        "Introduction",
        "Outcome",
        "Enabler",
        "Overview by region",
        "Knowledge",
        "Also",
        "Calendar",
        "Deliverable by result",
        "Results framework",
    ]
    titles = [
        plain(block.title if isinstance(block, Box) else block.content)
        for block in paper.blocks
        if isinstance(block, Box | Heading)
    ]
    assert titles.index("Pilot") == titles.index("Output 1.1. Ratification") + 1
    assert "On pilot." in texts(paper, numbered=False)


def test_the_footer_names_the_version_and_its_short_hash() -> None:
    assert (
        built(demonstration()).footer
        == "GB.346/PFA/1 · Version 2 (proposed), sealed 1 March 2023, SHA-256 3f9a1c7e5b20"
    )
    assert built(demonstration(), "fr").footer.endswith(
        "Version 2 (proposée), scellée le 1 mars 2023, SHA-256 3f9a1c7e5b20"
    )
    assert re.search(r"Borrador del .* sin sellar$", built(demonstration(), "es", pin=Pin.live()).footer)


def test_a_paper_of_the_demonstration_says_so_on_its_first_page() -> None:
    assert plain(built(demonstration(), is_demonstration=True).cover.notice).startswith("Demonstration.")
    assert plain(built(demonstration()).cover.notice) == ""


def test_what_is_missing_in_a_language_is_shown_in_another_and_marked() -> None:
    paper = built(small(), "fr")
    assert ("Rules need authority.", "en") in spans(paper)
    assert "Non disponible en français; le texte qui suit est en anglais." in texts(paper)
    assert ("\u00a0[en]", None) in spans(paper)
    assert "certains textes sont en anglais" in plain(paper.cover.notice)


def test_a_programme_that_is_complete_in_a_language_has_no_fallback() -> None:
    for lang in ("en", "fr"):
        paper = built(demonstration(), lang)
        assert [text for text, other in spans(paper) if other] == []
        assert plain(paper.cover.notice) == ""


def test_a_programme_with_nothing_in_it_is_a_paper_all_the_same() -> None:
    paper = built(small(results=[], indicators=[], sections=[], work_items=[], terms=[], paper=None))
    assert [block for block in paper.blocks if isinstance(block, Chart | Table | PageBreak | Item)] == []
    assert paper.cover.masthead == ("The organisation",)
    assert paper.footer.startswith("Version 2")
