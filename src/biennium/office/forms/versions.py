"""Sealing a version, and choosing two to compare."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biennium.papers.services import LIVE
from biennium.programme.models import Version
from biennium.programme.services.versions import REASONS
from biennium.web.forms import MultilingualField

STAGE_WORDS = {
    "preliminary": gettext_lazy("preliminary"),
    "proposed": gettext_lazy("proposed"),
    "adopted": gettext_lazy("adopted"),
    "revised": gettext_lazy("revised"),
}
REASON_WORDS = {
    "guidance": gettext_lazy("guidance of the governing body"),
    "budget_change": gettext_lazy("change of the budget"),
    "change_of_context": gettext_lazy("change of context"),
    "correction": gettext_lazy("correction"),
    "other": gettext_lazy("other"),
}


class SealForm(forms.Form):
    """At which stage a version is sealed, and what it rests on. `seen` is the last event the person has seen."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"))
    reason = forms.ChoiceField(label=gettext_lazy("Reason of the revision"))
    reason_text = forms.CharField(
        label=gettext_lazy("What is sealed, and why"), widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ["stage", "decision"]

    def __init__(self, *arguments: Any, stages: tuple[str, ...], languages: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["stage"].choices = [(one, STAGE_WORDS[one]) for one in stages]  # type: ignore[attr-defined]
        self.fields["decision"] = MultilingualField(
            label=_("Decision it rests on"),
            languages=languages,
            required=False,
            help_text=_("For example GB.346/PFA/1, paragraph 204."),
        )
        reasons = [("", _("Choose a reason")), *((one, REASON_WORDS[one]) for one in REASONS)]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        if "revised" not in stages:
            del self.fields["reason"]
        self.order_fields(self.field_order)


class CompareForm(forms.Form):
    """Two states of a programme: sealed versions, or the live draft."""

    before = forms.ChoiceField(label=gettext_lazy("Earlier state"))
    after = forms.ChoiceField(label=gettext_lazy("Later state"))

    def __init__(self, *arguments: Any, versions: list[Version], **named: Any) -> None:
        super().__init__(*arguments, **named)
        sealed = [(str(one.number), _named(one)) for one in versions]
        choices = [(LIVE, _("the live draft")), *sealed]
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("before") and typed.get("before") == typed.get("after"):
            raise ValidationError(_("Choose two different states."))
        return typed


def _named(version: Version) -> str:
    words = {"number": version.number, "stage": STAGE_WORDS[version.stage]}
    return _("version %(number)s, %(stage)s") % words
