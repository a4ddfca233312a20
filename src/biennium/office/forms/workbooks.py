"""A workbook that is taken along, and one that is handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.intake.workbooks.sheets import SHEETS


class TakeForm(forms.Form):
    """Which sheets, and whether with the rows there are."""

    sheet = forms.MultipleChoiceField(
        label=_lazy("Sheets"),
        choices=[(name, sheet.title) for name, sheet in SHEETS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _lazy("Choose at least one sheet.")},
    )
    filled = forms.BooleanField(
        label=_lazy("With the rows there are"), required=False, help_text=_lazy("Those you may change.")
    )


class HandInForm(forms.Form):
    """A workbook that was filled in."""

    file = forms.FileField(
        label=_lazy("Workbook"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"empty": _lazy("The file is empty.")},
    )
    reason = forms.CharField(
        label=_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_lazy("Needed for corrections after a round was due."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = _("An Excel workbook (.xlsx) taken along from here; up to %(limit)s MB.")
        self.fields["file"].help_text = words % {"limit": settings.UPLOAD_LIMIT // 1024**2}
