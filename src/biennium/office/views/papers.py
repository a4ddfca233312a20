"""The papers of a programme, as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from biennium.office.pages import show
from biennium.papers.kinds import of_the_day, of_versions
from biennium.papers.services import LIVE, write_paper
from biennium.programme.selectors import versions as selectors
from biennium.web.downloads import attachment


@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Which paper, of which version, in which language and format?"""
    programme = selectors.programme(code)
    listed = list(selectors.versions(programme))
    held = listed[0].number if listed else LIVE
    kinds = {"kinds": of_versions(), "reports": of_the_day(), "live": LIVE, "held": held}
    return show(request, "papers", "papers", programme, versions=listed, **kinds)


@require_safe
def paper(request: HttpRequest, code: str, which: str, kind: str, lang: str, file_format: str) -> HttpResponse:
    """A paper of a version, or of the live draft, as a file."""
    programme = selectors.programme(code)
    written = write_paper(
        programme=programme, kind=kind, lang=lang, file_format=file_format, which=which, actor=request.user
    )
    return attachment(written.content, written.name, written.media_type)
