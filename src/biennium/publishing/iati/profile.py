"""How an organisation publishes: what the standard asks and the books do not say.

Invariant: every code is one of the lists; a code that is none is refused when the profile is read, not when a file is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

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
CODELISTS = {
    "type": "OrganisationType",
    "region": "Region",
    "collaboration": "CollaborationType",
    "tied": "TiedStatus",
    "sector": "Sector",
}
"""Fields that hold one code, and of which list."""
ADDRESSES = {"page": ("programme", "result"), "paper": ("programme", "version", "language")}
"""Fields that hold an address, and what is filled in between braces."""


@dataclass(frozen=True, slots=True)
class Profile:
    """`sectors` are DAC purpose codes by code of a result, `markers` the significance of DAC policy markers by code of
    a result; both hold for everything below it. `marker_terms` are DAC markers by term of the programme, whose score on
    a result is then the significance. `levels` are IATI result types by level. `page` is an address with
    `{programme}` and `{result}`, `paper` that of a programme's paper with `{programme}`, `{version}` and `{language}`.
    `region` is the DAC region of work that is for no one country.
    """

    type: str = "40"
    department: Words = field(default_factory=dict)
    email: str = ""
    website: str = ""
    page: str = ""
    paper: str = ""
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
        """The profile of these values. Raises `InvalidInput`, with the field, for a name there is none of, a value of
        another shape, a code that is no code and an address that names anything that is not filled in there."""
        if strange := sorted(set(values) - set(Profile.__dataclass_fields__)):
            raise InvalidInput(
                _("A profile has no “%(name)s”.") % {"name": strange[0]},
                remedy=_("It has %(known)s.") % {"known": ", ".join(Profile.__dataclass_fields__)},
            )
        for name, value in values.items():
            _require_shape(name, value)
        made = Profile(**values)
        for name, filled in ADDRESSES.items():
            _require_address(name, getattr(made, name), filled)
        for field_name, codelist, code in made._codes():
            if code and code not in tables.codes(codelist):
                words = {"code": code, "list": codelist}
                raise InvalidInput(
                    _("“%(code)s” is no code of the list %(list)s.") % words,
                    remedy=_("See the IATI code lists."),
                    field=field_name,
                )
        return made

    def _codes(self) -> list[tuple[str, str, str]]:
        """Field, list and code."""
        marks = [pair for given in self.markers.values() for pair in given.items()]
        return [
            *((name, codelist, getattr(self, name)) for name, codelist in CODELISTS.items()),
            *(("sectors", "Sector", code) for code in self.sectors.values()),
            *(("levels", "ResultType", code) for code in self.levels.values()),
            *(("marker_terms", "PolicyMarker", code) for code in self.marker_terms.values()),
            *(("markers", "PolicyMarker", mark) for mark, _significance in marks),
            *(("markers", "PolicySignificance", significance) for _mark, significance in marks),
        ]


def _require_shape(name: str, value: Any) -> None:
    """Raises `InvalidInput` for a value that is neither text nor texts by name, as its field has it."""
    wanted = isinstance(getattr(Profile(), name), Mapping)
    fits = isinstance(value, Mapping if wanted else str)
    inner = value.values() if fits and wanted else ()
    if not fits or not all(isinstance(one, Mapping if name == "markers" else str) for one in inner):
        raise InvalidInput(_("“%(name)s” is not of the shape a profile has.") % {"name": name}, field=name)


def _require_address(name: str, address: str, filled: Sequence[str]) -> None:
    try:
        address.format(**dict.fromkeys(filled, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        raise InvalidInput(
            _("The address of a page names something that cannot be filled in."),
            remedy=_("Use only %(known)s between braces.") % {"known": ", ".join(f"{{{one}}}" for one in filled)},
            field=name,
        ) from None
