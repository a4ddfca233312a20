"""The forms of plans: what is planned for a work item, what it needs, its milestones and what is said on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import CodesField, Reasoned, Revised, date_input, unit_choices, words
from biennium.office.forms.money import AmountField, PercentField
from biennium.office.plans.words import GROUPS, LANGUAGE_STATUSES, PRODUCT_KINDS, UPDATES
from biennium.organisation.models import Person, Unit
from biennium.programme.models import Programme, Result, WorkItem
from biennium.web.forms import MultilingualField
from biennium.workplan.models import Activity, CountryProgramme

TEXTS = (("situation", _lazy("Situation at the outset"), 4), ("assumptions", _lazy("Assumptions"), 3))
Choices = list[tuple[str, str]]
NONE_CHOSEN = ("", _lazy("none"))
_SHARE = re.compile(r"(?P<code>[^\s=:]+)\s*[=:]\s*(?P<whole>\d{1,3})(?:[.,](?P<decimals>\d{1,2}))?\s*%?")


def lang() -> str:
    """The reader's language."""
    return get_language() or "en"


class SharesField(forms.CharField):
    """Codes with their share in per cent, one a line: `8.5 = 60`. As hundredths of a percent by code."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return "\n".join(f"{code} = {_percent(share)}" for code, share in value.items())
        return value

    def clean(self, value: Any) -> Any:
        shares: dict[str, int] = {}
        for line in filter(None, (one.strip() for one in super().clean(value).splitlines())):
            found = _SHARE.fullmatch(line)
            if not found:
                raise ValidationError(_("“%(line)s” is not of the form code = per cent.") % {"line": line})
            if found["code"] in shares:
                raise ValidationError(_("%(code)s is there twice.") % {"code": found["code"]})
            shares[found["code"]] = int(found["whole"]) * 100 + int((found["decimals"] or "0").ljust(2, "0"))
        return shares


def _percent(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


class MonthsField(forms.DecimalField):
    """Months with two decimals, kept as hundredths of a month."""

    def __init__(self, *, least: str = "0.01", **options: Any) -> None:
        super().__init__(min_value=Decimal(least), max_digits=8, decimal_places=2, **options)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value).scaleb(-2) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        months = super().clean(value)
        return None if months is None else int(months.scaleb(2))


class PlanForm(Revised, Reasoned):
    """What is planned for a work item."""

    field_order = ["lead_unit", "lead_person", "starts", "due", "situation", "assumptions"]

    lead_unit = forms.ChoiceField(label=_lazy("Lead unit"), required=False)
    lead_person = forms.ChoiceField(label=_lazy("Lead person"), required=False)
    starts = forms.DateField(label=_lazy("From"), required=False, widget=date_input())
    due = forms.DateField(label=_lazy("Due"), required=False, widget=date_input())
    outputs = SharesField(
        label=_lazy("Outputs it serves"),
        help_text=_lazy("One a line with its share in per cent: 3.2 = 70. Empty: all for its primary output."),
    )
    sdg = SharesField(
        label=_lazy("SDG targets"), help_text=_lazy("One a line with its share in per cent: 8.5 = 60. They sum to 100.")
    )
    partners = CodesField(
        label=_lazy("Partners"), required=False, help_text=_lazy("Codes of partners, parted by commas.")
    )

    def __init__(
        self,
        *arguments: Any,
        programme: Programme,
        item: WorkItem,
        people: Iterable[Person],
        country_programmes: Iterable[CountryProgramme],
        deliverables: Iterable[Result],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.programme = programme
        keep = self.initial.get("lead_unit")
        self._offer("lead_unit", unit_choices(lang(), keep), _("none yet"))
        self._offer("lead_person", [(str(one.uid), one.name) for one in people], _("none yet"))
        for name, label, rows in TEXTS:
            self._write(name, label, rows)
        if item.kind == WorkItem.Kind.PRODUCT:
            self._of_product(deliverables)
        else:
            self._of_outcome(country_programmes)
        self.order_fields([*self.field_order, *(name for name in self.fields if name not in self.field_order)])

    def _write(self, name: str, label: Any, rows: int) -> None:
        made = MultilingualField(label=label, languages=self.programme.languages, rows=rows, required=False)
        made.initial = self.initial.get(name)
        self.fields[name] = made

    def _offer(self, name: str, choices: Choices, empty: str) -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    def _of_product(self, deliverables: Iterable[Result]) -> None:
        offered = [(one.code, f"{one.code} {words(one.title, lang())}"[:100]) for one in deliverables]
        self.fields["deliverable"] = forms.ChoiceField(label=_("Deliverable it makes good"), required=False)
        self._offer("deliverable", offered, _("none"))
        self.fields["product_kind"] = forms.ChoiceField(label=_("Kind of product"), required=False)
        self._offer("product_kind", [(code, str(label)) for code, label in PRODUCT_KINDS.items()], _("not said"))

    def _of_outcome(self, country_programmes: Iterable[CountryProgramme]) -> None:
        listed = list(country_programmes)
        self.fields["country_programme"] = forms.ChoiceField(label=_("Country programme"), required=False)
        self._offer("country_programme", [(one.code, str(one)[:100]) for one in listed], _("none"))
        priorities = [
            (f"{one.code}/{priority.code}", f"{one.code}: {priority.code} {words(priority.title, lang())}"[:100])
            for one in listed
            for priority in one.priorities.all()
        ]
        self.fields["priority"] = forms.ChoiceField(label=_("Priority of the country programme"), required=False)
        self._offer("priority", priorities, _("none"))
        for group, label in GROUPS.items():
            words_ = _("Consulted: %(group)s") % {"group": label}
            self.fields[group] = forms.BooleanField(label=words_, required=False)
        self._write("consultation", _("How the constituents were consulted"), 2)


class MarkerRow(forms.Form):
    """The score of a marker, and what shows it."""

    score = forms.ChoiceField(label=_lazy("Marker and score"))

    def __init__(self, *arguments: Any, programme: Programme, choices: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["score"].choices = [NONE_CHOSEN, *choices]  # type: ignore[attr-defined]
        made = MultilingualField(label=_("Evidence"), languages=programme.languages, required=False)
        made.initial = self.initial.get("evidence")
        self.fields["evidence"] = made


class LanguageRow(forms.Form):
    """A language a product comes in."""

    language = forms.CharField(label=_lazy("Language"), max_length=10, help_text=_lazy("Its tag: en, fr, ar."))
    status = forms.ChoiceField(label=_lazy("Status"), choices=list(LANGUAGE_STATUSES.items()), initial="planned")
    published_on = forms.DateField(label=_lazy("Published on"), required=False, widget=date_input())

    def __init__(self, *arguments: Any, programme: Programme, choices: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)


class MoneyRow(forms.Form):
    """Money a work item needs. A row in which nothing is chosen does not exist."""

    year = forms.ChoiceField(label=_lazy("Year"))
    cost_category = forms.ChoiceField(label=_lazy("Cost category"))

    def __init__(self, *arguments: Any, years: list[int], categories: Choices, currency: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["year"].choices = [(str(one), str(one)) for one in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = str(years[0])
        self.fields["cost_category"].choices = [NONE_CHOSEN, *categories]  # type: ignore[attr-defined]
        self.fields["amount"] = AmountField(currency=currency)


class StaffRow(forms.Form):
    """Staff a work item needs. A row in which nothing is chosen does not exist."""

    unit = forms.ChoiceField(label=_lazy("Unit"))
    standard_cost = forms.ChoiceField(label=_lazy("Grade, duty station, year"))
    months = MonthsField(label=_lazy("Months"))

    def __init__(self, *arguments: Any, units: Choices, costs: Choices, lead: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = lead or next((code for code, _label in units), "")
        self.fields["standard_cost"].choices = [NONE_CHOSEN, *costs]  # type: ignore[attr-defined]


class ExpectedRow(forms.Form):
    """An agreement that may come, and how much of it is meant for the work item. A row in which nothing is chosen does
    not exist."""

    agreement = forms.ChoiceField(label=_lazy("Agreement, and how likely it is"))
    share = PercentField(label=_lazy("How much of it is for this work, %"))

    def __init__(self, *arguments: Any, agreements: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["agreement"].choices = [NONE_CHOSEN, *agreements]  # type: ignore[attr-defined]


class NeedsForm(Revised, Reasoned):
    """What a work item needs; its rows are lists of their own."""


class _Titled(forms.Form):
    """Something with a title in the languages of the programme."""

    def __init__(self, *arguments: Any, programme: Programme, label: str, name: str = "title", **named: Any) -> None:
        named.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*arguments, **named)
        self.fields[name] = MultilingualField(label=label, languages=programme.languages)
        self.order_fields([name])

    @property
    def first_error(self) -> str:
        """What is wrong, with the name of its field."""
        name, errors = next(iter(self.errors.items()))
        return f"{self[name].label}: {errors[0]}"


class MilestoneForm(_Titled):
    """Something that is to be reached by a day."""

    due = forms.DateField(label=_lazy("Due"), widget=date_input())


class ActivityForm(_Titled):
    """Work from one day to another."""

    starts = forms.DateField(label=_lazy("From"), widget=date_input())
    ends = forms.DateField(label=_lazy("Until"), widget=date_input())


class UpdateForm(_Titled):
    """How the work goes, or one activity of it."""

    kind = forms.ChoiceField(label=_lazy("What it is"), choices=list(UPDATES.items()))
    activity = forms.ChoiceField(label=_lazy("Of which activity"), required=False)
    progress = forms.IntegerField(
        label=_lazy("How far the activity is, in per cent"), required=False, min_value=0, max_value=100
    )

    def __init__(self, *arguments: Any, activities: Iterable[Activity], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.activities = {str(one.uid): one for one in activities}
        listed = [(uid, words(one.title, lang())[:100]) for uid, one in self.activities.items()]
        self.fields["activity"].choices = [("", _("of the work as a whole")), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["activity"] = self.activities.get(cleaned.get("activity", ""))
        if cleaned.get("progress") is not None and not cleaned.get("activity"):
            self.add_error("activity", _("Say which activity is so far."))
        return cleaned


class _Whose(Revised, Reasoned):
    """Something with a title, a unit and a person that answer for it."""

    unit = forms.ChoiceField(label=_lazy("Unit"), required=False)
    person = forms.ModelChoiceField(
        label=_lazy("Responsible person"),
        queryset=Person.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_lazy("none yet"),
    )

    def __init__(self, *arguments: Any, programme: Programme, label: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        made = MultilingualField(label=label, languages=programme.languages)
        made.initial = self.initial.get("title")
        self.fields["title"] = made
        units = unit_choices(lang(), self.initial.get("unit"))
        self.fields["unit"].choices = [("", _("none yet")), *units]  # type: ignore[attr-defined]
        people = Person.objects.filter(is_active=True).order_by("name")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.order_fields(["title"])

    def responsible(self) -> dict[str, Any]:
        """The unit and the person that answer for it."""
        code = self.cleaned_data["unit"]
        return {"unit": Unit.objects.get(code=code) if code else None, "person": self.cleaned_data["person"]}


class EditMilestoneForm(_Whose):
    """A milestone as it is."""

    due = forms.DateField(label=_lazy("Due"), widget=date_input())
    reached_on = forms.DateField(
        label=_lazy("Reached on"), required=False, widget=date_input(), help_text=_lazy("Empty: not reached yet.")
    )


class EditActivityForm(_Whose):
    """An activity as it is."""

    starts = forms.DateField(label=_lazy("From"), widget=date_input())
    ends = forms.DateField(label=_lazy("Until"), widget=date_input())
