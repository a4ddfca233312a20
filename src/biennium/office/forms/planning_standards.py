"""The forms of what plans rest on: kinds of country programme with their thresholds, markers, standard costs, staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import CodeField, Revised
from biennium.office.forms.money import AmountField
from biennium.office.forms.plans import Choices, MonthsField
from biennium.office.plans.words import STATIONS
from biennium.web.forms import MultilingualField
from biennium.workplan.models import CountryProgrammeKind


class KindForm(Revised):
    """A kind of country programme; its code stays."""

    field_order = ["name"]

    endorsed = forms.BooleanField(label=_lazy("The constituents endorse it before it starts"), required=False)
    dormant_after = forms.IntegerField(
        label=_lazy("Days without a report after which one lies dormant"), min_value=1, max_value=10_000
    )

    def __init__(self, *arguments: Any, languages: Sequence[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"] = MultilingualField(label=_("Name"), languages=languages)
        self.fields["name"].initial = self.initial.get("name")
        self.order_fields(self.field_order)


class MarkerForm(Revised):
    """A marker; the code of one that is there stays."""

    field_order = ["code", "name"]

    def __init__(self, *arguments: Any, languages: Sequence[str], is_new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if is_new:
            self.fields["code"] = CodeField()
        self.fields["name"] = MultilingualField(label=_("Name"), languages=languages)
        self.fields["name"].initial = self.initial.get("name")
        self.order_fields(self.field_order)


class ScoreRow(forms.Form):
    """A score of a marker, and the evidence it asks for. A row without a score does not exist."""

    score = forms.IntegerField(label=_lazy("Score"), min_value=0, max_value=99)

    def __init__(self, *arguments: Any, languages: Sequence[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, label, required in (("name", _("Name"), True), ("requires", _("Evidence it asks for"), False)):
            self.fields[name] = MultilingualField(label=label, languages=languages, required=required)
            self.fields[name].initial = self.initial.get(name)


class CostRow(forms.Form):
    """What a month of a grade costs at a kind of duty station in a year. A row without a grade does not exist."""

    grade = forms.CharField(label=_lazy("Grade"), max_length=20)
    station = forms.ChoiceField(label=_lazy("Duty station"), choices=list(STATIONS.items()), initial="headquarters")
    year = forms.ChoiceField(label=_lazy("Year"))

    def __init__(self, *arguments: Any, years: Sequence[int], currency: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["year"].choices = [(str(one), str(one)) for one in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = str(years[0])
        self.fields["amount"] = AmountField(currency=currency)


class StaffThereRow(forms.Form):
    """How many months a unit has of a grade in a year. A row without a grade does not exist."""

    grade = forms.ChoiceField(label=_lazy("Grade"))
    year = forms.ChoiceField(label=_lazy("Year"))
    months = MonthsField(label=_lazy("Months"), least="0")

    def __init__(self, *arguments: Any, grades: Choices, years: Sequence[int], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["grade"].choices = [("", _("none")), *grades]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(one), str(one)) for one in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = str(years[0])


def shown_kind(kind: CountryProgrammeKind) -> dict[str, Any]:
    """What the form shows of a kind."""
    return {name: getattr(kind, name) for name in ("name", "endorsed", "dormant_after", "revision")}
