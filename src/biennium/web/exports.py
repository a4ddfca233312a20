"""Tables as files: xlsx and csv with labels in the reader's language and values that are exact.

Invariant: no text becomes a formula. In csv a text that a spreadsheet would take for one gets an apostrophe before it;
in xlsx every text is written as a string. A number has no grouping and a point, and keeps all its decimals; one with
more digits than a spreadsheet keeps (15) is written as text. A missing value is written out, never left blank; None is
“not set”.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import IO, Any, TypeAlias

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.figures import Figure, State
from biennium.kernel.money import Money
from biennium.kernel.text import resolve
from biennium.web import formatting
from biennium.web.downloads import attachment

Cell: TypeAlias = "str | int | bool | Decimal | Fraction | Money | Figure | State | date | Mapping[str, str] | None"

FORMATS = ("xlsx", "csv")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXACT_DIGITS = 15
FRACTION_DECIMALS = 6
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
WIDEST_COLUMN = 60
MADE = datetime(2000, 1, 1)  # noqa: DTZ001
"""When a workbook says it was made: always the same, so that the same table is the same file."""
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its label, the unit of its numbers, and the currency of its amounts (one a column)."""

    label: str
    unit: str = ""

    @property
    def words(self) -> str:
        """Label and unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class Export:
    """A table for a file. `source` says where it comes from: programme, version and hash, and what is modelled.

    In csv the source is the last column of every row, so that it stays with rows that are copied; in xlsx a sheet.
    """

    name: str
    title: str
    heads: Sequence[Head]
    rows: Iterable[Sequence[Cell]]
    source: Sequence[str] = ()


def response(export: Export, file_format: str) -> HttpResponse:
    """The table as a download. Raises `InvalidInput` for a format there is none of."""
    if file_format not in FORMATS:
        raise InvalidInput(
            _("Tables are not written as “%(format)s”.") % {"format": file_format},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(FORMATS)},
        )
    written = as_csv(export) if file_format == "csv" else as_xlsx(export)
    return attachment(written, f"{export.name}.{file_format}", MEDIA_TYPES[file_format])


def as_csv(export: Export) -> bytes:
    """RFC 4180, UTF-8 with a byte order mark, by which spreadsheets know the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    source = [" · ".join(export.source)] if export.source else []
    heads = [head.words for head in export.heads] + ([_("Source")] if source else [])
    writer.writerow([safe(head) for head in heads])
    for row in export.rows:
        writer.writerow([*(_csv_cell(cell, head) for cell, head in _paired(row, export)), *map(safe, source)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(export: Export) -> bytes:
    """One sheet with the table, filterable and with a fixed header, and one with its source."""
    return as_workbook([export])


def as_workbook(exports: Sequence[Export]) -> bytes:
    """A sheet for each table, and one with the source of the first. The same tables give the same bytes."""
    out = io.BytesIO()
    _write_book(out, exports)
    return out.getvalue()


def in_words(cell: Cell) -> str:
    """What a cell says when it is text: the reader's language, a missing value written out."""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, State):
        return formatting.state_words(cell)
    if isinstance(cell, Mapping):
        found = resolve(cell, get_language() or "en")
        if found is None:
            return _("not written yet")
        return f"{found.value} [{found.lang}]" if found.fallback else found.value
    return _("not set") if cell is None else str(cell)


def _paired(row: Sequence[Cell], export: Export) -> list[tuple[Cell, Head]]:
    return [(_opened(cell), head) for cell, head in zip(row, export.heads, strict=True)]


def _opened(cell: Cell) -> Cell:
    """A figure is its value, or why it has none."""
    if not isinstance(cell, Figure):
        return cell
    if isinstance(cell.value, int):
        return Decimal(cell.value).scaleb(-cell.decimals)
    return cell.state if cell.value is None else cell.value


def _digits(cell: Cell, head: Head) -> str | None:
    """The exact decimal digits of a number or amount; None for anything else."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, Money):
        if head.unit != cell.currency:
            raise CurrencyMismatch(f"{cell} does not belong into the column “{head.words}”.")
        return cell.decimal_string()
    if isinstance(cell, Fraction):
        return f"{formatting.exact(cell, FRACTION_DECIMALS).normalize():f}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell) if isinstance(cell, int) else None


def _csv_cell(cell: Cell, head: Head) -> str:
    digits = _digits(cell, head)
    if digits is not None:
        return digits
    return cell.isoformat() if isinstance(cell, date) else safe(in_words(cell))


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def _write_book(out: IO[bytes], exports: Sequence[Export]) -> None:
    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    first = exports[0]
    with xlsxwriter.Workbook(out, {**options, "strings_to_urls": False}) as book:
        about_it = {"title": first.title, "comments": " · ".join(first.source), "created": MADE}
        book.set_properties(about_it)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = _Formats(book)
        for export in exports:
            _write_sheet(book, export, bold, formats)
        if first.source:
            about = book.add_worksheet(_sheet_name(_("Source")))
            about.set_column(0, 0, WIDEST_COLUMN * 2)
            for place, line in enumerate((first.title, *first.source)):
                about.write_string(place, 0, line, None if place else bold)


def _write_sheet(book: Any, export: Export, bold: Any, formats: _Formats) -> None:
    sheet = book.add_worksheet(_sheet_name(export.title))
    _write_heads(sheet, export, bold)
    last = _write_rows(sheet, export, formats)
    sheet.autofilter(0, 0, last, len(export.heads) - 1)


def _write_heads(sheet: Any, export: Export, bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for column, head in enumerate(export.heads):
        sheet.set_column(column, column, min(WIDEST_COLUMN, max(12, len(head.words) + 2)))
        sheet.write_string(0, column, head.words, bold)


class _Formats:
    """The number formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, pattern: str) -> Any:
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern})
        return self._made[pattern]


def _write_rows(sheet: Any, export: Export, formats: _Formats) -> int:
    number = 0
    for number, row in enumerate(export.rows, start=1):
        if number > MOST_ROWS:
            raise InvalidInput(
                _("The table has more rows than a worksheet can hold."), remedy=_("Take it as csv, or filter it first.")
            )
        for column, (cell, head) in enumerate(_paired(row, export)):
            _write_cell(sheet, number, column, cell, head, formats)
    return number


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, head: Head, formats: _Formats) -> None:
    digits = _digits(cell, head)
    if digits is not None and len(digits.lstrip("-").replace(".", "").lstrip("0")) <= EXACT_DIGITS:
        decimals = len(digits.partition(".")[2])
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        sheet.write_number(row, column, Decimal(digits), formats.of(pattern))
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, timezone.make_naive(cell), formats.of("yyyy-mm-dd hh:mm"))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats.of("yyyy-mm-dd"))  # noqa: DTZ001
    else:
        sheet.write_string(row, column, _cut(digits or in_words(cell)))


def _cut(text: str) -> str:
    """A cell of a worksheet holds no more; what is cut says so."""
    if len(text) <= LONGEST_TEXT:
        return text
    note = " … " + _("(cut here; the csv file has it whole)")
    return text[: LONGEST_TEXT - len(note)] + note


def _sheet_name(title: str) -> str:
    return _NOT_IN_A_SHEET_NAME.sub(" ", title)[:31].strip() or _("Table")
