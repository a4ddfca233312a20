"""Multilingual texts are clean, and a fallback is marked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import BienniumError, InvalidInput, NotPermitted
from biennium.kernel.seals import canonical
from biennium.kernel.text import Resolved, clean, normalise, resolve

languages = st.sampled_from(["en", "fr", "es", "ar", "pt-br"])
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(languages, texts))
def test_a_cleaned_text_is_clean_already_and_can_be_sealed(value: dict[str, str]) -> None:
    cleaned = clean(value)
    assert clean(cleaned) == cleaned
    assert all(cleaned.values())
    assert list(cleaned) == sorted(cleaned)
    assert canonical(cleaned)


def test_a_text_is_normalised_to_composed_letters_and_line_feeds() -> None:
    assert normalise("  Re\u0301sultat\r\n\rde\x07 fin ") == "Résultat\n\nde fin"
    assert unicodedata.is_normalized("NFC", normalise("e\u0301"))
    assert normalise("e\x07\u0301") == "é"


@pytest.mark.parametrize("lang", ["", "EN", "english language", "e", "fr_CH"])
def test_what_is_no_language_tag_is_refused(lang: str) -> None:
    with pytest.raises(InvalidInput, match="not a language tag"):
        clean({lang: "text"})


def test_a_translation_that_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not text"):
        clean({"en": 1})  # type: ignore[dict-item]


def test_the_language_asked_for_is_no_fallback() -> None:
    assert resolve({"en": "Work", "fr": "Travail"}, "fr") == Resolved("Travail", "fr", fallback=False)


def test_a_fallback_follows_the_order_given_and_is_marked() -> None:
    assert resolve({"en": "Work", "es": "Trabajo"}, "fr", ["es", "en"]) == Resolved("Trabajo", "es", fallback=True)
    assert resolve({"en": "Work"}, "fr", ["es"]) == Resolved("Work", "en", fallback=True)
    assert resolve({}, "fr") is None


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("he-il", "rtl"), ("fr", "ltr")])
def test_a_text_knows_its_direction(lang: str, direction: str) -> None:
    assert Resolved("x", lang, fallback=False).direction == direction


def test_an_error_reads_place_fault_and_way_out_in_one_line() -> None:
    assert str(InvalidInput("It is empty.", where="line 3", remedy="Fill it in.")) == "line 3: It is empty. Fill it in."
    assert str(NotPermitted("Only the owner may.")) == "Only the owner may."
    assert isinstance(NotPermitted(""), BienniumError)
