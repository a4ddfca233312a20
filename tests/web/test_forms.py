"""Forms: errors are said where they are and summed up at the top; a text is written in all its languages."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from biennium.web.forms import MultilingualField
from web.gallery import OutputForm, SignIn

FIELD = MultilingualField(languages=["en", "fr"])


def _shown(data: dict[str, str] | None = None) -> str:
    return re.sub(r"\s+", " ", str(OutputForm(data)))


def test_the_summary_links_each_error_to_its_field() -> None:
    shown = _shown({"paragraph": "x"})
    assert 'role="alert"' in shown
    assert '<a href="#id_paragraph">First paragraph</a>: Enter a whole number.' in shown
    assert '<a href="#id_title_group">Title</a>: Write it in at least one language.' in shown
    for target in re.findall(r'href="#([^"]+)"', shown):
        assert f'id="{target}"' in shown


def test_an_error_and_the_help_describe_their_field() -> None:
    shown = _shown({"paragraph": "x"})
    assert 'aria-describedby="id_paragraph_error"' in shown
    assert 'id="id_paragraph_error"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_helptext"' in shown


def test_every_reference_points_at_something() -> None:
    shown = _shown({"paragraph": "x"})
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    pointed = {name for names in re.findall(r'(?:aria-describedby|for)="([^"]+)"', shown) for name in names.split()}
    assert pointed <= set(ids)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in _shown()
    assert "Traceback" not in str(SignIn())


def test_optional_fields_say_so() -> None:
    shown = _shown()
    assert re.search(r"<legend>Rationale ?<span class=\"optional\">\(optional\)</span> ?</legend>", shown)
    assert re.search(r"<label for=\"id_paragraph\">First paragraph ?</label>", shown)


def test_each_language_has_a_labelled_box_in_that_language() -> None:
    shown = _shown({"rationale_fr": "Ratifier <b>"})
    assert '<label for="id_rationale_fr">French</label>' in shown
    assert re.search(
        r'<textarea id="id_rationale_fr" name="rationale_fr" rows="8" lang="fr" dir="ltr">Ratifier &lt;b', shown
    )
    assert re.search(r'<input type="text" id="id_title_es" name="title_es" value="" lang="es" dir="ltr">', shown)


def test_a_text_is_cleaned() -> None:
    assert FIELD.clean({"en": " Work \r\n", "fr": ""}) == {"en": "Work"}


def test_a_required_text_needs_one_language() -> None:
    with pytest.raises(ValidationError, match="at least one language"):
        FIELD.clean({"en": "  ", "fr": ""})
    assert MultilingualField(languages=["en"], required=False).clean({"en": ""}) == {}


def test_languages_that_were_not_offered_are_kept() -> None:
    field = MultilingualField(languages=["en"], initial={"en": "Work", "ar": "عمل"})
    assert field.clean({"en": "Labour"}) == {"ar": "عمل", "en": "Labour"}


def test_a_change_of_white_space_is_no_change() -> None:
    assert not FIELD.has_changed({"en": "Work", "ar": "عمل"}, {"en": "Work ", "fr": ""})
    assert FIELD.has_changed({"en": "Work"}, {"en": "Works", "fr": ""})


def test_what_is_posted_is_read_by_language() -> None:
    widget = FIELD.widget
    data = QueryDict("title_en=Work&title_fr=Travail&title_xx=no")
    assert widget.value_from_datadict(data, {}, "title") == {"en": "Work", "fr": "Travail"}
    assert widget.value_omitted_from_data(QueryDict("other=1"), {}, "title")
    assert not widget.value_omitted_from_data(data, {}, "title")
