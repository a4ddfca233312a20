"""French gets its spaces and apostrophes, other languages stay as they were typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biennium.documents.blocks import Document, Paragraph, Span
from biennium.documents.typography import typeset
from biennium.documents.write.prepare import prepared

pytestmark = pytest.mark.database_free

TYPED = st.text(st.sampled_from("abné1° .:;!?%'«»()/@-h\u00a0\u202f"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Comment? Ainsi; donc!", "Comment\u202f? Ainsi\u202f; donc\u202f!"),
        ("Comment ? Ainsi ; donc !", "Comment\u202f? Ainsi\u202f; donc\u202f!"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("aux fins suivantes:", "aux fins suivantes\u00a0:"),
        ("Incidences juridiques : Aucune.", "Incidences juridiques\u00a0: Aucune."),
        ("son rapport «Notre programme»", "son rapport «\u202fNotre programme\u202f»"),
        ("son rapport « Notre programme »", "son rapport «\u202fNotre programme\u202f»"),
        ("la convention n° 155, à 12 %", "la convention n°\u00a0155, à 12\u00a0%"),
        ("l'Office et l'«Appel»", "l’Office et l’«\u202fAppel\u202f»"),
    ],
)
def test_french_gets_its_spaces_and_apostrophes(typed: str, expected: str) -> None:
    assert typeset(typed, "fr") == expected
    assert typeset(typed, "fr-CH") == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b;c!d:e",
        "www.example.org/?a",
        "mailto:someone@example.org",
        "12:30",
        "GB.346/PFA/1",
        "(?)",
        "5'",
        "«",
        "",
    ],
)
def test_addresses_times_and_codes_stay_as_they_are_in_french(text: str) -> None:
    assert typeset(text, "fr") == text


@pytest.mark.parametrize(
    ("text", "lang"),
    [("¿Qué? ¡Así!: «bien»; l'a", "es"), ('He said: "don\'t"; why? « no »', "en"), ("Was? Ja: gut!", "de")],
)
def test_other_languages_stay_as_they_were_typed(text: str, lang: str) -> None:
    assert typeset(text, lang) == text


@given(TYPED)
@example("«»")
@example("b':")
@example("« »")
@example("a'«  b:»;http://a «b;")
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once


@given(st.text())
def test_only_spaces_and_apostrophes_change(text: str) -> None:
    def bare(value: str) -> str:
        return "".join(value.replace("’", "'").split())

    assert bare(typeset(text, "fr")) == bare(text)


def test_a_sign_that_begins_a_span_is_spaced_from_the_span_before() -> None:
    spans = (Span("mot"), Span("; suite", bold=True), Span("only", lang="en"), Span("; so"), Span(" « ici"), Span(" »"))
    prepared_document = prepared(Document(title="T", lang="fr", blocks=(Paragraph(spans),)))
    (paragraph,) = prepared_document.blocks
    assert isinstance(paragraph, Paragraph)
    assert [span.text for span in paragraph.content] == [
        "mot",
        "\u202f; suite",
        "only",
        "; so",
        " «\u202fici",
        "\u202f»",
    ]
