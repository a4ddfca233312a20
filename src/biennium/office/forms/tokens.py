"""Access tokens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from biennium.organisation.services.tokens import LONGEST_DAYS


class TokenForm(forms.Form):
    """A token to be issued."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=100, help_text=gettext_lazy("The program that will use it.")
    )
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=LONGEST_DAYS, initial=90)
