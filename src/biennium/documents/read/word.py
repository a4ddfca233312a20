"""Word documents (.docx, ECMA-376): paragraphs, headings, lists with their numbers, tables, footnotes.

Invariant: each visible word of the body is in exactly one block, in the order of the text; deleted revisions are left
out, inserted ones are read; headers and footers are left out, which a note says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from lxml import etree

from biennium.documents.blocks import (
    Block,
    Box,
    Footnote,
    Heading,
    Inline,
    Item,
    PageBreak,
    Paragraph,
    Span,
    Table,
    Where,
    plain,
)
from biennium.documents.read.archive import DOCUMENT, Archive
from biennium.documents.read.markers import NUMBER, split_footnote, split_marker
from biennium.documents.read.numbering import Number, Numbering, W
from biennium.documents.read.result import Extract, ReadNote
from biennium.documents.read.spans import PLAIN_DIGITS, drop_prefix, superscript, tidy

_HEADING_NAME = re.compile(r"(?:heading|titre|título|überschrift)\s*(\d)", re.IGNORECASE)
_TITLES = {"title", "titre", "título"}
_BULLETED = re.compile(r"list bullet\s*(\d?)", re.IGNORECASE)
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")}
_DEEPEST = 6
_BREAK, _MOST_BREAKS = "\v", 10
_LONGEST_BOX_TITLE = 200
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says: the level of a heading, the level of a bullet, a list it belongs to."""

    heading: int | None = None
    bullet: int | None = None
    list_id: str = ""
    list_level: int = 0


def read_word(data: bytes) -> Extract:
    """The blocks of a .docx. Raises `InvalidInput` for one that is encrypted, damaged, or no Word document."""
    archive = Archive(data)
    root = archive.part(DOCUMENT)
    body = root.find(f"{W}body") if root is not None else None
    reader = _Reader(archive)
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    notes = []
    if root is not None and next(root.iter(f"{W}headerReference", f"{W}footerReference"), None) is not None:
        notes.append(ReadNote(Where(paragraph=1), _("Headers and footers were left out.")))
    return Extract(blocks, tuple(notes))


class _Reader:
    """Walks the body and keeps count of paragraphs and lists."""

    def __init__(self, archive: Archive) -> None:
        self.styles = _styles(archive.part("word/styles.xml"))
        self.numbering = Numbering.of(archive.part("word/numbering.xml"))
        self.notes = _footnotes(archive.part("word/footnotes.xml"))
        self.count = 0

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """The blocks of a body, a cell or a text box."""
        for child in container:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
                yield from self.blocks(child)

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        self.count += 1
        where = Where(paragraph=self.count)
        style = self._style(element)
        if _breaks_page_before(element):
            yield PageBreak(where)
        first, *further = _parts(list(_spans(element)))
        number = self.numbering.next(style.list_id, style.list_level) if style.list_id and plain(first) else None
        if first:
            yield self._block(first, style, number, where)
        yield from (self._block(content, _Style(), None, where) for content in further)
        for mark in element.iter(f"{W}footnoteReference"):
            identity = mark.get(f"{W}id", "")
            if identity in self.notes:
                yield Footnote(identity, self.notes[identity], where)
        for box in _boxes(element):
            yield from self.blocks(box)
        if any(one.get(f"{W}type") == "page" for one in element.iter(f"{W}br")):
            yield PageBreak(where)

    def _block(self, content: Inline, style: _Style, number: Number | None, where: Where) -> Block:
        if style.heading is not None:
            label = number.printed if number else ""
            return Heading(style.heading, (Span(f"{label} "), *content) if label else content, where)
        if number is not None and number.kind == "decimal" and number.level == 0:
            return Paragraph(content, number=number.value, where=where)
        if number is not None and number.kind != "none":
            marker = "•" if number.kind == "bullet" else number.printed
            return Item(content, max(number.level, style.bullet or 0), marker, where)
        if style.bullet is not None:
            return Item(content, style.bullet, "•", where)
        marker, rest = split_marker(plain(content))
        if marker:
            return Item(drop_prefix(content, len(plain(content)) - len(rest)), 0, marker, where)
        mark, rest = split_footnote(plain(content))
        if mark:
            return Footnote(mark.translate(PLAIN_DIGITS), drop_prefix(content, len(plain(content)) - len(rest)), where)
        return Paragraph(content, where=where)

    def _style(self, element: etree._Element) -> _Style:
        properties = element.find(f"{W}pPr")
        named = _attribute(properties, "pStyle")
        style = self.styles.get(named, _Style())
        own = _attribute(properties, "outlineLvl")
        heading = int(own) + 1 if own.isdigit() and int(own) < _DEEPEST else style.heading
        numbered = properties.find(f"{W}numPr") if properties is not None else None
        if numbered is None:
            return _Style(heading, style.bullet, style.list_id, style.list_level)
        list_id = _attribute(numbered, "numId") or style.list_id
        level = _attribute(numbered, "ilvl")
        return _Style(
            heading,
            style.bullet,
            "" if list_id == "0" else list_id,
            int(level) if level.isdigit() else style.list_level,
        )

    def _table(self, element: etree._Element) -> Iterator[Block]:
        """A table; a frame of one cell is a box, and cells side by side in one row are set out, not tabulated."""
        where = Where(paragraph=self.count + 1)
        rows = [[cell for cell in row.iter(f"{W}tc") if _is_own(cell, element)] for row in element.findall(f"{W}tr")]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield self._box(rows[0][0], where)
            return
        if len(rows) == 1:
            for cell in rows[0]:
                yield from self.blocks(cell)
            return
        read = [tuple(self._cell(cell) for cell in row) for row in rows]
        has_header = bool(rows) and element.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        yield Table(read[0] if has_header else (), tuple(read[1:] if has_header else read), where=where)

    def _box(self, cell: etree._Element, where: Where) -> Box:
        inner = list(self.blocks(cell))
        first = inner[0] if inner else None
        is_title = isinstance(first, Heading) or (
            isinstance(first, Paragraph)
            and first.number is None
            and len(plain(first.content)) <= _LONGEST_BOX_TITLE
            and not plain(first.content).endswith((".", ":", ";"))
        )
        if is_title and isinstance(first, Heading | Paragraph):
            return Box(first.content, tuple(inner[1:]), where)
        return Box((), tuple(inner), where)

    def _cell(self, cell: etree._Element) -> Inline:
        texts: list[Span] = []
        for block in self.blocks(cell):
            if isinstance(block, Heading | Paragraph | Item | Footnote):
                texts += [*([Span(" ")] if texts else []), *block.content]
        return tidy(texts)


def _is_own(cell: etree._Element, table: etree._Element) -> bool:
    """Whether a cell belongs to this table, not to one inside it."""
    return next(cell.iterancestors(f"{W}tbl"), None) is table


def _attribute(parent: etree._Element | None, name: str) -> str:
    child = parent.find(f"{W}{name}") if parent is not None else None
    return "" if child is None else str(child.get(f"{W}val", ""))


def _breaks_page_before(element: etree._Element) -> bool:
    properties = element.find(f"{W}pPr")
    return properties is not None and properties.find(f"{W}pageBreakBefore") is not None


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes in a paragraph; the fallback for old programs says the same again."""
    for box in element.iter(f"{W}txbxContent"):
        if next(box.iterancestors(_ALTERNATE), None) is None:
            yield box


def _spans(element: etree._Element) -> Iterator[Span]:
    """The runs of a paragraph, without those of text boxes in it."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}r":
            yield from _run(child)
        elif child.tag != f"{W}txbxContent":
            yield from _spans(child)


def _parts(spans: list[Span]) -> list[Inline]:
    """A paragraph parted at those line breaks after which another begins: by its number or its sign.

    Where a whole text stands in one paragraph, each of its lines is a paragraph.
    """
    lines: list[list[Span]] = [[]]
    for span in spans:
        head, *rest = span.text.split(_BREAK)
        lines[-1].append(replace(span, text=head))
        lines += [[replace(span, text=text)] for text in rest]
    parts: list[list[Span]] = []
    for line in lines:
        text = plain(tuple(line)).strip()
        if not parts or len(lines) > _MOST_BREAKS or NUMBER.match(text) or split_marker(text)[0]:
            parts.append(line)
        else:
            parts[-1] += [Span(" "), *line]
    return [content for part in parts if (content := tidy(part))] or [()]


def _run(run: etree._Element) -> Iterator[Span]:
    properties = run.find(f"{W}rPr")
    bold, italic = _is_on(properties, "b"), _is_on(properties, "i")
    raised = _attribute(properties, "vertAlign") == "superscript"
    if _is_on(properties, "vanish"):
        return
    for child in run:
        text = _text(child)
        if text:
            yield Span(superscript(text) if raised else text, bold=bold, italic=italic)


def _text(child: etree._Element) -> str:
    if child.tag == f"{W}t":
        return child.text or ""
    if child.tag == f"{W}footnoteReference":
        return superscript(child.get(f"{W}id", ""))
    signs = {f"{W}tab": "\t", f"{W}br": _BREAK, f"{W}cr": _BREAK, f"{W}noBreakHyphen": "-"}
    return signs.get(str(child.tag), "")


def _is_on(properties: etree._Element | None, name: str) -> bool:
    one = properties.find(f"{W}{name}") if properties is not None else None
    return one is not None and one.get(f"{W}val", "1") not in ("0", "false", "none")


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    elements = {one.get(f"{W}styleId", ""): one for one in root.iter(f"{W}style")} if root is not None else {}
    for identity in elements:
        found[identity] = _style_of(identity, elements)
    return found


def _style_of(identity: str, elements: dict[str, etree._Element]) -> _Style:
    """A style with what it takes from those it is based on."""
    heading, bullet, list_id, level = None, None, "", 0
    seen: set[str] = set()
    while identity in elements and identity not in seen:
        seen.add(identity)
        one = elements[identity]
        properties = one.find(f"{W}pPr")
        name = _attribute(one, "name")
        heading = heading if heading is not None else _heading_level(name, _attribute(properties, "outlineLvl"))
        if bullet is None and (found := _BULLETED.match(name)):
            bullet = int(found[1] or "1") - 1
        numbered = properties.find(f"{W}numPr") if properties is not None else None
        if not list_id and numbered is not None:
            list_id = _attribute(numbered, "numId")
            level = int(_attribute(numbered, "ilvl") or "0")
        identity = _attribute(one, "basedOn")
    return _Style(heading, bullet, list_id, level)


def _heading_level(name: str, outline: str) -> int | None:
    if outline.isdigit() and int(outline) < _DEEPEST:
        return int(outline) + 1
    if found := _HEADING_NAME.match(name):
        return int(found[1])
    return 0 if name.casefold() in _TITLES else None


def _footnotes(root: etree._Element | None) -> dict[str, Inline]:
    if root is None:
        return {}
    return {
        one.get(f"{W}id", ""): tidy(_spans(one)) for one in root.iter(f"{W}footnote") if one.get(f"{W}type") is None
    }
