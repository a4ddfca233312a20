"""The rows of an Excel workbook (.xlsx, ECMA-376 and ISO/IEC 29500 strict), read without building it in memory.

Invariants: `lines` reads one visible sheet and refuses what else is visible and holds anything, so that nothing is left
out unsaid; `sheets` reads all that are visible. A value is the text that stands in the file: numbers are the digits
that were saved, but for the noise of a binary fraction (2.2999999999999998 for 2.3); a day is written as 2024-03-31; a
formula is told as one, because what it will say elsewhere is not in the file. No part is expanded before its size is
known to be within bounds.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from lxml import etree

from biennium.kernel.errors import InvalidInput

LARGEST_SHEET = 400 * 1024 * 1024
LARGEST_STRINGS = 100 * 1024 * 1024
LARGEST_PART = 16 * 1024 * 1024
MOST_EXPANSION = 200
EXACT_DIGITS = 15
"""How many digits of a decimal number a binary fraction of 64 bits keeps."""
_SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml")
_COLUMN = re.compile(r"[A-Z]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"-?(?P<digits>\d+(\.\d+)?)([eE][+-]?\d{1,3})?")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_OLD = b"\xd0\xcf\x11\xe0"
_DAMAGE = (
    BadZipFile,
    etree.XMLSyntaxError,
    EOFError,
    zlib.error,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet of that name: its number, its values, and the places of its formulas and of its numbers."""

    number: int
    values: list[str]
    formulas: frozenset[int]
    numbers: frozenset[int]
    sheet: str


def lines(path: Path) -> Iterator[Line]:
    """The rows of the visible sheet. Raises `InvalidInput` for what cannot be read, or would be read in part."""
    _require_zip(path)
    with _told(path), ZipFile(path) as archive:
        book = _Book.of(archive)
        name, part = _chosen(archive, book)
        _require_single_cells(archive, part, name)
        strings = _strings(archive)
        with archive.open(part) as readable:
            yield from _rows(readable, _Values(strings, _date_styles(archive), book.first_day), name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet by its name, with its rows."""

    name: str
    rows: list[Line]


def sheets(path: Path, *, largest: int, most_rows: int) -> list[Sheet]:
    """All visible sheets, in their order. Raises `InvalidInput` for what cannot be read, expands to more than `largest`
    bytes together, or has more than `most_rows` rows on a sheet."""
    _require_zip(path)
    with _told(path), ZipFile(path) as archive:
        book = _Book.of(archive)
        if sum(part.file_size for part in archive.infolist()) > largest:
            raise InvalidInput(
                _("The workbook expands to more than it may."), remedy=_("Hand in fewer rows at a time.")
            )
        values = _Values(_strings(archive), _date_styles(archive), book.first_day)
        return [Sheet(name, _all(archive, part, name, values, most_rows)) for name, part in book.sheets.items()]


def _all(archive: ZipFile, part: str, name: str, values: _Values, most_rows: int) -> list[Line]:
    _require_single_cells(archive, part, name)
    read: list[Line] = []
    with archive.open(part) as readable:
        for line in _rows(readable, values, name):
            if line.number > most_rows:
                raise InvalidInput(
                    _("The sheet has more than %(most)s rows.") % {"most": f"{most_rows:,}"},
                    where=name,
                    remedy=_("Hand in fewer rows at a time."),
                )
            read.append(line)
    return read


def _require_zip(path: Path) -> None:
    with path.open("rb") as binary:
        start = binary.read(4)
    if start == _OLD:
        raise InvalidInput(
            _("The workbook is protected by a password, or in the old format .xls."),
            where=path.name,
            remedy=_("Save it as .xlsx without a password."),
        )
    if not start.startswith(b"PK"):
        raise InvalidInput(
            _("The content is no Excel workbook."),
            where=path.name,
            remedy=_("Save it as .xlsx; if it is CSV, name it .csv."),
        )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Damage in words; what was refused on purpose keeps its own."""
    try:
        yield
    except InvalidInput as refused:
        refused.where = refused.where or path.name
        raise
    except _DAMAGE as error:
        raise InvalidInput(
            _("The workbook is broken, or not complete."), where=path.name, remedy=_("Save it again.")
        ) from error


@dataclass(frozen=True, slots=True)
class _Book:
    """The visible sheets by name with their parts, in the order of the workbook, and the day that is counted from."""

    sheets: dict[str, str]
    first_day: date

    @staticmethod
    def of(archive: ZipFile) -> _Book:
        """Reads the table of contents. Raises `InvalidInput` for an archive that is no workbook."""
        for part in archive.infolist():
            _require_size(part)
        known = set(archive.namelist())
        if "xl/workbook.xml" not in known:
            return _Book({one: one for one in sorted(known) if _SHEET.fullmatch(one)}, _FIRST_DAYS[False])
        root, targets = _parsed(archive, "xl/workbook.xml"), _targets(archive)
        sheets = {
            one.get("name", ""): targets.get(_relation(one), "")
            for one in root.iter("{*}sheet")
            if one.get("state", "visible") == "visible"
        }
        settings = next(root.iter("{*}workbookPr"), None)
        counted = settings is not None and settings.get("date1904") in ("1", "true")
        return _Book({name: part for name, part in sheets.items() if part in known}, _FIRST_DAYS[counted])


def _relation(sheet: etree._Element) -> str:
    """The identifier of the relation of a sheet, in whichever of the two standards' namespaces."""
    return next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), "")


def _require_size(part: ZipInfo) -> None:
    """Raises `InvalidInput` for a part that is encrypted, too large, or expands to far more than it is."""
    if part.flag_bits & 1:
        raise InvalidInput(_("The workbook is encrypted."), remedy=_("Remove the password and save it again."))
    most = LARGEST_PART
    if part.filename.startswith("xl/worksheets/"):
        most = LARGEST_SHEET
    elif part.filename == "xl/sharedStrings.xml":
        most = LARGEST_STRINGS
    elif not part.filename.startswith(("xl/styles", "xl/workbook", "xl/_rels/")):
        return
    if part.file_size > most or part.file_size > LARGEST_PART + MOST_EXPANSION * part.compress_size:
        raise InvalidInput(_("The workbook expands to more than it may."), remedy=_("Split it, or export it as CSV."))


def _parsed(archive: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _targets(archive: ZipFile) -> dict[str, str]:
    """The part of each relation of the workbook."""
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    found = {}
    for one in _parsed(archive, "xl/_rels/workbook.xml.rels").iter("{*}Relationship"):
        target = one.get("Target", "")
        found[one.get("Id", "")] = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
    return found


def _chosen(archive: ZipFile, book: _Book) -> tuple[str, str]:
    """The one visible sheet that holds anything; the first where none does."""
    if not book.sheets:
        raise InvalidInput(_("The workbook has no visible sheet."), remedy=_("Show the sheet that is to be read."))
    filled = {name: part for name, part in book.sheets.items() if _holds(archive, part)}
    if len(filled) > 1:
        raise InvalidInput(
            _("More than one sheet is visible and filled: %(names)s.") % {"names": ", ".join(filled)},
            remedy=_("Hide or remove all but the one that is to be read."),
        )
    return next(iter((filled or book.sheets).items()))


def _holds(archive: ZipFile, part: str) -> bool:
    with archive.open(part) as readable:
        return any(True for cell in _elements(readable, "{*}c") if len(cell))


def _require_single_cells(archive: ZipFile, part: str, name: str) -> None:
    """Raises `InvalidInput`, with the range, where cells below the heading are merged: all but the first are empty in
    the file, whatever the screen shows."""
    with archive.open(part) as readable:
        for element in _elements(readable, "{*}mergeCell", "{*}row"):
            ref = element.get("ref", "")
            if ref and any(int(number) > 1 for number in re.findall(r"\d+", ref)):
                raise InvalidInput(
                    _("The cells %(range)s are merged.") % {"range": ref},
                    where=name,
                    remedy=_("Unmerge them, and write the value into each row."),
                )


def _elements(readable: IO[bytes], *tags: str) -> Iterator[etree._Element]:
    """The elements of these names, each emptied once it was looked at; no entities, nothing from elsewhere."""
    parsing = etree.iterparse(readable, tag=tags, resolve_entities=False, no_network=True, load_dtd=False)
    for _event, element in parsing:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _strings(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with archive.open("xl/sharedStrings.xml") as readable:
        return [_text(item) for item in _elements(readable, "{*}si")]


def _text(item: etree._Element) -> str:
    """The text of a string; how it is pronounced (phonetic runs) is no part of it. A character that XML cannot hold is
    written `_x000D_` there."""
    text = "".join(one.text or "" for one in item.iterfind("{*}t")) + "".join(
        one.text or "" for one in item.iterfind("{*}r/{*}t")
    )
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _date_styles(archive: ZipFile) -> set[str]:
    """The cell styles that show a number as a day (built-in formats 14–17, 22, and own formats with day and year)."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    root = _parsed(archive, "xl/styles.xml")
    own = {
        one.get("numFmtId")
        for one in root.iter("{*}numFmt")
        if {"y", "d"} <= set(re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", one.get("formatCode", "")).lower())
    }
    days = {"14", "15", "16", "17", "22", *own}
    formats = root.find("{*}cellXfs")
    return {
        str(index) for index, one in enumerate(formats if formats is not None else []) if one.get("numFmtId") in days
    }


def _rows(readable: IO[bytes], known: _Values, sheet: str) -> Iterator[Line]:
    number = 0
    for element in _elements(readable, "{*}row"):
        values: list[str] = []
        formulas, numbers = set(), set()
        for cell in element.iterfind("{*}c"):
            place = _place(cell.get("r", ""), len(values))
            values += [""] * (place + 1 - len(values))
            if cell.find("{*}f") is not None:
                formulas.add(place)
            values[place] = known.value(cell)
            if values[place] and cell.get("t", "n") == "n":
                numbers.add(place)
        following = int(element.get("r") or number + 1)
        if following <= number:
            raise BadZipFile(f"row {following} after row {number}")
        number = following
        yield Line(number, values, frozenset(formulas), frozenset(numbers), sheet)


def _place(reference: str, following: int) -> int:
    """The column of a cell, counted from 0."""
    match = _COLUMN.match(reference)
    if match is None:
        return following
    place = 0
    for letter in match.group():
        place = place * 26 + ord(letter) - 64
    if place > 16_384:
        raise InvalidInput(_("There is no column %(name)s.") % {"name": match.group()})
    return place - 1


@dataclass(frozen=True, slots=True)
class _Values:
    """What is needed to read a cell."""

    strings: list[str]
    dates: set[str]
    first_day: date

    def value(self, cell: etree._Element) -> str:
        """The text of a cell."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_text(one) for one in cell.iterfind("{*}is"))
        text = cell.findtext("{*}v") or ""
        if kind == "s" and text:
            return self.strings[int(text)] if int(text) < len(self.strings) else _lost(text)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        if kind == "d":
            return text.partition("T")[0]
        if kind == "n" and cell.get("s") in self.dates:
            return self._day(text)
        return _number(text) if kind == "n" else text

    def _day(self, text: str) -> str:
        """The day; a time of day is left out."""
        try:
            return (self.first_day + timedelta(days=int(Decimal(text)))).isoformat()
        except (ArithmeticError, ValueError):
            return text


def _lost(index: str) -> str:
    raise BadZipFile(f"no string {index}")


def _number(text: str) -> str:
    """The digits of a number, without exponent and without the noise of a binary fraction."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    if len(match["digits"]) > EXACT_DIGITS and len(shortest := repr(float(text))) < len(text):
        text = shortest
    return f"{Decimal(text).normalize():f}" if "e" in text.lower() else text
