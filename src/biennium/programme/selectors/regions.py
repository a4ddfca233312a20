"""The map the organisation works with, as it is exchanged."""

from __future__ import annotations

from biennium.organisation.selectors import own_map, own_regions
from biennium.programme.exchange import models as exchange


def region_map() -> exchange.RegionMap:
    """Every region, in the order of the map, with the places right in it."""
    rows = own_regions().select_related("parent").prefetch_related("places")
    return exchange.RegionMap(
        map=own_map(),
        regions=[
            exchange.Region(
                code=row.code,
                name=row.name,
                parent=row.parent.code if row.parent else None,
                places=[place.code for place in row.places.all()],
            )
            for row in rows
        ],
    )
