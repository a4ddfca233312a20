"""A file of the ERP is checked row by row, then posted whole, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.ledger.erp import reading
from biennium.ledger.models import Batch, ClosedYear, ImportRow, ImportRun, Move, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import imports
from biennium.ledger.services.imports import post_run, stage_file
from biennium.organisation.models import Person
from ledger.world import World

HEADING = "document,document_line,date,fund,result,unit,place,cost_category,currency,amount,text"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def row(number: int, amount: str = "10.00", **changes: str) -> str:
    cells = {
        "document": f"D{number}",
        "document_line": "1",
        "date": "2024-03-01",
        "fund": "RB",
        "result": "1.1",
        "unit": "LAW",
        "place": "KEN",
        "cost_category": "travel",
        "currency": "USD",
        "amount": amount,
        "text": "Mission",
    }
    return ",".join({**cells, **changes}.values())


def written(folder: Path, *rows: str, heading: str = HEADING, encoding: str = "utf-8", name: str = "erp.csv") -> Path:
    path = folder / name
    path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
    return path


def stage(world: World, path: Path, mapping: Any = None) -> ImportRun:
    return stage_file(actor=OPERATOR, programme=world.programme, path=path, mapping=mapping)


def faults(world: World, path: Path, mapping: Any = None) -> list[tuple[int, str, str]]:
    return [(one.number, one.column, one.message) for one in stage(world, path, mapping).faults.all()]


def test_an_expense_beyond_its_allotment_loads_and_stands_uncovered(world: World, folder: Path) -> None:
    run = post_run(actor=OPERATOR, run=stage(world, written(folder, row(1), row(2, "5.50"))))
    assert run.status == ImportRun.Status.POSTED
    account = world.account(world.line("RB", result="1.1", unit="LAW", place="KEN", cost_category="travel"))
    assert (account.spent, account.uncovered) == (1_550, -1_550)
    assert Posting.objects.get(document="D2").text == "Mission"
    assert not ImportRow.objects.exists()
    assert prove().holds


def test_loading_a_file_again_posts_nothing_twice(world: World, folder: Path) -> None:
    post_run(actor=OPERATOR, run=stage(world, written(folder, row(1), row(2))))
    again = stage(world, written(folder, row(1), row(2), row(3)))
    assert (again.known, again.rows.count()) == (2, 1)
    post_run(actor=OPERATOR, run=again)
    assert Posting.objects.count() == 3
    same = stage(world, written(folder, row(1), row(2), row(3)))
    with pytest.raises(InvalidInput, match="posted already"):
        post_run(actor=OPERATOR, run=same)


def test_a_document_that_was_posted_otherwise_is_a_fault(world: World, folder: Path) -> None:
    post_run(actor=OPERATOR, run=stage(world, written(folder, row(1))))
    found = faults(world, written(folder, row(1, "11.00")))
    assert found == [
        (2, "document", "It is posted already, as expense of USD 10.00 on 2024-03-01; reverse that posting first.")
    ]


def test_nothing_is_posted_while_a_row_has_a_fault(world: World, folder: Path) -> None:
    run = stage(world, written(folder, row(1), row(2, "ten")))
    assert run.status == ImportRun.Status.FAULTY
    with pytest.raises(InvalidInput, match="has faults"):
        post_run(actor=OPERATOR, run=run)
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"fund": "XX"}, "fund", "There is no fund with this code. There are RB"),
        ({"result": "9.9"}, "result", "There is no result with this code."),
        ({"unit": "NOWHERE"}, "unit", "There is no unit with this code."),
        ({"place": "Kenya"}, "place", "There is no place with this code; write ISO 3166-1 alpha-3. There are KEN"),
        (
            {"cost_category": "Travell"},
            "cost_category",
            "There is no cost category with this code. There are staff, travel.",
        ),
        ({"currency": "XXX"}, "currency", "not a currency"),
        ({"currency": "CHF"}, "currency", "There is no budget rate of CHF and USD for 2024-03-01."),
        ({"date": "01.03.2024"}, "date", "write it as 2024-03-31"),
        ({"date": "2023-12-31"}, "date", "2023 is no year of the programme 2024-25."),
        ({"date": ""}, "date", "This is missing."),
        ({"amount": '"1,234.50"'}, "amount", "without thousands separators"),
        ({"amount": "1234.505"}, "amount", "more decimals than USD"),
        ({"amount": "12,50"}, "amount", "with a point"),
        ({"amount": "-5"}, "amount", "kind refund"),
        ({"amount": "0"}, "amount", "This is zero; write an amount above it"),
        ({"amount": "9" * 17}, "amount", "more than can be kept"),
        ({"text": "one,two"}, "column 12", "The row has more cells than the heading"),
        ({"amount": "1e3"}, "amount", "is not an amount"),
        ({"document": "D" * 65}, "document", "longer than 64"),
    ],
)
def test_a_fault_names_row_and_column_and_what_is_expected(
    world: World, folder: Path, changes: dict[str, str], column: str, message: str
) -> None:
    heading, cells = HEADING, {"amount": "10.00", **changes}
    if cells["amount"] == "12,50":
        heading, line = HEADING.replace(",", ";"), row(2, "12x50").replace(",", ";").replace("12x50", "12,50")
    else:
        line = row(2, cells.pop("amount"), **cells)
    good = row(1).replace(",", ";") if ";" in heading else row(1)
    found = faults(world, written(folder, good, line, heading=heading))
    assert [(number, name) for number, name, _ in found] == [(3, column)], found
    assert message in found[0][2]


def test_every_column_of_a_row_that_is_wrong_is_told_once(world: World, folder: Path) -> None:
    wrong = row(1, "ten", date="", fund="XX", result="9.9", currency="")
    found = faults(world, written(folder, wrong))
    assert sorted(column for _number, column, _message in found) == ["amount", "currency", "date", "fund", "result"]


def test_of_many_codes_those_that_look_like_a_wrong_one_are_named(world: World, folder: Path) -> None:
    with mock.patch.object(reading, "FEW", 1):
        found = faults(world, written(folder, row(1, place="Kenya"), row(2, place="#")))
    assert [message.partition("3. ")[2] for _number, _column, message in found] == ["Near it: KEN.", ""]


def test_a_closed_year_is_a_fault(world: World, folder: Path) -> None:
    ClosedYear.objects.create(fund=Fund.objects.get(code="RB"), year=2024, closed_at="2025-01-31T00:00Z")
    assert faults(world, written(folder, row(1))) == [(2, "date", "2024 of RB is closed.")]


def test_a_document_and_line_stands_in_a_file_once(world: World, folder: Path) -> None:
    assert faults(world, written(folder, row(1), row(1))) == [
        (3, "document_line", "This document and line stands in the file already.")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_heading(world: World, folder: Path, encoding: str) -> None:
    assert stage(world, written(folder, row(1, text="Mission à Genève"), encoding=encoding)).rows.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (f"{HEADING}\n,,,,,,,,,,\n\n".encode(), "erp.csv: The file has no row below its heading"),
        (f"{HEADING}\n{row(1, text='é')}\n".encode("latin-1"), "not in UTF-8"),
        (b"amount\n1\n", "The column document is missing"),
        (f"{HEADING},colour\n".encode(), "“colour” is no column"),
        (f"{HEADING},amount\n".encode(), "stands there twice"),
        (b"PK\x03\x04zip", "zip archive"),
        (f'{HEADING}\n"open'.encode(), "CSV is broken"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(world: World, folder: Path, content: bytes, message: str) -> None:
    path = folder / "erp.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=message):
        stage(world, path)
    assert not Posting.objects.exists()
    assert not ImportRun.objects.filter(status=ImportRun.Status.CHECKED).exists()


def test_a_foreign_file_is_mapped_by_data(world: World, folder: Path) -> None:
    mapping = {
        "columns": {
            "Belegnr": "document",
            "Pos": "document_line",
            "Datum": "date",
            "Betrag": "amount",
            "Fonds": "fund",
        },
        "codes": {"fund": {"100": "RB"}},
        "defaults": {"currency": "USD", "result": "1.1", "unit": "LAW"},
    }
    path = written(folder, "77;1;2024-03-01;12.50;100", heading="Belegnr;Pos;Datum;Betrag;Fonds")
    post_run(actor=OPERATOR, run=stage(world, path, mapping))
    assert world.account(world.line("RB", result="1.1", unit="LAW")).spent == 1_250
    with pytest.raises(InvalidInput, match="“colour” is no column"):
        stage(world, path, {"columns": {"Farbe": "colour"}})


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ([], r"“\[\]” is no part of a mapping"),
        ({"columns": []}, 'columns: This is no list of pairs. Write it as {"100": "RB"}'),
        ({"columns": None}, "columns: This is no list of pairs"),
        ({"codes": ["fund"]}, "codes: This is no list of pairs"),
        ({"codes": {"fund": "RB"}}, "fund: This is no list of pairs"),
        ({"codes": {"fund": {"100": 5}}}, '100: What stands for it is no text. Write it as "100": "5"'),
        ({"columns": {"Betrag": ["amount"]}}, "Betrag: What stands for it is no text"),
        ({"defaults": {"year": 2024}}, 'year: What stands for it is no text. Write it as "year": "2024"'),
    ],
)
def test_a_mapping_of_another_shape_is_refused_in_words(world: World, folder: Path, mapping: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        stage(world, written(folder, row(1, "5.00")), mapping)
    assert not ImportRun.objects.exists()


def test_an_expense_clears_the_commitment_it_names(world: World, folder: Path) -> None:
    top, line = world.line("RB"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 10_000, top)
    world.enter("allotment", 10_000, top, to=line)
    heading = f"{HEADING},kind,commitment"
    path = written(
        folder,
        row(1, "60.00") + ",commitment,",
        row(2, "45.00") + ",expense,D1/1",
        row(3, "1.00") + ",refund,",
        heading=heading,
    )
    post_run(actor=OPERATOR, run=stage(world, path))
    account = world.account(line)
    assert (account.committed, account.spent, account.allotted) == (1_500, 4_400, 4_100)


def test_a_commitment_that_is_nowhere_is_a_fault(world: World, folder: Path) -> None:
    path = written(folder, row(1) + ",P9/1", heading=f"{HEADING},commitment")
    assert [(number, column) for number, column, _ in faults(world, path)] == [(2, "commitment")]


def test_a_run_that_broke_off_goes_on_where_it_stopped(world: World, folder: Path) -> None:
    path = written(folder, *(row(number) for number in range(1, 8)))
    with mock.patch.object(imports, "CHUNK", 3):
        staged, calls = imports._stage, 0

        def breaks(*arguments: Any) -> None:
            nonlocal calls
            calls += 1
            if calls == 3:
                raise KeyboardInterrupt
            staged(*arguments)

        with mock.patch.object(imports, "_stage", breaks), pytest.raises(KeyboardInterrupt):
            stage(world, path)
        broken = ImportRun.objects.get()
        assert (broken.status, broken.rows.count()) == (ImportRun.Status.STAGING, 6)
        with pytest.raises(InvalidInput, match="not read to its end"):
            post_run(actor=OPERATOR, run=broken)
        assert stage(world, path) == broken
        run = post_run(actor=OPERATOR, run=broken)
    assert Posting.objects.count() == 7
    assert Batch.objects.filter(origin="import").count() == 1
    assert sorted(run.batch.postings.values_list("number", flat=True)) == list(range(7))  # type: ignore[union-attr]


def test_a_file_that_breaks_off_while_posting_leaves_nothing(world: World, folder: Path) -> None:
    run = stage(world, written(folder, *(row(number) for number in range(1, 8))))
    with mock.patch.object(imports, "CHUNK", 3):
        posted = imports.add_to

        def breaks(batch: Batch, orders: Any, *, first: int = 0) -> list[int]:
            if first == 3:
                raise KeyboardInterrupt
            return posted(batch, orders, first=first)

        with mock.patch.object(imports, "add_to", breaks), pytest.raises(KeyboardInterrupt):
            post_run(actor=OPERATOR, run=run)
    assert not Move.objects.exists()
    assert ImportRun.objects.get().status == ImportRun.Status.CHECKED


def test_nobody_loads_without_the_role(world: World, folder: Path) -> None:
    person = Person.objects.create_user("reader@example.org", "Reader")
    with pytest.raises(NotPermitted):
        stage_file(actor=person, programme=world.programme, path=written(folder, row(1)))
