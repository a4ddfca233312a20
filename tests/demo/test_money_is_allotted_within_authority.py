"""Authority comes from income, allotments stay within it, and a few lines are overspent."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from biennium.demo.money.facts import CENTS, published
from biennium.demo.money.lines import Line, line_of, needs
from biennium.demo.money.plan import build

pytestmark = pytest.mark.database_free


def allotted(year: int) -> Counter[Line]:
    return Counter({line_of(row): row.amount for row in build().allotments if row.year == year})


def test_the_assessed_money_of_each_year_is_appropriated_to_the_cent() -> None:
    for year in (2024, 2025):
        rows = [row for row in build().appropriations if row.year == year]
        assert sum(row.amount for row in rows) == published().revenue_by_instrument["R01"]
        assert {row.budget_item for row in rows if row.amount < 0} == {"I.T"}


def test_no_budget_item_is_allotted_more_than_it_was_appropriated() -> None:
    given = {(row.year, row.fund, row.budget_item): row.amount for row in build().appropriations}
    for year in (2024, 2025):
        taken: Counter[tuple[int, str, str]] = Counter()
        for line, amount in allotted(year).items():
            if line.budget_item:
                taken[year, line.fund, line.budget_item] += amount
        assert all(amount <= given[key] for key, amount in taken.items())


def test_no_agreement_is_allotted_more_than_it_gives() -> None:
    given = {row.code: row.amount for row in build().agreements if row.status != "pipeline"}
    taken: Counter[str] = Counter()
    for year in (2024, 2025):
        for line, amount in allotted(year).items():
            if line.agreement:
                taken[line.agreement] += amount
    assert taken
    assert all(amount <= given[code] for code, amount in taken.items())


def test_management_is_allotted_no_more_than_was_recovered() -> None:
    taken = sum(amount for line, amount in allotted(2024).items() if line.fund == "PSI")
    assert taken <= sum(row.amount for row in build().recoveries)


def test_every_agreement_owes_its_rate_of_what_it_spent_rounded_half_up() -> None:
    spent: Counter[str | None] = Counter()
    for cell in build().expense:
        spent[cell.agreement] += cell.amount
    rates = {row.code: row.support_cost_rate for row in build().agreements}
    for row in build().recoveries:
        assert (row.base, row.rate) == (spent[row.agreement], rates[row.agreement])
        assert abs(row.amount - Fraction(row.base * row.rate, 10_000)) <= Fraction(1, 2)
    owing = {code for code in spent if code and rates[code]}
    assert owing == {row.agreement for row in build().recoveries if row.amount}


def test_only_voluntary_expense_names_an_agreement_and_it_is_of_its_fund() -> None:
    funds = {row.code: row.fund for row in build().agreements}
    for cell in build().expense:
        assert (cell.agreement is not None) == (cell.fund in ("RBSA", "XBDC"))
        if cell.agreement:
            assert funds[cell.agreement] == cell.fund


def test_an_earmarked_agreement_is_spent_at_home_only() -> None:
    homes = {row.code: row.earmark for row in build().agreements if row.earmark}
    assert homes["COL-R03D-2024"] == homes["COL-R03D-2025"] == "COL"
    assert all(cell.place == homes[cell.agreement] for cell in build().expense if cell.agreement in homes)


def test_every_expense_has_an_allotment_that_leaves_something_but_for_a_few_overspent_lines() -> None:
    needed, given = needs(build().expense, build().recoveries), allotted(2024)
    assert set(needed) == set(given)
    over = {line: needed[line] - given[line] for line in needed if needed[line] > given[line]}
    assert 3 <= len(over) <= 12
    assert {line.fund for line in over} == {"RB"}
    assert 0 < sum(over.values()) < 1_000_000 * CENTS
    assert sum(given.values()) > sum(needed.values())


def test_of_the_second_year_a_part_is_allotted_and_a_part_of_it_committed() -> None:
    rows = [row for row in build().allotments if row.year == 2025]
    assert all(0 < row.committed < row.amount for row in rows)
    assert all(row.committed == 0 for row in build().allotments if row.year == 2024)
    assert {row.fund for row in rows} == {"RB", "RBTC", "RBSA", "XBDC"}


def test_what_is_expected_is_no_authority_yet() -> None:
    expected = [row for row in build().agreements if row.status == "pipeline"]
    assert expected
    assert all(0 < row.probability < 10_000 and row.year == 2025 for row in expected)
    codes = {row.agreement for row in build().allotments}
    assert not codes & {row.code for row in expected}


def test_requirements_of_the_second_year_leave_a_visible_gap_and_some_surplus() -> None:
    has: Counter[tuple[str, str]] = Counter()
    for line, amount in allotted(2025).items():
        has[line.result, line.region] += amount
    lacking = [row.amount - has[row.result, row.region] for row in build().requirements]
    gap = sum(amount for amount in lacking if amount > 0)
    assert gap > sum(row.amount for row in build().requirements) // 10
    assert any(amount < 0 for amount in lacking)
    assert len({(row.result, row.region) for row in build().requirements}) == len(build().requirements)
    assert len({row.result for row in build().requirements}) == 44
