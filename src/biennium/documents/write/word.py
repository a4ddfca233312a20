"""Word: a file the secretariat goes on working with, made of real styles, numbering, footnotes, tables and fields.

Nothing is imitated by direct formatting that a style can say. Paragraph numbers are Word's own, and so are the page
numbers; the table of contents is filled in, and marked so that Word brings its page numbers up to date when it opens.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from biennium.documents.blocks import (
    Block,
    Box,
    Chart,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    PageBreak,
    Span,
    Table,
)
from biennium.documents.charts import chart_png
from biennium.documents.write.columns import column_widths, heads_group, is_short
from biennium.documents.write.prepare import anchors, contents_on_first_page, has_long_contents, headings
from biennium.documents.write.structure import Entry, Listing, Part, Rich, Text, is_bulleted, leads, parts
from biennium.documents.write.word_numbering import Numbering
from biennium.documents.write.word_package import add_footnotes_part, packed, set_behaviour, set_properties
from biennium.documents.write.word_styles import (
    FOOTNOTE_REFERENCE,
    FOOTNOTE_TEXT,
    HANGING,
    TEXT_WIDTH,
    set_styles,
    style_id,
)
from biennium.documents.write.word_xml import element, field, field_end, field_start, run, tab

SIDES = {"l": WD_ALIGN_PARAGRAPH.LEFT, "r": WD_ALIGN_PARAGRAPH.RIGHT, "c": WD_ALIGN_PARAGRAPH.CENTER}
PARAGRAPH_STYLES = {"body": "Body Text", "note": "Paper note", "marker": "Paper marker"}
EMU_PER_TWIP = 635
CHARACTERS_IN_LINE = 72
DEEPEST_IN_CONTENTS = 2
DEEPEST_HEADING = 6
DEEPEST_LIST = 3


def write_word(document: Document) -> bytes:
    """The Word file of a prepared document."""
    word = docx.Document()
    set_styles(word, document.lang)
    set_properties(word, document)
    set_behaviour(word)
    _set_page(word, document)
    writer = _Writer(word, document)
    _write_cover(writer, document)
    _write_contents(writer, document)
    writer.blocks(word, document.blocks)
    return packed(word)


def _set_page(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(37), Mm(26)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)
    section.header_distance = section.footer_distance = Mm(14)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]._p
    _extend(head, run(Span(document.title)), tab(), run(Span(document.cover.symbol, bold=True)))
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.style = "Footer"
        pages = [*field("PAGE", "1"), run(Span(" / ")), *field("NUMPAGES", "1")]
        _extend(foot._p, run(Span(document.footer)), tab(), *pages)


def _extend(owner: Any, *pieces: Any) -> None:
    for piece in pieces:
        owner.append(piece)


def _write_cover(writer: _Writer, document: Document) -> None:
    cover = document.cover
    if cover.masthead or cover.symbol:
        _masthead(writer, cover)
    if cover.item:
        writer.paragraph(writer.word, "Paper item", [Span(cover.item)])
    writer.paragraph(writer.word, "Title", [Span(document.title)])
    if cover.subtitle:
        writer.paragraph(writer.word, "Subtitle", [Span(cover.subtitle)])
    if cover.fields:
        table = writer.table(len(cover.fields), (Mm(45), TEXT_WIDTH + HANGING - Mm(45)), "Cover table", indent=-HANGING)
        for row, (label, content) in zip(table.rows, cover.fields, strict=True):
            writer.fill(row.cells[0], "Table text", [Span(label, bold=True)])
            writer.fill(row.cells[1], "Table text", content)
    if cover.notice:
        writer.paragraph(writer.word, "Paper notice", cover.notice)


def _masthead(writer: _Writer, cover: Cover) -> None:
    widths = (TEXT_WIDTH + HANGING - Mm(50), Mm(50))
    place, symbol = writer.table(1, widths, "Masthead", indent=-HANGING).rows[0].cells
    for at, line in enumerate(cover.masthead or ("",)):
        writer.paragraph(place, "Paper body" if at == 0 else "Paper masthead", [Span(line)])
    _drop_first(place)
    writer.fill(symbol, "Paper symbol", [Span(cover.symbol)])


def _write_contents(writer: _Writer, document: Document) -> None:
    """The table of contents as a field that is filled in already, and the end of the pages before the text."""
    found = [heading for heading in headings(document.blocks) if heading.level <= DEEPEST_IN_CONTENTS]
    if document.contents_title and found:
        if not contents_on_first_page(document):
            writer.break_page()
        _fill_contents(writer, document.contents_title, found)
    if has_long_contents(document) or document.cover.fields:
        writer.break_page()


def _fill_contents(writer: _Writer, title: str, found: list[Heading]) -> None:
    writer.paragraph(writer.word, "TOC Heading", [Span(title)])
    entries = [writer.entry_of_contents(heading) for heading in found]
    start = field_start(f'TOC \\o "1-{DEEPEST_IN_CONTENTS}" \\h \\z \\u', dirty=True)
    for piece in reversed(start):
        entries[0]._p.insert(1, piece)
    entries[-1]._p.append(field_end())


def _drop_first(cell: Any) -> None:
    """Removes the empty paragraph every new cell begins with."""
    cell._tc.remove(cell.paragraphs[0]._p)


class _Writer:
    """Writes blocks into the document or into a cell of it."""

    def __init__(self, word: Any, document: Document) -> None:
        self.word = word
        self._lang = document.lang
        self._numbering = Numbering(word)
        self._footnotes = add_footnotes_part(word)
        self._notes = 0
        known = dict.fromkeys(anchors(document.blocks))
        self._bookmarks = {anchor: f"_Toc{place:06}" for place, anchor in enumerate(known, 1)}
        self._free = set(known)
        self._breaks = False

    def break_page(self) -> None:
        """The next paragraph or table begins a page."""
        self._breaks = True

    def blocks(self, container: Any, blocks: Iterable[Block]) -> None:
        """Writes the blocks at the end of the container."""
        found = parts(blocks)
        for part, following in zip_longest(found, found[1:]):
            self._part(container, part)
            if leads(part, following):
                container.paragraphs[-1].paragraph_format.keep_with_next = True

    def paragraph(self, container: Any, style: str, content: Inline | Rich | list[Span]) -> Any:
        """A paragraph at the end of the container."""
        made = container.add_paragraph(style=style)
        if self._breaks and container is self.word:
            made.paragraph_format.page_break_before, self._breaks = True, False
        self._write(made._p, content, self.word.part)
        return made

    def fill(self, cell: Any, style: str, content: Inline | Rich | list[Span]) -> Any:
        """Writes into the one paragraph of a new cell."""
        cell.paragraphs[0].style = style
        self._write(cell.paragraphs[0]._p, content, self.word.part)
        return cell.paragraphs[0]

    def table(self, rows: int, widths: Iterable[int], style: str, *, indent: int = 0, container: Any = None) -> Any:
        """An empty table of fixed column widths (in EMU), shifted by `indent`."""
        widths = [int(width) for width in widths]
        if self._breaks:
            self.paragraph(self.word, "Paper note", ())
        made = (container or self.word).add_table(rows, len(widths))
        made.style, made.autofit = style, False
        made._tbl.tblPr.find(qn("w:tblLayout")).addprevious(element("w:tblInd", w=indent // EMU_PER_TWIP, type="dxa"))
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for row in made.rows:
            row._tr.get_or_add_trPr().append(element("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return made

    def entry_of_contents(self, heading: Heading) -> Any:
        """A line of the table of contents, linked to its heading."""
        made = self.word.add_paragraph(style=f"toc {heading.level}")
        name = self._bookmarks[heading.anchor]
        words = [run(Span(span.text, italic=span.italic, lang=span.lang)) for span in heading.content]
        made._p.append(element("w:hyperlink", *words, anchor=name, history=1))
        return made

    def _part(self, container: Any, part: Part) -> None:
        match part:
            case Heading():
                made = self.paragraph(container, f"Heading {min(part.level, DEEPEST_HEADING)}", part.content)
                self._bookmark(made, part.anchor)
            case Text():
                self._text(container, part)
            case Listing():
                self._list(container, part.entries, 0)
            case Table():
                self._table(container, part)
            case Chart():
                self._chart(container, part)
            case Box():
                self._box(container, part)
            case Footnote():
                made = self.paragraph(container, FOOTNOTE_TEXT, [Span(" "), *part.content])
                made._p.insert(1, _mark(part.mark))
            case PageBreak():
                self._breaks = True

    def _text(self, container: Any, text: Text) -> None:
        number = text.paragraph.number
        if number is None:
            self.paragraph(container, PARAGRAPH_STYLES[text.paragraph.style], text.content)
            return
        made = self.paragraph(container, "Paper paragraph", text.content)
        self._numbering.number(made, number)
        if container is not self.word:
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = HANGING, -HANGING
        self._bookmark(made, f"p{number}")

    def _list(self, container: Any, entries: list[Entry], depth: int) -> None:
        level = min(depth, DEEPEST_LIST - 1)
        bulleted = is_bulleted(entries)
        style = ("List Bullet" if bulleted else "List") + (f" {level + 1}" if level else "")
        for entry in entries:
            made = self.paragraph(container, style, entry.content)
            if bulleted:
                self._numbering.bullet(made, level)
            else:
                made._p.insert(1, run(Span(entry.marker.strip())))
                made._p.insert(2, tab())
            self._list(container, entry.children, depth + 1)

    def _table(self, container: Any, table: Table) -> None:
        if table.caption:
            self.paragraph(container, "Caption", [Span(table.caption)])
        shares = column_widths(table, CHARACTERS_IN_LINE)
        rows = [*([table.header] if table.header else []), *table.rows]
        widths = [int(TEXT_WIDTH * share / sum(shares)) for share in shares]
        made = self.table(len(rows), widths, "Paper table", container=container)
        whole = is_short(table)
        for place, (row, contents) in enumerate(zip(made.rows, rows, strict=True), 1):
            keep = place < len(rows) and (whole or heads_group(contents) or contents is table.header)
            self._row(row, contents, table.align, keep=keep)
        made._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstRow"), "1" if table.header else "0")
        if table.header:
            made.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        self.paragraph(container, "Paper note", [Span(table.note)] if table.note else ())

    def _row(self, row: Any, contents: tuple[Inline, ...], align: str, *, keep: bool) -> None:
        """Fills a row; one to `keep` stays on the page of the next."""
        cells = (row.cells[0].merge(row.cells[-1]),) if heads_group(contents) else row.cells
        for cell, content, side in zip(cells, contents, align, strict=False):
            made = self.fill(cell, "Table text", content)
            made.alignment = SIDES.get(side, SIDES["l"])
            if keep:
                made.paragraph_format.keep_with_next = True

    def _chart(self, container: Any, chart: Chart) -> None:
        """The picture, described for whoever does not see it, and the table of its numbers."""
        self._bookmark(self.paragraph(container, "Caption", [Span(chart.title)]), chart.anchor)
        made = self.paragraph(container, "Paper picture", ())
        picture = made.add_run().add_picture(io.BytesIO(chart_png(chart.spec, lang=self._lang)), width=TEXT_WIDTH)
        properties = picture._inline.docPr
        properties.set("descr", chart.description)
        properties.set("title", chart.title)
        self._table(container, replace(chart.table, caption="", note=chart.source))

    def _box(self, container: Any, box: Box) -> None:
        cell = self.table(1, (TEXT_WIDTH,), "Decision", container=container).rows[0].cells[0]
        if box.title:
            self.paragraph(cell, "Decision title", box.title)
        self.blocks(cell, box.blocks)
        if len(cell._tc.xpath("./w:p")) > 1:
            _drop_first(cell)
        self.paragraph(container, "Paper note", ())

    def _write(self, owner: Any, content: Inline | Rich | list[Span], part: Any) -> None:
        for piece in content:
            owner.append(self._note(piece) if isinstance(piece, Footnote) else self._span(piece, part))

    def _span(self, span: Span, part: Any) -> Any:
        if not span.href:
            return run(span)
        words = run(span, "Hyperlink")
        if span.href.startswith("#"):
            return element("w:hyperlink", words, anchor=self._bookmarks[span.href[1:]], history=1)
        link = element("w:hyperlink", words, history=1)
        link.set(qn("r:id"), part.relate_to(span.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return link

    def _note(self, note: Footnote) -> Any:
        """Adds the footnote; gives the reference to it. Marks that count from 1 are left to Word to count."""
        self._notes += 1
        counted = note.mark == str(self._notes)
        text = element("w:p", element("w:pPr", element("w:pStyle", val=style_id(FOOTNOTE_TEXT))))
        _extend(text, _mark("" if counted else note.mark), run(Span(" ")))
        if counted:
            text[1].append(element("w:footnoteRef"))
        self._write(text, note.content, self._footnotes)
        self._footnotes.element.append(element("w:footnote", text, id=self._notes))
        reference = _mark("" if counted else note.mark)
        custom = {} if counted else {"customMarkFollows": 1}
        reference.insert(1, element("w:footnoteReference", **custom, id=self._notes))
        return reference

    def _bookmark(self, paragraph: Any, anchor: str) -> None:
        if anchor not in self._free:
            return
        self._free.remove(anchor)
        name = self._bookmarks[anchor]
        identity = int(name.removeprefix("_Toc"))
        paragraph._p.insert(1, element("w:bookmarkStart", id=identity, name=name))
        paragraph._p.append(element("w:bookmarkEnd", id=identity))


def _mark(mark: str) -> Any:
    return run(Span(mark), style_id(FOOTNOTE_REFERENCE))
