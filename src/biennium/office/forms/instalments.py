"""What is said of an agreement beside a button: a day, what came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import date_input
from biennium.office.forms.money import AmountField


class DayForm(forms.Form):
    """A day."""

    day = forms.DateField(label=_lazy("Day"), widget=date_input())


class ReceivedForm(DayForm):
    """When something came, and how much."""

    def __init__(self, *arguments: Any, currency: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["amount"] = AmountField(currency=currency)

    @property
    def first_error(self) -> str:
        """What is wrong, with the name of its field."""
        name, errors = next(iter(self.errors.items()))
        return f"{self[name].label}: {errors[0]}"
