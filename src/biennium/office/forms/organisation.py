"""The forms of accounts, roles and units, of sealing, and of an uploaded paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import unit_choices, words
from biennium.organisation.models import Role
from biennium.programme.services.versions import REASONS
from biennium.web.forms import MultilingualField

STAGE_WORDS = {
    "preliminary": _lazy("preliminary"),
    "proposed": _lazy("proposed"),
    "adopted": _lazy("adopted"),
    "revised": _lazy("revised"),
}
REASON_WORDS = {
    "guidance": _lazy("guidance of the governing body"),
    "budget_change": _lazy("change of the budget"),
    "change_of_context": _lazy("change of context"),
    "correction": _lazy("correction"),
    "other": _lazy("other"),
}
LANGUAGES = (("", _lazy("recognised")), ("en", "English"), ("fr", "français"), ("es", "español"))


class SealForm(forms.Form):
    """At which stage a version is sealed, and what it rests on."""

    stage = forms.ChoiceField(label=_lazy("Stage"))
    decision = forms.CharField(
        label=_lazy("Decision it rests on"),
        required=False,
        max_length=200,
        help_text=_lazy("For example GB.346/PFA/1, paragraph 204."),
    )
    reason = forms.ChoiceField(label=_lazy("Reason of a revision"), required=False)
    reason_text = forms.CharField(label=_lazy("In words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *arguments: Any, stages: tuple[str, ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["stage"].choices = [(one, STAGE_WORDS[one]) for one in stages]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("none")), *((one, REASON_WORDS[one]) for one in REASONS)]  # type: ignore[attr-defined]
        if "revised" not in stages:
            del self.fields["reason"]


class UploadForm(forms.Form):
    """A paper to be read."""

    file = forms.FileField(
        label=_lazy("Paper"),
        help_text=_lazy("Text, Markdown, Word (.docx) or PDF with text; up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx,.pdf"}),
    )
    language = forms.ChoiceField(label=_lazy("Language"), choices=LANGUAGES, required=False)


class AccountForm(forms.Form):
    """An account to be opened."""

    name = forms.CharField(label=_lazy("Name"), max_length=150)
    email = forms.EmailField(label=_lazy("E-mail address"))
    language = forms.ChoiceField(label=_lazy("Language"), choices=LANGUAGES[1:])
    password = forms.CharField(
        label=_lazy("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_lazy("At least 12 characters; the person changes it after signing in."),
    )


class AssignmentForm(forms.Form):
    """A role for a unit and a period."""

    role = forms.ChoiceField(label=_lazy("Role"))
    unit = forms.ChoiceField(label=_lazy("For the unit and all below it"))
    starts = forms.DateField(label=_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label=_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_lazy("Empty: for good."),
    )

    def __init__(self, *arguments: Any, roles: list[Role], **named: Any) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        self.fields["role"].choices = [(one.code, words(one.name, lang)) for one in roles]  # type: ignore[attr-defined]
        self.fields["unit"].choices = unit_choices(lang)  # type: ignore[attr-defined]
        self.fields["starts"].initial = timezone.localdate()


class UnitForm(forms.Form):
    """A unit to be opened below another one, or renamed."""

    code = forms.CharField(label=_lazy("Code"), max_length=64)
    parent = forms.ChoiceField(label=_lazy("Below"), required=False)

    def __init__(self, *arguments: Any, languages: list[str], is_new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"] = MultilingualField(label=_("Name"), languages=languages)
        self.fields["name"].initial = self.initial.get("name")
        choices = [("", _("the top")), *unit_choices(get_language() or "en")]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["code"], self.fields["parent"]
