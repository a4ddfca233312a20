"""Accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from biennium.office.forms.common import date_input, unit_choices, words
from biennium.organisation.models import Role

LANGUAGES = (("en", "English"), ("fr", "français"), ("es", "español"))


class AccountForm(forms.Form):
    """An account to be opened."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters; the person changes it after signing in."),
    )


class AssignmentForm(forms.Form):
    """A role for a unit and a period."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    unit = forms.ChoiceField(label=gettext_lazy("For the unit and all below it"))
    starts = forms.DateField(label=gettext_lazy("From"), widget=date_input())
    ends = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=date_input(), help_text=gettext_lazy("Empty: for good.")
    )

    def __init__(self, *arguments: Any, roles: list[Role], **named: Any) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        self.fields["role"].choices = [(one.code, words(one.name, lang)) for one in roles]  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(lang)  # type: ignore[attr-defined]
        self.fields["starts"].initial = timezone.localdate()


class EndForm(forms.Form):
    """The last day of a role, and why it ends."""

    ends = forms.DateField(label=gettext_lazy("Last day"), widget=date_input())
    reason = forms.CharField()
