"""Reported values: listed, recorded, corrected, withdrawn; with everything that was said before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.office.acting import act, reason
from biennium.office.editing import Data, Editing
from biennium.office.forms.country_results import evidence_form
from biennium.office.forms.money import Searchable
from biennium.office.forms.reporting import AboutForm, ObservationForm, shown_observation
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.reporting import about
from biennium.programme.models import Indicator, Programme
from biennium.programme.selectors import versions
from biennium.reporting.models import Observation, Round
from biennium.reporting.registration import REPORT
from biennium.reporting.selectors import listing
from biennium.reporting.selectors.matrix import find_indicator
from biennium.reporting.services import observations as services
from biennium.reporting.shown import tables as described
from biennium.web import exports, tables


@require_safe
def observations(request: HttpRequest, code: str) -> HttpResponse:
    """Which values were reported, by whom, for which round?"""
    programme = versions.programme(code)
    files = {one: reverse("office:observations_file", args=[code, one]) for one in exports.FORMATS}
    shown = tables.show(_table(programme), listing.current_observations(programme), request.GET, files)
    return show(
        request,
        "reporting/observations",
        "observations",
        programme,
        shown=shown,
        may_report=about.may_report(request),
    )


@require_safe
def observations_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Reported values as a file."""
    programme = versions.programme(code)
    return tables.save(_table(programme), listing.current_observations(programme), request.GET, file_format)


def _table(programme: Programme) -> tables.Table[Observation]:
    rounds = [(one.code, one.code) for one in programme.rounds.order_by("-start")]
    return described.observations(programme, lambda one: _at(programme, one.uid), rounds)


def _at(programme: Programme, uid: UUID) -> str:
    return reverse("office:observation", args=[programme.code, uid])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Which value is reported, on which indicator, for which round and place?"""
    programme = versions.programme(code)
    verdict = about.may_report(request)
    verdict.require()
    chosen = _chosen(request, programme)
    if isinstance(chosen, AboutForm):
        return show(request, "reporting/about", "observations", programme, form=chosen)
    indicator, round_ = chosen
    made: list[Observation] = []

    def save(form: Any, _sets: object) -> None:
        place, region = about.placed(form.cleaned_data["where"])
        unit = about.unit(form.cleaned_data["unit"])
        recorded = services.record_observation(
            actor=request.user,
            indicator=indicator,
            round=round_,
            unit=unit,
            reported=form.reported(),
            reason=form.cleaned_data["reason"],
            place=place,
            region=region,
            work_item=about.work_item(programme, form.cleaned_data["work_item"]),
        )
        made.append(recorded)

    editing = Editing(
        request=request,
        key=f"observation:new:{indicator.uid}:{round_.uid}",
        label=_("a value for %(indicator)s, round %(round)s") % {"indicator": indicator.code, "round": round_.code},
        verdict=verdict,
        build=lambda data: _form(data, programme, indicator, request, {"measured_on": round_.end}),
        save=save,
        current=lambda: {"revision": ""},
        done=lambda: _at(programme, made[-1].uid),
    )
    page = {"indicator": indicator, "round": round_}
    return editing.respond() or show(request, "reporting/observe", "observations", programme, **page, **editing.context)


def _chosen(request: HttpRequest, programme: Programme) -> AboutForm | tuple[Indicator, Round]:
    """What the address names, or the form that asks for it."""
    rounds = [one.round for one in listing.due(request.user, programme)]
    named = QueryDict(request.GET.urlencode())
    form = AboutForm(named if "indicator" in named else None, rounds=rounds or list(programme.rounds.all()))
    offered = [(one.code, described.indicator_label(one)) for one in listing.observed_indicators(programme)[:300]]
    form.fields["indicator"].widget = Searchable(offered)
    if not form.is_bound or not form.is_valid():
        return form
    return find_indicator(programme, form.code()), listing.find_round(programme, form.cleaned_data["round"])


def _form(
    data: Data, programme: Programme, indicator: Indicator, request: HttpRequest, shown: dict[str, Any]
) -> ObservationForm:
    asked = {
        "unit": about.unit_choices(request),
        "where": about.where_choices(),
        "work_item": about.work_item_choices(indicator),
    }
    return ObservationForm(data, indicator=indicator, languages=programme.languages, about=asked, initial=shown)


@require_http_methods(["GET", "POST"])
def observation(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """What was reported, what was said before, and what is to be corrected?"""
    programme = versions.programme(code)
    revisions = listing.revisions(request.user, programme, uid)
    row = revisions[0]
    editing = Editing(
        request=request,
        key=f"observation:{uid}",
        label=str(row),
        verdict=may(request, REPORT, row),
        build=lambda data: ObservationForm(
            data, indicator=row.indicator, languages=programme.languages, initial=shown_observation(row)
        ),
        save=lambda form, _sets: services.correct_observation(
            actor=request.user,
            observation=row,
            reported=form.reported(),  # type: ignore[attr-defined]
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
        ),
        current=lambda: shown_observation(listing.revisions(request.user, programme, uid)[0]),
        done=_at(programme, uid),
    )
    page = {
        "row": row,
        "revisions": revisions,
        "odd": about.discrepancies(row),
        "evidence": about.evidence_of(revisions),
        "evidence_form": evidence_form(request.GET),
        "events": of(uid),
    }
    return editing.respond() or show(
        request, "reporting/observation", "observations", programme, **page, **editing.context
    )


@require_POST
def withdraw(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Takes a report back."""
    programme = versions.programme(code)
    row = listing.revisions(request.user, programme, uid)[0]
    return act(
        request,
        lambda: services.withdraw_observation(actor=request.user, observation=row, reason=reason(request)),
        said=_("The report was withdrawn."),
        done=_at(programme, uid),
        back=_at(programme, uid),
    )
