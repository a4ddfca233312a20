"""Partners: what each gave and signed, and where it went; who is not published has no page and no name."""

from __future__ import annotations

import pytest

from .conftest import Reader


def test_partners_are_listed_with_those_who_are_not_published_in_one_row(reader: Reader) -> None:
    page = reader.page("resources/partners/").replace("\u00a0", " ")
    assert "2 partners are published; USD 1,200 of income is recognised, USD 300 of it of contributors" in page
    assert "Contributor not published" in page
    lines = reader.file("resources/partners.csv")
    assert lines[1].startswith("Land of NOR,NOR,Government,500.00,500.00,70.00")
    assert lines[2].startswith("Land of PER,PER,Government,400.00,0.00,0.00")
    assert lines[3].startswith("Contributor not published,,,300.00,300.00,30.00")


def test_partners_are_narrowed_by_type_and_name(reader: Reader) -> None:
    assert "Land of PER" not in reader.page("resources/partners/?q=nor")
    assert "Land of NOR" in reader.page("resources/partners/?type=Government")


def test_a_partner_says_what_it_signed_and_where_it_went(reader: Reader) -> None:
    page = reader.page("resources/partners/NOR/").replace("\u00a0", " ")
    assert "Land of NOR: USD 500 of income recognised; USD 500 signed and approved, USD 70 of it spent." in page
    assert "NOR-1" in page
    assert reader.file("resources/partners/NOR/agreements.csv")[1].startswith(
        "NOR-1,Together,XBDC,2024-01-01,2025-12-31,USD,500.00,not reported"
    )


def test_an_agreement_that_is_not_signed_is_not_told(reader: Reader) -> None:
    page = reader.page("resources/partners/PER/")
    assert "TALKS" not in page
    assert "No agreement is signed" in page
    assert len(reader.file("resources/partners/PER/agreements.csv")) == 1


@pytest.mark.parametrize("code", ["SHYLAND", "NOBODY"])
def test_who_is_not_published_is_as_little_there_as_who_never_was(reader: Reader, code: str) -> None:
    assert f"There is no partner {code}." in reader.page(f"resources/partners/{code}/", 404)
    assert reader.client.get(f"/p/2024-25/resources/partners/{code}/agreements.csv").status_code == 404
    assert reader.client.get(f"/p/2024-25/resources/by/fund.csv?partner={code}").status_code in (400, 404)
