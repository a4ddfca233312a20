"""What would the programme cost at another rate of exchange?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.errors import InvalidInput
from biennium.kernel.rates import Rate
from biennium.ledger.models import Rate as RateRow
from biennium.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Scenario:
    """A share (hundredths of a percent) that is spent in another currency, and its rates."""

    share: int
    budget: Rate
    market: Rate


class RateField(forms.CharField):
    """A rate in digits with a point or a comma."""

    def clean(self, value: Any) -> Any:
        return super().clean(value).replace(",", ".").strip()


class RateForm(forms.Form):
    """The share of the budget that is spent in another currency, the rate it was priced at, and another one."""

    share = forms.IntegerField(label=_lazy("Spent in the other currency, %"), min_value=0, max_value=100, initial=70)
    other = forms.CharField(label=_lazy("Other currency"), min_length=3, max_length=3, initial="CHF")
    budget = RateField(label=_lazy("Rate of the budget"), max_length=20)
    market = RateField(label=_lazy("Another rate"), max_length=20)

    def __init__(self, *arguments: Any, programme: Programme, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.programme = programme
        currency = {"currency": programme.currency}
        for name in ("budget", "market"):
            self.fields[name].help_text = _("Units of the other currency for 1 %(currency)s") % currency
        row = RateRow.objects.filter(kind="budget", programme=programme, base=programme.currency).last()
        if row is not None:
            self.fields["other"].initial = row.quote
            self.fields["budget"].initial = str(row.exact).rpartition(" ")[2]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("budget", "market"):
            if cleaned.get(name) and cleaned.get("other"):
                cleaned[name] = self._rate(name, cleaned)
        return cleaned

    def _rate(self, name: str, cleaned: dict[str, Any]) -> Rate | None:
        try:
            return Rate.parse(self.programme.currency, cleaned["other"].upper(), cleaned[name])
        except InvalidInput as error:
            self.add_error(name, ValidationError(str(error)))
            return None

    def scenario(self) -> Scenario:
        """What was asked for."""
        said = self.cleaned_data
        return Scenario(said["share"] * 100, said["budget"], said["market"])
