"""Data quality: how good the data of each office are, and what is to be mended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from biennium.foundation.assessment import assess
from biennium.office import quality as described
from biennium.office.pages import files, show
from biennium.programme.selectors import versions
from biennium.web import tables


@require_safe
def quality(request: HttpRequest, code: str) -> HttpResponse:
    """Whose data can be relied upon, and what has each office to mend first?"""
    programme = versions.programme(code)
    assessed, units = assess(programme), described.names()
    found = described.findings(programme, units)
    return show(
        request,
        "quality",
        "quality",
        programme,
        together=assessed.together,
        offices=tables.show(
            described.offices(programme, units), assessed.offices, QueryDict(), files("quality_offices", code)
        ),
        shown=tables.show(found, assessed.findings, request.GET, files("quality_findings", code)),
        rules=described.asked_why(assessed),
    )


@require_safe
def offices_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The scores by office as a file."""
    programme = versions.programme(code)
    table = described.offices(programme, described.names())
    return tables.save(table, assess(programme).offices, request.GET, file_format)


@require_safe
def findings_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The findings as a file."""
    programme = versions.programme(code)
    found = assess(programme).findings
    return tables.save(described.findings(programme, described.names()), found, request.GET, file_format)
