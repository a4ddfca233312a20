"""A partner: what it is called, what kind of contributor it is, where it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import CodeField, Reasoned, Revised, words
from biennium.organisation.selectors import languages, places
from biennium.web.forms import MultilingualField

CONTRIBUTORS: dict[str, Any] = {
    "C01": _lazy("Government"),
    "C02": _lazy("Non-governmental organizations"),
    "C03": _lazy("Public-private partnership"),
    "C04A": _lazy("Multilateral: financial institutions"),
    "C04B": _lazy("Multilateral: global vertical funds"),
    "C04C": _lazy("Multilateral: United Nations organizations"),
    "C04D": _lazy("Multilateral: United Nations pooled funds"),
    "C04E": _lazy("Multilateral: other"),
    "C05": _lazy("Foundations"),
    "C06": _lazy("Private sector"),
    "C07": _lazy("Academic, training and research institutions"),
    "C08A": _lazy("European Union"),
    "C08B": _lazy("Other contributors"),
    "C09": _lazy("No contributor"),
}
"""The contributor types of the United Nations data standards (standard VI)."""
IATI_TYPES: dict[str, Any] = {
    "10": _lazy("Government"),
    "11": _lazy("Local government"),
    "15": _lazy("Other public sector"),
    "21": _lazy("International NGO"),
    "22": _lazy("National NGO"),
    "23": _lazy("Regional NGO"),
    "24": _lazy("NGO based in a partner country"),
    "30": _lazy("Public-private partnership"),
    "40": _lazy("Multilateral"),
    "60": _lazy("Foundation"),
    "70": _lazy("Private sector"),
    "71": _lazy("Private sector in a provider country"),
    "72": _lazy("Private sector in an aid recipient country"),
    "73": _lazy("Private sector in a third country"),
    "80": _lazy("Academic, training and research institutions"),
    "90": _lazy("Other"),
}
"""The IATI code list of organisation types."""


def coded(known: dict[str, Any]) -> list[tuple[str, str]]:
    """Codes with their words, to choose from."""
    return [(code, f"{code} · {label}") for code, label in known.items()]


class PartnerForm(Revised, Reasoned):
    """Who gives money; its code stays."""

    field_order = [
        "code",
        "name",
        "contributor_type",
        "place",
        "iati_type",
        "iati_identifier",
        "crs_channel",
        "published",
    ]

    code = CodeField()
    contributor_type = forms.ChoiceField(label=_lazy("Contributor type of the United Nations"))
    place = forms.ChoiceField(label=_lazy("Country or territory"), required=False)
    iati_type = forms.ChoiceField(label=_lazy("IATI type of organisation"), required=False)
    iati_identifier = forms.CharField(label=_lazy("IATI identifier"), max_length=100, required=False)
    crs_channel = forms.CharField(
        label=_lazy("Channel in the Creditor Reporting System"), max_length=10, required=False
    )

    published = forms.BooleanField(
        label=_lazy("Its name is published"),
        required=False,
        initial=True,
        help_text=_lazy("Otherwise it is named in the office only."),
    )

    def __init__(self, *arguments: Any, adding: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"] = MultilingualField(label=_("Name"), languages=languages())
        self.fields["name"].initial = self.initial.get("name")
        lang = get_language() or "en"
        listed = sorted(((one.code, words(one.name, lang)) for one in places()), key=lambda pair: pair[1])
        self.fields["place"].choices = [("", _("none")), *listed]  # type: ignore[attr-defined]
        self.fields["contributor_type"].choices = coded(CONTRIBUTORS)  # type: ignore[attr-defined]
        self.fields["iati_type"].choices = [("", _("none")), *coded(IATI_TYPES)]  # type: ignore[attr-defined]
        if not adding:
            del self.fields["code"]
        self.order_fields(self.field_order)
