"""The forms of an indicator: its definition, and a row each for criteria, breakdowns, baselines and targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biennium.office.forms.common import CodeField, CodesField, PartialDateField, Reasoned, Revised, date_input
from biennium.office.forms.rows import Rows, rows_of
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.web.forms import MultilingualField

KINDS = (
    ("country_count", gettext_lazy("number of countries")),
    ("count", gettext_lazy("count")),
    ("ratio", gettext_lazy("ratio")),
    ("index", gettext_lazy("index")),
    ("level", gettext_lazy("level")),
    ("milestone", gettext_lazy("milestone")),
    ("qualitative", gettext_lazy("qualitative")),
)
DIRECTIONS = (
    ("increase", gettext_lazy("should rise")),
    ("decrease", gettext_lazy("should fall")),
    ("maintain", gettext_lazy("should be kept")),
)
_VALUE = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class ValueField(forms.CharField):
    """A number in digits with a point, kept as it was typed."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value).strip()
        if written and not _VALUE.fullmatch(written):
            raise ValidationError(_("Write digits with a point, such as 12.5."))
        return written


class IndicatorForm(Revised, Reasoned):
    """What an indicator measures."""

    field_order = ["code", "title", "kind", "unit", "definition", "source"]

    code = CodeField()
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    decimals = forms.IntegerField(label=gettext_lazy("Decimals"), min_value=0, max_value=6, initial=0)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=DIRECTIONS)
    cumulative = forms.BooleanField(label=gettext_lazy("Values are cumulative over the years"), required=False)
    counts_territories = forms.BooleanField(label=gettext_lazy("Territories count besides countries"), required=False)
    illustrative = forms.BooleanField(
        label=gettext_lazy("Illustrative: the paper does not contain this indicator"), required=False
    )

    def __init__(self, *arguments: Any, programme: Programme, **named: Any) -> None:
        super().__init__(*arguments, **named)
        texts = (("title", _("Title"), 2), ("unit", _("Unit"), 1), ("definition", _("Definition"), 4))
        for name, label, rows in (*texts, ("source", _("Source of the data"), 1)):
            required = name == "title"
            made = MultilingualField(label=label, languages=programme.languages, rows=rows, required=required)
            made.initial = self.initial.get(name)
            self.fields[name] = made
        self.order_fields(self.field_order)


class _Row(forms.Form):
    """A row of a list; a row in which nothing is written does not exist."""

    def __init__(self, *arguments: Any, programme: Programme, regions: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.programme, self.regions = programme, regions


class CriterionRow(_Row):
    """A condition a country result must meet."""

    code = CodeField()
    required_to_count = forms.BooleanField(label=gettext_lazy("Required to be counted"), required=False, initial=True)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        made = MultilingualField(label=_("Criterion"), languages=self.programme.languages)
        made.initial = self.initial.get("text")
        self.fields["text"] = made


class DisaggregationRow(_Row):
    """A breakdown and its categories."""

    dimension = CodeField(label=gettext_lazy("Breakdown"))
    categories = CodesField(
        label=gettext_lazy("Categories"), required=False, help_text=gettext_lazy("Codes, parted by commas.")
    )


class BaselineRow(_Row):
    """Where the indicator stood."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    value = ValueField(label=gettext_lazy("Baseline"))
    as_of = PartialDateField(
        label=gettext_lazy("As of"), help_text=gettext_lazy("A year, month or day, for example 2023-12.")
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["region"].choices = self.regions  # type: ignore[attr-defined]
        note = MultilingualField(label=_("Note"), languages=self.programme.languages, required=False)
        note.initial = self.initial.get("note")
        self.fields["note"] = note


class TargetRow(_Row):
    """What is to be reached."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    value = ValueField(label=gettext_lazy("Target"))
    start = forms.DateField(label=gettext_lazy("From"), widget=date_input())
    end = forms.DateField(label=gettext_lazy("Until"), widget=date_input())

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["region"].choices = self.regions  # type: ignore[attr-defined]


ROWS: dict[str, type[_Row]] = {
    "criteria": CriterionRow,
    "disaggregations": DisaggregationRow,
    "baselines": BaselineRow,
    "targets": TargetRow,
}


def rows(
    data: Any, values: exchange.Indicator | None, programme: Programme, regions: list[tuple[str, str]]
) -> Sequence[BaseFormSet[Any]]:
    """A list of rows for each part of the indicator, with some empty ones to fill in."""
    needs = {"programme": programme, "regions": regions}
    return [rows_of(row, name, data, _initial(name, values), needs) for name, row in ROWS.items()]


def _initial(name: str, values: exchange.Indicator | None) -> list[dict[str, Any]]:
    if values is None:
        return []
    listed = [one.model_dump() for one in getattr(values, name)]
    for one in listed:
        if name == "criteria":
            one["required_to_count"] = one.pop("required")
        elif "region" in one:
            one["region"] = one["region"] or ""
    return listed


def initial(values: exchange.Indicator, revision: int | None) -> dict[str, Any]:
    """What the form shows of an indicator."""
    return {**values.model_dump(), "revision": revision}


def indicator(
    form: forms.Form, formsets: Sequence[BaseFormSet[Any]], base: exchange.Indicator | None, result: str
) -> exchange.Indicator:
    """The indicator as typed."""
    names = set(exchange.Indicator.model_fields) & set(form.cleaned_data)
    parts = {one.prefix: [_part(each) for each in one.said()] for one in formsets if isinstance(one, Rows)}
    return exchange.Indicator.model_validate(
        {
            "uid": base.uid if base else None,
            "result": result,
            **{name: form.cleaned_data[name] for name in names},
            **parts,
        }
    )


def _part(row: dict[str, Any]) -> dict[str, Any]:
    made = dict(row)
    if "required_to_count" in made:
        made["required"] = made.pop("required_to_count")
    if "region" in made:
        made["region"] = made["region"] or None
    return made
