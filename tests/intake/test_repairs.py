"""What text recognition and page breaks did to a paper is put right, and each repair is noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.papers import WORDS, Damage, paper
from intake.reading import draft_of, expected, file_of, said, told
from intake.rendering import as_text

pytestmark = pytest.mark.database_free

FIRST = {"en": "train two", "fr": "former deux", "es": "formar a dos"}
SECOND = {"en": "hold spare", "fr": "tenir des", "es": "tener piezas"}


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("lang", WORDS)
def test_all_damage_at_once_is_mended_and_noted(tmp_path: Path, lang: str, form: str) -> None:
    damage = Damage(
        numbers={3: "bold", 4: "bold bullet", 5: "bullet", 9: "lost", 12: "bullet"},
        cut_after=(FIRST[lang],),
        merged_after=(SECOND[lang],),
    )
    draft = draft_of(tmp_path, file_of(lang, form, damage), f"paper.{form}")
    assert told(draft.programme, lang) == expected(lang)
    assert draft.unrecognised == []
    bulleted = [
        f"Paragraph {number} was printed as a bullet; it is read as a numbered paragraph." for number in (4, 5, 12)
    ]
    assert said(draft) == [
        *(bulleted if form == "txt" else []),
        "A bullet was cut here; its two parts were joined.",
        "A paragraph without a number stands where 9 is missing; it takes that number.",
        "2 bullets stood in one; they were parted.",
    ]


def test_headings_repeated_in_the_contents_are_taken_from_the_text(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, file_of("en", "txt"))
    assert said(draft, "contents") == ["Headings repeated in the table of contents: 8; they were taken from the text."]


def test_an_entry_of_the_contents_that_is_no_heading_is_not_recognised(tmp_path: Path) -> None:
    text = as_text(paper("en"), WORDS["en"]).replace("\tPage", "\tPage\nForeword by the Chairperson\t2")
    draft = draft_of(tmp_path, text)
    assert [(one.where.line, one.text) for one in draft.unrecognised] == [(17, "Foreword by the Chairperson\t2")]
    assert told(draft.programme, "en") == expected("en")


def test_each_set_phrase_is_noted_once_with_how_often_it_stands(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, file_of("en", "txt"))
    once = "a set phrase; it is told by the structure alone."
    twice = "a set phrase that stands 2 times; it is told by the structure alone."
    assert said(draft, "phrase") == [
        f"“II. Policy outcomes”: {once}",
        f"“Strategy”: {twice}",
        f"“Focus of the Commission's work in 2026–27”: {twice}",
        f"“At country level, the Commission will help constituents to:”: {twice}",
        f"“At the global level, the Commission will:”: {twice}",
        f"“III. Enablers”: {once}",
        f"“The expected deliverables during the biennium are the following:”: {once}",
    ]


DOUBTS = [
    (
        "fr",
        "- signaler chaque réparation par téléphone.",
        "- signaler chaque réparation par téléphone et par écrit; signaler au district les pompes perdues pour de bon.",
        "This bullet goes on after a semicolon as a bullet begins: it may be two.",
        "1.1.C3",
        "signaler chaque réparation par téléphone et par écrit; signaler au district les pompes perdues pour de bon",
    ),
    (
        "en",
        "- report each repair by telephone.",
        "- report each repair by telephone, namely:\n    - its date;\n    - its cost.",
        "A bullet below a bullet was joined to it.",
        "1.1.C3",
        "report each repair by telephone, namely: - its date; - its cost",
    ),
    (
        "en",
        "At country level, the Commission will help constituents to:",
        "At country level, the Commission will, as it did in 2024–25, help those who ask to:",
        "The introduction of this list says more than its scope; it was kept as text.",
        "1.1.C1",
        "train two people of each village in the upkeep of the pump, with a certificate they can use elsewhere",
    ),
    (
        "en",
        "within reach of every household\n\nStrategy",
        "within reach of every household household\n\nStrategy",
        "1: “household household” says the same word twice.",
        "1",
        "Safe water within reach of every household household",
    ),
]


@pytest.mark.parametrize(("lang", "before", "after", "noted", "code", "title"), DOUBTS)
def test_what_cannot_be_told_for_sure_is_left_to_a_person(
    tmp_path: Path, lang: str, before: str, after: str, noted: str, code: str, title: str
) -> None:
    text = as_text(paper(lang), WORDS[lang])
    assert before in text
    draft = draft_of(tmp_path, text.replace(before, after))
    assert noted in said(draft)
    assert {one.code: one.title[lang] for one in draft.programme.results}[code] == title


def test_a_paragraph_that_is_missing_altogether_is_said(tmp_path: Path) -> None:
    text = as_text([part for part in paper("en") if part.number != 4], WORDS["en"])
    assert said(draft_of(tmp_path, text), "doubt") == ["Between paragraphs 3 and 5, numbers are missing: 1."]


def test_a_code_used_twice_is_read_once_and_said(tmp_path: Path) -> None:
    text = as_text(paper("en"), WORDS["en"]).replace("Outcome 2. Fair", "Outcome 1. Fair")
    draft = draft_of(tmp_path, text)
    assert "1 is used twice; the second is not read." in said(draft, "doubt")
    assert "Outcome 1. Fair shares of the river for those upstream and down" in [one.text for one in draft.unrecognised]


def test_a_footnote_goes_to_the_text_that_calls_it(tmp_path: Path) -> None:
    text = as_text(paper("en"), WORDS["en"])
    called = text.replace("costs less than a meal in the city.", "costs less than a meal ¹ in the city.\n\n¹ In 2024.")
    draft = draft_of(tmp_path, called)
    assert draft.programme.results[1].strategy["en"].endswith("¹ in the city.\n\n¹ In 2024.")
    assert said(draft) == ["Footnote 1 was put at the end of the text that calls it."]


def test_running_symbols_and_page_numbers_are_left_out_and_noted(tmp_path: Path) -> None:
    text = (
        as_text(paper("en"), WORDS["en"])
        .replace("\n5. Most", "\nBWC.12/1 4\n\n5. Most")
        .replace("\n8. Nob", "\n12\n\n8. Nob")
    )
    draft = draft_of(tmp_path, text)
    assert told(draft.programme, "en") == expected("en")
    assert said(draft) == [
        "“BWC.12/1 4” is a page number or a running symbol; it was left out.",
        "“12” is a page number or a running symbol; it was left out.",
    ]
