"""Thresholds, standard costs and staff are set on pages, by whoever may, and change what plans say."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from biennium.workplan.models import Capacity, CountryProgrammeKind, Marker, StandardCost
from biennium.workplan.services.plans import MarkerGiven
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


def scores(*listed: tuple[str, str, str], initial: int = 0) -> dict[str, Any]:
    named = [{"score": score, "name_en": name, "requires_en": asked} for score, name, asked in listed]
    return rows("scores", *named, initial=initial)


def test_a_marker_is_added_and_its_scores_are_set(world: World) -> None:
    client, address = signed_in(world, "planner"), f"{STANDARDS}add-marker/"
    assert "Add a marker" in read(client, STANDARDS)
    typed = {"code": "climate", "name_en": "Climate", "revision": "0"}
    zero, two = ("0", "not targeted", ""), ("2", "principal", "A study")
    assert "two different scores" in post(client, address, {**typed, **scores(zero, zero)}, 400)
    assert "Climate" in post(client, address, {**typed, **scores(("none", "x", ""), two)}, 400)
    post(client, address, {**typed, **scores(zero, two)})
    assert list(Marker.objects.get(code="climate").scores.values_list("score", "requires")) == [
        (0, {}),
        (2, {"en": "A study"}),
    ]
    assert "is taken" in post(client, address, {**typed, **scores(zero, two)}, 400)
    post(signed_in(world, "ken"), address, {**typed, "code": "x", **scores(zero, two)}, 403)
    read(client, f"{STANDARDS}markers/nothing/", 404)


def test_a_score_that_work_was_given_stays_and_whoever_saves_second_sees_both(world: World) -> None:
    client, address = signed_in(world, "planner"), f"{STANDARDS}markers/gender/"
    world.plan(markers=[MarkerGiven(world.gender, 1, {"en": "A study"})])
    named = {"name_en": "Gender"}
    assert "KEN101" in post(
        client, address, {**named, "revision": "1", **scores(("0", "no", ""), ("2", "all", ""))}, 400
    )
    kept = scores(("0", "no", ""), ("1", "some", "A study"), ("9", "gone", ""), initial=2) | {"scores-2-DELETE": "on"}
    first, second = {**kept, **named}, {**kept, "name_en": "Gender equality at work"}
    _both_are_shown(client, address, first, second, ("Gender", "at work"))
    assert set(world.gender.scores.values_list("score", flat=True)) == {0, 1}


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


def test_whoever_saves_second_sees_both_and_can_save_over_it(world: World) -> None:
    client = signed_in(world, "planner")
    kind = {"name_en": "Decent work", "endorsed": "on"}
    first, second = {"dormant_after": "90"}, {"dormant_after": "120"}
    _both_are_shown(client, f"{STANDARDS}kinds/dwcp/", {**kind, **first}, {**kind, **second}, ("90", "added: 120"))
    assert CountryProgrammeKind.objects.get(code="dwcp").dormant_after == 120
    cost = {"grade": "P4", "station": "field", "year": "2024"}
    first, second = (rows("standard_costs", {**cost, "amount": one}, initial=1) for one in ("16000", "17000"))
    _both_are_shown(client, f"{STANDARDS}costs/", first, second, ("P4 · USD\u00a016,000.00", "added: 17"))
    assert StandardCost.objects.get(grade="P4").amount == 1_700_000
    there = {"grade": "P4", "year": "2024"}
    first, second = (rows("capacity", {**there, "months": one}) for one in ("11.5", "12.25"))
    _both_are_shown(client, f"{HERE}/staff/NBO/", first, second, ("P4 · 11.50", "added: 12"))
    assert Capacity.objects.get().months == 1_225


def _both_are_shown(
    client: Client, address: str, first: dict[str, str], second: dict[str, str], both: tuple[str, str]
) -> None:
    """Two people open the page; the second is told what the first saved, and saves again."""
    seen = _revision(read(client, address))
    post(client, address, {**first, "revision": seen})
    page = post(client, address, {**second, "revision": seen}, 409)
    assert "Somebody else saved this while you were editing it" in page
    plain = re.sub(r"<[^>]+>", "", page)
    assert all(one in plain for one in both)
    post(client, address, {**second, "revision": _revision(page)})


def _revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]
