"""Multilingual texts in templates: the language is said, a fallback is marked, nothing becomes markup."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from biennium.foundation.actors import OPERATOR, label
from biennium.kernel.errors import InvalidInput
from web.gallery import render

LOAD = "{% load biennium %}"


def _text(value: object, arguments: str = "", lang: str = "en", tag: str = "text") -> str:
    with translation.override(lang):
        return render(f"{LOAD}{{% {tag} value {arguments} %}}", value=value)


def test_a_text_in_the_readers_language_says_its_language() -> None:
    assert _text({"en": "Work", "fr": "Travail"}, lang="fr") == '<span lang="fr" dir="ltr">Travail</span>'


def test_a_fallback_is_marked_in_words() -> None:
    shown = _text({"fr": "Travail"})
    assert '<span lang="fr" dir="ltr">Travail</span>' in shown
    assert "shown in French; no English translation yet" in shown


def test_a_fallback_is_marked_in_the_readers_language() -> None:
    assert "affiché en anglais" in _text({"en": "Work"}, lang="fr")
    assert "aún sin traducir al español" in _text({"en": "Work"}, lang="es")


def test_a_fallback_can_be_marked_by_its_code_with_the_words_for_who_listens() -> None:
    shown = _text({"fr": "Travail"}, '"code"')
    assert '<span aria-hidden="true">fr</span>' in shown
    assert '<span class="visually-hidden">shown in French; no English translation yet</span>' in shown


def test_a_fallback_is_taken_in_the_order_of_the_languages_of_the_interface() -> None:
    assert 'lang="fr"' in _text({"ar": "عمل", "es": "Trabajo", "fr": "Travail"}, '""')


def test_a_text_from_right_to_left_says_so() -> None:
    assert '<span lang="ar" dir="rtl">عمل</span>' in _text({"ar": "عمل"})
    assert '<div class="rich" lang="ar" dir="rtl">' in _text({"ar": "عمل"}, tag="rich")


@pytest.mark.parametrize("value", [{}, None, ""])
@pytest.mark.parametrize("tag", ["text", "rich"])
def test_a_text_that_is_not_written_is_not_blank(value: object, tag: str) -> None:
    assert "not written yet" in _text(value, tag=tag)


@pytest.mark.parametrize("tag", ["text", "rich"])
def test_markup_in_a_text_is_shown_and_not_obeyed(tag: str) -> None:
    shown = _text({"en": "<script>alert(1)</script> & - <b>bold</b>"}, tag=tag)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown


def test_a_language_tag_cannot_break_out_of_its_attribute() -> None:
    assert '"><img' not in _text({'"><img src=x>': "Work"})


def test_a_long_text_has_paragraphs_breaks_and_lists() -> None:
    source = "First.\nSame paragraph.\n\nBefore the list:\n- one\n- two\n\n\n\nLast."
    assert (
        "<p>First.<br>Same paragraph.</p>\n<p>Before the list:</p>\n<ul><li>one</li><li>two</li></ul>\n<p>Last.</p>"
        in _text({"en": source}, tag="rich")
    )


def test_a_hyphen_inside_a_line_is_no_list() -> None:
    assert "<li>" not in _text({"en": "up-to-date - and clear"}, tag="rich")


def test_a_title_for_an_attribute_has_no_markup() -> None:
    assert render(LOAD + "{{ value|plain }}", value={"en": "A & B"}) == "A &amp; B"
    assert render(LOAD + "{{ value|plain }}", value={}) == ""


def test_who_is_nobody_is_named_in_the_readers_language() -> None:
    names = [str(OPERATOR), label(AnonymousUser()), "Priya Nair"]
    with translation.override("fr"):
        shown = [render(f"{LOAD}{{{{ value|who }}}}", value=one) for one in names]
    assert shown == ["Opérateur (ligne de commande)", "Anonyme", "Priya Nair"]


def test_languages_are_named_in_the_readers_language_or_their_own() -> None:
    with translation.override("fr"):
        assert render(LOAD + "{{ 'en'|language_in_words }}, {{ 'en'|own_language_name }}") == "anglais, English"
    assert render(LOAD + "{{ 'zz-zz'|language_in_words }}") == "zz-zz"


def test_a_refusal_has_its_place_as_the_language_writes_it() -> None:
    with translation.override("fr"):
        assert str(InvalidInput("Rien", where="erp.csv", remedy="Écrire.")) == "erp.csv\u00a0: Rien Écrire."
    assert str(InvalidInput("Nothing", where="erp.csv")) == "erp.csv: Nothing"


def test_an_address_breaks_at_its_marks_only_and_is_escaped() -> None:
    shown = render(f"{LOAD}{{{{ value|address }}}}", value="ana.b<i>@example.org")
    assert shown == '<span class="address">ana<wbr>.b&lt;i&gt;<wbr>@example<wbr>.org</span>'
