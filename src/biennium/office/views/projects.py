"""Projects: what agreements pay for together, and how it is shared out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from biennium.office.budget import funding
from biennium.office.pages import files, show
from biennium.web import tables


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Which projects are there, who pays for them, and for which outputs and countries are they?"""
    shown = tables.show(funding.project_table(), funding.projects(), request.GET, files("projects"))
    return show(request, "funding/projects", "projects", shown=shown)


@require_safe
def projects_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Projects as a file."""
    return tables.save(funding.project_table(), funding.projects(), request.GET, file_format)
