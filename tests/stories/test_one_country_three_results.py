"""Arithmetic § 4: three verified results of one country count one; one result may serve several indicators."""

from __future__ import annotations

from datetime import date

from biennium.kernel.periods import Period
from biennium.reporting.services.verification import withdraw_result
from reporting.world import World

YEARS = [Period.of_year(2024), Period.of_year(2025)]


def test_three_results_of_one_country_count_one_until_the_last_is_withdrawn(reporters: World) -> None:
    results = [reporters.verified("KEN") for _ in range(3)]
    counts = [reporters.cell().value]
    for result in results:
        withdraw_result(actor=reporters.evaluator, result=result, reason="Reported by mistake")
        counts.append(reporters.cell().value)
    assert counts == [1, 1, 1, None]


def test_a_result_that_serves_two_indicators_counts_once_in_each(reporters: World) -> None:
    reporters.verified("KEN", "1.1.1", "1.2.1")
    assert (reporters.cell("1.1.1").value, reporters.cell("1.2.1").value) == (1, 1)


def test_countries_of_two_years_are_a_union_never_a_sum(reporters: World) -> None:
    reporters.verified("KEN", day=date(2024, 3, 1))
    reporters.verified("KEN", day=date(2025, 3, 1))
    reporters.verified("TUN", day=date(2025, 3, 1))
    assert [reporters.cell(period=year).value for year in YEARS] == [1, 2]
    assert reporters.cell().value == 2
