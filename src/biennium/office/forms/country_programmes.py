"""The forms of a country programme: what it says, its priorities and links, and its endorsement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.budget.tables import title
from biennium.office.forms.common import CodeField, CodesField, Revised, date_input, unit_choices
from biennium.office.forms.plans import lang
from biennium.office.plans.words import GROUPS, LINKS
from biennium.web.forms import MultilingualField
from biennium.workplan.models import CountryProgrammeKind


class CountryProgrammeForm(Revised):
    """What a country programme says."""

    field_order = ["code", "title", "kind", "places", "unit", "start", "end"]

    code = CodeField()
    kind = forms.ChoiceField(label=_lazy("Kind"))
    places = CodesField(
        label=_lazy("Countries and territories"), help_text=_lazy("ISO codes of three letters, parted by commas: KEN.")
    )
    unit = forms.ChoiceField(label=_lazy("Office that is responsible"))
    start = forms.DateField(label=_lazy("From"), widget=date_input())
    end = forms.DateField(label=_lazy("Until"), widget=date_input())

    def __init__(self, *arguments: Any, languages: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        made = MultilingualField(label=_("Title"), languages=languages, rows=2)
        made.initial = self.initial.get("title")
        self.fields["title"] = made
        kinds = [(one.code, title(one.name)) for one in CountryProgrammeKind.objects.all()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(lang(), self.initial.get("unit"))  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class _TitledRow(forms.Form):
    """A code and a title; a row in which nothing is written does not exist."""

    code = CodeField()

    def __init__(self, *arguments: Any, languages: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        made = MultilingualField(label=_("Title"), languages=languages)
        made.initial = self.initial.get("title")
        self.fields["title"] = made


class PriorityRow(_TitledRow):
    """A priority."""


class LinkRow(_TitledRow):
    """An outcome of the UN framework, or of a national plan."""

    kind = forms.ChoiceField(label=_lazy("Of what"), choices=list(LINKS.items()), initial="un_outcome")


class EndorsementForm(forms.Form):
    """When it was endorsed, and who signed: names one a line."""

    day = forms.DateField(label=_lazy("Endorsed on"), widget=date_input())

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for group, label in GROUPS.items():
            self.fields[group] = forms.CharField(
                label=_("Signed for: %(group)s") % {"group": label},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Names, one a line."),
            )

    @property
    def signatories(self) -> dict[str, list[str]]:
        """The names by group."""
        return {group: self.cleaned_data[group].splitlines() for group in GROUPS}
