"""Filling in a workbook like somebody with a spreadsheet: cells by the name of their column, saved as xlsx again."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from biennium.documents.read.workbook import Sheet, sheets
from biennium.foundation.actors import Actor
from biennium.intake.workbooks.reading import Outcome
from biennium.intake.workbooks.services import check_file, save_file
from biennium.intake.workbooks.writing import workbook
from biennium.programme.models import Programme


@dataclass(frozen=True)
class Formula:
    """A cell that computes."""

    text: str


class Book:
    """The rows of a workbook by sheet, each a text by column."""

    def __init__(self, content: bytes) -> None:
        self.meta: list[str] = []
        self.columns: dict[str, list[str]] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}
        for sheet in sheets_of(content):
            self._take(sheet)

    def _take(self, sheet: Sheet) -> None:
        head = sheet.rows[0].values if sheet.rows else []
        if head[:1] == ["biennium.workbook/1"]:
            self.meta = head
        elif ":" in "".join(head[:1]):
            name = head[0].partition(":")[0]
            self.columns[name] = [one.partition(":")[2] for one in head]
            self.rows[name] = [
                dict(zip(self.columns[name], row.values, strict=False)) for row in sheet.rows if row.number > 2
            ]

    def row(self, sheet: str, **where: str) -> dict[str, Any]:
        """The row whose cells begin so."""
        return next(
            row for row in self.rows[sheet] if all(row.get(name, "").startswith(text) for name, text in where.items())
        )

    def add(self, sheet: str, **cells: Any) -> None:
        """A row more; a double underscore stands for a point."""
        self.rows[sheet].append({name.replace("__", "."): value for name, value in cells.items()})

    def content(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"strings_to_numbers": False}) as book:
            book.add_worksheet("Start").write_row(0, 0, self.meta)
            for name, columns in self.columns.items():
                worksheet = book.add_worksheet(name)
                for place, column in enumerate(columns):
                    worksheet.write_string(0, place, f"{name}:{column}")
                    worksheet.write_string(1, place, column)
                for number, row in enumerate(self.rows[name], 2):
                    for place, column in enumerate(columns):
                        _write(worksheet, number, place, row.get(column, ""))
        return out.getvalue()


def _write(worksheet: Any, row: int, place: int, value: Any) -> None:
    if isinstance(value, Formula):
        worksheet.write_formula(row, place, value.text, value=7)
    elif isinstance(value, int | float):
        worksheet.write_number(row, place, value)
    elif value:
        worksheet.write_string(row, place, value)


def sheets_of(content: bytes) -> list[Sheet]:
    """The worksheets of a file."""
    with tempfile.TemporaryDirectory() as folder:
        return sheets(_kept(content, folder), largest=10**9, most_rows=10**6)


def taken(actor: Actor, programme: Programme, *names: str, filled: bool = True) -> Book:
    """A workbook as it is taken along."""
    return Book(workbook(actor=actor, programme=programme, names=names, filled=filled))


def check(actor: Actor, programme: Programme, book: Book, reason: str = "") -> Outcome:
    """What handing it in would change."""
    with tempfile.TemporaryDirectory() as folder:
        return check_file(actor=actor, programme=programme, path=_kept(book.content(), folder), reason=reason)


def save(actor: Actor, programme: Programme, book: Book, reason: str = "") -> Outcome:
    """Saves it."""
    with tempfile.TemporaryDirectory() as folder:
        return save_file(actor=actor, programme=programme, path=_kept(book.content(), folder), reason=reason)


def told(outcome: Outcome) -> list[tuple[str, str]]:
    """The cells that are wrong, and why."""
    return [(fault.cell, fault.message) for fault in outcome.faults]


def counts(outcome: Outcome) -> dict[str, tuple[int, int, int]]:
    """New, changed and unchanged rows, by sheet."""
    return {part.sheet.name: (len(part.new), len(part.changed), part.unchanged) for part in outcome.parts}


def _kept(content: bytes, folder: str) -> Path:
    path = Path(folder) / "workbook.xlsx"
    path.write_bytes(content)
    return path
