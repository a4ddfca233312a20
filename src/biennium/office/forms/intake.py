"""An uploaded paper, and what of it becomes a new programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biennium.office.forms.common import CodeField
from biennium.office.forms.people import LANGUAGES


class UploadForm(forms.Form):
    """A paper to be read."""

    file = forms.FileField(
        label=gettext_lazy("Paper"),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx,.pdf"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=(("", gettext_lazy("recognised by itself")), *LANGUAGES), required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = _("Text, Markdown, Word (.docx) or PDF with text; up to %(limit)s MB.")
        self.fields["file"].help_text = words % {"limit": _limit()}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_LIMIT:
            raise ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": _limit()})
        return upload


class AcceptForm(forms.Form):
    """Under which code a paper becomes a new programme; what of it is kept is chosen in its tree."""

    code = CodeField(label=gettext_lazy("Code of the new programme"), help_text=gettext_lazy("For example 2026-27."))


def _limit() -> int:
    return int(settings.UPLOAD_LIMIT // 1024 // 1024)
