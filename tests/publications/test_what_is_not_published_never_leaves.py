"""Unpublished contributors, expected money, results that are not published, persons: nothing of them is in a file."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.programme.models import WorkItem
from publications.world import World, activities, text

LARGE = 10_000_000


def test_a_contributor_who_is_not_published_is_named_nowhere(world: World, tmp_path):
    hidden = world.partner("SECRETIA", published=False)
    world.sign("SECRETIA-2024", hidden, 70_000)
    world.allot(70_000, "XBDC", agreement="SECRETIA-2024")
    world.cost(30_000, "KEN101", "XBDC", agreement="SECRETIA-2024")
    publication = world.publish()
    assert "SECRETIA" not in text(publication)
    one = activities(publication, tmp_path)["KEN101"]
    (came,) = [row for row in one.transactions if row.type == "11"]
    assert (came.value.minor, came.provider, came.ref) == (70_000, None, "11:XBDC:2024:2024-01-01")


def test_contributors_who_are_not_published_are_one_sum(world: World, tmp_path):
    for number in (1, 2):
        code = f"HIDDEN-{number}"
        world.sign(code, world.partner(f"H{number}", published=False), 10_000 * number)
        world.allot(10_000 * number, "XBDC", agreement=code)
        world.cost(1_000, "KEN101", "XBDC", agreement=code)
    one = activities(world.publish(), tmp_path)["KEN101"]
    assert [row.value.minor for row in one.transactions if row.type == "11"] == [30_000]


def test_money_that_is_only_expected_is_not_published(world: World):
    world.sign("HOPE-1", world.partner("HOPELAND"), 70_000, signed=False)
    world.allot(LARGE)
    world.cost(1_000, "KEN101")
    assert "HOPE" not in text(world.publish())


def test_an_agreement_signed_after_the_day_is_not_published(world: World):
    world.sign("LATER-1", world.partner("LATERLAND"), 70_000)
    world.allot(70_000, "XBDC", agreement="LATER-1")
    assert "LATER" not in text(world.publish(date(2024, 1, 10)))


def test_personnel_is_never_seen_by_itself(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(80_000, "KEN101", category="staff")
    world.cost(1_000, "PER101")
    found = activities(world.publish(), tmp_path)
    assert [one.value.minor for one in found["KEN101"].transactions] == []
    assert [one.value.minor for one in found["PROGRAMME"].transactions] == [80_000]


def test_personnel_with_next_to_nothing_beside_it_is_not_seen_either(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(80_000, "KEN101", category="staff")
    world.cost(50, "KEN101")
    found = activities(world.publish(), tmp_path)
    assert [one.value.minor for one in found["KEN101"].transactions] == [50]
    assert [one.value.minor for one in found["PROGRAMME"].transactions] == [80_000]


def test_personnel_with_other_costs_is_one_sum_with_them(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(80_000, "KEN101", category="staff")
    world.cost(20_000, "KEN101")
    assert [one.value.minor for one in activities(world.publish(), tmp_path)["KEN101"].transactions] == [100_000]


@pytest.mark.parametrize("spend", [True, False])
def test_a_posting_of_personnel_names_nobody_even_if_it_has_a_name(world: World, spend):
    world.allot(LARGE)
    if spend:
        world.cost(80_000, "KEN101", category="staff", counterparty="Maria Mustermann")
    else:
        line = world.line("RB", result="1.1", unit="LAW", work_item="KEN101", cost_category="staff")
        world.commit(50_000, line, counterparty="Maria Mustermann")
    publication = world.publish()
    assert "Mustermann" not in text(publication)


def test_a_work_item_that_was_retired_without_money_is_not_published(world: World, tmp_path):
    from django.utils import timezone

    WorkItem.objects.filter(code="GLO101").update(retired_at=timezone.now())
    publication = world.prepare()
    assert "GLO101" not in activities(publication, tmp_path)


def test_a_work_item_that_was_retired_with_money_is_published_as_cancelled(world: World, tmp_path):
    from django.utils import timezone

    world.allot(LARGE)
    world.cost(1_000, "GLO101")
    WorkItem.objects.filter(code="GLO101").update(retired_at=timezone.now())
    assert activities(world.prepare(), tmp_path)["GLO101"].status == "5"
