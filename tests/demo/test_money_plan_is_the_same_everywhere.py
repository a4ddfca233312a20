"""The plan is plain data: the same every time, quick, and made of codes the programme and the standards know."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from biennium.demo import content
from biennium.demo.money import seeds
from biennium.demo.money.facts import published
from biennium.demo.money.plan import build
from biennium.demo.money.results import outputs, region_of
from biennium.demo.money.rows import GLOBAL, NO_CONTRIBUTOR
from biennium.demo.proposals import proposed
from biennium.funding.models import Agreement
from biennium.funding.services.funds import UN_CATEGORIES
from biennium.standards.places import places
from biennium.standards.references import describe

pytestmark = pytest.mark.database_free

FUNDS = {"RB", "RBTC", "RBSA", "XBDC", "PSI"}


def elsewhere(seed: str) -> list[str]:
    """The digest, and whether Django was loaded, in another process whose sets and dicts are hashed otherwise."""
    program = "import sys\nfrom biennium.demo.money.plan import build\nprint(build().digest, 'django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_plan_is_the_same_in_every_process_and_needs_no_framework(seed: str) -> None:
    assert elsewhere(seed) == [build().digest, "False"]


def test_the_plan_is_made_in_less_than_five_seconds() -> None:
    build.cache_clear()
    started = time.perf_counter()
    build()
    assert time.perf_counter() - started < 5


def test_results_are_those_of_the_programme_after_its_changes() -> None:
    programme = proposed(content.programme(), content.read("proposals"))
    known = {one.code for one in programme.results if one.level == "output"}
    plan = build()
    assert {one.code for one in outputs()} == known
    for rows in (plan.expense, plan.work_items, plan.allotments, plan.requirements):
        assert {row.result for row in rows} <= {None, *known}


def test_places_regions_units_and_goals_are_known() -> None:
    plan = build()
    units = {unit["code"] for unit in content.read("units")["units"]}
    regions = {region.code for region in content.regions()}
    assert {cell.place for cell in plan.expense} <= {GLOBAL, *(place.alpha3 for place in places())}
    assert {cell.region for cell in plan.expense} == {GLOBAL, *regions}
    assert all(cell.region == region_of()[cell.place] for cell in plan.expense)
    assert {row.unit for row in (*plan.expense, *plan.allotments, *plan.requirements)} <= units
    assert all(describe("sdg", cell.goal) for cell in plan.expense)


def test_funds_items_contributors_and_categories_are_known() -> None:
    plan = build()
    items = {None, *(item.code for item in plan.budget_items)}
    contributors = {NO_CONTRIBUTOR, *(one.code for one in plan.contributors)}
    categories = {category.code: category.staff for category in seeds.categories()}
    assert {cell.fund for cell in plan.expense} == FUNDS
    assert {row.budget_item for row in (*plan.expense, *plan.allotments, *plan.appropriations)} <= items
    assert {row.contributor for row in (*plan.income, *plan.agreements)} <= contributors
    assert all(categories[cell.cost_category] == cell.staff for cell in plan.expense)
    assert {cell.work_item for cell in plan.expense} == {item.code for item in plan.work_items}


def test_the_eight_categories_and_the_states_of_agreements_are_those_of_the_books() -> None:
    assert {category.un_category for category in seeds.categories()} == set(UN_CATEGORIES)
    assert {row.status for row in build().agreements} <= set(Agreement.Status.values)


def test_modelled_weights_speak_of_known_things() -> None:
    results = {one.code for one in outputs()} | {one.outcome for one in outputs()}
    items = {purse.item for purse in seeds.purses()}
    assert set(seeds.affinity()) <= results | items
    assert all(describe("sdg", goal) for goals in seeds.affinity().values() for goal in goals)
    assert set(seeds.crises()) <= set(published().expense_by_place)
    for fund in FUNDS:
        assert sum(category.weights[fund] for category in seeds.categories()) == 10_000
