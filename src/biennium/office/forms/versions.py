"""Sealing a version, and choosing two to compare."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.papers.services import LIVE
from biennium.programme.models import Version
from biennium.programme.services.versions import REASONS

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


class SealForm(forms.Form):
    """At which stage a version is sealed, and what it rests on. `seen` is the last event the person has seen."""

    stage = forms.ChoiceField(label=_lazy("Stage"))
    decision = forms.CharField(
        label=_lazy("Decision it rests on"),
        required=False,
        max_length=200,
        help_text=_lazy("For example GB.346/PFA/1, paragraph 204."),
    )
    reason = forms.ChoiceField(label=_lazy("Reason of the revision"))
    reason_text = forms.CharField(label=_lazy("What is sealed, and why"), widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, stages: tuple[str, ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["stage"].choices = [(one, STAGE_WORDS[one]) for one in stages]  # type: ignore[attr-defined]
        reasons = [("", _("Choose a reason")), *((one, REASON_WORDS[one]) for one in REASONS)]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        if "revised" not in stages:
            del self.fields["reason"]


class CompareForm(forms.Form):
    """Two states of a programme: sealed versions, or the live draft."""

    before = forms.ChoiceField(label=_lazy("From"))
    after = forms.ChoiceField(label=_lazy("To"))

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
