"""Countries and territories: ISO 3166-1, UN M49 and OECD-DAC recipient codes, names in English, French, Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from biennium.standards.tables import rows, text


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A country or territory. `m49` and `dac` are absent where the standard does not list it."""

    alpha3: str
    alpha2: str
    m49: str | None
    kind: str
    dac: str | None
    name: Mapping[str, str]


@cache
def places() -> tuple[PlaceFacts, ...]:
    """All of them, by alpha-3 code."""
    return tuple(
        PlaceFacts(row["alpha3"], row["alpha2"], row["m49"] or None, row["kind"], row["dac"] or None, text(row))
        for row in rows("places")
    )


@cache
def by_alpha3() -> Mapping[str, PlaceFacts]:
    """All of them, to be looked up."""
    return {place.alpha3: place for place in places()}
