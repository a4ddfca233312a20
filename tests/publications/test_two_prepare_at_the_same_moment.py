"""Whoever prepares at the same moment gets a number of their own, and no identifier is given twice."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.publishing.publications.models import ActivityIdentity, Publication
from biennium.publishing.publications.packages import prepare_packages
from publications.world import World, build
from running.crowds import Crowd


@pytest.fixture
def world(crowd: Crowd) -> World:
    def adopted() -> World:
        made = build()
        made.adopt()
        made.allot(10_000_000)
        made.cost(1_000, "KEN101")
        return made

    return crowd.alone(adopted)


def test_preparations_of_one_moment_have_numbers_of_their_own(crowd: Crowd, world: World) -> None:
    def cube() -> Publication:
        return prepare_packages(actor=OPERATOR, standard="datacube", programme=world.programme)

    outcomes = crowd.together([world.prepare, cube, world.prepare])
    assert [type(one) for one in outcomes] == [Publication] * 3, outcomes
    numbers = crowd.alone(lambda: sorted(Publication.objects.values_list("number", flat=True)))
    assert numbers == [1, 2, 3]
    assert crowd.alone(ActivityIdentity.objects.count) == 3
