"""What was published to the standards: each publication, its files byte for byte, and the reports on them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from biennium.api.asking import Paged, Part, only_known, part
from biennium.api.core import answers, with_etag
from biennium.api.opening import published as programme_of
from biennium.foundation import files
from biennium.kernel.errors import NotFound
from biennium.publishing.publications import selectors
from biennium.publishing.publications.checking import JSON, XML
from biennium.publishing.publications.models import Publication, PublicationFile
from biennium.publishing.publications.packages import ZIP
from biennium.web.downloads import attachment

router = Router(tags=["publications"])
router.add_decorator(only_known, mode="operation")
router.add_decorator(with_etag, mode="view")
BYTES = {"schema": {"type": "string", "format": "binary"}}
Standard = Literal["iati", "datacube", "crs", "uninfo"]


class PublicationsAsked(Paged):
    """Which publications."""

    standard: Standard | Literal[""] = Field("", description="the standard they follow")
    programme: str = Field("", description="those with a file of a programme")


class FileOut(Schema):
    """A file as it left. Without a programme, it is the organisation's; `severities` counts what the report says."""

    name: str
    programme: str | None
    units: int
    media_type: str
    size: int
    sha256: str
    address: str
    report: str
    report_sha256: str
    severities: dict[str, int]


class PublicationOut(Schema):
    """Files of one standard that were checked and published together."""

    number: int
    standard: Standard
    as_of: date
    published_at: datetime
    files: list[FileOut]


def described(content: dict[str, Any]) -> dict[str, Any]:
    """How the description says that an answer is a file: a schema by media type."""
    return {"responses": {200: {"description": "the file", "content": content}}}


@router.get("/publications", response=answers(Part[PublicationOut]), summary="Publications")
def list_publications(request: HttpRequest, asked: Query[PublicationsAsked]) -> Any:
    """What was published to IATI, the UN data cube, the CRS of OECD-DAC and UN INFO, the latest first."""
    of = programme_of(asked.programme) if asked.programme else None
    return part(request, asked, selectors.published(asked.standard, of), lambda one: _publication(request, one))


@router.get("/publications/{number}", response=answers(PublicationOut), summary="A publication")
def show_publication(request: HttpRequest, number: int) -> Any:
    """One publication, with the checksum of each file and of the report on it."""
    found = selectors.published().filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no publication %(number)s.") % {"number": number})
    return _publication(request, found)


@router.get(
    "/publications/{number}/files/{name}",
    response=answers(None),
    summary="A published file",
    url_name="published_file",
    openapi_extra=described({XML: BYTES, ZIP: BYTES}),
)
def download(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """The very bytes that were checked and published."""
    one = selectors.published_under(None, number, name)
    return attachment(files.read(one.file), one.name, one.file.media_type)


@router.get(
    "/publications/{number}/files/{name}/report",
    response=answers(None),
    summary="The validation report on a file",
    url_name="published_report",
    openapi_extra=described({JSON: {"schema": {}}}),
)
def report(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """What was found when the file was checked: for IATI in the shape of the official report."""
    one = selectors.published_under(None, number, name)
    return attachment(files.read(one.report), f"{Path(one.name).stem}.report.json", one.report.media_type)


def _publication(request: HttpRequest, one: Publication) -> dict[str, Any]:
    names = ("number", "standard", "as_of", "published_at")
    return {
        **{name: getattr(one, name) for name in names},
        "files": [_file(request, one.number, each) for each in one.files.all()],
    }


def _file(request: HttpRequest, number: int, one: PublicationFile) -> dict[str, Any]:
    arguments = [number, one.name]
    return {
        "name": one.name,
        "programme": one.programme.code if one.programme else None,
        "units": one.units,
        "media_type": one.file.media_type,
        "size": one.file.size,
        "sha256": one.file.sha256,
        "address": request.build_absolute_uri(reverse("api:published_file", args=arguments)),
        "report": request.build_absolute_uri(reverse("api:published_report", args=arguments)),
        "report_sha256": one.report.sha256,
        "severities": one.severities,
    }
