"""How the organisation publishes: what the standard asks and the books do not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import Revised
from biennium.organisation.selectors import languages
from biennium.publishing.iati.profile import CODELISTS, Profile
from biennium.standards.iati import tables
from biennium.web.forms import MultilingualField

_MARK = re.compile(r"([^\s:]+):([^\s:]+)")
LABELS = {
    "type": _lazy("Kind of organisation"),
    "region": _lazy("Region of work that is for no one country"),
    "collaboration": _lazy("Collaboration"),
    "tied": _lazy("Tied status"),
    "sector": _lazy("Purpose where no result says one"),
}


class PairsField(forms.CharField):
    """A line a pair, `3.2 = 11330`, as a mapping."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 6}), **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return "\n".join(f"{key} = {self.written(one)}" for key, one in value.items())

    def clean(self, value: Any) -> Any:
        found: dict[str, Any] = {}
        for line in filter(None, (line.strip() for line in super().clean(value).splitlines())):
            key, equals, said = (part.strip() for part in line.partition("="))
            if not key or not equals or not said:
                raise ValidationError(_("“%(line)s” is no pair: write a line such as 3.2 = 11330.") % {"line": line})
            if key in found:
                raise ValidationError(_("“%(key)s” stands there twice.") % {"key": key})
            found[key] = self.read(said)
        return found

    def written(self, one: Any) -> str:
        """What stands after the sign."""
        return str(one)

    def read(self, said: str) -> Any:
        """What it means."""
        return said


class MarksField(PairsField):
    """A line a result, `7.4 = 2:1 6:1`: marker and significance."""

    def written(self, one: Any) -> str:
        return " ".join(f"{marker}:{significance}" for marker, significance in one.items())

    def read(self, said: str) -> Any:
        parts = [_MARK.fullmatch(part) for part in re.split(r"[\s,]+", said)]
        if not all(parts):
            raise ValidationError(_("“%(marks)s” are no markers: write them such as 2:1 6:1.") % {"marks": said})
        return {part[1]: part[2] for part in parts if part}


class PublisherForm(Revised):
    """The profile, field by field."""

    field_order = [
        "department",
        "email",
        "website",
        "page",
        "paper",
        *CODELISTS,
        "sectors",
        "markers",
        "marker_terms",
        "levels",
    ]

    email = forms.EmailField(
        label=_lazy("Address for questions"), required=False, help_text=_lazy("Of an office, never of a person.")
    )
    website = forms.URLField(label=_lazy("Website"), required=False, assume_scheme="https")
    page = forms.CharField(
        label=_lazy("Page of a result"),
        required=False,
        help_text=_lazy("An address in which {programme} and {result} stand for their codes."),
    )
    paper = forms.CharField(
        label=_lazy("Paper of a programme"),
        required=False,
        help_text=_lazy("An address in which {programme}, {version} and {language} stand for their codes."),
    )
    sectors = PairsField(
        label=_lazy("Purposes of results"),
        help_text=_lazy(
            "A line a result, with its DAC purpose: 3.2 = 11330. It holds for everything below the result."
        ),
    )
    markers = MarksField(
        label=_lazy("Policy markers of results"),
        help_text=_lazy("A line a result, with markers and their significance: 7.4 = 2:1 6:1."),
    )
    marker_terms = PairsField(
        label=_lazy("Policy markers from the programme"),
        help_text=_lazy("A line a marker of the programme, with the policy marker it is: gender = 1."),
    )
    levels = PairsField(
        label=_lazy("Kinds of results"),
        help_text=_lazy("A line a level of the programme, with the type of result it is: output = 1."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["department"] = MultilingualField(label=_("Department"), languages=languages(), required=False)
        self.fields["department"].initial = self.initial.get("department")
        for name, codelist in CODELISTS.items():
            choices = [(code, f"{code} · {words}") for code, words in tables.names(codelist).items()]
            self.fields[name] = forms.ChoiceField(label=LABELS[name], choices=choices)
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        """The profile as typed; what is as usual is not said."""
        usual = asdict(Profile())
        said = {name: value for name, value in self.cleaned_data.items() if name in usual}
        return {name: value for name, value in said.items() if value != usual[name]}


class IdentifierForm(forms.Form):
    """Under what the organisation reports."""

    identifier = forms.CharField(
        label=_lazy("IATI identifier of the organisation"),
        max_length=100,
        help_text=_lazy("A registration agency and the number there, such as XM-DAC-41302."),
    )
