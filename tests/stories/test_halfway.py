"""Arithmetic § 4: target 24 Member States over the biennium, 11 counted after 12 of 24 months."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from biennium.kernel.figures import Figure, RowRef, compute
from biennium.kernel.periods import Period
from biennium.reporting.figures import figure
from reporting.world import Clock, World


def progress() -> Figure:
    counted = [RowRef("place", f"place-{number}", f"Member State {number}") for number in range(11)]
    achieved = compute("count", "achieved", counted, unit="Member States")
    return compute("percentage", "progress", [achieved, Figure.known("target", 24, unit="Member States")], unit="%")


def test_eleven_of_twenty_four_is_46_per_cent() -> None:
    assert progress().decimal_string() == "46"


def test_it_lies_within_15_points_of_the_time_gone_by() -> None:
    elapsed = 100 * Period.parse("2024-25").elapsed(date(2024, 12, 31))
    value = progress().value
    assert isinstance(value, Fraction)
    assert abs(value - elapsed) < 15


def test_the_books_say_46_per_cent_and_on_track_after_twelve_of_twenty_four_months(
    reporters: World, clock: Clock
) -> None:
    reporters.round("2024")
    for place in ["KEN", "TUN", "MAR", "GHA", "SEN", "MLI", "TGO", "BEN", "UGA", "PER", "ARG"]:
        reporters.verified(place, day=date(2024, 9, 1))
    reporters.submitted("NPL", day=date(2024, 9, 1))
    clock.set(date(2024, 12, 31))
    cell = reporters.cell(as_of=date(2024, 12, 31))
    assert (cell.value, cell.target, cell.unverified) == (11, 24, 1)
    assert (cell.progress, cell.expected) == (Fraction(11, 24), Fraction(366, 731))
    assert cell.status == "on_track"
    made = figure(reporters.planner, reporters.programme, "results.progress:1.1.1@@@2024-12-31")
    assert made.decimal_string() == "46"


def test_a_year_later_the_same_eleven_are_behind(reporters: World, clock: Clock) -> None:
    for place in ["KEN", "TUN", "MAR", "GHA", "SEN", "MLI", "TGO", "BEN", "UGA", "PER", "ARG"]:
        reporters.verified(place, day=date(2024, 9, 1))
    assert reporters.cell(as_of=date(2025, 12, 31)).status == "behind"
