"""A fund with its rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.funding.models import Fund
from biennium.funding.models import funds as controlled
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import words as spoken
from biennium.office.forms.common import CodeField, CodesField, Reasoned, Revised
from biennium.office.forms.money import PercentField
from biennium.organisation.selectors import languages
from biennium.web.forms import MultilingualField

CHOICES = {
    "kind": spoken.FUND_KINDS,
    "releases": spoken.RELEASES,
    "transfer": spoken.TRANSFERS,
    "year_end": spoken.YEAR_ENDS,
    "period_end": spoken.YEAR_ENDS,
    "refund": spoken.REFUNDS,
    "controlled_at": spoken.RATES,
    "reported_at": spoken.RATES,
}


class CurrencyField(forms.CharField):
    """An ISO 4217 code."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Currency"))
        super().__init__(max_length=3, **options)

    def clean(self, value: Any) -> Any:
        written = super().clean(value).upper()
        try:
            minor_digits(written)
        except InvalidInput:
            raise ValidationError(_("Write an ISO 4217 code, such as USD.")) from None
        return written


class FundForm(Revised, Reasoned):
    """The rules of a fund; its code stays."""

    field_order = [
        *("code", "name", "kind", "currency", "releases", "control_dimensions", "control_by_year"),
        *("controlled_at", "reported_at", "transfer", "year_end", "period_end", "refund"),
        *("support_cost_rate", "support_cost_fund", "instruments", *spoken.STANDARDS),
    ]

    code = CodeField()
    control_dimensions = forms.MultipleChoiceField(
        label=_lazy("Decisions stop at"), required=False, widget=forms.CheckboxSelectMultiple
    )
    control_by_year = forms.BooleanField(
        label=_lazy("Authority is for one year at a time"), required=False, initial=True
    )
    support_cost_rate = PercentField(label=_lazy("Support cost, %"), required=False)
    support_cost_fund = forms.ChoiceField(label=_lazy("Support cost goes to"), required=False)
    instruments = CodesField(
        label=_lazy("Financing instruments of the United Nations"),
        required=False,
        help_text=_lazy("Codes, parted by commas."),
    )

    def __init__(self, *arguments: Any, funds: list[Fund], own: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"] = MultilingualField(label=_("Name"), languages=languages())
        self.fields["name"].initial = self.initial.get("name")
        self.fields["currency"] = CurrencyField(initial="USD")
        for name, known in CHOICES.items():
            usual = getattr(Fund(), name)
            choices = list(known.items())
            self.fields[name] = forms.ChoiceField(label=spoken.RULES[name], choices=choices, initial=usual)
        for name, label in spoken.STANDARDS.items():
            self.fields[name] = forms.CharField(label=label, max_length=10, required=False)
        dimensions = [(name, DIMENSIONS[name]) for name in controlled.DIMENSIONS]
        self.fields["control_dimensions"].choices = dimensions  # type: ignore[attr-defined]
        others = [("", _("no fund")), *((one.code, one.code) for one in funds if one.code != own)]
        self.fields["support_cost_fund"].choices = others  # type: ignore[attr-defined]
        if own:
            del self.fields["code"]
        self.order_fields(self.field_order)

    def rules(self, funds: list[Fund]) -> dict[str, Any]:
        """What the service is told."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("revision", "reason")}
        by_code = {one.code: one for one in funds}
        said["support_cost_rate"] = said["support_cost_rate"] or 0
        said["support_cost_fund"] = by_code.get(said["support_cost_fund"])
        return said
