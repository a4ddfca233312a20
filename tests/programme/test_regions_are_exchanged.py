"""The organisation's own map goes from one installation to another, and its programmes after it."""

from __future__ import annotations

from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Organisation, Region
from biennium.organisation.services.facts import load_facts
from biennium.programme.exchange.canonical import from_data, plain, regions_from_text, to_bytes, to_text
from biennium.programme.exchange.models import RegionMap
from biennium.programme.models import Programme
from biennium.programme.selectors.document import document
from biennium.programme.selectors.regions import region_map
from biennium.programme.services.importing import import_programme
from biennium.programme.services.regions import adopt_region_map
from programme import samples

AFRICA = {"code": "africa", "name": {"en": "Africa", "fr": "Afrique"}, "places": ["KEN"]}
EAST = {"code": "east", "name": {"en": "East"}, "parent": "africa", "places": ["TZA", "UGA"]}


def own(*regions: dict[str, Any], code: str = "mine") -> RegionMap:
    return RegionMap.model_validate({"map": code, "regions": list(regions)})


@pytest.fixture
def facts(db: None) -> None:
    """An installation that does not know whose it is."""
    load_facts(actor=OPERATOR)


def test_a_programme_with_regions_comes_to_an_empty_installation_once_its_map_is_there(facts: None) -> None:
    values = from_data({**plain(samples.programme()), "indicators": [], "work_items": []})
    assert any(section.region == "africa" for section in values.sections)
    with pytest.raises(InvalidInput, match="There is no region with the code “africa”"):
        import_programme(actor=OPERATOR, values=values)
    adopt_region_map(actor=OPERATOR, values=own(AFRICA))
    first = document(import_programme(actor=OPERATOR, values=values))
    assert Organisation.objects.get().region_map == "mine"
    assert [one.region for one in first.sections if one.region] == ["africa"]
    assert to_bytes(from_data(plain(first))) == to_bytes(first)


def test_a_map_is_exported_as_it_was_imported(programme: Programme) -> None:
    before = region_map()
    text = to_text(before)
    adopt_region_map(actor=OPERATOR, values=regions_from_text(text, where="regions.json"))
    assert to_text(region_map()) == text


def test_a_map_has_regions_within_regions(facts: None) -> None:
    adopt_region_map(actor=OPERATOR, values=own(AFRICA, EAST))
    east = Region.objects.get(map="mine", code="east")
    assert east.parent == Region.objects.get(map="mine", code="africa")
    assert sorted(place.code for place in east.places.all()) == ["TZA", "UGA"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (own(AFRICA, code="m49"), "map: “m49” is a published map"),
        (own(AFRICA, AFRICA), "regions: The region africa is given twice"),
        (own(EAST), "region east: The region africa above it does not come before it"),
        (own({**AFRICA, "places": ["QQQ"]}), "region africa: There is no place with the code QQQ"),
        (own(AFRICA, {**EAST, "places": ["KEN"]}), "KEN stands in several regions"),
    ],
)
def test_a_map_that_cannot_be_is_refused_whole(facts: None, values: RegionMap, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        adopt_region_map(actor=OPERATOR, values=values)
    assert not Region.objects.filter(map="mine").exists()


def test_another_map_is_refused_while_programmes_stand_on_one(programme: Programme) -> None:
    before = Organisation.objects.get().region_map
    with pytest.raises(InvalidInput, match="There are programmes with regions of the map"):
        adopt_region_map(actor=OPERATOR, values=own(AFRICA, code="another"))
    assert Organisation.objects.get().region_map == before
    assert not Region.objects.filter(map="another").exists()


def test_an_unknown_field_of_a_map_is_refused_with_its_path() -> None:
    with pytest.raises(InvalidInput, match=r"r.json: regions\[0\]\.colour: unknown field"):
        regions_from_text(
            '{"map": "mine", "regions": [{"code": "a", "name": {"en": "A"}, "colour": 1}]}', where="r.json"
        )
