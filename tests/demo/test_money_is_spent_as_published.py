"""The expense of the demonstration has the published sums by function, by goal and by place, to the cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from biennium.demo.money import seeds
from biennium.demo.money.facts import CENTS, published
from biennium.demo.money.plan import build
from biennium.demo.money.results import outputs
from biennium.demo.money.rows import GLOBAL, ExpenseCell
from biennium.standards.places import places

pytestmark = pytest.mark.database_free

TOTAL = 858_209_541 * CENTS


def sums(key: Callable[[ExpenseCell], str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell in build().expense:
        found[key(cell)] += cell.amount
    return found


def in_countries() -> list[ExpenseCell]:
    return [cell for cell in build().expense if cell.place != GLOBAL]


def test_the_whole_is_the_published_expense() -> None:
    assert sum(cell.amount for cell in build().expense) == TOTAL


def test_every_function_has_its_published_sum() -> None:
    assert sums(lambda cell: cell.function) == published().expense_by_function


def test_every_place_has_its_published_sum_and_the_remainder_is_global() -> None:
    by_place = sums(lambda cell: cell.place)
    assert by_place.pop(GLOBAL) == (858_209_541 - 516_679_028) * CENTS
    assert by_place == published().expense_by_place
    assert len(by_place) == 162


def test_every_goal_has_its_published_sum_but_for_the_named_difference() -> None:
    (difference,) = build().differences
    by_goal = sums(lambda cell: cell.goal)
    assert difference.by == 8 * CENTS
    assert difference.goal == max(by_goal, key=lambda goal: by_goal[goal]) == "8"
    by_goal[difference.goal] += difference.by
    assert by_goal == published().expense_by_goal
    assert (difference.followed, difference.other) == (TOTAL, 858_209_549 * CENTS)


def test_the_split_over_funds_is_the_modelled_one_and_within_the_income_of_each() -> None:
    plan, by_fund = build(), sums(lambda cell: cell.fund)
    shares: Counter[str] = Counter()
    for purse in seeds.purses():
        shares[purse.fund] += purse.spent
    assert sum(shares.values()) == 10_000
    for fund, share in shares.items():
        assert abs(by_fund[fund] - TOTAL * share // 10_000) < len(seeds.purses())
    income: Counter[str | None] = Counter()
    for row in plan.income:
        income[row.fund] += row.amount
    assert by_fund["RB"] + by_fund["RBTC"] < income["RB"]
    assert by_fund["RBSA"] < income["RBSA"]
    assert by_fund["XBDC"] + sum(row.amount for row in plan.recoveries) < income["XBDC"]
    assert by_fund["PSI"] < sum(row.amount for row in plan.recoveries)


def test_each_fund_buys_what_is_modelled_of_it() -> None:
    for fund, spent in sums(lambda cell: cell.fund).items():
        bought: Counter[str] = Counter()
        for cell in build().expense:
            if cell.fund == fund:
                bought[cell.cost_category] += cell.amount
        for category in seeds.categories():
            assert abs(bought[category.code] - spent * category.weights[fund] // 10_000) <= 1


def test_all_of_it_is_marked_as_modelled_and_no_cell_is_empty() -> None:
    assert all(cell.modelled and cell.amount > 0 and cell.year == 2024 for cell in build().expense)
    assert 3_000 <= len(build().expense) <= 6_000


def test_no_two_cells_are_of_the_same_line_and_work() -> None:
    keys = Counter((cell.fund, cell.agreement, cell.work_item, cell.cost_category) for cell in build().expense)
    assert max(keys.values()) == 1


def test_all_44_outputs_have_expense_and_management_is_for_no_result() -> None:
    assert len(outputs()) == 44
    assert {cell.result for cell in build().expense} == {None, *(one.code for one in outputs())}
    assert {cell.budget_item for cell in build().expense if cell.result is None} == {"I.A", "I.C", "I.D", "IV"}


def test_countries_work_on_a_handful_of_outputs_that_have_deliverables_in_countries() -> None:
    possible = {one.code for one in outputs() if one.in_countries}
    worked: dict[str, set[str | None]] = {}
    for cell in in_countries():
        worked.setdefault(cell.place, set()).add(cell.result)
    for results in worked.values():
        assert results <= possible
        assert len(results) <= 8


def test_humanitarian_work_is_done_in_countries_with_a_crisis_or_globally() -> None:
    found = {cell.place for cell in build().expense if cell.function == "humanitarian"}
    assert found <= {*seeds.crises(), GLOBAL}


def test_voluntary_and_technical_money_is_spent_only_where_aid_may_go() -> None:
    recipients = {place.alpha3 for place in places() if place.dac}
    assert {cell.place for cell in in_countries() if cell.fund != "RB"} <= recipients
    assert {cell.fund for cell in in_countries() if cell.place not in recipients} == {"RB"}


def test_nobody_is_employed_where_next_to_nothing_is_spent() -> None:
    by_place = published().expense_by_place
    assert all(by_place[cell.place] >= 20_000 * CENTS for cell in in_countries() if cell.staff)


def test_support_cost_management_is_global() -> None:
    assert {cell.place for cell in build().expense if cell.fund == "PSI"} == {GLOBAL}


def test_a_work_item_has_one_place_result_function_and_goal() -> None:
    items = {item.code: item for item in build().work_items}
    assert len(items) == len(build().work_items)
    for cell in build().expense:
        item = items[cell.work_item]
        assert (item.place, item.result, item.function, item.goal, item.unit) == (
            cell.place,
            cell.result,
            cell.function,
            cell.goal,
            cell.unit,
        )
    assert {item.kind for item in build().work_items if item.place == GLOBAL} == {"product"}
    assert {item.kind for item in build().work_items if item.place != GLOBAL} == {"country_outcome"}
