"""Tables described once: the page and the files agree, and an address that asks for what is not there is refused."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import State
from biennium.web import tables
from web.gallery import FUNDS, funds_table, render

FILES = {"xlsx": "/funds.xlsx", "csv": "/funds.csv"}


def _shown(query: str = "") -> tables.Shown[tuple[str, str, int]]:
    return tables.show(funds_table(), FUNDS, QueryDict(query), FILES)


def _html(query: str = "") -> str:
    request = RequestFactory().get(f"/?{query}")
    return re.sub(r"\s+", " ", render('<c-data-table :shown="shown" />', shown=_shown(query), request=request))


def _codes(query: str) -> list[str]:
    return [line[0].value for line in _shown(query).lines]


def test_without_an_order_the_rows_stand_as_they_came() -> None:
    assert _codes("") == ["XB", "RB"]


def test_a_heading_sorts_both_ways() -> None:
    assert _codes("sort=code") == ["RB", "XB"]
    assert _codes("sort=-code") == ["XB", "RB"]
    assert _codes("sort=-approved") == ["RB", "XB"]


def test_filters_narrow_and_combine() -> None:
    assert _codes("code=RB") == ["RB"]
    assert _codes("q=COOPERATION") == ["XB"]
    assert _codes("code=RB&q=cooperation") == []


def test_an_empty_parameter_filters_nothing() -> None:
    assert _codes("code=&q=&sort=") == ["XB", "RB"]


@pytest.mark.parametrize(
    ("query", "wrong", "known"),
    [
        ("fund=RB", "“fund”", "sort, page, code, q, version"),
        ("sort=name", "“name”", "code, approved"),
        ("code=ZZ", "“ZZ”", "RB, XB"),
    ],
)
def test_what_the_table_does_not_know_is_refused_with_what_it_knows(query: str, wrong: str, known: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _shown(query)
    assert wrong in refusal.value.message
    assert known in refusal.value.remedy


def test_the_file_has_the_rows_and_the_order_of_the_page_in_whole_amounts() -> None:
    answer = tables.save(funds_table(), FUNDS, QueryDict("sort=code"), "csv")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Code,Fund,Approved (USD),Source",
        "RB,Regular budget,803549000.00,Version 2",
        "XB,Development cooperation,120000000.00,Version 2",
    ]


def test_a_file_is_refused_like_the_page() -> None:
    with pytest.raises(InvalidInput):
        tables.save(funds_table(), FUNDS, QueryDict("fund=RB"), "csv")


def test_the_files_are_offered_for_what_is_shown() -> None:
    assert _shown("sort=code&code=RB&page=1").downloads[0]["url"] == "/funds.xlsx?sort=code&code=RB"
    assert _shown().downloads[1]["url"] == "/funds.csv"


def test_the_page_shows_amounts_in_the_unit_of_the_heading() -> None:
    html = _html()
    assert "Approved, USD thousand" in html
    assert "803,549" in html
    assert "803,549,000" not in html


def test_the_form_keeps_the_order_and_the_version() -> None:
    html = _html("sort=code&version=1&code=RB")
    assert '<input type="hidden" name="sort" value="code">' in html
    assert '<input type="hidden" name="version" value="1">' in html
    assert '<option value="RB" selected>' in html
    assert 'href="?sort=code&amp;version=1"' in html


def test_how_many_of_how_many_is_said() -> None:
    assert "Funds (1 of 2)" in _html("code=RB")


def test_nothing_found_says_so_and_leads_back() -> None:
    html = _html("q=nothing&version=1")
    assert "Nothing found" in html
    assert 'href="?version=1"' in html


def test_a_missing_value_is_written_out_on_the_page() -> None:
    column: tables.Column[int] = tables.Column("a", "A", lambda row: State.NOT_YET_DUE, numeric=True)
    shown = tables.show(tables.Table("t", "T", [column]), [1], QueryDict())
    assert "not yet due" in render('<c-data-table :shown="shown" />', shown=shown, request=RequestFactory().get("/"))


def test_a_column_only_for_the_file_is_not_on_the_page() -> None:
    columns: list[tables.Column[int]] = [
        tables.Column("a", "A", str),
        tables.Column("b", "B", str, only="file"),
        tables.Column("c", "C", str, only="page"),
    ]
    table = tables.Table("t", "T", columns)
    assert [one.name for one in tables.show(table, [1], QueryDict()).columns] == ["a", "c"]
    assert tables.save(table, [1], QueryDict(), "csv").content.decode("utf-8-sig").splitlines()[0] == "A,B"


def test_a_long_table_is_paged_and_its_file_is_whole() -> None:
    table = tables.Table("t", "T", [tables.Column("a", "A", int, numeric=True)], per_page=2)
    assert len(tables.show(table, [1, 2, 3], QueryDict("page=2")).lines) == 1
    assert len(tables.save(table, [1, 2, 3], QueryDict("page=2"), "csv").content.splitlines()) == 4


@pytest.mark.django_db
def test_a_queryset_is_sorted_and_narrowed_by_the_database(django_assert_num_queries: object) -> None:
    from biennium.organisation.models import Place

    for code, alpha2 in (("KEN", "KE"), ("NPL", "NP"), ("PER", "PE")):
        Place.objects.create(code=code, alpha2=alpha2, kind="country", name={"en": code})
    table = tables.Table(
        "places",
        "Places",
        [tables.Column("code", "Code", lambda place: place.code, sorting=tables.by_field("code"))],
        [tables.Filter("code", "Code", tables.with_lookup("code__in"))],
    )
    with django_assert_num_queries(3):  # type: ignore[operator]  # the rows, how many, and how many there are in all
        shown = tables.show(table, Place.objects.all(), QueryDict("sort=-code"))
        assert [line[0].value for line in shown.lines] == ["PER", "NPL", "KEN"]
