"""Arithmetic § 4: sixty-four reports of one country count that country once."""

from __future__ import annotations

from reporting.world import World


def test_sixty_four_verified_reports_of_one_country_count_one(reporters: World) -> None:
    for number in range(64):
        reporters.verified("KEN", statement=f"Trainee {number} attended")
    assert reporters.cell().value == 1
    assert reporters.cell("1.1.1", "africa").value == 1
    assert reporters.cell().target == 24


def test_a_second_country_makes_it_two(reporters: World) -> None:
    for place in ("KEN", "KEN", "TUN"):
        reporters.verified(place)
    assert reporters.cell().value == 2
