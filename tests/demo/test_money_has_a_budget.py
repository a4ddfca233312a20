"""The voted budget of the demonstration, and what the previous programme cost."""

from __future__ import annotations

from collections import Counter

import pytest

from biennium.demo.money.facts import CENTS
from biennium.demo.money.plan import build
from biennium.demo.money.results import outcome_titles

pytestmark = pytest.mark.database_free


def test_the_budget_has_four_parts_and_an_item_for_each_outcome_and_enabler() -> None:
    items = {item.code: item for item in build().budget_items}
    assert [code for code, item in items.items() if item.parent is None] == ["I", "II", "III", "IV"]
    assert [item.result for item in items.values() if item.parent == "I.B"] == list("1234567ABC")
    assert {code for code, item in items.items() if item.may_be_negative} == {"I.T"}
    assert all(item.parent is None or item.parent in items for item in items.values())


def test_every_item_has_a_title_in_three_languages() -> None:
    for item in build().budget_items:
        assert {lang for lang, text in item.title if text} == {"en", "fr", "es"}
    assert [dict(item.title) for item in build().budget_items if item.result] == list(outcome_titles().values())


def test_estimates_are_what_both_years_appropriate() -> None:
    appropriated: Counter[tuple[str, str]] = Counter()
    for row in build().appropriations:
        appropriated[row.budget_item, row.fund] += row.amount
    estimated = {(row.budget_item, row.fund): row.constant + row.cost_increase for row in build().estimates}
    assert estimated == appropriated


def test_only_what_is_declared_negative_is_estimated_below_zero() -> None:
    assert {row.budget_item for row in build().estimates if row.constant < 0} == {"I.T"}


def test_the_price_of_adoption_of_the_previous_programme_goes_in_three_steps() -> None:
    before = build().previous
    assert (before.constant, before.with_cost_increases) == (790_640_000 * CENTS, 803_548_920 * CENTS)
    assert before.cost_increase == 12_908_920 * CENTS
    assert round(10_000 * before.cost_increase / before.constant) == 163
    assert before.constant + before.cost_increase + before.exchange == before.recosted == 853_000_000 * CENTS
    francs = before.recosted * 9 // 10
    assert abs(francs - before.recosted_chf) < before.precision
