"""What the forms share: lists of codes in one line, ranges of paragraphs, the revision an object was opened with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from biennium.kernel.text import resolve
from biennium.organisation.models import Region, Unit
from biennium.organisation.selectors import open_units

_BETWEEN = re.compile(r"[\s,;]+")
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


class CodesField(forms.CharField):
    """Codes parted by commas or spaces, as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        return [code for code in _BETWEEN.split(written) if code]


class ParagraphsField(forms.CharField):
    """A range of paragraph numbers, `27–29` or `27`, as [first, last]; None when empty."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"
        return value

    def clean(self, value: Any) -> Any:
        written = super().clean(value).strip()
        if not written:
            return None
        found = _RANGE.fullmatch(written)
        if not found:
            raise ValidationError(_("Write a range such as 27–29."))
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            raise ValidationError(_("The first paragraph comes before the last."))
        return [first, last]


class Revised(forms.Form):
    """A form that knows the revision of the object it was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Reasoned(forms.Form):
    """A form that may say why."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the history, for everybody who may see this."),
    )


def words(value: dict[str, str], lang: str) -> str:
    """A text in one language, or the one there is."""
    found = resolve(value, lang)
    return found.value if found else ""


def unit_choices(lang: str, *keep: str | None) -> list[tuple[str, str]]:
    """Open units, and those an object has already."""
    units: Iterable[Unit] = open_units()
    listed = [(unit.code, f"{unit.code} · {words(unit.name, lang)}") for unit in units]
    known = {code for code, _label in listed}
    return [*listed, *((code, code) for code in keep if code and code not in known)]


def region_choices(regions: Iterable[Region], lang: str) -> list[tuple[str, str]]:
    """The whole world, then the organisation's regions."""
    return [("", str(_("World"))), *((one.code, words(one.name, lang)) for one in regions)]
