"""Tables as files: exact, in the reader's language, and never a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.figures import Figure, State
from biennium.kernel.money import Money
from biennium.web import exports
from biennium.web.exports import Export, Head

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"]


def _export(*cells: Any, heads: list[Head] | None = None, source: tuple[str, ...] = ()) -> Export:
    return Export("table", "Results", heads or [Head(f"c{place}") for place in range(len(cells))], [cells], source)


def _csv(export: Export) -> list[list[str]]:
    text = exports.as_csv(export).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def _xlsx(export: Export) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.as_xlsx(export)))
    return book.get_sheet_by_index(0).to_python()


def _sheet_xml(export: Export) -> str:
    with zipfile.ZipFile(io.BytesIO(exports.as_xlsx(export))) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe_in_csv(text: str) -> None:
    assert _csv(_export(text))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_is_a_string_in_xlsx(text: str) -> None:
    export = _export(text)
    assert "<f>" not in _sheet_xml(export)
    assert str(_xlsx(export)[1][0]).strip() == text.strip()


def test_a_heading_and_a_source_are_as_safe_as_a_cell() -> None:
    export = Export("t", "T", [Head("=A1")], [["x"]], ("=B1",))
    assert _csv(export) == [["'=A1", "Source"], ["x", "'=B1"]]
    assert "<f>" not in _sheet_xml(export)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_any_text_comes_back_and_none_begins_as_a_formula(text: str) -> None:
    written = _csv(_export(text))[1][0]
    assert written.removeprefix("'") == text.removeprefix("'")
    assert not written.startswith(exports.FORMULA_BEGINS)


@given(st.integers(-(10**17), 10**17))
def test_an_amount_keeps_every_cent_in_both_formats(minor: int) -> None:
    export = _export(Money(minor, "USD"), heads=[Head("Spent", "USD")])
    expected = Money(minor, "USD").decimal_string()
    assert _csv(export)[1] == [expected]
    found = _xlsx(export)[1][0]
    assert (Decimal(found) if isinstance(found, str) else Decimal(f"{found:.2f}")) == Decimal(expected)


def test_a_negative_number_is_a_number_and_not_neutralised() -> None:
    export = _export(-5, Decimal("-1.50"), heads=[Head("a"), Head("b")])
    assert _csv(export)[1] == ["-5", "-1.50"]
    assert _xlsx(export)[1] == [-5, -1.5]


def test_the_heading_of_amounts_names_their_currency_and_refuses_another() -> None:
    heads = [Head("Spent", "USD")]
    assert _csv(_export(Money(1, "USD"), heads=heads))[0] == ["Spent (USD)"]
    with pytest.raises(CurrencyMismatch):
        exports.as_csv(_export(Money(1, "EUR"), heads=heads))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (0, "0"),
        (State.NOT_REPORTED, "not reported"),
        (State.NOT_YET_DUE, "not yet due"),
        (Figure.absent("x", State.NOT_APPLICABLE), "not applicable"),
        (Figure.known("x", 1250, decimals=2), "12.50"),
        (Figure.known("x", 0), "0"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(3, 2), "1.5"),
        (True, "yes"),
        (False, "no"),
        (None, "not set"),
        ({}, "not written yet"),
        ({"en": "Output"}, "Output"),
        ({"fr": "Produit"}, "Produit [fr]"),
        (date(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31, 9, 5, tzinfo=UTC), "2024-01-31T09:05:00+00:00"),
    ],
)
def test_each_kind_of_value_is_written_out(cell: Any, expected: str) -> None:
    assert _csv(_export(cell))[1] == [expected]


def test_a_french_file_has_french_words() -> None:
    with translation.override("fr"):
        rows = _csv(_export(State.NOT_REPORTED, True, {"fr": "Produit", "en": "Output"}, source=("x",)))
    assert rows == [["c0", "c1", "c2", "Source"], ["non communiqué", "oui", "Produit", "x"]]


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_as_the_standard_says() -> None:
    written = exports.as_csv(_export("é"))
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.endswith(b"\r\n")


def test_the_source_stays_with_every_row_of_csv_and_is_a_sheet_of_xlsx() -> None:
    export = Export("t", "Results", [Head("a")], [["1"], ["2"]], ("Version 2", "modelled"))
    assert [row[-1] for row in _csv(export)[1:]] == ["Version 2 · modelled"] * 2
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.as_xlsx(export)))
    assert book.sheet_names == ["Results", "Source"]
    assert [row[0] for row in book.get_sheet_by_name("Source").to_python()] == ["Results", "Version 2", "modelled"]


def test_dates_and_numbers_are_dates_and_numbers_in_xlsx() -> None:
    moment = datetime(2024, 1, 31, 9, 5, tzinfo=UTC)
    assert _xlsx(_export(date(2024, 1, 31), moment, 1234567, Decimal("12.5")))[1] == [
        date(2024, 1, 31),
        datetime(2024, 1, 31, 9, 5),  # noqa: DTZ001 — a worksheet knows no time zones
        1234567,
        12.5,
    ]


def test_a_text_too_long_for_a_worksheet_is_cut_and_says_so() -> None:
    text = "é" * (exports.LONGEST_TEXT + 1)
    found = _xlsx(_export(text))[1][0]
    assert len(found) == exports.LONGEST_TEXT
    assert found.endswith("(cut here; the csv file has it whole)")
    assert _csv(_export(text))[1] == [text]


def test_more_rows_than_a_worksheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    with pytest.raises(InvalidInput, match="more rows"):
        exports.as_xlsx(Export("t", "T", [Head("a")], [["1"], ["2"]]))


def test_a_title_that_no_sheet_can_have_still_names_one() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.as_xlsx(Export("t", "[a]/b:*?", [Head("a")], []))))
    assert book.sheet_names == ["a  b"]


@pytest.mark.parametrize("file_format", exports.FORMATS)
def test_the_file_is_an_attachment_that_nothing_may_run(file_format: str) -> None:
    answer = exports.response(_export("x"), file_format)
    assert answer["Content-Disposition"] == f'attachment; filename="table.{file_format}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == exports.MEDIA_TYPES[file_format]


def test_a_format_there_is_none_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="xlsx, csv"):
        exports.response(_export("x"), "ods")
