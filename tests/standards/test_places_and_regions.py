"""The tables are complete, consistent and in three languages."""

from __future__ import annotations

import pytest

from biennium.standards.places import places
from biennium.standards.references import describe
from biennium.standards.regions import maps, region_map


def test_codes_of_places_are_unique_and_well_formed() -> None:
    for name, length in (("alpha3", 3), ("alpha2", 2)):
        codes = [getattr(place, name) for place in places()]
        assert len(set(codes)) == len(codes)
        assert {len(code) for code in codes} == {length}


def test_there_are_the_members_and_observers_of_the_united_nations_and_territories() -> None:
    countries = [place for place in places() if place.kind == "country"]
    assert 195 <= len(countries) <= 198
    assert len(places()) >= 249


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_every_place_and_region_has_a_name_in(lang: str) -> None:
    assert all(place.name.get(lang) for place in places())
    assert all(region.name.get(lang) for code in maps() for region in region_map(code))


@pytest.mark.parametrize("code", ["m49", "dac"])
def test_a_place_stands_once_in_a_map(code: str) -> None:
    members = [place for region in region_map(code) for place in region.places]
    assert len(set(members)) == len(members)
    assert set(members) <= {place.alpha3 for place in places()}


def test_every_place_stands_in_the_world() -> None:
    assert {place for region in region_map("m49") for place in region.places} == {place.alpha3 for place in places()}


def test_regions_stand_behind_the_region_above_them() -> None:
    for code in maps():
        seen: set[str] = set()
        for region in region_map(code):
            assert region.parent is None or region.parent in seen
            seen.add(region.code)


def test_a_map_there_is_none_of_is_an_error() -> None:
    with pytest.raises(KeyError):
        region_map("atlantis")


@pytest.mark.parametrize(
    ("scheme", "code", "words"),
    [
        ("sdg", "8", "Decent work"),
        ("sdg", "8.B", "youth employment"),
        ("sdg", "8.8.2", "labour rights"),
        ("instrument", "C155", "Occupational Safety and Health Convention, 1981"),
        ("instrument", "P029", "Forced Labour"),
    ],
)
def test_references_are_described(scheme: str, code: str, words: str) -> None:
    found = describe(scheme, code)
    assert found is not None
    assert words in found["en"]


@pytest.mark.parametrize(("scheme", "code"), [("sdg", "99"), ("instrument", "C999"), ("colour", "red")])
def test_what_is_not_listed_is_not_described(scheme: str, code: str) -> None:
    assert describe(scheme, code) is None
