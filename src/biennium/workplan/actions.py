"""The actions of this room, by the name under which roles hold them."""

from __future__ import annotations

PLAN = "workplan.plan"
COUNTRY_PROGRAMME = "workplan.country_programme"
CAPACITY = "workplan.capacity"
STANDARDS = "workplan.standards"
EXPECT = "workplan.expect"
