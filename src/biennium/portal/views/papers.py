"""Versions and what was made of them: papers, and comparisons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.kernel.errors import InvalidInput
from biennium.papers.services import write_paper
from biennium.portal import downloads, sentences
from biennium.portal.comparisons import compared
from biennium.portal.pages import find_programme, find_version, numbered, open_page, show
from biennium.programme.selectors import versions as selectors
from biennium.web.downloads import attachment


@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Which versions were put before the governing body, and where is the paper of each?"""
    page = open_page(request, code)
    listed = list(selectors.versions(page.programme))
    shown = [{"version": one, "papers": downloads.papers(page.programme, one)} for one in listed]
    reports = downloads.reports(page.programme, listed[0])
    return show(request, page, "papers", "papers", versions=listed, shown=shown, reports=reports)


@require_safe
def paper(request: HttpRequest, code: str, number: int, kind: str, lang: str, file_format: str) -> HttpResponse:
    """The paper of a sealed version as a file."""
    version = numbered(find_programme(code), number)
    written = write_paper(
        programme=version.programme, kind=kind, lang=lang, file_format=file_format, which=str(version.number)
    )
    return attachment(written.content, written.name, written.media_type)


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions chosen in a form become the address of their comparison; without any, back to the form."""
    programme = find_programme(code)
    chosen = [request.GET.get(name, "") for name in ("before", "after")]
    if not any(chosen):
        return redirect("portal:papers", programme.code)
    if not all(chosen):
        raise InvalidInput(_("Two versions are compared."), remedy=_("Choose an earlier and a later one."))
    before, after = (find_version(programme, which).number for which in chosen)
    return redirect("portal:compare", programme.code, before, after)


@require_safe
def compare(request: HttpRequest, code: str, before: int, after: int) -> HttpResponse:
    """What changed from one version to the other?"""
    page = open_page(request, code)
    old, new = (numbered(page.programme, number) for number in (before, after))
    groups = compared(old, new, page.lang)
    return show(
        request,
        page,
        "compare",
        "papers",
        version=new,
        before=old,
        after=new,
        versions=list(selectors.versions(page.programme)),
        groups=groups,
        region_names={one["code"]: page.words(one["name"]) for one in page.book.regions.get("regions", [])},
        answer=sentences.difference(groups) if groups else _("Both versions say the same, word for word."),
        breadcrumb=[{"label": _("Papers and versions"), "url": page.url("papers")}, {"label": _("What changed")}],
    )
