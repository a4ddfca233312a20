"""A programme: what it is called, when it runs, in which languages it is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biennium.kernel.text import LANGUAGE_TAG
from biennium.office.forms.common import CodeField, CodesField, Reasoned, Revised, date_input
from biennium.web.forms import MultilingualField


class ProgrammeForm(Revised, Reasoned):
    """What a programme is called, when it runs, in which languages it is kept."""

    field_order = ["title", "start", "end", "currency", "languages"]

    start = forms.DateField(label=gettext_lazy("Begins"), widget=date_input())
    end = forms.DateField(label=gettext_lazy("Ends"), widget=date_input())
    currency = forms.RegexField(
        label=gettext_lazy("Currency"), regex=r"^[A-Z]{3}\Z", help_text=gettext_lazy("ISO 4217, e.g. USD.")
    )
    languages = CodesField(
        label=gettext_lazy("Languages of its content"),
        help_text=gettext_lazy("Tags such as en, fr, es; the original first."),
    )

    def __init__(self, *arguments: Any, languages: list[str] | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = languages or [code for code, _name in settings.LANGUAGES]
        self.fields["title"] = MultilingualField(label=_("Title"), languages=offered, rows=2)
        self.fields["title"].initial = self.initial.get("title")
        self.order_fields(self.field_order)

    def clean_languages(self) -> list[str]:
        tags: list[str] = self.cleaned_data["languages"]
        if not tags:
            raise ValidationError(_("Name at least one language."))
        for tag in tags:
            if not LANGUAGE_TAG.fullmatch(tag):
                raise ValidationError(_("“%(tag)s” is no language tag.") % {"tag": tag})
        return tags


class NewProgrammeForm(ProgrammeForm):
    """A programme that is being created; its levels and lists are those of another one."""

    field_order = ["code", "title", "start", "end", "currency", "languages"]

    code = CodeField(help_text=gettext_lazy("For example 2026-27."))
