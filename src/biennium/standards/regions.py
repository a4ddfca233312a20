"""Published maps of the world: UN M49 and OECD-DAC. An organisation's own map is its own data.

Invariant: regions come parents first; a place stands in one region of a map, the most detailed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from biennium.standards.tables import rows, text


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region: its code in the map, the region above it, the alpha-3 codes of the places right in it."""

    code: str
    parent: str | None
    name: Mapping[str, str]
    places: tuple[str, ...]


def maps() -> tuple[str, ...]:
    """The codes of the published maps."""
    return tuple(dict.fromkeys(row["map"] for row in rows("regions")))


@cache
def region_map(code: str) -> tuple[RegionFacts, ...]:
    """The regions of a map. Raises `KeyError` for a map there is none of."""
    if code not in maps():
        raise KeyError(code)
    return tuple(
        RegionFacts(row["code"], row["parent"] or None, text(row), tuple(row["places"].split()))
        for row in rows("regions")
        if row["map"] == code
    )
