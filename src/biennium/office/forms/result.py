"""The form of a result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biennium.office.forms.common import (
    CodeField,
    CodesField,
    Identified,
    ParagraphsField,
    Reasoned,
    unit_choices,
    words,
)
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Level, Programme, Result
from biennium.standards.references import SCHEMES, describe
from biennium.web.forms import MultilingualField

MOST_NAMED = 5
SCOPES = (
    ("", gettext_lazy("not said")),
    ("country", gettext_lazy("at country level")),
    ("regional", gettext_lazy("at regional level")),
    ("global", gettext_lazy("at global level")),
    ("office", gettext_lazy("by the Office")),
)


class ResultForm(Identified, Reasoned):
    """What a result says and refers to."""

    field_order = ["code", "title", "strategy", "scope", "lead_unit", "contributing_units"]

    code = CodeField()
    scope = forms.ChoiceField(label=gettext_lazy("Scope"), choices=SCOPES, required=False)
    lead_unit = forms.ChoiceField(label=gettext_lazy("Lead unit"), required=False)
    contributing_units = CodesField(
        label=gettext_lazy("Contributing units"), required=False, help_text=gettext_lazy("Codes, parted by commas.")
    )
    sdg = CodesField(
        label=gettext_lazy("SDG goals, targets and indicators"),
        required=False,
        help_text=gettext_lazy("For example 8.5, 8.8.2."),
    )
    instrument = CodesField(
        label=gettext_lazy("Labour instruments"),
        required=False,
        help_text=gettext_lazy("For example C087, P029, R204."),
    )
    terms = forms.CharField(
        label=gettext_lazy("Partners, markers and other entries of the programme's lists"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: list: entry. A marker's significance follows as = 0 to = 3."),
    )
    links = CodesField(
        label=gettext_lazy("Other results it refers to"),
        required=False,
        help_text=gettext_lazy("Codes, parted by commas."),
    )
    paragraphs = ParagraphsField(label=gettext_lazy("Paragraphs in the paper"), required=False)

    def __init__(self, *arguments: Any, programme: Programme, level: Level, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.programme = programme
        lang = get_language() or "en"
        languages = programme.languages
        self.fields["title"] = MultilingualField(label=_("Title"), languages=languages, rows=2)
        self.fields["title"].initial = self.initial.get("title")
        heading = words(level.text_heading, lang) or _("Text")
        if level.counted:
            text = MultilingualField(
                label=heading,
                languages=languages,
                rows=12,
                required=False,
                help_text=_("A blank line parts paragraphs; a line that begins with “- ” is a bullet."),
            )
            text.initial = self.initial.get("strategy")
            self.fields["strategy"] = text
            del self.fields["scope"]
        keep = self.initial.get("lead_unit")
        self.fields["lead_unit"].choices = [("", _("as above it")), *unit_choices(lang, keep)]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean_sdg(self) -> list[str]:
        return self._known("sdg")

    def clean_instrument(self) -> list[str]:
        return self._known("instrument")

    def _known(self, scheme: str) -> list[str]:
        codes: list[str] = self.cleaned_data[scheme]
        if unknown := [code for code in codes if describe(scheme, code) is None]:
            raise ValidationError(_("%(code)s is not in the list.") % {"code": unknown[0]})
        return codes

    def clean_terms(self) -> list[exchange.Reference]:
        """Each is an entry of a list of the programme, or was there before."""
        typed = [_reference(line) for line in self.cleaned_data["terms"].splitlines() if line.strip()]
        had = {_key(_reference(line)) for line in self.initial.get("terms", "").splitlines()}
        lists: dict[str, list[str]] = defaultdict(list)
        for scheme, code in self.programme.terms.values_list("scheme", "code"):
            lists[scheme].append(code)
        for one in typed:
            if _key(one) not in had and one.code not in lists.get(one.scheme, []):
                raise ValidationError(_unknown(one, lists))
        return typed

    def values(self, base: exchange.Result) -> exchange.Result:
        """The result as typed; what the form does not show stays as in `base`."""
        typed = self.cleaned_data
        published = [
            exchange.Reference(scheme=scheme, code=code) for scheme in ("sdg", "instrument") for code in typed[scheme]
        ]
        return exchange.Result.model_validate(
            {
                **base.model_dump(),
                "code": typed["code"],
                "title": typed["title"],
                "strategy": typed.get("strategy", base.strategy),
                "scope": typed.get("scope") or None,
                "lead_unit": typed["lead_unit"] or None,
                "contributing_units": typed["contributing_units"],
                "references": [one.model_dump() for one in (*published, *typed["terms"])],
                "links": typed["links"],
                "paragraphs": typed["paragraphs"],
            }
        )


def _key(one: exchange.Reference) -> tuple[str, str]:
    return one.scheme, one.code


def _unknown(one: exchange.Reference, lists: Mapping[str, list[str]]) -> str:
    """What is wrong with a reference to nothing, and what there is: the entries most like it, or the lists."""
    if not (entries := lists.get(one.scheme)):
        words = _("The programme has no list “%(list)s”.") % {"list": one.scheme}
        known = ", ".join(sorted(lists)) or "–"
        way_out = _("Its lists: %(lists)s; others are added under “Cover, levels and lists”.") % {"lists": known}
        return f"{words} {way_out}"
    words = _("“%(entry)s” is not in the list “%(list)s”.") % {"entry": one.code, "list": one.scheme}
    close = get_close_matches(one.code, entries, MOST_NAMED) or sorted(entries)
    more = ", …" if len(close) > MOST_NAMED else ""
    said = {"entries": ", ".join(close[:MOST_NAMED]) + more}
    return f"{words} {_('Its entries: %(entries)s; others are added under “Cover, levels and lists”.') % said}"


def _reference(line: str) -> exchange.Reference:
    scheme, colon, rest = line.partition(":")
    code, equals, score = rest.rpartition(" = ")
    if not colon or not rest.strip():
        raise ValidationError(_("“%(line)s” is not of the form list: entry.") % {"line": line.strip()})
    try:
        return exchange.Reference(
            scheme=scheme.strip(),
            code=(code if equals else rest).strip(),
            score=int(score) if equals else None,
        )
    except ValueError as error:
        raise ValidationError(_("“%(line)s” cannot be read.") % {"line": line.strip()}) from error


def initial(values: exchange.Result, revision: int | None) -> dict[str, Any]:
    """What the form shows of a result."""
    codes = {scheme: [one.code for one in values.references if one.scheme == scheme] for scheme in SCHEMES}
    others = [one for one in values.references if one.scheme not in SCHEMES]
    return {
        **values.model_dump(),
        **codes,
        "scope": values.scope or "",
        "lead_unit": values.lead_unit or "",
        "terms": "\n".join(_line(one) for one in others),
        "revision": revision,
    }


def _line(one: exchange.Reference) -> str:
    return f"{one.scheme}: {one.code}" + (f" = {one.score}" if one.score is not None else "")


class MoveForm(Identified, Reasoned):
    """Where a result is to stand: below which other, at which place, under which code."""

    field_order = ["parent", "place", "code"]

    parent = forms.ChoiceField(label=gettext_lazy("Below"), required=False)
    place = forms.IntegerField(
        label=gettext_lazy("Place among its siblings"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("1 is the first; empty puts it last."),
    )
    code = CodeField(label=gettext_lazy("Code at the new place"))

    def __init__(self, *arguments: Any, parents: list[Result], at_top: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        top = [("", _("the top"))] if at_top else []
        listed = [(one.code, f"{one.code} {words(one.title, lang)}") for one in parents]
        self.fields["parent"].choices = [*top, *listed]  # type: ignore[attr-defined]
