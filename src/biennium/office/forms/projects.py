"""A project: what it is called, who pays for it, and how it is shared out over results and countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.funding.models import Agreement, Project, ProjectShare
from biennium.funding.selectors.shares import holding_now
from biennium.kernel.shares import WHOLE
from biennium.office.budget import choices
from biennium.office.forms.common import CodesField, Reasoned, Revised, SymbolField, date_input, unit_choices
from biennium.office.forms.money import ChosenField, PercentField, percent_digits
from biennium.organisation.models import Unit
from biennium.organisation.selectors import languages
from biennium.programme.selectors import versions
from biennium.web.forms import MultilingualField

EMPTY_ROWS = 3
KINDS = {"result_shares": "result", "place_shares": "place"}


class ProjectForm(Revised, Reasoned):
    """A project; its symbol stays."""

    field_order = ["symbol", "title", "agreements", "unit", "starts", "ends", "since"]

    symbol = SymbolField(label=_lazy("Symbol"), help_text=_lazy("As in GLO/24/01/NOR."))
    agreements = CodesField(
        label=_lazy("Agreements that pay for it"),
        required=False,
        slashes=True,
        help_text=_lazy("Codes, parted by commas."),
    )
    unit = forms.ChoiceField(label=_lazy("Unit"), required=False)
    starts = forms.DateField(label=_lazy("Begins"), widget=date_input())
    ends = forms.DateField(label=_lazy("Ends"), widget=date_input())
    since = forms.DateField(
        label=_lazy("Shares are valid from"),
        required=False,
        widget=date_input(),
        help_text=_lazy("Left empty, the first day of the project. A later day keeps what was valid before it."),
    )

    def __init__(self, *arguments: Any, adding: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["title"] = MultilingualField(label=_("Title"), languages=languages(), rows=2)
        self.fields["title"].initial = self.initial.get("title")
        offered = unit_choices(get_language() or "en", self.initial.get("unit"))
        self.fields["unit"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]
        if not adding:
            del self.fields["symbol"]
        self.order_fields(self.field_order)

    def clean_agreements(self) -> list[Agreement]:
        """The agreements behind the codes."""
        codes: list[str] = self.cleaned_data["agreements"]
        found = list(Agreement.objects.filter(code__in=codes).exclude(status="dropped"))
        if missing := [code for code in codes if code not in {one.code for one in found}]:
            raise ValidationError(_("There is no “%(code)s” to choose here.") % {"code": missing[0]})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", _("A project ends after it starts."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The project as the service takes it."""
        said = {name: self.cleaned_data[name] for name in ("title", "agreements", "starts", "ends")}
        unit = self.cleaned_data["unit"]
        return {**said, "unit": Unit.objects.get(code=unit) if unit else None}

    def shown(self, sets: Sequence[BaseFormSet[Any]]) -> dict[str, Any]:
        """What was typed, in the terms in which the project is shown."""
        written = {name: self.cleaned_data[name] for name in ("title", "unit", "starts", "ends", "since")}
        written["agreements"] = [one.code for one in self.cleaned_data["agreements"]]
        return {**written, **{str(one.prefix): one.spoken for one in sets}}  # type: ignore[attr-defined]


class ShareRow(forms.Form):
    """A result or a country, and how much of the project is for it."""

    def __init__(self, *arguments: Any, known: Mapping[str, tuple[int, str]], label: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"] = ChosenField(known, label=label)
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-share": ""})
        self.fields["share"] = PercentField(label=_("Share, %"), widget=box)


class ShareRows(BaseFormSet[ShareRow]):
    """Shares that sum to the whole, or are not said at all."""

    @property
    def parts(self) -> dict[int, int]:
        """By primary key, in hundredths of a percent."""
        return {said["code"]: said["share"] for said in self._kept()}

    @property
    def spoken(self) -> list[dict[str, Any]]:
        """Code and share, as they are shown."""
        kept = [row for row in self.forms if row in self._filled()]
        return [
            {
                "code": str(row.data[row.add_prefix("code")]).split(" · ")[0],
                "share": percent_digits(row.cleaned_data["share"]),
            }
            for row in kept
        ]

    @property
    def remainder(self) -> str:
        """What is left to share out, in digits; of what was saved, or of what was typed and can be read."""
        if self.is_bound:
            shares = [row.cleaned_data.get("share") or 0 for row in self.forms if hasattr(row, "cleaned_data")]
        else:
            shares = [one["share"] for one in self.initial or ()]
        return (
            percent_digits(WHOLE - sum(shares)) if sum(shares) <= WHOLE else f"-{percent_digits(sum(shares) - WHOLE)}"
        )

    def clean(self) -> None:
        if any(self.errors):
            return
        said = self._kept()
        total = sum(one["share"] for one in said)
        if said and total != WHOLE:
            raise ValidationError(
                _("The shares sum to %(total)s %%; they must sum to 100 %%.") % {"total": percent_digits(total)}
            )
        if len({one["code"] for one in said}) < len(said):
            raise ValidationError(_("One of them is named twice."))

    def _filled(self) -> list[ShareRow]:
        return [row for row in self.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]

    def _kept(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self._filled()]


def rows(data: Any, project: Project | None) -> Sequence[BaseFormSet[Any]]:
    """How the project is shared out now, with some empty rows to fill in."""
    held = holding_now(project) if project else []
    programme = _programme(held)
    known: dict[str, Mapping[str, tuple[int, str]]] = {
        "result_shares": choices.listed("result", programme) if programme else {},
        "place_shares": choices.listed("place", programme) if programme else {},
    }
    labels = {"result_shares": _("Result"), "place_shares": _("Country or territory")}
    return [
        formset_factory(ShareRow, formset=ShareRows, extra=EMPTY_ROWS, can_delete=True)(
            data=data,
            prefix=prefix,
            initial=_initial(held, kind),
            form_kwargs={"known": known[prefix], "label": labels[prefix]},
        )
        for prefix, kind in KINDS.items()
    ]


def _programme(held: Sequence[ProjectShare]) -> Any:
    """The programme in whose results the project is shared out: the one it is in already, else the latest."""
    of = next((one.result.programme_id for one in held if one.result is not None), None)
    programmes = list(versions.programmes())
    return next((one for one in programmes if one.pk == of), programmes[0] if programmes else None)


def _initial(held: Sequence[ProjectShare], kind: str) -> list[dict[str, Any]]:
    return [{"code": thing.code, "share": one.share} for one in held if (thing := getattr(one, kind)) is not None]


def initial(project: Project) -> dict[str, Any]:
    """What the form shows of a project, and what is shown of its shares."""
    held = holding_now(project)
    since: date | None = held[0].since if held else None
    columns = {name: getattr(project, name) for name in ("title", "starts", "ends", "revision")}
    shares = {
        prefix: [{**one, "share": percent_digits(one["share"])} for one in _initial(held, kind)]
        for prefix, kind in KINDS.items()
    }
    agreements = [one.code for one in project.agreements.all()]
    unit = project.unit.code if project.unit else ""
    return {**columns, **shares, "agreements": agreements, "unit": unit, "since": since}
