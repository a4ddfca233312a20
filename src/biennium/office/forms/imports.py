"""A file of the ERP, and how its columns and codes are mapped."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.errors import InvalidInput
from biennium.ledger.erp.columns import FileMapping


class ImportForm(forms.Form):
    """A csv or xlsx file, and a mapping if its columns have other names."""

    file = forms.FileField(
        label=_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    mapping = forms.CharField(
        label=_lazy("Mapping of columns and codes (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_lazy("Only if the columns have other names than the documented ones: columns, codes, defaults."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("csv in UTF-8, or xlsx; up to %(limit)s MB. From some 10,000 rows on it is read in the background.")
        self.fields["file"].help_text = words % {"limit": settings.IMPORT_LIMIT // 1024**2}

    def clean_mapping(self) -> Any:
        """The mapping as data."""
        written = self.cleaned_data["mapping"].strip()
        if not written:
            return {}
        try:
            data = json.loads(written)
            FileMapping.of(data)
        except json.JSONDecodeError as error:
            where = {"line": error.lineno, "column": error.colno}
            raise ValidationError(_("This is no JSON: see line %(line)s, column %(column)s.") % where) from None
        except InvalidInput as error:
            raise ValidationError(str(error)) from None
        return data
