"""PDF: a tagged PDF/UA-1, set by typst from `paper.typ`.

The document is handed to the template as JSON data and never as markup, so `#`, `*` and `$` in a text mean themselves.
Only the fonts inside typst are used, so every machine sets the same pages; the file carries no date, so the same
document gives the same bytes. A character Libertinus Serif lacks is refused by name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import typst
from django.utils.translation import gettext as _

from biennium.documents.blocks import (
    Box,
    Chart,
    Document,
    Footnote,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Span,
    Table,
    plain,
)
from biennium.documents.charts import PRINT, chart_svg
from biennium.documents.write.columns import column_widths, heads_group, is_short
from biennium.documents.write.prepare import anchors, contents_on_first_page, has_long_contents
from biennium.documents.write.structure import Entry, Listing, Part, Rich, Text, is_bulleted, leads, parts
from biennium.kernel.errors import InvalidInput

Data = dict[str, Any]

LINE = 92
LONGEST_WHOLE_CELL = 900
UNSHOWN = re.compile(r'the text `"(?P<text>.*)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def write_pdf(document: Document) -> bytes:
    """The PDF of a prepared document. Raises `InvalidInput` naming a character that the font lacks."""
    template = files(__package__).joinpath("paper.typ").read_bytes()
    try:
        return typst.compile(
            template,
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=0,
            sys_inputs={"document": json.dumps(_document(document), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        found = UNSHOWN.search(error.message)
        if found is None:
            raise
        raise _unshown(ESCAPED.sub(lambda code: chr(int(code[1], 16)), found["text"])) from error


def _unshown(text: str) -> InvalidInput:
    named = ", ".join(
        f"“{character}” ({unicodedata.name(character, 'unnamed')}, U+{ord(character):04X})" for character in text
    )
    return InvalidInput(
        _("The font of the PDF cannot show %(characters)s.") % {"characters": named},
        remedy=_("Write the paper as Word or HTML, or replace the character."),
    )


def _document(document: Document) -> Data:
    cover = document.cover
    return {
        "title": document.title,
        "author": document.author,
        "language": _language(document.lang),
        "footer": document.footer,
        "contents": document.contents_title,
        "long-contents": has_long_contents(document),
        "contents-first": contents_on_first_page(document),
        "cover": {
            "masthead": cover.masthead,
            "symbol": cover.symbol,
            "item": cover.item,
            "subtitle": cover.subtitle,
            "fields": [[label, _inline(content)] for label, content in cover.fields],
            "notice": _inline(cover.notice),
        },
        "parts": _parts(document.blocks, _Setting(document)),
    }


class _Setting:
    """The language of a document, and its anchors not yet given out: a label may stand only once."""

    def __init__(self, document: Document) -> None:
        self.lang = document.lang
        self._free = set(anchors(document.blocks))

    def take(self, anchor: str) -> str:
        if anchor not in self._free:
            return ""
        self._free.remove(anchor)
        return anchor


def _parts(blocks: Iterable[Any], setting: _Setting) -> list[Data]:
    found = parts(blocks)
    return [{**_part(part, setting), "leads": leads(part, after)} for part, after in zip_longest(found, found[1:])]


def _part(part: Part, setting: _Setting) -> Data:
    match part:
        case Heading():
            return {
                "kind": "heading",
                "level": part.level,
                "anchor": setting.take(part.anchor),
                "content": _inline(part.content),
            }
        case Text():
            return _paragraph(part, setting)
        case Listing():
            return _entries(part.entries)
        case Table():
            return _table(part)
        case Chart():
            return _chart(part, setting)
        case Box():
            return {"kind": "box", "title": _inline(part.title), "parts": _parts(part.blocks, setting)}
        case Footnote():
            return {"kind": "footnote", **_piece(part)}
        case PageBreak():
            return {"kind": "pagebreak"}


def _paragraph(text: Text, setting: _Setting) -> Data:
    paragraph: Paragraph = text.paragraph
    number = paragraph.number
    return {
        "kind": "paragraph",
        "style": paragraph.style,
        "number": "" if number is None else str(number),
        "anchor": "" if number is None else setting.take(f"p{number}"),
        "content": _inline(text.content),
    }


def _entries(entries: list[Entry]) -> Data:
    return {
        "kind": "list",
        "bulleted": is_bulleted(entries),
        "markers": [entry.marker.strip() for entry in entries],
        "entries": [
            {"content": _inline(entry.content), "below": [_entries(entry.children)] if entry.children else []}
            for entry in entries
        ],
    }


def _table(table: Table) -> Data:
    widths = column_widths(table, LINE)
    return {
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "align": list(table.align),
        "widths": widths,
        "scale": min(1.0, LINE / sum(widths)),
        "header": [_inline(cell) for cell in table.header],
        "rows": [_row(row) for row in table.rows],
        "whole": is_short(table),
    }


def _row(row: tuple[Inline, ...]) -> Data:
    """The cells of a row; whether it heads the rows below; whether it is short enough to stay on one page."""
    length = max(len(plain(cell)) for cell in row)
    return {
        "cells": [_inline(cell) for cell in row],
        "group": heads_group(row),
        "whole": length <= LONGEST_WHOLE_CELL,
    }


def _chart(chart: Chart, setting: _Setting) -> Data:
    svg = chart_svg(chart.spec, title="", description="", identity="chart", lang=setting.lang, theme=PRINT)
    return {
        "kind": "chart",
        "title": chart.title,
        "svg": svg,
        "description": chart.description,
        "anchor": setting.take(chart.anchor),
        "table": {**_table(chart.table), "caption": "", "note": chart.source},
    }


def _inline(content: Inline | Rich) -> list[Data]:
    return [_piece(piece) for piece in content]


def _piece(piece: Span | Footnote) -> Data:
    if isinstance(piece, Footnote):
        return {"note": piece.mark, "content": _inline(piece.content)}
    styled = {
        "bold": piece.bold,
        "italic": piece.italic,
        "href": piece.href,
        "language": _language(piece.lang) if piece.lang else None,
    }
    return {"text": piece.text, **{name: value for name, value in styled.items() if value}}


def _language(lang: str) -> list[str | None]:
    language, _dash, region = lang.partition("-")
    return [language, region or None]
