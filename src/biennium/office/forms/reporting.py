"""The forms of rounds and of reported values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.periods import Period
from biennium.office.forms.common import CodeField, Reasoned, Revised, date_input, words
from biennium.office.forms.money import SPACES
from biennium.programme.models import Indicator, Programme
from biennium.programme.values import unscale
from biennium.reporting.measures import Reported, cell_decimals
from biennium.reporting.models import Observation, Round
from biennium.reporting.shown.words import category
from biennium.web import formatting
from biennium.web.forms import MultilingualField

UNKNOWN = "unknown"
REACHED = (("", _lazy("choose")), ("yes", _lazy("reached")), ("no", _lazy("not reached")))


class NumberField(forms.CharField):
    """A number with a point or as the reader's language writes it, kept as digits with a point."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> Any:
        written = super().clean(value).translate(SPACES)
        if not written:
            return None
        try:
            return f"{Decimal(written) if _plain(written) else self._localised(written):f}"
        except NumberFormatError:
            raise ValidationError(_("Write a number in digits, such as 1234.5.")) from None

    def _localised(self, written: str) -> Decimal:
        known: Decimal = parse_decimal(written, locale=formatting.locale(), strict=True)
        return known


def _plain(written: str) -> bool:
    """Digits with at most one point, as every language of the interface may write them."""
    whole, _point, fraction = written.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not fraction or (fraction.isascii() and fraction.isdigit()))


class WholeField(NumberField):
    """A whole number."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if written is None:
            return None
        if "." in written:
            raise ValidationError(_("Write a whole number."))
        return int(written)


class RoundForm(forms.Form):
    """The window that is reported on, and when reports are taken."""

    field_order = ["code", "title"]

    code = CodeField(help_text=_lazy("For example 2025 or 2025-H1."))
    start = forms.DateField(label=_lazy("First day reported on"), widget=date_input())
    end = forms.DateField(label=_lazy("Last day reported on"), widget=date_input())
    opens = forms.DateField(label=_lazy("Reports are taken from"), widget=date_input())
    due = forms.DateField(label=_lazy("Reports are due by the end of"), widget=date_input())

    def __init__(self, *arguments: Any, programme: Programme, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["title"] = MultilingualField(label=_("Title"), languages=programme.languages, required=False)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["start"] > cleaned["end"]:
            self.add_error("end", _("The last day comes after the first."))
        return cleaned

    def window(self) -> Period:
        """The days that are reported on."""
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])


class AboutForm(forms.Form):
    """On which indicator, in which round, is a value reported?"""

    indicator = forms.CharField(label=_lazy("Indicator (code)"), max_length=200)
    round = forms.ChoiceField(label=_lazy("Round"))

    def __init__(self, *arguments: Any, rounds: Sequence[Round], **named: Any) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        listed = [(one.code, f"{one.code} {words(one.title, lang)}".strip()) for one in rounds]
        self.fields["round"].choices = listed  # type: ignore[attr-defined]

    def code(self) -> str:
        """The code of the indicator; what follows it is not read."""
        return str(self.cleaned_data["indicator"]).strip().partition(" ")[0]


class ObservationForm(Revised, Reasoned):
    """A reported value: the boxes are those of the kind of the indicator; the total is entered on its own."""

    measured_on = forms.DateField(label=_lazy("Day the value holds for"), widget=date_input(), required=False)

    def __init__(
        self,
        *arguments: Any,
        indicator: Indicator,
        languages: Sequence[str],
        about: Mapping[str, list[tuple[str, str]]] | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.indicator, self.languages = indicator, languages
        for name, choices in (about or {}).items():
            labels = {
                "unit": _("Office that reports"),
                "where": _("What it is about"),
                "work_item": _("Country outcome or product it comes from"),
            }
            self.fields[name] = forms.ChoiceField(label=labels[name], choices=choices, required=name == "unit")
        self._measure(Kind(indicator.kind))
        self.dimensions = [(one.dimension, [*one.categories, UNKNOWN]) for one in indicator.disaggregations.all()]
        for dimension, categories in self.dimensions:
            for one in categories:
                label = _("%(dimension)s: %(category)s") % {"dimension": category(dimension), "category": category(one)}
                self.fields[f"cell_{dimension}_{one}"] = NumberField(label=label, required=False)
        self._texts(("source", _("Source")), ("note", _("Note, for the office only")))
        self.order_fields([*(about or {})])

    def _measure(self, kind: Kind) -> None:
        """The boxes of a kind."""
        if kind is Kind.RATIO:
            self.fields["numerator"] = WholeField(label=_("Numerator"))
            self.fields["denominator"] = WholeField(label=_("Denominator"))
        elif kind is Kind.MILESTONE:
            self.fields["reached"] = forms.ChoiceField(label=_("Was it reached?"), choices=REACHED)
            self.fields["value"] = NumberField(label=_("Score"), required=False)
        elif kind is Kind.QUALITATIVE:
            self._texts(("text", _("In words")), rows=4, required=True)
        else:
            self.fields["value"] = NumberField(label=_("Value"), help_text=_("Zero is a value: write 0."))
        if kind is Kind.INDEX:
            self.fields["denominator"] = WholeField(label=_("Weight"), required=False)

    def _texts(self, *texts: tuple[str, str], rows: int = 2, required: bool = False) -> None:
        for name, label in texts:
            made = MultilingualField(label=label, languages=self.languages, rows=rows, required=required)
            made.initial = self.initial.get(name)
            self.fields[name] = made

    def reported(self) -> Reported:
        """What is reported."""
        said = self.cleaned_data
        reached = {"yes": True, "no": False}.get(said.get("reached", ""))
        return Reported(
            value=said.get("value"),
            numerator=said.get("numerator"),
            denominator=said.get("denominator"),
            reached=reached,
            text=said.get("text") or {},
            measured_on=said["measured_on"],
            source=said["source"],
            note=said["note"],
            cells=self._cells(),
        )

    def _cells(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for dimension, categories in self.dimensions:
            said = {one: self.cleaned_data[f"cell_{dimension}_{one}"] for one in categories}
            if given := {one: value for one, value in said.items() if value is not None}:
                found[dimension] = given
        return found


def shown_observation(observation: Observation) -> dict[str, Any]:
    """What the form shows of a reported value."""
    decimals = observation.indicator.decimals
    value = None if observation.value is None else unscale(observation.value, decimals)
    of_cells = cell_decimals(observation.indicator)
    cells = {f"cell_{one.dimension}_{one.category}": unscale(one.value, of_cells) for one in observation.cells.all()}
    names = ("numerator", "denominator", "measured_on", "text", "source", "note", "revision")
    reached = {None: "", True: "yes", False: "no"}[observation.reached]
    return {"value": value, "reached": reached, **{name: getattr(observation, name) for name in names}, **cells}
