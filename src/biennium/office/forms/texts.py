"""A text of the programme that is not a result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biennium.office.forms.common import (
    CodeField,
    ParagraphsField,
    PartialDateField,
    Reasoned,
    Revised,
    result_choices,
    words,
)
from biennium.organisation.models import Region
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Result
from biennium.web.forms import MultilingualField

SECTION_KINDS = (
    ("vision", gettext_lazy("vision")),
    ("region", gettext_lazy("overview of a region")),
    ("approach", gettext_lazy("approach to knowledge, innovation and capacity")),
    ("box", gettext_lazy("box in a result")),
    ("next_step", gettext_lazy("next steps")),
    ("decision", gettext_lazy("decision")),
    ("other", gettext_lazy("other")),
)


class SectionForm(Revised, Reasoned):
    """A text of the programme that is not a result."""

    field_order = ["code", "kind", "heading", "body", "addressee"]

    code = CodeField()
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SECTION_KINDS)
    parent = forms.ChoiceField(label=gettext_lazy("Below the text"), required=False)
    result = forms.ChoiceField(label=gettext_lazy("Stands in the result"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    date = PartialDateField(
        label=gettext_lazy("Date"), required=False, help_text=gettext_lazy("A year, month or day, for example 2023-03.")
    )
    paragraphs = ParagraphsField(label=gettext_lazy("Paragraphs in the paper"), required=False)

    def __init__(
        self,
        *arguments: Any,
        programme: Programme,
        parents: list[tuple[str, str]],
        results: Iterable[Result],
        regions: Iterable[Region],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        for name, label, rows in (
            ("heading", _("Heading"), 1),
            ("body", _("Text"), 12),
            ("addressee", _("Addressed to"), 1),
        ):
            required = name == "heading"
            made = MultilingualField(label=label, languages=programme.languages, rows=rows, required=required)
            made.initial = self.initial.get(name)
            self.fields[name] = made
        self.fields["parent"].choices = [("", _("none")), *parents]  # type: ignore[attr-defined]
        self.fields["result"].choices = result_choices(results, lang)  # type: ignore[attr-defined]
        listed = [(one.code, words(one.name, lang)) for one in regions]
        self.fields["region"].choices = [("", _("none")), *listed]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def values(self, base: exchange.Section | None) -> exchange.Section:
        """The section as typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in exchange.Section.model_fields}
        empty = {name: typed[name] or None for name in ("parent", "result", "region", "date")}
        return exchange.Section.model_validate({"uid": base.uid if base else None, **typed, **empty})
