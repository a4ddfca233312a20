"""How an organisation publishes: what the standard asks and the books do not say.

Invariant: every code is one of the lists; a code that is none is refused when the profile is read, not when a file is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from biennium.kernel.errors import InvalidInput
from biennium.publishing.iati.content import Words
from biennium.standards.iati import tables

NOT_STATED = "998"
"""The DAC region “developing countries, unspecified”."""
MULTISECTOR = "43010"
RESULT_TYPES = {"output": "1", "outcome": "2", "enabler": "2", "impact": "3"}
ORGANISATION_TYPES = {
    "C01": "10",
    "C02": "21",
    "C03": "30",
    "C04A": "40",
    "C04B": "40",
    "C04C": "40",
    "C04D": "40",
    "C04E": "40",
    "C05": "60",
    "C06": "70",
    "C07": "80",
    "C08A": "40",
    "C08B": "90",
}
"""The IATI type of each UN type of contributor, where a partner has none of its own."""


@dataclass(frozen=True, slots=True)
class Profile:
    """`sectors` are DAC purpose codes by code of a result, `markers` the significance of DAC policy markers by code of
    a result; both hold for everything below it. `marker_terms` are DAC markers by term of the programme, whose score on
    a result is then the significance. `levels` are IATI result types by level. `page` is an address with
    `{programme}` and `{result}`. `region` is the DAC region of work that is for no one country.
    """

    type: str = "40"
    department: Words = field(default_factory=dict)
    email: str = ""
    website: str = ""
    page: str = ""
    region: str = NOT_STATED
    sector: str = MULTISECTOR
    sectors: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    marker_terms: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=lambda: dict(RESULT_TYPES))
    collaboration: str = "4"
    tied: str = "5"

    @staticmethod
    def read(values: Mapping[str, Any]) -> Profile:
        """The profile of these values. Raises `InvalidInput` for a name there is none of or a code that is no code."""
        if strange := sorted(set(values) - set(Profile.__dataclass_fields__)):
            known = ", ".join(Profile.__dataclass_fields__)
            raise InvalidInput(f"A profile has no “{strange[0]}”.", remedy=f"It has {known}.")
        made = Profile(**values)
        for codelist, code in made._codes():
            if code and code not in tables.codes(codelist):
                raise InvalidInput(f"“{code}” is no code of the list {codelist}.", remedy="See the IATI code lists.")
        return made

    def _codes(self) -> list[tuple[str, str]]:
        significances = [pair for marks in self.markers.values() for pair in marks.items()]
        return [
            ("OrganisationType", self.type),
            ("Region", self.region),
            ("CollaborationType", self.collaboration),
            ("TiedStatus", self.tied),
            *(("Sector", code) for code in (self.sector, *self.sectors.values())),
            *(("ResultType", code) for code in self.levels.values()),
            *(("PolicyMarker", code) for code in (*self.marker_terms.values(), *(mark for mark, _ in significances))),
            *(("PolicySignificance", code) for _, code in significances),
        ]
