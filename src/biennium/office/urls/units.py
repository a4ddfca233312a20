"""Units."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import units

UNIT = "units/<str:code>/"

urlpatterns = [
    page("units/", units.units, "units"),
    page("units/add/", units.add, "add_unit"),
    page(UNIT, units.unit, "unit"),
    page(f"{UNIT}retire/", units.retire, "retire_unit"),
    page(f"{UNIT}reopen/", units.reopen, "reopen_unit"),
]
