"""What the forms share: lists of codes in one line, ranges of paragraphs, the revision an object was opened with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from biennium.kernel.text import resolve
from biennium.organisation.models import Region, Unit
from biennium.organisation.selectors import open_units
from biennium.programme.models import Result

CODE = re.compile(r"[^\s/\\,;]{1,64}")
_PARTIAL_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?")
_BETWEEN = re.compile(r"[\s,;]+")
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


class CodeField(forms.CharField):
    """A code, which is also a part of addresses and of lists: no spaces, slashes, commas or semicolons."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Code"))
        super().__init__(max_length=64, **options)

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if written and not CODE.fullmatch(written):
            raise ValidationError(_("A code has no spaces, slashes, commas or semicolons."))
        return written


class SymbolField(forms.CharField):
    """A symbol as agreements and projects have them, such as GLO/24/01/NOR: parts between slashes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, **options)

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if written and not all(CODE.fullmatch(part) for part in written.split("/")):
            raise ValidationError(_("A symbol has no spaces, commas or semicolons, and no slash at its ends."))
        return written


class CodesField(forms.CharField):
    """Codes parted by commas or spaces, as a list; one that is written twice counts once. With `slashes`, they may be
    symbols such as GLO/24/01/NOR."""

    def __init__(self, *, slashes: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.slashes = slashes

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        codes = list(dict.fromkeys(code for code in _BETWEEN.split(super().clean(value)) if code))
        if wrong := [code for code in codes if not self._is_code(code)]:
            raise ValidationError(_("“%(code)s” is not a code.") % {"code": wrong[0]})
        return codes

    def _is_code(self, written: str) -> bool:
        return all(CODE.fullmatch(part) for part in (written.split("/") if self.slashes else [written]))


class PartialDateField(forms.CharField):
    """A year, a month or a day: 2023, 2023-03, 2023-03-09."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value).strip()
        if not written:
            return written
        found = _PARTIAL_DATE.fullmatch(written)
        try:
            date.fromisoformat(f"{found[1]}{found[2] or '-01'}{found[3] or '-01'}" if found else "")
        except ValueError:
            raise ValidationError(_("Write a year, a month or a day: 2023, 2023-03 or 2023-03-09.")) from None
        return written


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


def date_input() -> forms.DateInput:
    """A box for a day, which browsers show with a calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Revised(forms.Form):
    """A form that knows the revision of the object it was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Identified(Revised):
    """A form that knows which object it was opened with, whatever becomes of its address meanwhile."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class Reasoned(forms.Form):
    """A form that may say why."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the history, for everybody who may see this."),
    )

    def order_fields(self, field_order: Any) -> None:
        """The reason comes last, whatever comes first."""
        others = [name for name in (*(field_order or ()), *self.fields) if name != "reason"]
        super().order_fields([*dict.fromkeys(others), "reason"])


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


def result_choices(results: Iterable[Result], lang: str) -> list[tuple[str, str]]:
    """No result, then each by code and title."""
    return [("", str(_("none"))), *((one.code, f"{one.code} {words(one.title, lang)}"[:120]) for one in results)]
