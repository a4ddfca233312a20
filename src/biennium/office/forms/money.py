"""Boxes for amounts and codes, and the forms in which money is decided upon."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.funding.models import Agreement
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.shares import WHOLE
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import Line
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import choices
from biennium.office.forms.common import date_input
from biennium.web import formatting

_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?")
SPACES = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "'": "", "’": ""})
TARGET = ("agreement", "project", "budget_item", "result", "work_item", "unit", "place", "cost_category")


class AmountField(forms.CharField):
    """An amount in one currency, with a point or as the reader's language writes it: 1234.50, 1,234.50, 1 234,50."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        options.setdefault("label", _("Amount, %(currency)s") % {"currency": currency})
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **options)
        self.currency = currency

    def prepare_value(self, value: Any) -> Any:
        return value.decimal_string() if isinstance(value, Money) else value

    def clean(self, value: Any) -> Any:
        written = super().clean(value).translate(SPACES)
        if not written:
            return None
        try:
            return Money.parse(written, self.currency)
        except InvalidInput:
            return self._localised(written)

    def _localised(self, written: str) -> Money:
        try:
            known: Decimal = parse_decimal(written, locale=formatting.locale(), strict=True)
            return Money.parse(f"{known:f}", self.currency)
        except (NumberFormatError, InvalidInput):
            raise ValidationError(_("Write an amount in digits, such as 1234.50.")) from None


class PercentField(forms.CharField):
    """A share of a hundred, with a point or a comma, as whole hundredths of a percent: 12.5 is 1250."""

    def __init__(self, *, most: int = WHOLE, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=10, **options)
        self.most = most

    def prepare_value(self, value: Any) -> Any:
        return percent_digits(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        written = super().clean(value).translate(SPACES).replace(",", ".").removesuffix("%")
        if not written:
            return None
        found = _PERCENT.fullmatch(written)
        share = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
        if not 0 <= share <= self.most:
            raise ValidationError(_("Write a percentage between 0 and 100, such as 12.5."))
        return share


def percent_digits(share: int) -> str:
    """Hundredths of a percent in digits with a point: 1250 is 12.5."""
    return f"{share // 100}.{share % 100:02d}".rstrip("0").rstrip(".")


class Searchable(forms.TextInput):
    """A box that offers codes with their titles while one types; without scripts, in every browser."""

    template_name = "office/budget/searchable.html"

    def __init__(self, offered: choices.Choices) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = listed
        context["widget"] |= {"offered": self.offered, "listed": listed}
        return context


class ChosenField(forms.CharField):
    """One of many codes, as the primary key behind it; what follows the code (“3.2 · Title”) is not read."""

    def __init__(self, known: Mapping[str, tuple[int, str]], **options: Any) -> None:
        options["widget"] = Searchable(choices.as_choices(dict(known)))
        super().__init__(max_length=200, **options)
        self.known = known

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        code = written.split(" · ")[0].strip()
        if not code:
            return None
        if code not in self.known:
            raise ValidationError(_("There is no “%(code)s” to choose here.") % {"code": code})
        return self.known[code][0]


class DecisionForm(forms.Form):
    """How much, from when, why. `seen` is the seal of the preview that was shown."""

    amount: AmountField
    day = forms.DateField(label=_lazy("Day"), widget=date_input())
    reason = forms.CharField(
        label=_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_lazy("Kept in the history, for everybody who may see this."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, line: Line, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.line = line
        self.fields["amount"] = AmountField(currency=line.fund.currency)
        self.fields["day"].initial = min(timezone.localdate(), line.programme.end)
        self.order_fields(["amount", "day"])

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, without the seal."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "seen"}

    def common(self) -> dict[str, Any]:
        """What every service asks for."""
        return {name: self.cleaned_data[name] for name in ("amount", "day", "reason")}


class CommitForm(DecisionForm):
    """A decision with its document and who is paid."""

    document = forms.CharField(label=_lazy("Document"), max_length=64, required=False)
    counterparty = forms.CharField(
        label=_lazy("Organisation to be paid"),
        max_length=200,
        required=False,
        help_text=_lazy("Never the name of a person."),
    )


class TargetForm(DecisionForm):
    """A decision about another line: its dimensions, of which an allotment fixes those the line has already."""

    def __init__(self, *arguments: Any, line: Line, fixed: bool, stages: bool = False, **named: Any) -> None:
        super().__init__(*arguments, line=line, **named)
        for name in TARGET:
            held = getattr(line, f"{name}_id")
            if fixed and held and name != "result":
                continue
            known = choices.listed(name, line.programme, within=held if fixed else None, fund=line.fund_id)
            if known:
                self._offer(name, known, held)
        if not fixed:
            self._offer_year()
        if stages:
            self._offer_stage()
        order = [name for name in (*TARGET, "year", "stage") if name in self.fields]
        self.order_fields([*order, "amount", "day", "reason"])

    def _offer(self, name: str, known: Mapping[str, tuple[int, str]], held: int | None) -> None:
        label = DIMENSIONS[name]
        own = next((code for code, (pk, _title) in known.items() if pk == held), "")
        self.fields[name] = ChosenField(known, label=label, required=False, initial=own)

    def _offer_year(self) -> None:
        offered: Sequence[tuple[str, str]] = [(str(one), str(one)) for one in choices.years(self.line.programme)]
        self.fields["year"] = forms.TypedChoiceField(
            label=DIMENSIONS["year"], choices=offered, coerce=int, initial=self.line.year
        )

    def _offer_stage(self) -> None:
        offered = [(Stage.ALLOTTED, _("what is available")), (Stage.APPROVED, _("what is left to allot"))]
        initial = Stage.ALLOTTED if self.line.balance.allotted > 0 else Stage.APPROVED
        self.fields["stage"] = forms.TypedChoiceField(label=_("Of"), choices=offered, coerce=Stage, initial=initial)

    def target(self) -> Dimensions:
        """The other line."""
        said = {name: self.cleaned_data[name] for name in (*TARGET, "year") if name in self.fields}
        return replace(Dimensions.of(self.line), **said)


class BackForm(DecisionForm):
    """A decision that takes money back to a line it came from."""

    def __init__(self, *arguments: Any, line: Line, origins: Sequence[Line], **named: Any) -> None:
        super().__init__(*arguments, line=line, **named)
        self.origins = {str(one.uid): one for one in origins}
        offered = [(uid, one.words) for uid, one in self.origins.items()]
        self.fields["back_to"] = forms.ChoiceField(label=_("Back to"), choices=offered)
        self.order_fields(["back_to", "amount", "day", "reason"])

    def target(self) -> Dimensions:
        """The line it goes back to."""
        return Dimensions.of(self.origins[self.cleaned_data["back_to"]])


class ReleaseForm(TargetForm):
    """How much authority of an agreement is released, and on which of its lines."""

    def __init__(self, *arguments: Any, line: Line, agreement: Agreement, left: Money, **named: Any) -> None:
        super().__init__(*arguments, line=line, fixed=True, **named)
        own = choices.projects_of(agreement)
        self.fields.pop("project", None)
        if own:
            self._offer("project", own, None)
        self._offer_year()
        self.fields["amount"] = AmountField(currency=agreement.currency, initial=left)
        del self.fields["day"]
        order = [name for name in (*TARGET, "year") if name in self.fields]
        self.order_fields([*order, "amount", "reason"])
