"""What to publish, and as of when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import date_input
from biennium.programme.models import Programme


class PublicationForm(forms.Form):
    """The programmes and the day."""

    programme = forms.ChoiceField(label=_lazy("Programme"), required=False)
    day = forms.DateField(
        label=_lazy("As of"),
        widget=date_input(),
        help_text=_lazy("What was posted and reported until the end of this day."),
    )

    def __init__(self, *arguments: Any, programmes: Sequence[Programme], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["day"].initial = timezone.localdate()
        choices = [("", _lazy("All adopted programmes")), *((one.code, one.code) for one in programmes)]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]

    @property
    def codes(self) -> list[str]:
        """The code that was chosen; none means all."""
        code = self.cleaned_data["programme"]
        return [code] if code else []
