"""Programmes, their sealed versions, and all of a programme as one archive."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from biennium.api.archive import archive
from biennium.api.asking import Paged, Part, only_known, part
from biennium.api.core import answers, with_etag
from biennium.api.opening import OfVersion, opened, published
from biennium.programme.exchange.models import Programme as Document
from biennium.programme.models import Programme, Version
from biennium.programme.selectors import versions
from biennium.web.downloads import attachment

router = Router(tags=["programmes"])
router.add_decorator(only_known, mode="operation")
router.add_decorator(with_etag, mode="view")


class ProgrammeOut(Schema):
    """What one financial period promises. `demonstration` says that some of it is modelled or illustrative."""

    code: str
    title: dict[str, str]
    start: date
    end: date
    currency: str
    languages: list[str]
    demonstration: bool


class VersionOut(Schema):
    """A sealed state of a programme; the hash covers the hashes of its sections."""

    number: int
    stage: str
    sha256: str
    sections: dict[str, str]
    format: str
    sealed_at: datetime
    decision: dict[str, str]
    reason: str


@router.get("/programmes", response=answers(Part[ProgrammeOut]), summary="Programmes")
def list_programmes(request: HttpRequest, asked: Query[Paged]) -> Any:
    """The programmes that were published, the latest period first."""
    return part(request, asked, versions.published(), _programme)


@router.get("/programmes/{programme}", response=answers(ProgrammeOut), summary="A programme")
def show_programme(request: HttpRequest, programme: str) -> Any:
    """One programme."""
    return _programme(published(programme))


@router.get("/programmes/{programme}/versions", response=answers(Part[VersionOut]), summary="Sealed versions")
def list_versions(request: HttpRequest, programme: str, asked: Query[Paged]) -> Any:
    """The sealed versions of a programme, the newest first."""
    return part(request, asked, versions.versions(published(programme)), _version)


@router.get("/programmes/{programme}/document", response=answers(Document), summary="The whole document")
def show_document(request: HttpRequest, programme: str, asked: Query[OfVersion]) -> Any:
    """A sealed version in the exchange format."""
    return opened(programme, asked.version).book.document


@router.get(
    "/programmes/{programme}/archive.zip",
    response=answers(None),
    summary="Everything as one archive",
    url_name="archive",
    openapi_extra={
        "responses": {
            200: {
                "description": "zip",
                "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def download(request: HttpRequest, programme: str, asked: Query[OfVersion]) -> HttpResponse:
    """Tables as csv, the document and the sealed bytes as JSON, a data dictionary, and the SHA-256 of each file."""
    found = opened(programme, asked.version)
    name = f"{found.programme.code}-v{found.version.number}.zip"
    return attachment(archive(found), name, "application/zip")


def _programme(one: Programme) -> dict[str, Any]:
    names = ("code", "title", "start", "end", "currency", "languages")
    return {**{name: getattr(one, name) for name in names}, "demonstration": one.is_demonstration}


def _version(one: Version) -> dict[str, Any]:
    names = ("number", "stage", "sha256", "sections", "format", "sealed_at", "decision", "reason")
    return {name: getattr(one, name) for name in names}
