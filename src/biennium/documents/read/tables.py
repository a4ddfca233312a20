"""Tables of other systems, row by row: CSV in UTF-8 or UTF-16, and Excel workbooks (.xlsx).

Invariant: a value is the text that stands in the file. Memory does not grow with the number of rows (but for the
shared strings of a workbook).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from biennium.documents.read.workbook import lines
from biennium.kernel.errors import InvalidInput

MOST_ROWS = {".csv": 1_000_000, ".txt": 1_000_000, ".xlsx": 100_000}


@dataclass(frozen=True, slots=True)
class Row:
    """The number of a row in its file, counted from 1, and its values. Of a workbook: the places of its formulas and of
    its numbers, and the sheet it stands on."""

    number: int
    values: list[str]
    formulas: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()
    sheet: str = ""


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file, the heading first. Raises `InvalidInput`, with the row, for what cannot be read."""
    suffix = path.suffix.lower()
    if suffix not in MOST_ROWS:
        raise InvalidInput(_("This is no table."), where=path.name, remedy=_("Save it as .csv (UTF-8) or .xlsx."))
    if not path.is_file():
        raise InvalidInput(_("There is no such file."), where=str(path), remedy=_("Check the name and the folder."))
    most = MOST_ROWS[suffix]
    for row in _workbook(path) if suffix == ".xlsx" else _csv(path):
        if row.number > most + 1:
            raise InvalidInput(
                _("The file has more than %(most)s rows.") % {"most": f"{most:,}"},
                where=path.name,
                remedy=_("Split it."),
            )
        yield row


def _csv(path: Path) -> Iterator[Row]:
    with path.open("rb") as binary:
        start = binary.read(4)
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if start.startswith(b"PK"):
        raise InvalidInput(
            _("The content is a zip archive or workbook, not CSV."),
            where=path.name,
            remedy=_("Name it .xlsx, or export it as CSV."),
        )
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as readable:
            for number, values in enumerate(csv.reader(readable, delimiter=_delimiter(path, encoding), strict=True), 1):
                if any("\0" in value for value in values):
                    raise InvalidInput(_("The content is not text."), where=_("row %(number)s") % {"number": number})
                yield Row(number, values)
    except UnicodeError as error:
        raise InvalidInput(
            _("The file is not in UTF-8."), where=_after(number), remedy=_("Export it as CSV UTF-8.")
        ) from error
    except csv.Error as error:
        raise InvalidInput(_("The CSV is broken: %(error)s.") % {"error": error}, where=_after(number)) from error


def _after(number: int) -> str:
    return _("after row %(number)s") % {"number": number} if number else ""


def _delimiter(path: Path, encoding: str) -> str:
    """The one of comma, semicolon and tab that the heading has most of."""
    with path.open(encoding=encoding, newline="") as readable:
        heading = readable.readline(100_000)
    return max(",;\t", key=heading.count)


def _workbook(path: Path) -> Iterator[Row]:
    for line in lines(path):
        yield Row(line.number, line.values, line.formulas, line.numbers, line.sheet)
