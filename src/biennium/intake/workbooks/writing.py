"""A workbook to take along: instructions, a sheet for each kind with drop-downs and units, and the lists behind them.

Invariant: the first row of a sheet, hidden, names its columns and stays whatever the language; the first two columns,
hidden, say which row of the store a row is and what it said. No text becomes a formula: each is written as a string,
and marked so that editing the cell leaves it one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.context import remembering
from biennium.foundation.permission import require
from biennium.intake.workbooks.cells import EXACT_DIGITS
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.reading import FORMAT, STATE, UID, letters
from biennium.intake.workbooks.sheets import SHEETS, Sheet
from biennium.intake.workbooks.sheets.common import Column, Stored
from biennium.kernel.errors import InvalidInput
from biennium.programme.models import Programme

SEE = "organisation.see_office"
SPARE_ROWS = 1_000
FIRST_ROW = 2
HIDDEN_COLUMNS = 2
WIDTHS = {"text": 28, "number": 14, "day": 12}
GROWING = ("item", "country_result")
"""Lists that other rows of the same workbook add to: a spreadsheet warns of a code it does not know, and takes it."""
LONGEST_TITLE, LONGEST_HELP = 32, 255
MADE = datetime(2000, 1, 1)  # noqa: DTZ001
"""When a workbook says it was made: always the same, so that the same rows are the same file."""


def workbook(*, actor: Actor, programme: Programme, names: Sequence[str] = (), filled: bool = True) -> bytes:
    """A workbook of some sheets (all of them), with the rows the actor may change, or empty.

    Raises `InvalidInput` for a sheet there is none of.
    """
    if strange := [name for name in names if name not in SHEETS]:
        raise InvalidInput(
            _("There is no sheet “%(name)s”.") % {"name": strange[0]},
            remedy=_("Sheets: %(names)s.") % {"names": ", ".join(SHEETS)},
        )
    out = io.BytesIO()
    with remembering(), xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        require(actor, SEE)
        book.set_properties({"title": programme.code, "created": MADE})
        _Writer(book, Frame(actor, programme)).write(
            [SHEETS[name] for name in SHEETS if name in (names or SHEETS)], filled
        )
    return out.getvalue()


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: Any, frame: Frame) -> None:
        self.book = book
        self.frame = frame
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.styles = {
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True}),
            "number": book.add_format({"num_format": "General", "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        }

    def write(self, sheets: Sequence[Sheet], filled: bool) -> None:
        instructions = self.book.add_worksheet(_("Instructions"))
        made = [(sheet, sheet.columns(self.frame), self.book.add_worksheet(_title(sheet))) for sheet in sheets]
        self._instruct(instructions, [(sheet, columns) for sheet, columns, _worksheet in made])
        ranges = self._lists({one.kind.offered for _sheet, columns, _worksheet in made for one in columns} - {""})
        for sheet, columns, worksheet in made:
            stored = [one for one in sheet.stored(self.frame) if sheet.may_change(self.frame, one)] if filled else []
            self._heads(worksheet, sheet, columns)
            last = self._rows(worksheet, columns, stored) + SPARE_ROWS
            for place, column in enumerate(columns, HIDDEN_COLUMNS):
                worksheet.data_validation(FIRST_ROW, place, last, place, _validation(column, ranges))
            worksheet.autofilter(1, 0, last, HIDDEN_COLUMNS + len(columns) - 1)
        if made:
            made[0][2].activate()

    def _instruct(self, worksheet: Any, sheets: Iterable[tuple[Sheet, list[Column]]]) -> None:
        programme = self.frame.programme
        worksheet.write_row(0, 0, [FORMAT, programme.code, self.frame.language])
        worksheet.set_row(0, None, None, {"hidden": True})
        worksheet.set_column(0, 0, 34)
        worksheet.set_column(1, 2, 60)
        row = 1
        for line in _lines(programme):
            worksheet.write_string(row, 0, line)
            row += 1
        for sheet, columns in sheets:
            row += 1
            worksheet.write_string(row, 0, _title(sheet), self.bold)
            worksheet.write_string(row, 1, str(sheet.about), self.bold)
            for column in columns:
                row += 1
                heading = f"{column.heading} *" if column.required else column.heading
                for place, words in enumerate((heading, column.kind.expects(), str(column.note))):
                    worksheet.write_string(row, place, words, self.plain)
            row += 1

    def _lists(self, names: Iterable[str]) -> dict[str, str]:
        """Writes each list into a column of a sheet, and returns where it stands."""
        worksheet = self.book.add_worksheet(_("Lists"))
        worksheet.set_column(0, 20, 30)
        ranges = {}
        for place, name in enumerate(sorted(names)):
            entries = self._entries(name)
            for row, entry in enumerate(entries):
                worksheet.write_string(row, place, entry, self.styles["text"])
            column = letters(place)
            ranges[name] = f"='{_('Lists')}'!${column}$1:${column}${max(len(entries), 1)}"
        worksheet.hide()
        return ranges

    def _entries(self, name: str) -> list[str]:
        known = self.frame.offered(name)
        if name == "yes_no":
            return [self.frame.label(name, code) for code in known]
        labelled = ((code, self.frame.label(name, code)) for code in known)
        return [f"{code} · {label}" if label else code for code, label in labelled]

    def _heads(self, worksheet: Any, sheet: Sheet, columns: Sequence[Column]) -> None:
        worksheet.write_row(0, 0, [f"{sheet.name}:{name}" for name in (UID, STATE, *(one.name for one in columns))])
        worksheet.set_row(0, None, None, {"hidden": True})
        worksheet.set_column(0, HIDDEN_COLUMNS - 1, None, None, {"hidden": True})
        for place, column in enumerate(columns, HIDDEN_COLUMNS):
            worksheet.set_column(place, place, WIDTHS[column.kind.style], self.styles[column.kind.style])
            worksheet.write_string(1, place, f"{column.heading} *" if column.required else column.heading, self.bold)
        worksheet.freeze_panes(FIRST_ROW, HIDDEN_COLUMNS + 1)

    def _rows(self, worksheet: Any, columns: Sequence[Column], stored: Sequence[Stored]) -> int:
        row = FIRST_ROW - 1
        for row, one in enumerate(stored, FIRST_ROW):
            worksheet.write_string(row, 0, one.uid)
            worksheet.write_string(row, 1, one.state)
            for place, column in enumerate(columns, HIDDEN_COLUMNS):
                self._cell(worksheet, row, place, column, one.values.get(column.name, ""))
        return row

    def _cell(self, worksheet: Any, row: int, place: int, column: Column, value: str) -> None:
        style = column.kind.style
        if not value:
            return
        if style == "day":
            day = date.fromisoformat(value)
            worksheet.write_datetime(row, place, datetime(day.year, day.month, day.day), self.styles[style])  # noqa: DTZ001
        elif style == "number" and len(value.lstrip("-").replace(".", "").lstrip("0")) <= EXACT_DIGITS:
            worksheet.write_number(row, place, Decimal(value), self.styles[style])
        else:
            worksheet.write_string(row, place, column.kind.shown(value, self.frame), self.styles["text"])


def _title(sheet: Sheet) -> str:
    return str(sheet.title)[:31]


def _lines(programme: Programme) -> list[str]:
    """What is to be known before one begins."""
    return [
        _("Workbook of programme %(code)s") % {"code": programme.code},
        _("Fill in the sheets, save the file as .xlsx, and hand it in under Workbooks."),
        _("Nothing is saved before you say so."),
        _("A row you add is new; a row you change is changed; a row you leave out stays as it is."),
        _("Columns with * must be filled in. Write values, never formulas."),
        _("“⟨…⟩” stands for a text that is too long for a cell; it stays as it is."),
        _("Do not change the hidden first row and the hidden first two columns: they tell which row is which."),
    ]


def _validation(column: Column, ranges: dict[str, str]) -> dict[str, Any]:
    """What a spreadsheet lets people write into a column, and what it says when the cell is chosen."""
    words = " ".join(filter(None, (column.kind.expects(), str(column.note))))
    shared = {
        "input_title": column.heading[:LONGEST_TITLE],
        "input_message": words[:LONGEST_HELP],
        "ignore_blank": True,
    }
    if column.kind.offered:
        return {
            **shared,
            "validate": "list",
            "source": ranges[column.kind.offered],
            "error_type": "warning" if column.kind.offered in GROWING else "stop",
            "error_message": words[:LONGEST_HELP],
        }
    if column.kind.style == "day":
        from_day = datetime(1950, 1, 1)  # noqa: DTZ001
        return {
            **shared,
            "validate": "date",
            "criteria": ">=",
            "value": from_day,
            "error_message": words[:LONGEST_HELP],
        }
    return {**shared, "validate": "any"}
