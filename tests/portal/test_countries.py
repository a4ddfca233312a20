"""Countries: what is done in each, and with how much money."""

from __future__ import annotations

from ledger.world import World

from .conftest import Reader


def test_countries_with_work_or_money_are_listed(reader: Reader) -> None:
    page = reader.page("countries/")
    assert "2 countries and territories, with 1 work item; USD\u00a0390 was spent there." in page
    assert "Kenya" in page
    assert "Peru" in page
    assert "Nepal" not in page


def test_countries_are_narrowed_by_region_and_saved(reader: Reader) -> None:
    assert "Peru" not in reader.page("countries/?region=africa")
    lines = reader.file("countries.csv?sort=-spent")
    assert lines[1].startswith("Kenya,KEN,Africa,1,350.00")
    assert lines[2].startswith("Peru,PER,Americas,0,40.00")


def test_a_country_says_its_work_and_its_money(reader: Reader) -> None:
    page = reader.page("countries/KEN/")
    assert "Kenya: 1 work item; USD\u00a0350 was spent." in page
    assert "Kenya ratifies" in page


def test_a_country_without_either_says_so(reader: Reader, world: World) -> None:
    assert "No work item of this version is in this country." in reader.page("countries/NPL/")
    assert "There is no country or territory XXX." in reader.page("countries/XXX/", 404)
