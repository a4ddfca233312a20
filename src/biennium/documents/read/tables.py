"""Tables of other systems, row by row: CSV in UTF-8 or UTF-16, and Excel workbooks (.xlsx).

Invariant: a value is the text that stands in the file. Numbers of a workbook are the digits that were saved, never
parsed into a float; a formula is told as one, because what it will say elsewhere is not in the file. Memory does not
grow with the number of rows (but for the shared strings of a workbook).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from biennium.kernel.errors import InvalidInput

MOST_ROWS = {".csv": 1_000_000, ".txt": 1_000_000, ".xlsx": 100_000}
LARGEST_PART = 400 * 1024 * 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"[A-Z]+")
_FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Row:
    """The number of a row in its file, counted from 1, and its values; `formulas` are the places of formula cells."""

    number: int
    values: list[str]
    formulas: frozenset[int] = frozenset()


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file, the heading first. Raises `InvalidInput`, with the row, for what cannot be read."""
    suffix = path.suffix.lower()
    if suffix not in MOST_ROWS:
        raise InvalidInput("This is no table.", where=path.name, remedy="Save it as .csv (UTF-8) or .xlsx.")
    if not path.is_file():
        raise InvalidInput("There is no such file.", where=str(path), remedy="Check the name and the folder.")
    most = MOST_ROWS[suffix]
    for row in _workbook(path) if suffix == ".xlsx" else _csv(path):
        if row.number > most + 1:
            raise InvalidInput(f"The file has more than {most:,} rows.", where=path.name, remedy="Split it.")
        yield row


def _csv(path: Path) -> Iterator[Row]:
    with path.open("rb") as binary:
        start = binary.read(4)
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if start.startswith(b"PK"):
        raise InvalidInput("The content is a zip archive or workbook, not CSV.", where=path.name)
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as readable:
            for number, values in enumerate(csv.reader(readable, delimiter=_delimiter(path, encoding), strict=True), 1):
                if any("\0" in value for value in values):
                    raise InvalidInput("The content is not text.", where=f"row {number}")
                yield Row(number, values)
    except UnicodeError as error:
        raise InvalidInput(
            "The file is not in UTF-8.", where=f"after row {number}", remedy="Export it as CSV UTF-8."
        ) from error
    except csv.Error as error:
        raise InvalidInput(f"The CSV is broken: {error}.", where=f"after row {number}") from error


def _delimiter(path: Path, encoding: str) -> str:
    """The one of comma, semicolon and tab that the heading has most of."""
    with path.open(encoding=encoding, newline="") as readable:
        heading = readable.readline(100_000)
    return max(",;\t", key=heading.count)


def _workbook(path: Path) -> Iterator[Row]:
    try:
        with ZipFile(path) as archive:
            for part in archive.infolist():
                if part.file_size > LARGEST_PART:
                    raise InvalidInput("The workbook is too large.", where=path.name, remedy="Export it as CSV.")
            names = archive.namelist()
            sheet = next((one for one in sorted(names) if re.fullmatch(r"xl/worksheets/sheet\d*\.xml", one)), None)
            if sheet is None:
                raise InvalidInput("This is no Excel workbook.", where=path.name, remedy="Save it as .xlsx.")
            strings = _strings(archive) if "xl/sharedStrings.xml" in names else []
            dates = _date_styles(archive) if "xl/styles.xml" in names else set()
            with archive.open(sheet) as readable:
                yield from _sheet(readable, strings, dates)
    except (BadZipFile, etree.XMLSyntaxError, EOFError) as error:
        raise InvalidInput("The workbook is broken, or not complete.", where=path.name) from error


def _elements(readable: IO[bytes], tag: str) -> Iterator[etree._Element]:
    """The elements of one name, each emptied once it was looked at; no entities, nothing from elsewhere."""
    parsing = etree.iterparse(readable, tag=f"{_MAIN}{tag}", resolve_entities=False, no_network=True, load_dtd=False)
    for _event, element in parsing:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _strings(archive: ZipFile) -> list[str]:
    with archive.open("xl/sharedStrings.xml") as readable:
        return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in _elements(readable, "si")]


def _date_styles(archive: ZipFile) -> set[str]:
    """The cell styles that show a number as a day (built-in formats 14–17, 22, and own formats with day and year)."""
    root = etree.fromstring(
        archive.read("xl/styles.xml"), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    )
    own = {
        one.get("numFmtId")
        for one in root.iter(f"{_MAIN}numFmt")
        if {"y", "d"} <= set(re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", one.get("formatCode", "")).lower())
    }
    days = {"14", "15", "16", "17", "22", *own}
    formats = root.find(f"{_MAIN}cellXfs")
    return {
        str(index) for index, one in enumerate(formats if formats is not None else []) if one.get("numFmtId") in days
    }


def _sheet(readable: IO[bytes], strings: list[str], dates: set[str]) -> Iterator[Row]:
    for element in _elements(readable, "row"):
        values: list[str] = []
        formulas = set()
        for cell in element.iter(f"{_MAIN}c"):
            place = _place(cell.get("r", ""), len(values))
            values += [""] * (place - len(values))
            if cell.find(f"{_MAIN}f") is not None:
                formulas.add(place)
            values.append(_value(cell, strings, dates))
        yield Row(int(element.get("r", "0")), values, frozenset(formulas))


def _place(reference: str, following: int) -> int:
    """The column of a cell, counted from 0."""
    match = _COLUMN.match(reference)
    if match is None:
        return following
    place = 0
    for letter in match.group():
        place = place * 26 + ord(letter) - 64
    if place > 16_384:
        raise InvalidInput(f"There is no column {match.group()}.")
    return place - 1


def _value(cell: etree._Element, strings: list[str], dates: set[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    text = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
    if kind == "n" and cell.get("s") in dates and text.isdigit():
        return (_FIRST_DAY + timedelta(days=int(text))).isoformat()
    return text
