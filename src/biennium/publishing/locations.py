"""Where something was spent, in the terms of UN M49: region, sub-region, country or territory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from biennium.organisation.models import Place
from biennium.standards.regions import region_map

WORLD = "001"
COUNTRY, GLOBAL = "COU", "GLO"


@dataclass(frozen=True, slots=True)
class Location:
    """A country or territory with its regions, or the world."""

    code: str
    name: str
    region: str
    sub_region: str
    kind: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is sorted by."""
        return (self.region, self.sub_region, self.name, self.code)


def location(place: Place | None) -> Location:
    """Where a place lies; no place is the whole world."""
    if place is None:
        return Location("", "Global", "Global", "Global", GLOBAL)
    region, sub_region = _regions().get(place.code, ("", ""))
    return Location(place.code, place.name.get("en", place.code), region, sub_region, COUNTRY)


@cache
def _regions() -> dict[str, tuple[str, str]]:
    """The region and sub-region of each place, by its alpha-3 code."""
    found = {one.code: one for one in region_map("m49")}
    placed = {}
    for region in found.values():
        above = [region]
        while above[-1].parent and above[-1].parent != WORLD:
            above.append(found[above[-1].parent])
        names = [one.name["en"] for one in reversed(above)]
        for place in region.places:
            placed[place] = (names[0], names[1] if len(names) > 1 else names[0])
    return placed
