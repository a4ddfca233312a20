"""The tables of the work plan, by noun."""

from __future__ import annotations

from biennium.workplan.models.country_programmes import (
    CountryProgramme,
    CountryProgrammeKind,
    FrameworkLink,
    Priority,
    Signatory,
)
from biennium.workplan.models.milestones import Activity, Milestone, PlanUpdate
from biennium.workplan.models.plans import LanguageVersion, Marker, MarkerScore, OutputShare, Plan, PlanMarker
from biennium.workplan.models.requirements import Capacity, Expectation, Requirement, StaffRequirement, StandardCost

__all__ = [
    "Activity",
    "Capacity",
    "CountryProgramme",
    "CountryProgrammeKind",
    "Expectation",
    "FrameworkLink",
    "LanguageVersion",
    "Marker",
    "MarkerScore",
    "Milestone",
    "OutputShare",
    "Plan",
    "PlanMarker",
    "PlanUpdate",
    "Priority",
    "Requirement",
    "Signatory",
    "StaffRequirement",
    "StandardCost",
]
