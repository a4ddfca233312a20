"""Countries, territories and the regions of the organisation's own map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from biennium.api.asking import Paged, Part, only_known, part
from biennium.api.core import answers, with_etag
from biennium.organisation import selectors
from biennium.organisation.models import Place, Region

router = Router(tags=["places"])
router.add_decorator(only_known, mode="operation")
router.add_decorator(with_etag, mode="view")


class PlaceOut(Schema):
    """A country or territory by ISO 3166-1 and UN M49. A name implies no opinion on legal status."""

    code: str
    alpha2: str
    m49: str
    kind: str
    name: dict[str, str]


class RegionOut(Schema):
    """A region and the codes of the places in it."""

    code: str
    name: dict[str, str]
    parent: str | None
    places: list[str]


@router.get("/places", response=answers(Part[PlaceOut]), summary="Places")
def list_places(request: HttpRequest, asked: Query[Paged]) -> Any:
    """Countries and territories by code."""
    return part(request, asked, selectors.places(), _place)


@router.get("/regions", response=answers(Part[RegionOut]), summary="Regions")
def list_regions(request: HttpRequest, asked: Query[Paged]) -> Any:
    """The regions of the organisation's own map, parents first."""
    rows = selectors.own_regions().select_related("parent").prefetch_related("places")
    return part(request, asked, rows, _region)


def _place(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("code", "alpha2", "m49", "kind", "name")}


def _region(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "parent": region.parent.code if region.parent else None,
        "places": sorted(place.code for place in region.places.all()),
    }
