"""The same paper in English, French and Spanish, as text, Markdown, Word and PDF, gives the same programme."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.papers import TEXTS, WORDS
from intake.reading import FORMATS, draft_of, expected, file_of, told

pytestmark = pytest.mark.database_free


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", WORDS)
def test_a_paper_gives_its_results_whatever_its_language_and_form(tmp_path: Path, lang: str, form: str) -> None:
    draft = draft_of(tmp_path, file_of(lang, form), f"paper.{form}")
    assert draft.language == lang
    assert told(draft.programme, lang) == expected(lang)
    assert draft.unrecognised == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", WORDS)
def test_the_texts_the_cover_and_the_references_are_read(tmp_path: Path, lang: str, form: str) -> None:
    text = {key: value.replace("^e", "e").replace("^o", "o") for key, value in TEXTS[lang].items()}
    programme = draft_of(tmp_path, file_of(lang, form), f"paper.{form}").programme
    outcome = programme.results[0]
    assert outcome.strategy[lang].replace("’", "'") == f"{text['3']}\n\n{text['4']}"
    assert outcome.links == ["2"]
    assert [(one.scheme, one.code) for one in outcome.references] == [("instrument", "C155"), ("sdg", "6.1")]
    assert (programme.code, programme.title[lang]) == ("2026-27", text["title"])
    assert (programme.paper.symbol, programme.paper.session, programme.paper.body[lang]) == (
        "BWC.12/1",
        12,
        text["body"],
    )
    assert programme.paper.author_unit[lang] == text["author"]
    assert {name: one[lang] for name, one in programme.paper.cover.items()} == {
        "purpose": text["purpose"],
        "follow_up": text["follow_up"],
    }
    assert programme.organisation.name[lang] in text["1"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", WORDS)
def test_sections_and_the_decision_with_its_addressee_are_read(tmp_path: Path, lang: str, form: str) -> None:
    programme = draft_of(tmp_path, file_of(lang, form), f"paper.{form}").programme
    assert [(one.code, one.kind, one.heading[lang], one.paragraphs) for one in programme.sections] == [
        ("vision-1", "vision", TEXTS[lang]["introduction"], [1, 2]),
        ("next-step-1", "next_step", WORDS[lang].next_steps, [17, 17]),
        ("decision", "decision", WORDS[lang].decision, [18, 18]),
    ]
    assert programme.sections[-1].addressee == {lang: TEXTS[lang]["addressee"]}


def test_a_paper_is_read_in_the_language_it_is_said_to_be_in(tmp_path: Path) -> None:
    assert draft_of(tmp_path, file_of("es", "txt"), language="es").language == "es"
