"""The columns of the matrix: the world, and the regions of the organisation's map.

Invariant: a place stands in at most one column besides the world's, so the columns of a count never exceed the world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from biennium.foundation.context import remembered
from biennium.organisation.selectors import mapped_regions

WORLD = "world"


@dataclass(frozen=True, slots=True)
class Column:
    """The world (no region) or a region at the top of the map."""

    code: str
    name: Mapping[str, str]
    region: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The world first, then the regions in the order of the map; and the column of each region and place by key."""

    columns: tuple[Column, ...]
    of_region: Mapping[int, str]
    of_place: Mapping[int, str]

    def column(self, region: int | None, place: int | None) -> str:
        """The column something belongs to; the world's for what belongs to no region."""
        if region:
            return self.of_region.get(region, WORLD)
        return self.of_place.get(place, WORLD) if place else WORLD


def columns() -> Columns:
    """The columns of the organisation's own map: three statements, once a request."""
    return remembered("columns of the matrix", _columns)


def _columns() -> Columns:
    rows = mapped_regions()
    parents = {region.pk: region.parent_id for region in rows}
    tops = {region.pk: region.code for region in rows if region.parent_id is None}
    of_region = {region.pk: tops[_top(region.pk, parents)] for region in rows}
    of_place = {place.pk: of_region[region.pk] for region in rows for place in region.places.all()}
    shown = [Column(region.code, region.name, region.pk) for region in rows if region.pk in tops]
    return Columns((Column(WORLD, {}), *shown), of_region, of_place)


def _top(region: int, parents: Mapping[int, int | None]) -> int:
    while (parent := parents.get(region)) is not None:
        region = parent
    return region
