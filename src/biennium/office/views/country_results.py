"""Country results: listed, reported, answered criterion by criterion, proved, and taken through their steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act, reason
from biennium.office.editing import Data, Editing
from biennium.office.forms.country_results import (
    AnswersForm,
    Offered,
    ResultForm,
    evidence_form,
    questions,
    shown,
    shown_answers,
)
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.reporting import about, steps
from biennium.organisation.models import Unit
from biennium.organisation.selectors import places
from biennium.programme.exchange.models import natural_key
from biennium.programme.models import Indicator, Programme
from biennium.programme.selectors import versions
from biennium.reporting.lifecycle import EDITABLE
from biennium.reporting.models import CountryResult
from biennium.reporting.registration import REPORT
from biennium.reporting.selectors import listing
from biennium.reporting.selectors.visibility import find_result, transitions
from biennium.reporting.services.results import Answer, answer_criteria, change_result, draft_result
from biennium.reporting.shown import tables as described
from biennium.web import exports, tables


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Which changes in countries were reported, and in which state is each?"""
    programme = versions.programme(code)
    files = {one: reverse("office:country_results_file", args=[code, one]) for one in exports.FORMATS}
    shown_rows = tables.show(_table(programme), listing.results_of(request.user, programme), request.GET, files)
    return show(
        request,
        "reporting/results",
        "country_results",
        programme,
        shown=shown_rows,
        states=listing.states(request.user, programme),
        may_report=about.may_report(request),
    )


@require_safe
def results_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Country results as a file."""
    programme = versions.programme(code)
    return tables.save(_table(programme), listing.results_of(request.user, programme), request.GET, file_format)


def _table(programme: Programme) -> tables.Table[CountryResult]:
    return described.results(programme, lambda one: _at(programme, one), office=True)


def _at(programme: Programme, result: CountryResult) -> str:
    return reverse("office:country_result", args=[programme.code, result.code])


@require_safe
def result(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """What changed in this country, what proves it, and may it be counted?"""
    programme = versions.programme(code)
    row = find_result(request.user, result, code)
    return show(
        request,
        "reporting/result",
        "country_results",
        programme,
        row=row,
        editable=row.status in EDITABLE,
        may_edit=may(request, REPORT, row),
        buttons=steps.buttons(row, request.user),
        taken=transitions(request.user, row),
        evidence_form=evidence_form(request.GET),
        events=of(row.uid),
    )


def _offered(request: HttpRequest, programme: Programme, units: list[Unit]) -> Offered:
    live = programme.indicators.filter(retired_at__isnull=True, kind=Indicator.Kind.COUNTRY_COUNT)
    return Offered(programme, units, list(places()), sorted(live, key=lambda one: natural_key(one.code)))


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """What changed, where and when, and for which indicators?"""
    programme = versions.programme(code)
    verdict = about.may_report(request)
    verdict.require()
    offered = _offered(request, programme, about.units(request))
    made: list[CountryResult] = []

    def save(form: Any, _sets: object) -> None:
        made.append(
            draft_result(actor=request.user, programme=programme, unit=form.reporting_unit(), values=form.values())
        )

    editing = Editing(
        request=request,
        key=f"country_result:new:{programme.code}",
        label=_("a new country result"),
        verdict=verdict,
        build=lambda data: ResultForm(data, offered=offered, new=True, initial=_suggested(request)),
        save=save,
        done=lambda: _at(programme, made[-1]),
    )
    return editing.respond() or show(request, "reporting/edit", "country_results", programme, **editing.context)


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """What the address suggests: an indicator, a country."""
    return {
        "place": request.GET.get("place", ""),
        "indicators": [one for one in [request.GET.get("indicator", "")] if one],
    }


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """What is to be said otherwise in this result?"""
    programme = versions.programme(code)
    row = find_result(request.user, result, code)
    _refuse_settled(row)
    offered = _offered(request, programme, [])
    editing = Editing(
        request=request,
        key=f"country_result:{row.uid}",
        label=str(row),
        verdict=may(request, REPORT, row),
        build=lambda data: ResultForm(data, offered=offered, new=False, initial=shown(row)),
        save=lambda form, _sets: change_result(
            actor=request.user,
            result=row,
            values=form.values(),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
        ),
        current=lambda: shown(find_result(request.user, result, code)),
        typed=lambda form, _sets: form.typed(),  # type: ignore[attr-defined]
        done=_at(programme, row),
    )
    return editing.respond() or show(
        request, "reporting/edit", "country_results", programme, row=row, **editing.context
    )


def _refuse_settled(row: CountryResult) -> None:
    """What was submitted is what is judged."""
    if row.status not in EDITABLE:
        raise InvalidInput(
            _("%(code)s cannot be changed in the state it is in.") % {"code": row.code},
            remedy=_("A verifier can return it to be corrected."),
        )


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Does this result meet what each indicator requires, and what proves it?"""
    programme = versions.programme(code)
    row = find_result(request.user, result, code)
    _refuse_settled(row)
    asked = list(questions(row))

    def build(data: Data) -> AnswersForm:
        initial = shown_answers(asked, row.revision)
        languages = programme.languages
        return AnswersForm(data, asked=asked, evidence=row.evidence.all(), languages=languages, initial=initial)

    def current() -> dict[str, Any]:
        fresh = find_result(request.user, result, code)
        return shown_answers(questions(fresh), fresh.revision)

    editing = Editing(
        request=request,
        key=f"country_result:answers:{row.uid}",
        label=_("%(code)s: criteria") % {"code": row.code},
        verdict=may(request, REPORT, row),
        build=build,
        save=lambda form, _sets: _answer(request, row, form),
        current=current,
        done=_at(programme, row),
    )
    return editing.respond() or show(
        request, "reporting/answers", "country_results", programme, row=row, **editing.context
    )


def _answer(request: HttpRequest, row: CountryResult, form: Any) -> None:
    given = [
        Answer(one.indicator, one.criterion.code, met, text, evidence) for one, met, text, evidence in form.answers()
    ]
    answer_criteria(actor=request.user, result=row, answers=given, revision=form.cleaned_data["revision"])


@require_POST
def step(request: HttpRequest, code: str, result: str, name: str) -> HttpResponse:
    """Submits, verifies, returns, publishes or withdraws a result."""
    programme = versions.programme(code)
    row = find_result(request.user, result, code)
    if name not in steps.LABELS:
        raise InvalidInput(_("There is no such step."), remedy=", ".join(steps.LABELS))
    seen = request.POST.get("revision", "")
    return act(
        request,
        lambda: steps.take(name, row, request.user, reason(request), int(seen) if seen.isdigit() else None),
        said=steps.SAID[name] % {"code": row.code},
        done=_at(programme, row),
        back=_at(programme, row),
    )
