"""Thresholds, standard costs and staff are set on pages, by whoever may, and change what plans say."""

from __future__ import annotations

from typing import Any

from biennium.workplan.models import Capacity, CountryProgrammeKind, StandardCost
from workplan.test_pages_of_plans import HERE, post, read, signed_in
from workplan.world import World

STANDARDS = f"{HERE}/planning-standards/"


def rows(prefix: str, *listed: dict[str, str], initial: int = 0) -> dict[str, Any]:
    managed = {f"{prefix}-TOTAL_FORMS": str(len(listed)), f"{prefix}-INITIAL_FORMS": str(initial)}
    return managed | {f"{prefix}-{n}-{name}": value for n, row in enumerate(listed) for name, value in row.items()}


def test_the_days_after_which_a_country_programme_lies_dormant_are_set(world: World) -> None:
    client, address = signed_in(world, "planner"), f"{STANDARDS}kinds/dwcp/"
    assert "365 days without a report" in read(client, STANDARDS)
    typed = {"name_en": "Decent work", "endorsed": "on", "dormant_after": "90"}
    post(client, address, {**typed, "dormant_after": "0"}, 400)
    post(client, address, typed)
    assert CountryProgrammeKind.objects.get(code="dwcp").dormant_after == 90
    assert "90 days without a report" in read(client, STANDARDS)
    assert "No role of yours" in read(signed_in(world, "ken"), address)
    post(signed_in(world, "ken"), address, {**typed, "dormant_after": "10"}, 403)
    read(client, f"{STANDARDS}kinds/nothing/", 404)


def test_a_month_of_a_grade_costs_what_was_typed(world: World) -> None:
    client, address = signed_in(world, "planner"), f"{STANDARDS}costs/"
    read(client, address)
    known = {"grade": "P4", "station": "field", "year": "2024", "amount": "16000.50"}
    new = {"grade": "P3", "station": "headquarters", "year": "2025", "amount": "12,000"}
    post(client, address, rows("standard_costs", known, {**new, "amount": "many"}, initial=1), 400)
    post(client, address, rows("standard_costs", known, new, initial=1))
    assert StandardCost.objects.get(grade="P4", station="field", year=2024).amount == 1_600_050
    assert StandardCost.objects.get(grade="P3", station="headquarters", year=2025).amount == 1_200_000


def test_a_unit_says_what_staff_it_has_and_others_do_not(world: World) -> None:
    client, address = signed_in(world, "ken"), f"{HERE}/staff/NBO/"
    read(client, address)
    typed = rows("capacity", {"grade": "P4", "year": "2024", "months": "11.5"}, {"grade": "", "year": "2024"})
    post(client, address, typed)
    assert Capacity.objects.get(unit__code="NBO").months == 1_150
    post(client, address, rows("capacity", {"grade": "P4", "year": "2024", "months": "0"}, initial=1))
    assert Capacity.objects.get(unit__code="NBO").months == 0
    assert "No role of yours allows you to say how many staff there are for NBO" in read(
        signed_in(world, "per"), address
    )
    post(signed_in(world, "per"), address, typed, 403)
