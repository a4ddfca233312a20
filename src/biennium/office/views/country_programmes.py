"""Country programmes: their list, their pages, and how they are planned, endorsed and carried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import Verdict
from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act, reason
from biennium.office.editing import Editing
from biennium.office.forms.country_programmes import CountryProgrammeForm, EndorsementForm, LinkRow, PriorityRow
from biennium.office.forms.rows import Rows, rows_of
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.plans import reading
from biennium.office.plans import tables as described
from biennium.office.plans.words import GROUPS, LINKS, PROGRAMME_STATUSES
from biennium.organisation.models import Place, Unit
from biennium.organisation.selectors import organisation
from biennium.programme.selectors import versions
from biennium.reporting.selectors import listing
from biennium.reporting.shown.words import RESULT_STATES
from biennium.web import exports, tables
from biennium.workplan.actions import COUNTRY_PROGRAMME
from biennium.workplan.models import CountryProgramme, CountryProgrammeKind
from biennium.workplan.selectors import country_programmes as selectors
from biennium.workplan.services import country_programmes as services
from biennium.workplan.services.country_programmes import CountryProgrammeValues, Endorsement, Titled


def _table() -> Any:
    return described.country_programmes(CountryProgramme.objects.filter(modelled=True).exists())


@require_safe
def country_programmes(request: HttpRequest) -> HttpResponse:
    """Where are country programmes, how far are they, and of which is nothing heard?"""
    rows = selectors.country_programmes()
    files = {one: reverse("office:country_programmes_file", args=[one]) for one in exports.FORMATS}
    return show(
        request,
        "plans/country_programmes",
        "country_programmes",
        shown=tables.show(_table(), rows, request.GET, files),
        listed=len(rows),
        active=sum(row.country_programme.status == CountryProgramme.Status.ACTIVE for row in rows),
        dormant=sum(row.dormant for row in rows),
        modelled=any(row.country_programme.modelled for row in rows),
        may_add=_may_add(request),
    )


@require_safe
def country_programmes_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Country programmes as a file."""
    return tables.save(_table(), selectors.country_programmes(), request.GET, file_format)


def _may_add(request: HttpRequest) -> Verdict:
    """Whoever keeps country programmes for one of their units may begin one."""
    verdict = may(request, COUNTRY_PROGRAMME)
    for unit in Unit.objects.filter(assignments__person=request.user.pk).distinct():
        verdict = may(request, COUNTRY_PROGRAMME, CountryProgramme(unit=unit))
        if verdict.allowed:
            break
    return verdict


@require_safe
def country_programme(request: HttpRequest, code: str) -> HttpResponse:
    """What was agreed with this country, what is planned for it, what does it lack, and what has changed there?"""
    row = selectors.find(code)
    verdict = may(request, COUNTRY_PROGRAMME, row)
    last = selectors.last_heard().get(row.pk)
    page: dict[str, Any] = {
        "row": row,
        "status_words": PROGRAMME_STATUSES[row.status],
        "signed": [(GROUPS[one.group], one.name) for one in row.signatories.all()],
        "links": [(LINKS[one.kind], one) for one in row.links.all()],
        "last": last,
        "dormant": selectors.is_dormant(row, last, timezone.localdate()),
        "steps": reading.steps(services.LIFE, row.status, verdict),
        "endorsement": EndorsementForm(),
        "may_edit": verdict,
        "events": of(row.uid),
    }
    programme = versions.programmes().first()
    if programme is not None:
        page |= reading.work_of(programme, code)
        results = listing.results_for(request.user, programme, row)
        page["results"] = [(one, *RESULT_STATES[one.status]) for one in results]
    return show(request, "plans/country_programme", "country_programmes", programme, **page)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What does this country programme say?"""
    row = selectors.find(code)
    editing = _editing(request, row, may(request, COUNTRY_PROGRAMME, row))
    return editing.respond() or show(
        request, "plans/edit_country_programme", "country_programmes", row=row, **editing.context
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Which country programme begins?"""
    verdict = _may_add(request)
    verdict.require()
    editing = _editing(request, None, verdict)
    return editing.respond() or show(request, "plans/edit_country_programme", "country_programmes", **editing.context)


def _editing(request: HttpRequest, row: CountryProgramme | None, verdict: Verdict) -> Editing:
    def save(form: Form, sets: Sequence[Any]) -> object:
        values = _values(form.cleaned_data, sets, row)
        if row is None:
            return services.add_country_programme(actor=request.user, values=values)
        return services.change_country_programme(
            actor=request.user, country_programme=row, values=values, revision=form.cleaned_data["revision"]
        )

    return Editing(
        request=request,
        key=f"country_programme:{row.uid if row else 'new'}",
        label=str(row) if row else _("a new country programme"),
        verdict=verdict,
        build=lambda data: CountryProgrammeForm(data, initial=_shown(row), languages=_languages()),
        sets=lambda data: _rows(data, row),
        save=save,
        current=lambda: _current(row),
        typed=lambda form, sets: {
            **form.cleaned_data,
            **{str(one.prefix): [each for each in one.cleaned_data if each] for one in sets},
        },
        done=reverse("office:country_programme", args=[row.code])
        if row
        else lambda: reverse("office:country_programmes"),
    )


def _languages() -> list[str]:
    known = organisation()
    return list(known.languages) if known and known.languages else ["en"]


def _current(row: CountryProgramme | None) -> dict[str, Any]:
    fresh = selectors.find(row.code) if row else None
    return {**_shown(fresh), **{str(one.prefix): one.initial for one in _rows(None, fresh)}}


def _shown(row: CountryProgramme | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("code", "title", "start", "end", "revision")
    return {
        **{name: getattr(row, name) for name in names},
        "kind": row.kind.code,
        "unit": row.unit.code,
        "places": sorted(place.code for place in row.places.all()),
    }


def _rows(data: Any, row: CountryProgramme | None) -> list[Rows]:
    priorities = [{"code": one.code, "title": one.title} for one in row.priorities.all()] if row else []
    links = [{"code": one.code, "title": one.title, "kind": one.kind} for one in row.links.all()] if row else []
    needs = {"languages": _languages()}
    return [
        rows_of(PriorityRow, "priorities", data, priorities, needs),
        rows_of(LinkRow, "framework_links", data, links, needs),
    ]


def _values(typed: dict[str, Any], sets: Sequence[Any], row: CountryProgramme | None) -> CountryProgrammeValues:
    found = {one.code: one for one in Place.objects.filter(code__in=typed["places"])}
    for code in typed["places"]:
        if code not in found:
            raise InvalidInput(_("There is no country or territory %(code)s.") % {"code": code}, field="places")
    listed = {str(one.prefix): one.said() for one in sets}
    return CountryProgrammeValues(
        code=typed["code"],
        title=typed["title"],
        kind=CountryProgrammeKind.objects.get(code=typed["kind"]),
        places=[found[code] for code in typed["places"]],
        unit=Unit.objects.get(code=typed["unit"]),
        start=typed["start"],
        end=typed["end"],
        priorities=[Titled(one["code"], one["title"]) for one in listed["priorities"]],
        links=[Titled(one["code"], one["title"], one["kind"]) for one in listed["framework_links"]],
        modelled=row.modelled if row else False,
    )


@require_POST
def move(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Takes a country programme a step on."""
    row = selectors.find(code)
    here = reverse("office:country_programme", args=[code])

    def action() -> object:
        return services.move_country_programme(
            actor=request.user,
            country_programme=row,
            step=step,
            endorsement=_endorsement(request) if step == "endorse" else None,
            reason=reason(request),
        )

    return act(request, action, said=_("Saved."), done=here, back=here)


def _endorsement(request: HttpRequest) -> Endorsement:
    form = EndorsementForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Say on which day the constituents endorsed it."))
    return Endorsement(form.cleaned_data["day"], form.signatories)
