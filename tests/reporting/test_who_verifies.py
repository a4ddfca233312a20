"""The rule of leads: `decide` and `limit` agree for every person and every result."""

from __future__ import annotations

import pytest

from biennium.foundation.permission import decide, limit
from biennium.reporting.models import CountryResult
from reporting.world import World

ACTIONS = ["reporting.report", "reporting.verify"]


@pytest.mark.parametrize("action", ACTIONS)
def test_one_verdict_for_one_object_and_for_a_set(world: World, action: str) -> None:
    world.draft("KEN", "1.1.1")
    world.draft("KEN", "1.2.1")
    world.draft("KEN", "1.1.1", "1.2.1")
    world.draft("PER", "1.1.1", by="per")
    bare = world.draft("KEN", "1.1.1")
    bare.served.all().delete()
    for name, person in world.people.items():
        allowed = {one.code for one in CountryResult.objects.all() if decide(person, action, one).allowed}
        kept = {one.code for one in limit(person, action, CountryResult.objects.all())}
        assert allowed == kept, name


def test_a_lead_verifies_results_of_any_office_that_serve_only_outputs_of_the_lead(world: World) -> None:
    for codes in (("1.1.1",), ("1.2.1",), ("1.1.1", "1.2.1")):
        world.draft("KEN", *codes)
    mine = limit(world.lead, "reporting.verify", CountryResult.objects.all())
    assert [one.code for one in mine] == ["KEN-R1"]


def test_an_anonymous_reader_verifies_nothing(world: World) -> None:
    from django.contrib.auth.models import AnonymousUser

    result = world.draft()
    assert not decide(AnonymousUser(), "reporting.verify", result).allowed
    assert not limit(AnonymousUser(), "reporting.verify", CountryResult.objects.all()).exists()
