"""A unit, opened below another one, renamed or moved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biennium.office.forms.common import CodeField, Reasoned, Revised, unit_choices
from biennium.web.forms import MultilingualField


class UnitForm(Revised, Reasoned):
    """What a unit is called and below which it stands; its code stays."""

    field_order = ["code", "name", "parent"]

    code = CodeField()
    parent = forms.ChoiceField(label=gettext_lazy("Below"), required=False)

    def __init__(self, *arguments: Any, languages: list[str], own: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"] = MultilingualField(label=_("Name"), languages=languages)
        self.fields["name"].initial = self.initial.get("name")
        listed = unit_choices(get_language() or "en", self.initial.get("parent"))
        choices = [("", _("the top")), *((code, label) for code, label in listed if code != own)]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]
        if own:
            del self.fields["code"]
        self.order_fields(self.field_order)
