"""What is asked of whoever takes a report to a partner along: its days, its language and its format."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import date_input
from biennium.office.words import FORMAT_NAMES
from biennium.papers.services import FORMATS
from biennium.papers.words import LANGUAGES
from biennium.web import formatting


def _languages() -> list[tuple[str, str]]:
    return [(one, formatting.language(one, own=True)) for one in LANGUAGES]


class ReportForm(forms.Form):
    """The first day and the last, the language, and what kind of file."""

    start = forms.DateField(label=_lazy("First day"), widget=date_input())
    until = forms.DateField(label=_lazy("Last day"), widget=date_input())
    lang = forms.ChoiceField(label=_lazy("Language"), choices=_languages)
    file_format = forms.ChoiceField(label=_lazy("Format"), choices=[(one, FORMAT_NAMES[one]) for one in FORMATS])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, until = cleaned.get("start"), cleaned.get("until")
        if start and until and until < start:
            self.add_error("until", _("The period of the report ends before it starts."))
        return cleaned
