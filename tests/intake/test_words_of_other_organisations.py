"""Another organisation's words for results, lists and set phrases are data: a file that gives only what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from biennium.intake.grammar import Grammar
from biennium.kernel.errors import InvalidInput
from intake.papers import STRUCTURE, TEXTS, WORDS, Words, paper
from intake.reading import draft_of, expected, told
from intake.rendering import as_pdf, as_text, as_word

pytestmark = pytest.mark.database_free

NAMES = {"en": ("Goal", "Foundation", "Service"), "fr": ("Cap", "Socle", "Chantier"), "es": ("Meta", "Base", "Obra")}
PHRASES = {
    "en": (
        "Why it matters",
        "In the countries we shall:",
        "In the basin as a whole we shall:",
        "In our house we shall:",
    ),
    "fr": ("Pourquoi", "Dans les pays nous allons:", "Dans tout le bassin nous allons:", "Chez nous nous allons:"),
    "es": ("Por qué", "En los países vamos a:", "En toda la cuenca vamos a:", "En nuestra casa vamos a:"),
}
SCOPES = {
    "en": {"country": "countries", "global": "basin as a whole", "office": "our house"},
    "fr": {"country": "les pays", "global": "tout le bassin", "office": "chez nous"},
    "es": {"country": "los países", "global": "toda la cuenca", "office": "nuestra casa"},
}


def own_words(lang: str) -> Words:
    """The set phrases of an organisation that says neither outcome nor output."""
    outcome, enabler, output = NAMES[lang]
    strategy, country, world, office = PHRASES[lang]
    return replace(
        WORDS[lang],
        outcome=outcome,
        enabler=enabler,
        output=output,
        strategy=strategy,
        country=country,
        world=world,
        office=office,
    )


def own_grammar() -> dict[str, Any]:
    """Its words as a grammar file has them."""
    levels = [
        {"level": {"code": "outcome", **_names(0), "text_heading": {lang: PHRASES[lang][0] for lang in NAMES}}},
        {"level": {"code": "enabler", **_names(1)}},
        {"level": {"code": "output", **_names(2), "parents": ["outcome", "enabler"]}},
        {"level": {"code": "deliverable", "name": {"en": "Action"}, "parents": ["output"], "counted": False}},
    ]
    languages = {
        lang: {"scopes": SCOPES[lang], "formulas": [f"^{phrase}$" for phrase in PHRASES[lang][1:]]} for lang in NAMES
    }
    return {"format": "biennium-grammar/1", "levels": levels, "languages": languages}


def _names(place: int) -> dict[str, dict[str, str]]:
    return {"name": {lang: names[place] for lang, names in NAMES.items()}}


def grammar_file(folder: Path, data: object) -> Path:
    path = folder / "words.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "rendered"),
    [
        ("txt", lambda words: as_text(paper(words.lang, words), words).encode("utf-8")),
        ("docx", lambda words: as_word(paper(words.lang, words), words)),
        ("pdf", lambda words: as_pdf(paper(words.lang, words), words)),
    ],
)
@pytest.mark.parametrize("lang", NAMES)
def test_a_paper_in_other_words_gives_the_same_structure(
    tmp_path: Path, lang: str, form: str, rendered: Callable[[Words], bytes]
) -> None:
    words = grammar_file(tmp_path, own_grammar())
    draft = draft_of(tmp_path, rendered(own_words(lang)), f"paper.{form}", grammar=words)
    assert told(draft.programme, lang) == expected(lang)
    assert draft.unrecognised == []
    assert [level.name.get(lang) for level in draft.programme.levels][:3] == list(NAMES[lang])


def test_a_framework_of_other_levels_and_depth_is_read(tmp_path: Path) -> None:
    levels = [
        {"level": {"code": "pillar", "name": {"en": "Pillar"}}},
        {"level": {"code": "aim", "name": {"en": "Aim"}, "parents": ["pillar"]}},
        {"level": {"code": "work", "name": {"en": "Work package"}, "parents": ["aim"]}},
    ]
    text = (
        "Programme of the Basin Water Commission for 2026–29\n\nPillar A. Water\n\n1. Why water comes first of all.\n\n"
        "Aim A.1. Wells\n\n2. Wells are what people drink from.\n\nWork package A.1.1. Pumps\n\n"
        "3. Pumps are mended:\n\n- in the dry season;\n- by two people.\n\n"
        "Pillar B. Land\n\n4. Land is the other half of it.\n"
    )
    draft = draft_of(tmp_path, text, grammar=grammar_file(tmp_path, {"levels": levels}))
    assert [(one.code, one.level, one.parent, one.title["en"]) for one in draft.programme.results] == [
        ("A", "pillar", None, "Water"),
        ("A.1", "aim", "A", "Wells"),
        ("A.1.1", "work", "A.1", "Pumps"),
        ("B", "pillar", None, "Land"),
    ]
    assert draft.programme.results[2].strategy["en"] == "Pumps are mended:\n\n- in the dry season;\n- by two people."
    assert (str(draft.programme.start), str(draft.programme.end)) == ("2026-01-01", "2029-12-31")


def test_a_further_language_is_only_a_matter_of_words(tmp_path: Path) -> None:
    english = Grammar.default().languages["en"].model_dump(mode="json")
    german = {"common": ["der", "die", "und"], "scopes": {"country": "Ländern"}, "formulas": ["^In den Ländern:$"]}
    data = own_grammar()
    data["languages"]["de"] = {**english, **german}
    data["levels"][0]["level"]["name"]["de"] = "Ziel"
    data["levels"][2]["level"]["name"]["de"] = "Leistung"
    text = (
        "Programm der Kommission für 2026–27\n\nZiel 1. Sauberes Wasser\n\n"
        "1. Ein Brunnen kostet die Leute und den Staat.\n\n"
        "Leistung 1.1. Pumpen\n\n2. In den Ländern:\n\n- Pumpen warten;\n- Leute ausbilden.\n"
    )
    draft = draft_of(tmp_path, text, grammar=grammar_file(tmp_path, data))
    assert draft.language == "de"
    assert [(one.code, one.title["de"]) for one in draft.programme.results] == [
        ("1", "Sauberes Wasser"),
        ("1.1", "Pumpen"),
        ("1.1.C1", "Pumpen warten"),
        ("1.1.C2", "Leute ausbilden"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "The grammar is not JSON."),
        ('{"levels": 3}', "The grammar is wrong at levels: Input should be a valid list."),
        ('{"words": []}', "The grammar is wrong at words: Extra inputs are not permitted."),
        (
            '{"languages": {"fr": {"focus": "("}}}',
            "The grammar is wrong at languages.fr.focus: “(” is no regular expression",
        ),
        ('{"languages": {"fr": {"foci": "x"}}}', "The grammar is wrong at languages.fr.foci: Extra inputs"),
        ('{"languages": {"de": {}}}', "The grammar is wrong at languages.de.common: Field required."),
        ('{"format": "biennium-grammar/2"}', "The grammar is wrong at format: Input should be 'biennium-grammar/1'."),
        ('{"languages": {"xx": {}}}', "The grammar is wrong at languages.xx: “xx” is no language."),
        ("[]", "The grammar is wrong at its top: Input should be"),
    ],
)
def test_a_grammar_that_is_wrong_is_refused_with_the_place(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "words.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        Grammar.load(path)
    assert str(refused.value).startswith(f"{path}: {message}")


def test_a_grammar_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.json: The grammar cannot be read: No such file or directory\."):
        Grammar.load(tmp_path / "none.json")


def test_the_words_that_come_with_biennium_name_no_organisation() -> None:
    data = Grammar.default().model_dump_json()
    assert [word for word in ("ILO", "OIT", "International Labour") if word in data] == []
    assert set(Grammar.default().languages) == set(TEXTS)
    assert {level for _, level, *_ in STRUCTURE} == {one.level.code for one in Grammar.default().levels}
