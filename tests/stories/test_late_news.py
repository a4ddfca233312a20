"""Arithmetic § 4: late news changes the figure of its own round and no other; any order gives the same matrix."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from django.db import transaction

from biennium.kernel.periods import Period
from biennium.reporting.selectors.matrix import Matrix, matrix
from biennium.reporting.services.rounds import extend_round
from reporting.world import BIENNIUM, Clock, World

YEARS = [Period.of_year(2024), Period.of_year(2025), BIENNIUM]


def table(world: World) -> Matrix:
    return matrix(actor=world.planner, programme=world.programme, periods=YEARS)


def test_a_result_entered_for_an_earlier_round_changes_that_round_and_no_other(reporters: World, clock: Clock) -> None:
    reporters.round("2024")
    reporters.verified("KEN", day=date(2024, 3, 1))
    clock.set(date(2025, 12, 1))
    reporters.verified("TUN", day=date(2025, 3, 1))
    before = [reporters.cell(period=year).value for year in YEARS]
    reporters.verified("MAR", day=date(2024, 11, 1))
    assert before == [1, 1, 2]
    assert [reporters.cell(period=year).value for year in YEARS] == [2, 1, 3]


def test_a_late_observation_changes_that_round_and_no_other(reporters: World, clock: Clock) -> None:
    reporters.observe("1.1.2", "2024", place="KEN", value="10")
    clock.set(date(2025, 12, 1))
    reporters.observe("1.1.2", "2025", place="KEN", value="40")
    extend_round(
        actor=reporters.planner, round=reporters.round("2024"), until=date(2026, 1, 31), reason="A late statistic"
    )
    reporters.observe("1.1.2", "2024", place="TUN", value="5")
    assert [reporters.cell("1.1.2", period=year).value for year in YEARS] == [15, 40, 55]


def test_what_was_known_on_an_earlier_day_stays_what_it_was(reporters: World, clock: Clock) -> None:
    reporters.observe("1.1.2", "2024", place="KEN", value="10")
    reporters.verified("KEN")
    clock.set(date(2024, 12, 1))
    reporters.observe("1.1.2", "2024", place="TUN", value="5")
    reporters.verified("TUN")
    then = date(2024, 6, 30)
    assert (reporters.cell("1.1.2", as_of=then).value, reporters.cell(as_of=then).value) == (10, 1)
    assert (reporters.cell("1.1.2").value, reporters.cell().value) == (15, 2)


def test_any_order_of_entry_gives_the_same_matrix(reporters: World, clock: Clock) -> None:
    clock.set(date(2025, 6, 1))
    for year in ("2024", "2025"):
        reporters.round(year)
    entries = [
        lambda: reporters.verified("KEN", day=date(2024, 3, 1)),
        lambda: reporters.verified("TUN", day=date(2025, 3, 1)),
        lambda: reporters.observe("1.1.5", "2024", value="55", measured_on=date(2024, 6, 30)),
        lambda: reporters.observe("1.1.5", "2024", value="57", measured_on=date(2024, 6, 30), by="per"),
        lambda: reporters.observe("1.1.3", "2025", place="KEN", numerator=1, denominator=4),
    ]
    seen = []
    for order in list(permutations(entries))[::17]:
        point = transaction.savepoint()
        for entry in order:
            entry()
        seen.append([row.cells for row in table(reporters).rows])
        transaction.savepoint_rollback(point)
    assert len(seen) == 8
    assert all(cells == seen[0] for cells in seen)
