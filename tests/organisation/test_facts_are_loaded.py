"""Places, region maps and the first roles: loaded once, corrected later, each change an event."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import InvalidInput
from biennium.organisation import selectors
from biennium.organisation.models import Place, Region, Role
from biennium.organisation.services.facts import load_facts, load_region_map
from biennium.standards.places import places
from biennium.standards.regions import RegionFacts, region_map

pytestmark = pytest.mark.django_db


def own(*regions: tuple[str, str | None, str]) -> list[RegionFacts]:
    return [RegionFacts(code, parent, {"en": code.capitalize()}, tuple(of.split())) for code, parent, of in regions]


def load_own(*regions: tuple[str, str | None, str]) -> None:
    load_region_map(actor=OPERATOR, map_code="own", regions=own(*regions))


@pytest.fixture
def facts() -> None:
    load_facts(actor=OPERATOR)


def test_every_place_and_map_of_the_standards_is_there(facts: None) -> None:
    assert selectors.places().count() == len(places())
    for map_code in ("m49", "dac"):
        assert {region.code for region in selectors.regions(map_code)} == {one.code for one in region_map(map_code)}
    kenya = Place.objects.get(code="KEN")
    assert (kenya.alpha2, kenya.m49, kenya.kind, kenya.name["fr"]) == ("KE", "404", "country", "Kenya")
    assert set(kenya.regions.values_list("map", "code")) == {("m49", "014"), ("dac", "289")}


def test_the_standard_roles_can_do_what_their_name_says(facts: None) -> None:
    actions = dict(Role.objects.values_list("code", "actions"))
    assert "organisation.manage" in actions["administrator"]
    assert "programme.seal" in actions["programme_officer"]
    assert actions["reader"] == ["organisation.see_office"]


def test_loading_again_changes_nothing_and_writes_no_event(facts: None) -> None:
    events = AuditEvent.objects.count()
    load_facts(actor=OPERATOR)
    assert AuditEvent.objects.count() == events


def test_loading_again_corrects_a_name_and_keeps_a_role_that_was_changed(facts: None) -> None:
    Place.objects.filter(code="KEN").update(name={"en": "Kenia"})
    Region.objects.filter(map="m49", code="014").update(name={"en": "East"})
    Role.objects.filter(code="reader").update(actions=[])
    events = AuditEvent.objects.count()
    load_facts(actor=OPERATOR)
    assert Place.objects.get(code="KEN").name["en"] == "Kenya"
    assert Region.objects.get(map="m49", code="014").name["en"] == "Eastern Africa"
    assert Role.objects.get(code="reader").actions == []
    told = AuditEvent.objects.order_by("id")[events:]
    assert [event.verb for event in told] == ["organisation.place_defined", "organisation.region_defined"]
    assert (told[0].before["name"], told[0].after["name"]["en"]) == ({"en": "Kenia"}, "Kenya")


def test_the_organisations_own_map_is_loaded_beside_the_others(facts: None) -> None:
    load_own(("world", None, ""), ("africa", "world", "KEN ZMB"), ("americas", "world", "PER"))
    africa = Region.objects.get(map="own", code="africa")
    assert africa.parent is not None
    assert (africa.parent.code, sorted(place.code for place in africa.places.all())) == ("world", ["KEN", "ZMB"])


def test_a_place_can_move_to_another_region_of_the_map(facts: None) -> None:
    load_own(("africa", None, "KEN EGY"), ("arab", None, "QAT"))
    load_own(("africa", None, "KEN"), ("arab", None, "QAT EGY"))
    assert Place.objects.get(code="EGY").regions.get(map="own").code == "arab"
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.before, event.after) == ({"places": ["QAT"]}, {"places": ["EGY", "QAT"]})


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        ([("africa", None, "KEN XYZ")], "region africa: There is no place with the code XYZ"),
        ([("africa", "world", "KEN")], "region africa: The region world above it does not come before it"),
        ([("africa", None, "KEN"), ("arab", None, "KEN")], "region map own: KEN stands in several regions"),
    ],
)
def test_a_map_that_cannot_be_is_refused(facts: None, regions: list[tuple[str, str | None, str]], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        load_own(*regions)
    assert not Region.objects.filter(map="own").exists()
