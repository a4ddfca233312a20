"""The work plan, the plans of work items, and country programmes."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import carrying, country_programmes, milestones, planned, planning_standards, plans

PROGRAMME = "programmes/<str:code>/"
WORK = f"{PROGRAMME}planned-work/<str:item>/"
COUNTRY = "country-programmes/<str:code>/"

urlpatterns = [
    page(f"{PROGRAMME}plan/", plans.work_plan, "plan"),
    page(f"{PROGRAMME}plan.<str:file_format>", plans.work_plan_file, "plan_file"),
    page(f"{PROGRAMME}planned-work/", plans.work, "work"),
    page(f"{PROGRAMME}planned-work.<str:file_format>", plans.work_file, "work_file"),
    page(f"{PROGRAMME}carry-over/", carrying.carry_over, "carry_over"),
    page(f"{PROGRAMME}carry-over.<str:file_format>", carrying.carry_over_file, "carry_over_file"),
    page(f"{PROGRAMME}gap-map/", plans.gap_map, "gap_map"),
    page(f"{PROGRAMME}staff/", plans.staff, "staff"),
    page(f"{PROGRAMME}staff.<str:file_format>", plans.staff_file, "staff_file"),
    page(f"{PROGRAMME}staff/<str:unit>/", planning_standards.capacity, "capacity"),
    page(f"{PROGRAMME}planning-standards/", planning_standards.standards, "planning_standards"),
    page(f"{PROGRAMME}planning-standards/costs/", planning_standards.costs, "standard_costs"),
    page(f"{PROGRAMME}planning-standards/kinds/<str:kind>/", planning_standards.kind, "country_programme_kind"),
    page(f"{PROGRAMME}planning-standards/markers/<str:marker>/", planning_standards.marker, "marker"),
    page(f"{PROGRAMME}planning-standards/add-marker/", planning_standards.add_marker, "add_marker"),
    page(WORK, planned.plan, "work_plan"),
    page(f"{WORK}edit/", planned.edit, "edit_plan"),
    page(f"{WORK}needs/", planned.needs, "needs"),
    page(f"{WORK}expected/", planned.expected, "expected_money"),
    page(f"{WORK}milestones/", milestones.add_milestone, "add_milestone"),
    page(f"{WORK}milestones/<uuid:uid>/", milestones.milestone, "milestone"),
    page(f"{WORK}activities/", milestones.add_activity, "add_activity"),
    page(f"{WORK}activities/<uuid:uid>/", milestones.activity, "activity"),
    page(f"{WORK}updates/", milestones.say, "say"),
    page(f"{WORK}reached/<uuid:uid>/", milestones.reach, "reach_milestone"),
    page(f"{WORK}taken-off/<uuid:uid>/", milestones.take_off, "take_off_plan"),
    page(f"{WORK}steps/<slug:step>/", planned.move, "move_plan"),
    page("country-programmes/", country_programmes.country_programmes, "country_programmes"),
    page("country-programmes.<str:file_format>", country_programmes.country_programmes_file, "country_programmes_file"),
    page("country-programmes/new/", country_programmes.add, "add_country_programme"),
    page(COUNTRY, country_programmes.country_programme, "country_programme"),
    page(f"{COUNTRY}edit/", country_programmes.edit, "edit_country_programme"),
    page(f"{COUNTRY}steps/<slug:step>/", country_programmes.move, "move_country_programme"),
]
