"""A form field for multilingual text: one box a language, side by side.

Invariant: the cleaned value is a cleaned text of `biennium.kernel.text`, in the languages offered and those it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.web import formatting


class MultilingualWidget(forms.Widget):
    """Boxes named `<name>_<language>`; one line high it is an input, else a text area of `rows` lines."""

    template_name = "biennium/widgets/multilingual.html"
    use_fieldset = True

    def __init__(self, languages: Sequence[str] = (), *, rows: int = 1, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.languages = list(languages)
        self.rows = rows

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {lang: data.get(f"{name}_{lang}", "") for lang in self.languages}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{lang}" in data for lang in self.languages)

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value or {}
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["rows"] = self.rows
        context["widget"]["boxes"] = [
            {
                "lang": lang,
                "dir": texts.Resolved("", lang, fallback=False).direction,
                "label": formatting.language(lang),
                "name": f"{name}_{lang}",
                "id": f"{base}_{lang}",
                "value": given.get(lang, ""),
            }
            for lang in self.languages
        ]
        return context


class MultilingualField(forms.Field):
    """A text in the languages of the content; required means: in at least one of them.

    Languages the value has beyond those offered are kept through `initial`.
    """

    default_error_messages = {"required": _("Write it in at least one language.")}

    def __init__(self, *, languages: Sequence[str], rows: int = 1, **options: Any) -> None:
        options.setdefault("widget", MultilingualWidget(languages, rows=rows))
        super().__init__(**options)
        self.languages = list(languages)

    def to_python(self, value: Any) -> texts.Text:
        try:
            return texts.clean(value or {})
        except InvalidInput as error:
            raise ValidationError(str(error)) from error

    def clean(self, value: Any) -> texts.Text:
        written: texts.Text = super().clean(value)
        others = {lang: text for lang, text in (self.initial or {}).items() if lang not in self.languages}
        return texts.clean({**others, **written})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = {lang: text for lang, text in (initial or {}).items() if lang in self.languages}
        return texts.clean(before) != texts.clean(data or {})
