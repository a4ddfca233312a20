"""Arithmetic § 4: a ratio of a region is the ratio of the sums, never a mean of percentages."""

from __future__ import annotations

from fractions import Fraction

from biennium.kernel.figures import Figure, RowRef, compute, explain
from reporting.world import World


def rate(observations: dict[str, tuple[int, int]]) -> Figure:
    """Numerators and denominators by country → the rate of all of them, in per cent."""
    numerators = [RowRef("observation", f"{place}/n", place, pair[0]) for place, pair in observations.items()]
    denominators = [RowRef("observation", f"{place}/d", place, pair[1]) for place, pair in observations.items()]
    sums = compute("sum", "numerator", numerators), compute("sum", "denominator", denominators)
    return compute("percentage", "rate", sums, unit="%")


def test_ten_per_cent_twice_is_ten_per_cent() -> None:
    assert rate({"A": (10, 100), "B": (90, 900)}).decimal_string() == "10"


def test_ten_and_twenty_per_cent_of_unequal_countries_is_nineteen_not_fifteen() -> None:
    assert rate({"A": (10, 100), "B": (180, 900)}).decimal_string() == "19"


def test_the_rate_opens_down_to_the_observations_of_each_country() -> None:
    rows = [step.item for step in explain(rate({"A": (10, 100), "B": (180, 900)})) if isinstance(step.item, RowRef)]
    assert [(row.label, row.value) for row in rows] == [("A", 10), ("B", 180), ("A", 100), ("B", 900)]


def test_the_matrix_says_19_per_cent_too(reporters: World) -> None:
    reporters.observe("1.1.3", place="KEN", numerator=10, denominator=100)
    reporters.observe("1.1.3", place="TUN", numerator=180, denominator=900)
    assert (reporters.cell("1.1.3").value, reporters.cell("1.1.3", "africa").value) == (19, 19)
    assert reporters.cell("1.1.3").progress == Fraction(11, 10)
