"""Data to take away: tables, sealed versions, and the schema that reads them."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from biennium.foundation import files
from biennium.portal import downloads
from biennium.portal.pages import find_programme, numbered, open_page, show
from biennium.programme.exchange.canonical import to_text
from biennium.programme.exchange.schema import schema_text
from biennium.programme.models import Version
from biennium.programme.selectors import versions as selectors
from biennium.publishing.publications.selectors import STANDARDS, current_files, published_under
from biennium.web.downloads import attachment

JSON = "application/json"


@require_safe
def data(request: HttpRequest, code: str) -> HttpResponse:
    """What can be downloaded, and how do I know it is what was sealed?"""
    page = open_page(request, code)
    return show(
        request,
        page,
        "data",
        "data",
        files=downloads.files(page),
        published=[(one, current_files(page.programme, one)) for one in STANDARDS],
        versions=list(selectors.versions(page.programme)),
    )


@require_safe
def published_file(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """A file that was published to a standard, byte for byte."""
    one = published_under(find_programme(code), number, name)
    return attachment(files.read(one.file), one.name, one.file.media_type)


@require_safe
def published_report(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """The validation report on it."""
    one = published_under(find_programme(code), number, name)
    return attachment(files.read(one.report), f"{Path(one.name).stem}.report.json", one.report.media_type)


@require_safe
def programme_json(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A sealed version in the exchange format, laid out for people."""
    version = numbered(find_programme(code), number)
    return attachment(to_text(selectors.opened(version).document).encode(), f"{code}-v{number}.json", JSON)


@require_safe
def sealed_json(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The very bytes that were sealed, to be checked against the hash."""
    version = numbered(find_programme(code), number)
    content = Version.objects.values_list("content", flat=True).get(pk=version.pk)
    return attachment(bytes(content), f"{code}-v{number}-sealed.json", JSON)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON schema of the exchange format."""
    return attachment(schema_text().encode(), "programme.schema.json", "application/schema+json")
