"""An agreement: its terms, what its money is for, the instalments that are to come and the reports it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.funding.models import Agreement, CostCategory, Fund, Partner
from biennium.funding.services.agreements import Earmarking
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.office.budget import choices
from biennium.office.forms.common import CodesField, Reasoned, Revised, SymbolField, date_input
from biennium.office.forms.funds import CurrencyField
from biennium.office.forms.money import AmountField, ChosenField, PercentField
from biennium.organisation.models import Place
from biennium.organisation.selectors import languages
from biennium.programme.models import Result
from biennium.standards.references import describe
from biennium.web.forms import MultilingualField

REPORT_KINDS: dict[str, Any] = {"narrative": _lazy("narrative report"), "financial": _lazy("financial report")}
EMPTY_ROWS = 2
EARMARKS = ("results", "places", "sdg", "cost_categories")
TERMS = ("title", "amount", "currency", "starts", "ends", "probability", "support_cost_rate")


def currency_typed(data: Any, shown: str) -> str:
    """The currency that is typed, where it is one, else the one that is shown: amounts are read in it."""
    written = str((data or {}).get("currency") or shown).upper()
    try:
        minor_digits(written)
    except InvalidInput:
        return shown
    return written


class AgreementForm(Revised, Reasoned):
    """The terms of an agreement; its code stays, and its status changes step by step."""

    field_order = [
        *("code", "title", "partner", "fund", "currency", "amount", "starts", "ends"),
        *("probability", "support_cost_rate", *EARMARKS),
    ]

    code = SymbolField(label=_lazy("Code"))
    starts = forms.DateField(label=_lazy("Begins"), widget=date_input())
    ends = forms.DateField(label=_lazy("Ends"), widget=date_input())
    probability = PercentField(
        label=_lazy("Probability, %"), help_text=_lazy("Counts while the agreement is expected."), initial=10_000
    )
    support_cost_rate = PercentField(
        label=_lazy("Support cost, %"),
        required=False,
        help_text=_lazy("Left empty, it is that of the fund; 0 waives it."),
    )
    results = CodesField(
        label=_lazy("Only for results"), required=False, help_text=_lazy("Codes, parted by commas; with all below.")
    )
    places = CodesField(label=_lazy("Only for countries and territories"), required=False)
    sdg = CodesField(label=_lazy("Only for SDG goals and targets"), required=False)
    cost_categories = CodesField(label=_lazy("Only for cost categories"), required=False)

    def __init__(self, *arguments: Any, adding: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["title"] = MultilingualField(label=_("Title"), languages=languages(), rows=2)
        self.fields["title"].initial = self.initial.get("title")
        partners = choices.named(Partner.objects.filter(retired_at__isnull=True), "name")
        self.fields["partner"] = ChosenField(partners, label=_("Partner"))
        funds = Fund.objects.filter(retired_at__isnull=True, releases__in=("signature", "receipt"))
        self.fields["fund"] = ChosenField(choices.named(funds, "name"), label=_("Fund"))
        currency = currency_typed(self.data, self.initial.get("currency", "USD"))
        self.fields["currency"] = CurrencyField(initial="USD")
        self.fields["amount"] = AmountField(currency=currency, label=_("Amount"))
        if not adding:
            del self.fields["code"]
        self.order_fields(self.field_order)

    def clean_sdg(self) -> list[str]:
        """Goals and targets as the SDG framework numbers them."""
        codes: list[str] = self.cleaned_data["sdg"]
        if wrong := [code for code in codes if describe("sdg", code) is None]:
            raise ValidationError(_("“%(code)s” is no goal or target, such as 8 or 8.5.") % {"code": wrong[0]})
        return codes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if isinstance(cleaned.get("amount"), Money) and cleaned["amount"].minor <= 0:
            self.add_error("amount", _("An agreement is of more than zero."))
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("An agreement ends after it starts."))
        elif starts and ends:
            self.rows = {name: self._named(name, cleaned.get(name) or []) for name in EARMARKS if name != "sdg"}
        return cleaned

    def _named(self, name: str, codes: Sequence[str]) -> list[Any]:
        """The rows of the codes; results are those of the programmes in the time of the agreement."""
        within = {
            "programme__start__lte": self.cleaned_data["ends"],
            "programme__end__gte": self.cleaned_data["starts"],
        }
        of: dict[str, Any] = {
            "results": Result.objects.filter(retired_at__isnull=True, **within),
            "places": Place.objects,
            "cost_categories": CostCategory.objects.filter(retired_at__isnull=True),
        }
        found = list(of[name].filter(code__in=codes)) if codes else []
        if missing := [code for code in codes if code not in {one.code for one in found}]:
            self.add_error(name, _("There is no “%(code)s” to choose here.") % {"code": missing[0]})
        return found

    @property
    def earmarks(self) -> list[Earmarking]:
        """What the money is for."""
        return [
            *(Earmarking(result=one) for one in self.rows["results"]),
            *(Earmarking(place=one) for one in self.rows["places"]),
            *(Earmarking(sdg=one) for one in self.cleaned_data["sdg"]),
            *(Earmarking(cost_category=one) for one in self.rows["cost_categories"]),
        ]

    def shown(self, sets: Sequence[BaseFormSet[Any]]) -> dict[str, Any]:
        """What was typed, in the terms in which the agreement is shown."""
        written = {name: self.cleaned_data[name] for name in self.fields if name not in ("reason", "revision")}
        written |= {name: str(self.data.get(name, "")).split(" · ")[0].strip() for name in ("partner", "fund")}
        return {**written, **{str(one.prefix): [_without_delete(row) for row in kept(one)] for one in sets}}

    def terms(self, sets: Sequence[BaseFormSet[Any]]) -> dict[str, Any]:
        """The terms as the service takes them, but for partner and fund, which are primary keys."""
        said = {name: self.cleaned_data[name] for name in TERMS}
        said["amount"] = self.cleaned_data["amount"].minor
        return {**said, "reports_due": reports(sets[1])}


class InstalmentRow(forms.Form):
    """A payment that is to come."""

    due = forms.DateField(label=_lazy("Due"), widget=date_input())

    def __init__(self, *arguments: Any, currency: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["amount"] = AmountField(currency=currency, label=_("Expected"))


class ReportRow(forms.Form):
    """A report that the partner is due."""

    due = forms.DateField(label=_lazy("Due"), widget=date_input())
    kind = forms.ChoiceField(label=_lazy("Kind"), choices=[("", ""), *REPORT_KINDS.items()])


def rows(data: Any, agreement: Agreement | None, currency: str) -> Sequence[BaseFormSet[Any]]:
    """The lists of an agreement, with some empty rows to fill in."""
    shown = listed(agreement) if agreement else {"instalments": [], "reports_due": []}
    makers: dict[str, tuple[type[forms.Form], dict[str, Any]]] = {
        "instalments": (InstalmentRow, {"currency": currency}),
        "reports_due": (ReportRow, {}),
    }
    return [
        formset_factory(row, extra=EMPTY_ROWS, can_delete=True)(
            data=data, prefix=name, initial=shown[name], form_kwargs=options
        )
        for name, (row, options) in makers.items()
    ]


def listed(agreement: Agreement) -> dict[str, list[dict[str, Any]]]:
    """The instalments that are to come and the reports that are due, as the form shows them."""
    return {
        "instalments": [
            {"due": one.due, "amount": Money(one.amount, agreement.currency)}
            for one in agreement.instalments.all()
            if not one.received
        ],
        "reports_due": [{"due": date.fromisoformat(one["due"]), "kind": one["kind"]} for one in agreement.reports_due],
    }


def initial(agreement: Agreement) -> dict[str, Any]:
    """What the form shows of an agreement."""
    earmarks = list(agreement.earmarks.select_related("result", "place", "cost_category"))

    def codes(name: str) -> list[str]:
        return list(dict.fromkeys(thing.code for one in earmarks if (thing := getattr(one, name)) is not None))

    return {
        **{name: getattr(agreement, name) for name in (*TERMS, "revision")},
        "amount": Money(agreement.amount, agreement.currency),
        "partner": agreement.partner.code,
        "fund": agreement.fund.code,
        "results": codes("result"),
        "places": codes("place"),
        "cost_categories": codes("cost_category"),
        "sdg": [one.sdg for one in earmarks if one.sdg],
    }


def _without_delete(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "DELETE"}


def kept(rows: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """What stands in the rows that are filled in and not deleted."""
    return [said for row in rows if (said := row.cleaned_data) and not said.get("DELETE")]


def instalments(rows: BaseFormSet[Any]) -> list[tuple[date, int]]:
    """Day and amount, in minor units, of what is to come."""
    return [(said["due"], said["amount"].minor) for said in kept(rows)]


def reports(rows: BaseFormSet[Any]) -> list[dict[str, str]]:
    """The calendar of reports, the earliest first."""
    found = [{"due": said["due"].isoformat(), "kind": said["kind"]} for said in kept(rows)]
    return sorted(found, key=lambda one: (one["due"], one["kind"]))
