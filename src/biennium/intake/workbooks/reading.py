"""A workbook is read back: every cell is understood or told, every row is new, changed, unchanged or at odds.

Invariant: nothing is saved here. A row that is at odds with what somebody else stored meanwhile is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from biennium.documents.read.workbook import Line
from biennium.documents.read.workbook import Sheet as Read
from biennium.documents.read.workbook import sheets as read_sheets
from biennium.intake.workbooks.cells import KEPT, Given
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets import SHEETS, Sheet
from biennium.intake.workbooks.sheets.common import Column, Filled, Stored, state_of
from biennium.kernel.errors import BienniumError, InvalidInput

FORMAT = "biennium.workbook/1"
UID, STATE = "uid", "state"
LARGEST = 100 * 1024 * 1024
"""Bytes of a workbook once it is unpacked: what claims to be more is no workbook of people."""
MOST_ROWS = 100_000
MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: where, what stands there, and what was expected."""

    sheet: str
    cell: str
    column: str
    value: str
    message: str


@dataclass(slots=True)
class Part:
    """What a sheet would change."""

    sheet: Sheet
    title: str
    unchanged: int = 0
    new: list[Filled] = field(default_factory=list)
    changed: list[Filled] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def emptied(self) -> list[Filled]:
        """The changed rows that take out what is stored."""
        return [row for row in self.changed if self.sheet.is_nothing(row.values)]

    @property
    def differing(self) -> list[Filled]:
        """The rows that would be saved, in their order."""
        return sorted([*self.new, *self.changed], key=lambda row: row.number)


@dataclass(slots=True)
class Outcome:
    """What reading a workbook gave."""

    parts: list[Part] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def differing(self) -> int:
        """How many rows would be saved."""
        return sum(len(part.new) + len(part.changed) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Page:
    """A worksheet of a workbook that holds rows of a kind: the columns by where they stand, and the rows."""

    sheet: Sheet
    title: str
    names: dict[str, int]
    rows: Sequence[Line]

    def address(self, name: str, row: int) -> str:
        """The cell of a column, such as D17; the first visible one for a column that is not there."""
        shown = [place for name, place in self.names.items() if name not in (UID, STATE)]
        return f"{letters(self.names.get(name, min(shown, default=0)))}{row}"


def letters(place: int) -> str:
    """The letters of a column, counted from 0: A … Z, AA …"""
    written = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        written = chr(65 + rest) + written
    return written


def pages(path: Path, frame: Frame) -> list[Page]:
    """The worksheets that hold rows, in the order in which they are saved. Raises `InvalidInput` for what is no
    workbook of Biennium, is of another programme, or has a sheet twice."""
    found: dict[str, Page] = {}
    sheets = read_sheets(path, largest=LARGEST, most_rows=MOST_ROWS)
    _refuse_foreign(sheets, frame)
    for one in sheets:
        page = _page(one)
        if page is None:
            continue
        if page.sheet.name in found:
            raise InvalidInput(_("The sheet “%(name)s” is there twice.") % {"name": one.name}, where=one.name)
        found[page.sheet.name] = page
    return [found[name] for name in SHEETS if name in found]


def _refuse_foreign(sheets: Sequence[Read], frame: Frame) -> None:
    heads = [one.rows[0].values for one in sheets if one.rows and one.rows[0].values[:1] == [FORMAT]]
    if not heads:
        raise InvalidInput(
            _("This is no workbook of Biennium."), remedy=_("Take one along from here, and fill that in.")
        )
    code = heads[0][1] if len(heads[0]) > 1 else ""
    if code != frame.programme.code:
        raise InvalidInput(_("This workbook is of programme %(code)s.") % {"code": code}, remedy=_("Hand it in there."))


def _page(one: Read) -> Page | None:
    """The worksheet, when the names in its first row are those of a sheet."""
    if not one.rows or one.rows[0].number != 1:
        return None
    named = [value.strip().partition(":") for value in one.rows[0].values]
    sheet = next((SHEETS[start] for start, colon, _name in named if colon and start in SHEETS), None)
    if sheet is None:
        return None
    names = {name: place for place, (start, _colon, name) in enumerate(named) if start == sheet.name and name}
    return Page(sheet, one.name, names, [row for row in one.rows if row.number > 2 and _says_something(row, names)])


def _says_something(row: Line, names: dict[str, int]) -> bool:
    """Whether a cell of the row that people see is filled in."""
    seen = [place for name, place in names.items() if name not in (UID, STATE)]
    return any(place in row.formulas or (place < len(row.values) and row.values[place].strip()) for place in seen)


class Reader:
    """Reads one worksheet."""

    def __init__(self, frame: Frame, page: Page, faults: list[Fault]) -> None:
        self.frame = frame
        self.page = page
        self.sheet = page.sheet
        self.faults = faults
        self.columns = {column.name: column for column in self.sheet.columns(frame)}
        self.stored = self.sheet.stored(frame)
        self.by_uid = {one.uid: one for one in self.stored}
        self.by_key = {self._key(one.values): one for one in self.stored}
        self.seen: dict[Any, int] = {}

    @cached_property
    def by_former_key(self) -> Mapping[tuple[str, ...], Stored]:
        return self.sheet.former(self.frame, self.stored)

    def read(self) -> Part:
        """What the rows would change; faults are told."""
        part = Part(self.sheet, self.page.title, columns=self.columns)
        if self._lacks_columns():
            return part
        for row in self.page.rows:
            before = len(self.faults)
            filled = self._filled(row)
            if len(self.faults) == before:
                self._judge(filled, self._cell(row, STATE).text.strip(), part)
        return part

    def _lacks_columns(self) -> bool:
        strange = [name for name in self.page.names if name not in self.columns and name not in (UID, STATE)]
        for name in strange:
            self._fault(1, name, name, _("There is no such column; remove it."))
        missing = [one for one in self.columns.values() if one.required and one.name not in self.page.names]
        for column in missing:
            words = _("The column “%(name)s” is missing; take the workbook along anew.") % {"name": column.heading}
            self._fault(1, "", "", words)
        return bool(strange or missing)

    def _filled(self, row: Line) -> Filled:
        uid = self.sheet.identity(self.frame, self._cell(row, UID).text.strip())
        stored = self.by_uid.get(uid)
        if uid and stored is None:
            self._fault(row.number, "", "", _("This row is not there any more; somebody else took it away. Remove it."))
        values = dict(stored.values) if stored else {}
        given = set()
        for name in self.page.names:
            if name in self.columns and (value := self._value(row, name, stored)) is not None:
                values[name] = value
                given.add(name)
        for name, column in self.columns.items():
            if name not in self.page.names and stored is None:
                values[name] = column.kind.read(Given(""), self.frame)
        values = self.sheet.complete(self.frame, values)
        key = self._key(values)
        found = stored or self.by_key.get(key) or self.by_former_key.get(key)
        return Filled(row.number, values, found, frozenset(given))

    def _value(self, row: Line, name: str, stored: Stored | None) -> str | None:
        """The canonical text of a cell; None where the stored one stays, or a fault was told."""
        given, column = self._cell(row, name), self.columns[name]
        if given.is_formula:
            self._fault(row.number, name, given.text, _("This is a formula; write the value itself."))
            return None
        if given.text.strip() == KEPT:
            return None
        try:
            value = column.kind.read(given, self.frame)
        except InvalidInput as error:
            if stored and given.text == column.kind.shown(stored.values.get(name, ""), self.frame):
                return None
            self._fault(row.number, name, given.text, error.message)
            return None
        if column.required and not value:
            self._fault(row.number, name, "", _("This is missing. %(expected)s") % {"expected": column.kind.expects()})
            return None
        return value

    def _cell(self, row: Line, name: str) -> Given:
        place = self.page.names.get(name, -1)
        text = row.values[place] if 0 <= place < len(row.values) else ""
        return Given(text, place in row.numbers, place in row.formulas)

    def _judge(self, row: Filled, state: str, part: Part) -> None:
        if not self._stands_alone(row):
            return
        stored = row.stored
        if stored is None and self.sheet.is_nothing(row.values):
            part.unchanged += 1
        elif stored is None:
            if self._passes(row):
                part.new.append(row)
        elif not row.changed(*row.values, *stored.values):
            part.unchanged += 1
        elif self._may_replace(row, stored, state, part) and self._passes(row):
            part.changed.append(row)

    def _stands_alone(self, row: Filled) -> bool:
        """Whether no row above is about the same."""
        for key in self._identities(row):
            if key in self.seen:
                words = _("Row %(number)s is about the same; keep one of them.") % {"number": self.seen[key]}
                self._fault(row.number, self.sheet.key[0], row[self.sheet.key[0]], words)
                return False
            self.seen[key] = row.number
        return True

    def _identities(self, row: Filled) -> set[Any]:
        """What no other row of the sheet may be known by."""
        if row.stored is None:
            return {self._key(row.values)}
        return {row.stored.uid} if self.sheet.alike else {row.stored.uid, self._key(row.values)}

    def _may_replace(self, row: Filled, stored: Stored, state: str, part: Part) -> bool:
        """Whether what is stored is what the row was made from."""
        if state in map(state_of, self.frame.spellings(stored.values)):
            return self._keeps_what_is_fixed(row, stored)
        if state in map(state_of, self.frame.spellings(row.values)):
            part.unchanged += 1  # whoever filled in the workbook left this row alone
            return False
        self._fault_of_others(row, stored, state)
        return False

    def _keeps_what_is_fixed(self, row: Filled, stored: Stored) -> bool:
        moved = [name for name in self.columns if name in self.sheet.fixed and row.changed(name)]
        for name in moved:
            words = _("“%(before)s” stood here and cannot be changed; add a new row for something else.")
            self._fault(row.number, name, row[name], words % {"before": stored.values.get(name) or _("nothing")})
        return not moved

    def _fault_of_others(self, row: Filled, stored: Stored, state: str) -> None:
        """Tells each cell that says something else than what is stored."""
        if state:
            words = _(
                "Somebody else changed this row meanwhile; here it says “%(stored)s”. Take the workbook along anew."
            )
        else:
            words = _("This is stored already, and says “%(stored)s” here. Take the workbook along anew to change it.")
        for name in self.columns:
            if row.changed(name):
                said = stored.values.get(name) or _("nothing")
                self._fault(row.number, name, row[name], words % {"stored": said[:100]})

    def _passes(self, row: Filled) -> bool:
        """Whether the services would save the row, as far as can be told without saving it."""
        try:
            self.sheet.check(self.frame, row)
        except BienniumError as error:
            self.refused(row, error)
            return False
        return True

    def refused(self, row: Filled, error: BienniumError) -> None:
        """Tells what a service refuses, at the column it names."""
        name = next((one for one in self.columns if error.field and one.split(".")[0] == error.field), "")
        name = name or self.sheet.key[0]
        self._fault(row.number, name, row[name], " ".join(filter(None, (error.message, error.remedy))))

    def _key(self, values: dict[str, str]) -> tuple[str, ...]:
        return tuple(values.get(name, "") for name in self.sheet.key)

    def _fault(self, number: int, name: str, value: str, message: str) -> None:
        heading = self.columns[name].heading if name in self.columns else name
        self.faults.append(Fault(self.page.title, self.page.address(name, number), heading, value[:200], message))


def checked(path: Path, frame: Frame) -> Outcome:
    """What the workbook would change, and every cell that is wrong; nothing is saved."""
    outcome = Outcome()
    for part, _reader in parts(path, frame, outcome):
        outcome.parts.append(part)
    return outcome


def parts(path: Path, frame: Frame, outcome: Outcome) -> Iterator[tuple[Part, Reader]]:
    """The sheets one after the other, each read against what is stored by then."""
    for page in pages(path, frame):
        reader = Reader(frame, page, outcome.faults)
        yield reader.read(), reader
