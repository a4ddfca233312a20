"""The allotments of the second year are given to work, in parts that sum to them."""

from __future__ import annotations

from collections import defaultdict

import pytest

from biennium.demo.money.assignment import Assigned, assigned
from biennium.demo.money.plan import build
from biennium.demo.money.rows import AllotmentRow

pytestmark = pytest.mark.database_free
HOMES = {row.code: row.earmark for row in build().agreements if row.earmark}


@pytest.fixture(scope="module")
def parts() -> dict[AllotmentRow, list[Assigned]]:
    found: dict[AllotmentRow, list[Assigned]] = defaultdict(list)
    for part in assigned(build().allotments, build().expense, HOMES):
        found[part.row].append(part)
    return found


def test_the_parts_of_an_allotment_sum_to_it(parts: dict[AllotmentRow, list[Assigned]]) -> None:
    assert set(parts) == {row for row in build().allotments if row.amount}
    for row, made in parts.items():
        assert sum(part.amount for part in made) == row.amount
        assert sum(part.committed for part in made) == row.committed
        assert all(0 < part.amount >= part.committed for part in made)


def test_work_is_paid_for_its_own_output_only(parts: dict[AllotmentRow, list[Assigned]]) -> None:
    outputs = {item.code: item.result for item in build().work_items}
    named = [part for made in parts.values() for part in made if part.work_item]
    assert all(outputs[part.work_item] == part.row.result for part in named)
    assert len({part.work_item for part in named}) > len(outputs) // 2


def test_earmarked_money_stays_in_its_place(parts: dict[AllotmentRow, list[Assigned]]) -> None:
    earmarked = [part for row, made in parts.items() if row.agreement in HOMES for part in made]
    assert earmarked
    assert all(part.place == HOMES[part.row.agreement or ""] for part in earmarked)


def test_the_first_year_is_given_to_no_work(parts: dict[AllotmentRow, list[Assigned]]) -> None:
    assert all(not part.work_item for row, made in parts.items() if row.year == 2024 for part in made)
