"""From codes to rows: what a programme's document names by code, looked up once per use case."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Organisation, Place, Region, Unit
from biennium.programme.models import Level, Programme, Result, Section
from biennium.programme.selectors.document import live_levels

T = TypeVar("T")
UNKNOWN = {
    "level": _lazy("There is no level with the code “%(code)s”."),
    "result": _lazy("There is no result with the code “%(code)s”."),
    "section": _lazy("There is no section with the code “%(code)s”."),
    "unit": _lazy("There is no unit with the code “%(code)s”."),
    "region": _lazy("There is no region with the code “%(code)s”."),
    "place": _lazy("There is no place with the code “%(code)s”."),
}


class Codes:
    """The rows a programme may name. Raises `InvalidInput` for a code that names nothing, saying where it stood."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    @cached_property
    def levels(self) -> dict[str, Level]:
        return {level.code: level for level in live_levels(self.programme)}

    @cached_property
    def results(self) -> dict[str, Result]:
        live = self.programme.results.filter(retired_at__isnull=True).select_related("level", "responsible_unit")
        return {result.code: result for result in live}

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {section.code: section for section in self.programme.sections.filter(retired_at__isnull=True)}

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in Unit.objects.all()}

    @cached_property
    def regions(self) -> dict[str, Region]:
        organisation = Organisation.objects.first()
        map_code = organisation.region_map if organisation else "m49"
        return {region.code: region for region in Region.objects.filter(map=map_code)}

    @cached_property
    def places(self) -> dict[str, Place]:
        return {place.code: place for place in Place.objects.all()}

    def level(self, code: str, where: str) -> Level:
        return _found(self.levels, code, "level", where)

    def result(self, code: str, where: str, field: str = "") -> Result:
        return _found(self.results, code, "result", where, field)

    def section(self, code: str, where: str) -> Section:
        return _found(self.sections, code, "section", where)

    def unit(self, code: str, where: str, field: str = "") -> Unit:
        return _found(self.units, code, "unit", where, field)

    def region(self, code: str, where: str) -> Region:
        return _found(self.regions, code, "region", where)

    def place(self, code: str, where: str) -> Place:
        return _found(self.places, code, "place", where)


def _found(rows: Mapping[str, T], code: str, noun: str, where: str, field: str = "") -> T:
    try:
        return rows[code]
    except KeyError:
        raise InvalidInput(UNKNOWN[noun] % {"code": code}, where=where, field=field) from None
