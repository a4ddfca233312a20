"""What plans rest on: when a country programme lies dormant, what a month of staff costs, and what staff there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.office.budget import choices
from biennium.office.editing import Editing
from biennium.office.forms.common import Revised
from biennium.office.forms.planning_standards import (
    CostRow,
    KindForm,
    MarkerForm,
    ScoreRow,
    StaffThereRow,
    shown_kind,
)
from biennium.office.pages import may, show
from biennium.office.plans.tables import months
from biennium.office.plans.words import STATIONS
from biennium.organisation.models import Unit
from biennium.organisation.selectors import languages
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web.formatting import money, number
from biennium.workplan.actions import CAPACITY, STANDARDS
from biennium.workplan.models import Capacity, CountryProgrammeKind, Marker, StandardCost
from biennium.workplan.services import standards as services

EMPTY_ROWS = 2


@require_safe
def standards(request: HttpRequest, code: str) -> HttpResponse:
    """What do plans rest on: thresholds, markers, and what a month of staff costs?"""
    programme = versions.programme(code)
    costs = StandardCost.objects.filter(year__in=choices.years(programme))
    currency = reporting_currency()
    return show(
        request,
        "plans/standards",
        "planning_standards",
        programme,
        kinds=CountryProgrammeKind.objects.all(),
        markers=Marker.objects.prefetch_related("scores"),
        costs=[(one, STATIONS.get(one.station, one.station), Money(one.amount, currency)) for one in costs],
        may_set=may(request, STANDARDS),
    )


@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Is this kind of country programme endorsed, and when does one of it lie dormant?"""
    programme = versions.programme(code)
    row = CountryProgrammeKind.objects.filter(code=kind).first()
    if row is None:
        raise NotFound(_("There is no kind of country programme %(code)s.") % {"code": kind})
    editing = Editing(
        request=request,
        key=f"country_programme_kind:{row.code}",
        label=str(row),
        verdict=may(request, STANDARDS),
        build=lambda data: KindForm(data, initial=shown_kind(row), languages=languages()),
        save=lambda form, _sets: services.set_kind(actor=request.user, code=row.code, **form.cleaned_data),
        current=lambda: shown_kind(CountryProgrammeKind.objects.get(pk=row.pk)),
        done=_standards(programme),
    )
    return editing.respond() or _edited(request, programme, editing, str(row), "planning_standards")


@require_http_methods(["GET", "POST"])
def marker(request: HttpRequest, code: str, marker: str) -> HttpResponse:
    """Which scores has this marker, and which evidence does each ask for?"""
    programme = versions.programme(code)
    row = Marker.objects.filter(code=marker).first()
    if row is None:
        raise NotFound(_("There is no marker %(code)s.") % {"code": marker})
    return _marker(request, programme, row)


@require_http_methods(["GET", "POST"])
def add_marker(request: HttpRequest, code: str) -> HttpResponse:
    """Which marker is work to be scored on?"""
    return _marker(request, versions.programme(code), None)


def _marker(request: HttpRequest, programme: Programme, row: Marker | None) -> HttpResponse:
    scores = list(row.scores.values("score", "name", "requires")) if row else []
    score_rows = formset_factory(ScoreRow, extra=EMPTY_ROWS, can_delete=True)
    shown = {"name": row.name, "revision": row.revision} if row else {"revision": 0}

    def save(form: Any, sets: Any) -> None:
        typed = [services.Score(one["score"], one["name"], one["requires"]) for one in _kept(sets[0])]
        said = {"code": row.code, **form.cleaned_data} if row else form.cleaned_data
        services.set_marker(actor=request.user, scores=typed, **said)

    def current() -> dict[str, Any]:
        now = Marker.objects.get(code=row.code if row else "")
        said = now.scores.values("score", "name", "requires")
        return {"name": now.name, "scores": _scores_said(said), "revision": now.revision}

    heading = str(row) if row else _("A new marker")
    editing = Editing(
        request=request,
        key=f"marker:{row.code if row else 'new'}",
        label=heading,
        verdict=may(request, STANDARDS),
        build=lambda data: MarkerForm(data, initial=shown, languages=languages(), is_new=row is None),
        sets=lambda data: [score_rows(data, prefix="scores", initial=scores, form_kwargs={"languages": languages()})],
        save=save,
        current=current,
        typed=lambda form, sets: {
            "name": form.cleaned_data["name"],
            "scores": _scores_said(_kept(sets[0])),
        },
        done=_standards(programme),
    )
    return editing.respond() or _edited(request, programme, editing, heading, "planning_standards")


def _kept(rows: Any) -> list[dict[str, Any]]:
    """The rows that were filled in and not struck out."""
    return [one for one in rows.cleaned_data if one and not one["DELETE"]]


def _scores_said(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Scores for two texts side by side."""
    return [
        " · ".join([str(one["score"]), *one["name"].values(), *one["requires"].values()])
        for one in sorted(rows, key=itemgetter("score"))
    ]


@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest, code: str) -> HttpResponse:
    """What does a month of staff cost, by grade, duty station and year?"""
    programme, currency = versions.programme(code), reporting_currency()
    years = choices.years(programme)

    def stored() -> list[dict[str, Any]]:
        return [
            {"grade": one.grade, "station": one.station, "year": one.year, "amount": Money(one.amount, currency)}
            for one in StandardCost.objects.filter(year__in=years)
        ]

    def save(form: Any, sets: Any) -> None:
        typed = [
            services.Monthly(one["grade"], one["station"], int(one["year"]), one["amount"].minor)
            for one in sets[0].cleaned_data
            if one
        ]
        seen = form.cleaned_data["revision"]
        services.set_standard_costs(actor=request.user, costs=typed, years=years, revision=seen)

    editing = Editing(
        request=request,
        key=f"standard_costs:{programme.code}",
        label=_("Standard costs"),
        verdict=may(request, STANDARDS),
        build=lambda data: Revised(data, initial={"revision": services.costs_revision(years)}),
        sets=lambda data: [_rows(CostRow, "standard_costs", data, stored(), years=list(years), currency=currency)],
        save=save,
        current=lambda: {"standard_costs": _costs_said(stored()), "revision": services.costs_revision(years)},
        typed=lambda _form, sets: {"standard_costs": _costs_said(sets[0].cleaned_data)},
        done=_standards(programme),
    )
    return editing.respond() or _edited(request, programme, editing, _("Standard costs"), "planning_standards")


@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """How many months of staff has this unit, by grade and year?"""
    programme = versions.programme(code)
    row = Unit.objects.filter(code=unit).first()
    if row is None:
        raise NotFound(_("There is no unit %(code)s.") % {"code": unit})
    years = choices.years(programme)
    there = Capacity.objects.filter(unit=row, year__in=years).values("grade", "year", "months")
    grades = sorted({*StandardCost.objects.values_list("grade", flat=True), *(one["grade"] for one in there)})

    def save(form: Any, sets: Any) -> None:
        typed = [
            services.Staff(row, one["grade"], int(one["year"]), one["months"]) for one in sets[0].cleaned_data if one
        ]
        services.set_capacity(actor=request.user, staff=typed, years=years, revision=form.cleaned_data["revision"])

    label = _("Staff of %(unit)s") % {"unit": row.code}
    offered = [(one, one) for one in grades]
    editing = Editing(
        request=request,
        key=f"capacity:{programme.code}:{row.code}",
        label=label,
        verdict=may(request, CAPACITY, Capacity(unit=row)),
        build=lambda data: Revised(data, initial={"revision": services.capacity_revision(row, years)}),
        sets=lambda data: [_rows(StaffThereRow, "capacity", data, list(there), grades=offered, years=list(years))],
        save=save,
        current=lambda: {"capacity": _staff_said(there.all()), "revision": services.capacity_revision(row, years)},
        typed=lambda _form, sets: {"capacity": _staff_said(sets[0].cleaned_data)},
        done=reverse("office:staff", args=[programme.code]),
    )
    return editing.respond() or _edited(request, programme, editing, label, "staff")


def _rows(row: Any, prefix: str, data: Any, initial: Any, **named: Any) -> BaseFormSet[Any]:
    found: BaseFormSet[Any] = formset_factory(row, extra=EMPTY_ROWS)(
        data=data, prefix=prefix, initial=initial, form_kwargs=named
    )
    return found


def _costs_said(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Costs for two texts side by side, in the order of what they are of."""
    found = (
        (str(one["year"]), str(STATIONS.get(one["station"], one["station"])), one["grade"], money(one["amount"]))
        for one in rows
        if one
    )
    return [" · ".join(one) for one in sorted(found)]


def _staff_said(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Staff for two texts side by side."""
    found = ((str(one["year"]), one["grade"], number(months(one["months"]), 2)) for one in rows if one)
    return [" · ".join(one) for one in sorted(found)]


def _standards(programme: Programme) -> str:
    return reverse("office:planning_standards", args=[programme.code])


def _edited(request: HttpRequest, programme: Programme, editing: Editing, heading: str, current: str) -> HttpResponse:
    return show(request, "plans/edit_standard", current, programme, heading=heading, **editing.context)
