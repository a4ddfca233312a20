"""Projects: what agreements pay for together, and how it is shared out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.funding.models import Project
from biennium.funding.registration import MANAGE_PROJECTS
from biennium.funding.services import projects as services
from biennium.kernel.errors import NotFound
from biennium.office.acting import act, reason
from biennium.office.budget import funding
from biennium.office.editing import Editing, Sets
from biennium.office.forms.projects import ProjectForm, initial, rows
from biennium.office.history import of
from biennium.office.pages import files, may, show
from biennium.organisation.models import Place
from biennium.programme.models import Result
from biennium.programme.selectors import versions
from biennium.web import tables


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Which projects are there, who pays for them, and for which outputs and countries are they?"""
    shown = tables.show(funding.project_table(), funding.projects(), request.GET, files("projects"))
    return show(request, "funding/projects", "projects", shown=shown, may_add=may(request, MANAGE_PROJECTS))


@require_safe
def projects_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Projects as a file."""
    return tables.save(funding.project_table(), funding.projects(), request.GET, file_format)


def _project(uid: UUID) -> Project:
    found = funding.projects().filter(uid=uid).first()
    if not isinstance(found, Project):
        raise NotFound(_("There is no such project."))
    return found


@require_safe
def project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is this project for, who pays for it, and how is it shared out?"""
    row = _project(uid)
    page: dict[str, Any] = {
        "row": row,
        "agreements": funding.summed(funding.agreements().filter(projects=row)),
        "shares": funding.share_history(row),
        "lines": [
            (one.code, f"{reverse('office:lines', args=[one.code])}?{urlencode({'project': row.symbol})}")
            for one in versions.programmes()
            if one.start <= row.ends and one.end >= row.starts
        ],
        "may_edit": funding.may_change(request, MANAGE_PROJECTS, row),
        "may_bring_back": may(request, MANAGE_PROJECTS, row),
        "events": of(row.uid),
    }
    return show(request, "funding/project", "projects", **page)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """What is to be done together, who pays, and for which outputs and countries is it?"""
    made: list[Project] = []
    editing = Editing(
        request=request,
        key="project:new",
        label=_("a new project"),
        verdict=may(request, MANAGE_PROJECTS),
        build=lambda data: ProjectForm(data, adding=True),
        sets=lambda data: rows(data, None),
        save=lambda form, sets: made.append(_added(request, form, sets)),
        typed=lambda form, sets: form.shown(sets),  # type: ignore[attr-defined]
        done=lambda: reverse("office:project", args=[made[0].uid]),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "funding/edit_project", "projects", **editing.context)


@transaction.atomic
def _added(request: HttpRequest, form: Any, sets: Sets) -> Project:
    row = services.add_project(actor=request.user, symbol=form.cleaned_data["symbol"], **form.values())
    return _shared(request, row, form, sets)


def _shared(request: HttpRequest, row: Project, form: Any, sets: Sets) -> Project:
    results, places = (one.parts for one in sets)  # type: ignore[attr-defined]
    known: tuple[Any, Any] = (Result.objects.in_bulk(list(results)), Place.objects.in_bulk(list(places)))
    return services.share_project(
        actor=request.user,
        project=row,
        results={known[0][pk]: share for pk, share in results.items()},
        places={known[1][pk]: share for pk, share in places.items()},
        since=form.cleaned_data["since"],
        reason=form.cleaned_data["reason"],
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is it called, who pays, and how is it shared out from which day on?"""
    row = _project(uid)
    editing = Editing(
        request=request,
        key=f"project:{row.uid}",
        label=str(row),
        verdict=funding.may_change(request, MANAGE_PROJECTS, row),
        build=lambda data: ProjectForm(data, initial=initial(row)),
        sets=lambda data: rows(data, row),
        save=lambda form, sets: _changed(request, row, form, sets),
        current=lambda: initial(_project(uid)),
        typed=lambda form, sets: form.shown(sets),  # type: ignore[attr-defined]
        done=reverse("office:project", args=[uid]),
    )
    return editing.respond() or show(request, "funding/edit_project", "projects", row=row, **editing.context)


@transaction.atomic
def _changed(request: HttpRequest, row: Project, form: Any, sets: Sets) -> None:
    said = form.cleaned_data
    changed = services.change_project(
        actor=request.user, project=row, revision=said["revision"], reason=said["reason"], **form.values()
    )
    _shared(request, changed, form, sets)


@require_POST
def retire(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Retires a project."""
    row = _project(uid)
    return act(
        request,
        lambda: services.retire_project(actor=request.user, project=row, reason=reason(request)),
        said=_("Project %(code)s was retired.") % {"code": row.symbol},
        done=reverse("office:projects"),
        back=reverse("office:project", args=[uid]),
    )


@require_POST
def bring_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lets a retired project be chosen again."""
    row = _project(uid)
    page = reverse("office:project", args=[uid])
    return act(
        request,
        lambda: services.bring_back_project(actor=request.user, project=row, reason=reason(request)),
        said=_("Project %(code)s was brought back.") % {"code": row.symbol},
        done=page,
        back=page,
    )
