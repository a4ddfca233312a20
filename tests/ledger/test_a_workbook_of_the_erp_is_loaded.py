"""A workbook is read as it was saved, or refused with the row and the column; nothing of it is half loaded."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from biennium.documents.read.tables import rows
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.ledger.models import ClosedYear, ImportRow, ImportRun, Posting
from biennium.ledger.services.imports import post_run, stage_file
from biennium.programme.models import Result
from ledger.workbooks import DAY_STYLE, SPACE, Book, Formula, Number, Sheet
from ledger.world import World

pytestmark = pytest.mark.django_db
USUAL: dict[str, Any] = {
    "document": "D1",
    "document_line": "1",
    "date": "2024-03-01",
    "fund": "RB",
    "result": "1.1",
    "unit": "LAW",
    "place": "KEN",
    "cost_category": "travel",
    "currency": "USD",
    "amount": Number("10.5"),
}
HEADING = list(USUAL)
COVER = Sheet([["Expenditure of the year"], ["", "prepared by Finance"]])


def row(number: int = 1, **changes: Any) -> list[Any]:
    return list({**USUAL, "document": f"D{number}", **changes}.values())


def book(folder: Path, *lines: list[Any], name: str = "erp.xlsx", **more: Any) -> Path:
    merged = more.pop("merged", ())
    return Book({"March": Sheet([HEADING, *lines], merged=merged)}, **more).save(folder / name)


def stage(world: World, path: Path) -> ImportRun:
    return stage_file(actor=OPERATOR, programme=world.programme, path=path)


def faults(world: World, path: Path) -> list[tuple[int, str, str]]:
    run = stage(world, path)
    with pytest.raises(InvalidInput, match="has faults"):
        post_run(actor=OPERATOR, run=run)
    assert not Posting.objects.exists()
    return [(one.number, one.column, one.message) for one in run.faults.all()]


@pytest.mark.parametrize(
    ("digits", "minor"),
    [
        ("90071992547409.93", 9_007_199_254_740_993),
        ("0.29", 29),
        ("2.2999999999999998", 230),
        ("1234.3499999999999", 123_435),
        ("1.5E3", 150_000),
        ("1.0E-2", 1),
        ("100.0", 10_000),
    ],
)
def test_an_amount_is_what_was_typed_whatever_the_program_saved(
    world: World, tmp_path: Path, digits: str, minor: int
) -> None:
    run = stage(world, book(tmp_path, row(amount=Number(digits))))
    assert list(run.rows.values_list("amount", flat=True)) == [minor], list(run.faults.values_list("message"))


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"fund": "XX"}, "fund", "There is no fund with this code."),
        ({"fund": Number("100")}, "fund", "There is no fund with this code."),
        ({"result": "9.9"}, "result", "There is no result with this code."),
        ({"unit": "NOWHERE"}, "unit", "There is no unit with this code."),
        ({"place": "ZZZ"}, "place", "There is no place with this code; write ISO 3166-1 alpha-3."),
        ({"cost_category": "#N/A"}, "cost_category", "There is no cost category with this code."),
        ({"currency": "EURO"}, "currency", "not a currency"),
        ({"currency": "CHF"}, "currency", "There is no budget rate of CHF and USD"),
        ({"date": Number("45352")}, "date", "write it as 2024-03-31"),
        ({"date": Number("99999999999", DAY_STYLE)}, "date", "write it as 2024-03-31"),
        ({"date": Number("45291", DAY_STYLE)}, "date", "2023 is no year of the programme"),
        ({"date": ""}, "date", "This is missing."),
        ({"amount": "1,234.50"}, "amount", "without thousands separators"),
        ({"amount": "1.234,50"}, "amount", "without thousands separators"),
        ({"amount": "1\u00a0234.50"}, "amount", "without thousands separators"),
        ({"amount": Number("1234.505")}, "amount", "more decimals than USD"),
        ({"amount": Number("-5")}, "amount", "kind refund"),
        ({"amount": Number("45352", DAY_STYLE)}, "amount", "is not an amount"),
        ({"amount": Formula("5*2", "10")}, "amount", "This is a formula; save the value."),
        ({"fund": Formula("A1")}, "fund", "This is a formula; save the value."),
    ],
)
def test_a_fault_names_row_and_column_and_what_is_expected(
    world: World, tmp_path: Path, changes: dict[str, Any], column: str, message: str
) -> None:
    found = faults(world, book(tmp_path, row(1), row(2, **changes)))
    assert (3, column) in [(number, name) for number, name, _ in found], found
    assert message in next(words for _, name, words in found if name == column)


def test_a_row_of_formulas_that_were_never_computed_is_no_empty_row(world: World, tmp_path: Path) -> None:
    found = faults(world, book(tmp_path, row(1), [Formula("A2")] * len(HEADING)))
    assert {number for number, _column, _message in found} == {3}


def test_a_code_that_a_number_cannot_keep_is_a_fault(world: World, tmp_path: Path) -> None:
    assert stage(world, book(tmp_path, row(result=Number("1.1")))).rows.count() == 1
    Result.objects.filter(code="1.2").update(code="1.10")
    found = faults(world, book(tmp_path, row(result=Number("1.1")), name="again.xlsx"))
    assert found == [(2, "result", "This is a number: 1.1 and 1.10 look the same; store it as text.")]


def test_a_closed_year_and_a_line_that_stands_twice_are_faults(world: World, tmp_path: Path) -> None:
    ClosedYear.objects.create(fund=Fund.objects.get(code="RB"), year=2025, closed_at="2026-01-31T00:00Z")
    closed = row(2, date=Number("45717", DAY_STYLE))
    assert faults(world, book(tmp_path, row(1), closed, row(1))) == [
        (3, "date", "2025 of RB is closed."),
        (4, "document_line", "This document and line stands in the file already."),
    ]


@pytest.mark.parametrize(("date1904", "digits"), [(False, "45352"), (False, "45352.75"), (True, "43890")])
def test_a_day_is_the_day_that_excel_shows(world: World, tmp_path: Path, date1904: bool, digits: str) -> None:
    run = stage(world, book(tmp_path, row(date=Number(digits, DAY_STYLE)), date1904=date1904))
    assert [one.date.isoformat() for one in run.rows.all()] == ["2024-03-01"]


def test_the_visible_sheet_is_read_wherever_it_stands(world: World, tmp_path: Path) -> None:
    filled, hidden = Sheet([HEADING, row()]), Sheet([HEADING, row(7), row(8)], state="hidden")
    sheets = {"Old": hidden, "Empty": Sheet([]), "March": filled, "Secret": Sheet([["x"]], state="veryHidden")}
    run = stage(world, Book(sheets).save(tmp_path / "erp.xlsx"))
    assert list(run.rows.values_list("document", flat=True)) == ["D1"]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"Cover": COVER, "March": Sheet([HEADING, row()])}, "More than one sheet is visible and filled: Cover, March"),
        ({"Cover": COVER}, r"sheet “Cover”, row 1: “Expenditure of the year” is no column"),
        ({"Cover": Sheet([HEADING[:3]])}, r"sheet “Cover”, row 1: The column fund is missing"),
        ({"March": Sheet([HEADING], state="hidden")}, "has no visible sheet"),
        ({"March": Sheet([HEADING, row(), row(2)], merged=["A1:B1", "E2:E3"])}, "March: The cells E2:E3 are merged"),
        ({"March": Sheet([])}, "The file is empty"),
    ],
)
def test_what_would_be_read_in_part_is_refused(
    world: World, tmp_path: Path, sheets: dict[str, Sheet], message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        stage(world, Book(sheets).save(tmp_path / "erp.xlsx"))
    assert not ImportRow.objects.exists()


def test_a_workbook_of_the_strict_standard_is_read(world: World, tmp_path: Path) -> None:
    assert stage(world, book(tmp_path, row(), space="http://purl.oclc.org/ooxml/spreadsheetml/main")).rows.count() == 1


def test_how_a_text_is_pronounced_is_no_part_of_it(tmp_path: Path) -> None:
    spoken = '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'
    strings = f'<sst xmlns="{SPACE}"><si><r><t>東</t></r><r><t>京</t></r>{spoken}</si></sst>'
    sheet = f'<worksheet xmlns="{SPACE}"><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>'
    more = {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet}
    assert [one.values for one in rows(Book({"A": Sheet([])}, more=more).save(tmp_path / "a.xlsx"))] == [["東京"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no Excel workbook"),
        (",".join(HEADING).encode(), r"no Excel workbook\. .*name it \.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"protected by a password, or in the old format"),
        (b"PK\x03\x04zip", "broken"),
    ],
)
def test_what_is_named_like_a_workbook_and_is_none_is_refused(
    world: World, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "erp.xlsx"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=message):
        stage(world, path)


def test_a_workbook_that_is_cut_or_damaged_anywhere_is_refused_or_read_whole(world: World, tmp_path: Path) -> None:
    whole = book(tmp_path, row(1), row(2)).read_bytes()
    path = tmp_path / "cut.xlsx"
    for cut in range(10, len(whole), 97):
        path.write_bytes(whole[:cut])
        with pytest.raises(InvalidInput):
            list(rows(path))
    for place in range(0, len(whole), 41):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert len(list(rows(path))) <= 3
        except InvalidInput:
            continue


def test_a_workbook_that_expands_without_bounds_is_refused_before_it_does(world: World, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as written:
        for _ in range(64):
            written.write(b" " * 1024 * 1024)
    with pytest.raises(InvalidInput, match="expands to more than it may"):
        stage(world, path)


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(9))
    sheet = f'<!DOCTYPE x [{entities}]><worksheet xmlns="{SPACE}"><sheetData><row><c t="str"><v>&e8;</v></c></row>'
    more = {"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>"}
    path = Book({"A": Sheet([])}, more=more).save(tmp_path / "a.xlsx")
    with suppress(InvalidInput):
        assert sum(len(value) for one in rows(path) for value in one.values) < 100
