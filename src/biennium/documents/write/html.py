"""HTML: one file that needs nothing else, neither scripts nor requests, and reads without its style.

The title is the only h1; a heading of level n is h(n+1). Paragraph 12 has the id p12, footnotes are collected at the
end and linked both ways. Every text is escaped; what is in another language says so with `lang`. Printed, each page
carries the footer and its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files

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
    plain,
)
from biennium.documents.charts import SCREEN, chart_svg
from biennium.documents.write.columns import heads_group
from biennium.documents.write.prepare import anchors, headings
from biennium.documents.write.structure import Entry, Listing, Part, Rich, Text, is_bulleted, parts

SIDES = {"l": "", "r": ' class="right"', "c": ' class="centre"'}
DEEPEST_IN_CONTENTS = 2
PAGE_FOOT = "font: 8pt system-ui, sans-serif; color: #55585c;"
RANGE = re.compile(r"\b\d+[-–]\d+\b")


def write_html(document: Document) -> bytes:
    """The HTML file of a prepared document, UTF-8."""
    style = files(__package__).joinpath("paper.css").read_text(encoding="utf-8")
    writer = _Writer(lang=document.lang, free=set(anchors(document.blocks)))
    body = "\n".join(filter(None, (_header(document, writer), _contents(document), _main(document, writer))))
    return (
        "<!doctype html>\n"
        f'<html lang="{escape(document.lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{_author(document)}<title>{escape(document.title)}</title>\n<style>\n{style}{_page_foot(document)}</style>\n</head>\n"
        f"<body>\n{body}\n{_footer(document)}</body>\n</html>\n"
    ).encode()


def _author(document: Document) -> str:
    return f'<meta name="author" content="{escape(document.author)}">\n' if document.author else ""


def _footer(document: Document) -> str:
    return f"<footer>{_lines(document.footer)}</footer>\n" if document.footer else ""


def _page_foot(document: Document) -> str:
    """What stands at the foot of each printed page, as CSS; no character of it can end the string or the style."""
    said = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in document.footer)
    foot = f'@bottom-left {{ content: "{said}"; {PAGE_FOOT} width: 85% }}'
    number = f'@bottom-right {{ content: counter(page) " / " counter(pages); {PAGE_FOOT} }}'
    return f"@page {{ {foot} {number} }}\n"


def _header(document: Document, writer: _Writer) -> str:
    cover = document.cover
    pieces = (
        _masthead(cover),
        f'<p class="item">{_lines(cover.item)}</p>' if cover.item else "",
        f"<h1>{_lines(document.title)}</h1>",
        f'<p class="subtitle">{_lines(cover.subtitle)}</p>' if cover.subtitle else "",
        _fields(cover, writer),
        f'<p class="notice">{writer.inline(cover.notice)}</p>' if cover.notice else "",
    )
    return "<header>\n" + "\n".join(filter(None, pieces)) + "\n</header>"


def _masthead(cover: Cover) -> str:
    if not (cover.masthead or cover.symbol):
        return ""
    symbol = f'<p class="symbol">{_lines(cover.symbol)}</p>' if cover.symbol else ""
    lines = "".join(f"<p>{_lines(line)}</p>" for line in cover.masthead)
    return f'<div class="masthead"><div>{lines}</div>{symbol}</div>'


def _fields(cover: Cover, writer: _Writer) -> str:
    rows = (f"<div><dt>{_lines(label)}</dt><dd>{writer.inline(content)}</dd></div>" for label, content in cover.fields)
    return f'<dl class="fields">{"".join(rows)}</dl>' if cover.fields else ""


def _contents(document: Document) -> str:
    found = [heading for heading in headings(document.blocks) if heading.level <= DEEPEST_IN_CONTENTS]
    if not (document.contents_title and found):
        return ""
    entries = "".join(
        f'<li class="level-{heading.level}"><a href="#{escape(heading.anchor)}">{_unlinked(heading.content)}</a></li>'
        for heading in found
    )
    title = f'<p id="contents">{_lines(document.contents_title)}</p>'
    return f'<nav aria-labelledby="contents">{title}<ol>{entries}</ol></nav>'


def _unlinked(content: Inline) -> str:
    return "".join(_span(Span(span.text, span.bold, span.italic, span.lang)) for span in content)


def _main(document: Document, writer: _Writer) -> str:
    return f"<main>\n{writer.blocks(document.blocks)}\n{writer.footnotes()}</main>"


def _lines(text: str) -> str:
    """The text with its line breaks; a range such as 2024–25 never breaks at its dash."""
    return RANGE.sub(r'<span class="whole">\g<0></span>', escape(text)).replace("\n", "<br>")


def _span(span: Span) -> str:
    text = _lines(span.text)
    if span.italic:
        text = f"<em>{text}</em>"
    if span.bold:
        text = f"<strong>{text}</strong>"
    if span.lang or span.figure:
        text = f"<span{_attribute('lang', span.lang)}{_attribute('data-figure', span.figure)}>{text}</span>"
    return f'<a href="{escape(span.href)}">{text}</a>' if span.href else text


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{escape(value)}"' if value else ""


@dataclass(slots=True)
class _Writer:
    """Writes the body in `lang`; `free` are the anchors not given out yet, `notes` the footnotes met so far."""

    lang: str
    free: set[str]
    notes: list[Footnote] = field(default_factory=list)

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self._part(part) for part in parts(blocks))

    def inline(self, content: Inline | Rich) -> str:
        return "".join(self._reference(piece) if isinstance(piece, Footnote) else _span(piece) for piece in content)

    def footnotes(self) -> str:
        if not self.notes:
            return ""
        items = "".join(self._footnote(place, note) for place, note in enumerate(self.notes, 1))
        return f'<section class="footnotes" role="doc-endnotes">{items}</section>\n'

    def _footnote(self, place: int, note: Footnote) -> str:
        mark = f'<a href="#noteref-{place}" role="doc-backlink">{_lines(note.mark)}</a>'
        return f'<p id="note-{place}"><sup>{mark}</sup> {self.inline(note.content)}</p>'

    def _reference(self, note: Footnote) -> str:
        self.notes.append(note)
        place = len(self.notes)
        link = f'<a id="noteref-{place}" href="#note-{place}" role="doc-noteref">{_lines(note.mark)}</a>'
        return f"<sup>{link}</sup>"

    def _part(self, part: Part) -> str:
        match part:
            case Heading():
                tag = f"h{min(part.level + 1, 6)}"
                return f"<{tag}{self._id(part.anchor)}>{self.inline(part.content)}</{tag}>"
            case Text():
                return self._text(part)
            case Listing():
                return self._listing(part.entries)
            case Table():
                return self._table(part, part.caption)
            case Chart():
                return self._chart(part)
            case Box():
                title = f'<p class="title">{self.inline(part.title)}</p>\n' if part.title else ""
                return f'<aside class="decision">\n{title}{self.blocks(part.blocks)}\n</aside>'
            case Footnote():
                return f'<p class="note"><sup>{_lines(part.mark)}</sup> {self.inline(part.content)}</p>'
            case PageBreak():
                return '<div class="page-break"></div>'

    def _id(self, anchor: str) -> str:
        if anchor not in self.free:
            return ""
        self.free.remove(anchor)
        return f' id="{escape(anchor)}"'

    def _text(self, text: Text) -> str:
        paragraph = text.paragraph
        content = self.inline(text.content)
        if paragraph.number is None:
            style = "" if paragraph.style == "body" else f' class="{paragraph.style}"'
            return f"<p{style}>{content}</p>"
        number = f'<span class="number">{paragraph.number}.</span>'
        return f'<p class="numbered"{self._id(f"p{paragraph.number}")}>{number} {content}</p>'

    def _listing(self, entries: list[Entry]) -> str:
        bulleted = is_bulleted(entries)
        tag, opening = ("ul", "<ul>") if bulleted else ("ol", '<ol class="marked">')
        items = "".join(self._entry(entry, marked=not bulleted) for entry in entries)
        return f"{opening}{items}</{tag}>"

    def _entry(self, entry: Entry, *, marked: bool) -> str:
        marker = f'<span class="marker">{_lines(entry.marker.strip())}</span> ' if marked else ""
        below = self._listing(entry.children) if entry.children else ""
        return f"<li>{marker}{self.inline(entry.content)}{below}</li>"

    def _chart(self, chart: Chart) -> str:
        """The picture in the sizes there are, and the table of its numbers."""
        sizes = (("wide" if chart.narrow else "any", chart.spec), ("narrow", chart.narrow))
        drawn = [(size, self._picture(chart, spec, size)) for size, spec in sizes if spec]
        pictures = "".join(f'<div class="{size}">{picture}</div>' for size, picture in drawn)
        source = f'<p class="note">{_lines(chart.source)}</p>' if chart.source else ""
        said = f"<figcaption>{_lines(chart.title)}</figcaption>{pictures}"
        return f"<figure{self._id(chart.anchor)}>{said}{self._table(chart.table, chart.title)}{source}</figure>"

    def _picture(self, chart: Chart, spec: str, size: str) -> str:
        identity = f"{chart.anchor}.{size}"
        about = {"title": chart.title, "description": chart.description, "identity": identity}
        return chart_svg(spec, lang=self.lang, theme=SCREEN, **about)

    def _table(self, table: Table, label: str) -> str:
        caption = f"<caption>{_lines(table.caption)}</caption>" if table.caption else ""
        head = "".join(
            f'<th scope="col"{SIDES.get(side, "")}>{self.inline(cell)}</th>'
            for cell, side in zip(table.header, table.align, strict=False)
        )
        rows = "".join(f"<tr>{self._cells(row, table)}</tr>" for row in table.rows)
        note = f'<p class="note">{_lines(table.note)}</p>' if table.note else ""
        thead = f"<thead><tr>{head}</tr></thead>" if head else ""
        name = f' aria-label="{escape(label)}"' if label else ""
        body = f"<table>{caption}{thead}<tbody>{rows}</tbody></table>"
        return f'<div class="table" role="group" tabindex="0"{name}>{body}</div>{note}'

    def _cells(self, row: tuple[Inline, ...], table: Table) -> str:
        """The cells of a row; each carries its column's heading for screens too narrow for a table."""
        if heads_group(row):
            return f'<th scope="rowgroup" colspan="{len(row)}">{self.inline(row[0])}</th>'
        labels = [plain(cell) for cell in table.header] or [""] * len(row)
        return "".join(
            f"<td{SIDES.get(side, '')}{_label(label)}>{self.inline(cell)}</td>"
            for cell, side, label in zip(row, table.align, labels, strict=True)
        )


def _label(text: str) -> str:
    return f' data-label="{escape(text)}"' if text else ""
