"""Excel workbooks as programs write them, part by part, so that each fault can be put where it is found in the wild."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import ascii_uppercase
from zipfile import ZIP_DEFLATED, ZipFile

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY_STYLE = "1"


@dataclass(frozen=True)
class Number:
    """A cell that holds a number, as the digits that were saved."""

    digits: str
    style: str = "0"


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula, and the value it had when it was saved."""

    formula: str
    cached: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet by its rows; a text cell is a string."""

    rows: Sequence[Sequence[str | Number | Formula]]
    state: str = "visible"
    merged: Sequence[str] = ()


@dataclass
class Book:
    """A workbook of named sheets."""

    sheets: Mapping[str, Sheet]
    date1904: bool = False
    space: str = SPACE
    more: Mapping[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> Path:
        packed = io.BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name, content in {**self._parts(), **self.more}.items():
                archive.writestr(name, content)
        path.write_bytes(packed.getvalue())
        return path

    def _parts(self) -> dict[str, str]:
        named = list(enumerate(self.sheets.items(), 1))
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" state="{sheet.state}" r:id="rId{number}"/>'
            for number, (name, sheet) in named
        )
        relations = "".join(
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number, _named in named
        )
        return {
            "xl/workbook.xml": f'<workbook xmlns="{self.space}" xmlns:r="{RELATIONS}">'
            f'<workbookPr date1904="{int(self.date1904)}"/><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{self.space}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
            **{f"xl/worksheets/sheet{number}.xml": self._sheet(sheet) for number, (_name, sheet) in named},
        }

    def _sheet(self, sheet: Sheet) -> str:
        rows = "".join(
            f'<row r="{number}">{"".join(_cell(place, number, value) for place, value in enumerate(row))}</row>'
            for number, row in enumerate(sheet.rows, 1)
        )
        merged = "".join(f'<mergeCell ref="{one}"/>' for one in sheet.merged)
        after = f"<mergeCells>{merged}</mergeCells>" if merged else ""
        return f'<worksheet xmlns="{self.space}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def _cell(place: int, number: int, value: str | Number | Formula) -> str:
    where = f'r="{ascii_uppercase[place]}{number}"'
    if isinstance(value, Number):
        return f'<c {where} s="{value.style}"><v>{value.digits}</v></c>'
    if isinstance(value, Formula):
        return f"<c {where}><f>{value.formula}</f><v>{value.cached}</v></c>"
    return f'<c {where} t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
