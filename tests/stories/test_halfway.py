"""Arithmetic § 4: target 24 Member States over the biennium, 11 counted after 12 of 24 months."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from biennium.kernel.figures import Figure, RowRef, compute
from biennium.kernel.periods import Period


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
