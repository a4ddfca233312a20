"""The income of the demonstration is the published revenue, to the dollar."""

from __future__ import annotations

from collections import Counter

import pytest

from biennium.demo.money.facts import CENTS, published
from biennium.demo.money.plan import build
from biennium.demo.money.rows import NO_CONTRIBUTOR, NOT_PUBLISHED

pytestmark = pytest.mark.database_free


def test_192_contributors_are_named_with_what_they_gave() -> None:
    named = [row for row in build().income if row.contributor not in (NO_CONTRIBUTOR, NOT_PUBLISHED)]
    assert len({row.contributor for row in named}) == 192
    assert sum(row.amount for row in named) == 831_092_021 * CENTS


def test_the_rest_of_earmarked_revenue_is_of_contributors_not_published() -> None:
    rest = [row for row in build().income if row.contributor == NOT_PUBLISHED]
    assert sum(row.amount for row in rest) == 101_672_719 * CENTS
    assert {row.fund for row in rest} == {"XBDC"}
    assert next(one for one in build().contributors if one.code == NOT_PUBLISHED).place is None


def test_together_they_are_the_published_assessed_and_voluntary_revenue() -> None:
    assert sum(row.amount for row in build().income if row.fund) == 932_764_740 * CENTS


def test_other_revenue_gives_no_authority() -> None:
    other = [row for row in build().income if row.fund is None]
    assert sum(row.amount for row in other) == 117_311_697 * CENTS
    assert {row.contributor for row in other} == {NO_CONTRIBUTOR}
    assert {row.instrument for row in other} == {"R04A", "R04C"}


def test_every_instrument_and_every_contributor_has_its_published_sum() -> None:
    by_instrument: Counter[str] = Counter()
    by_contributor: Counter[tuple[str, str]] = Counter()
    for row in build().income:
        by_instrument[row.instrument] += row.amount
        group = "R03" if row.instrument.startswith("R03") else row.instrument
        by_contributor[row.contributor, group] += row.amount
    assert by_instrument == published().revenue_by_instrument
    for key, amount in published().revenue_by_contributor.items():
        assert by_contributor[key] == amount


def test_assessed_money_is_the_regular_budgets_and_only_the_instrument_of_earmarked_money_is_modelled() -> None:
    for row in build().income:
        assert row.amount > 0
        assert row.fund == {"R01": "RB", "R02A": "RBSA", "R04A": None, "R04C": None}.get(row.instrument, "XBDC")
        assert row.modelled == row.instrument.startswith("R03")


def test_local_resources_come_from_governments_of_places_where_money_is_spent() -> None:
    types = {one.code: one.type for one in build().contributors}
    local = [row for row in build().income if row.instrument == "R03D"]
    assert local
    for row in local:
        assert types[row.contributor] == "C01"
        assert row.contributor in published().expense_by_place


def test_voluntary_revenue_is_carried_by_one_agreement_each() -> None:
    voluntary = {
        (row.contributor, row.instrument, row.amount) for row in build().income if row.fund in ("RBSA", "XBDC")
    }
    carried = {(row.contributor, row.instrument, row.amount) for row in build().agreements if row.year == 2024}
    assert carried == voluntary
    codes = [row.code for row in build().agreements]
    assert len(codes) == len(set(codes))
