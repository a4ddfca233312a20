"""Arithmetic § 4: a result of a territory counts where the indicator says so."""

from __future__ import annotations

from biennium.reporting.figures import figure
from reporting.world import World


def test_a_territory_counts_for_one_indicator_and_not_for_the_other(reporters: World) -> None:
    reporters.verified("REU", "1.1.1", "1.2.1")
    assert (reporters.cell("1.1.1").value, reporters.cell("1.2.1").value) == (0, 1)
    assert figure(reporters.planner, reporters.programme, "results.achieved:1.1.1").value == 0


def test_what_waits_in_a_territory_is_not_shown_where_it_will_not_count(reporters: World) -> None:
    reporters.submitted("REU", "1.1.1", "1.2.1")
    assert (reporters.cell("1.1.1").unverified, reporters.cell("1.2.1").unverified) == (0, 1)
