"""The forms of sections, work items and of a programme itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.text import LANGUAGE_TAG
from biennium.office.forms.common import CodesField, ParagraphsField, Reasoned, Revised, words
from biennium.organisation.models import Place, Region
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Result
from biennium.web.forms import MultilingualField

SECTION_KINDS = (
    ("vision", _lazy("vision")),
    ("region", _lazy("overview of a region")),
    ("approach", _lazy("approach to knowledge, innovation and capacity")),
    ("box", _lazy("box in a result")),
    ("next_step", _lazy("next steps")),
    ("decision", _lazy("decision")),
    ("other", _lazy("other")),
)
WORK_ITEM_KINDS = (("country_outcome", _lazy("country outcome")), ("product", _lazy("product")))
_PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


def result_choices(results: Iterable[Result], lang: str) -> list[tuple[str, str]]:
    """No result, then each by code and title."""
    return [("", _("none")), *((one.code, f"{one.code} {words(one.title, lang)}"[:120]) for one in results)]


class SectionForm(Revised, Reasoned):
    """A text of the programme that is not a result."""

    field_order = ["code", "kind", "heading", "body", "addressee"]

    code = forms.CharField(label=_lazy("Code"), max_length=64)
    kind = forms.ChoiceField(label=_lazy("Kind"), choices=SECTION_KINDS)
    parent = forms.ChoiceField(label=_lazy("Below the text"), required=False)
    result = forms.ChoiceField(label=_lazy("Stands in the result"), required=False)
    region = forms.ChoiceField(label=_lazy("Region"), required=False)
    date = forms.RegexField(
        label=_lazy("Date"), regex=_PARTIAL_DATE, required=False, help_text=_lazy("A year, month or day: 2023-03.")
    )
    paragraphs = ParagraphsField(label=_lazy("Paragraphs in the paper"), required=False)

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


class WorkItemForm(Revised, Reasoned):
    """A country outcome or a product."""

    field_order = ["code", "kind", "title", "place", "result"]

    code = forms.CharField(label=_lazy("Code"), max_length=64)
    kind = forms.ChoiceField(label=_lazy("Kind"), choices=WORK_ITEM_KINDS)
    place = forms.ChoiceField(label=_lazy("Country or territory"), required=False)
    result = forms.ChoiceField(label=_lazy("Primary output"), required=False)

    def __init__(
        self, *arguments: Any, programme: Programme, places: Iterable[Place], results: Iterable[Result], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        self.fields["title"] = MultilingualField(label=_("Title"), languages=programme.languages, rows=2)
        self.fields["title"].initial = self.initial.get("title")
        named_places = sorted(((one.code, words(one.name, lang)) for one in places), key=lambda pair: pair[1])
        self.fields["place"].choices = [("", _("none")), *named_places]  # type: ignore[attr-defined]
        self.fields["result"].choices = result_choices(results, lang)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def values(self, base: exchange.WorkItem | None) -> exchange.WorkItem:
        """The work item as typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in exchange.WorkItem.model_fields}
        empty = {name: typed[name] or None for name in ("place", "result")}
        return exchange.WorkItem.model_validate({"uid": base.uid if base else None, **typed, **empty})


class ProgrammeForm(Revised, Reasoned):
    """What a programme is called, when it runs, in which languages it is kept."""

    field_order = ["title", "start", "end", "currency", "languages"]

    start = forms.DateField(label=_lazy("Begins"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_lazy("Ends"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    currency = forms.RegexField(label=_lazy("Currency"), regex=r"[A-Z]{3}", help_text=_lazy("ISO 4217, e.g. USD."))
    languages = CodesField(
        label=_lazy("Languages of its content"), help_text=_lazy("Tags such as en, fr, es; the original first.")
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

    code = forms.CharField(label=_lazy("Code"), max_length=64, help_text=_lazy("For example 2026-27."))
