"""Blocks: what a document is made of, whatever its file format.

A reader turns a file into a flat sequence of blocks in reading order, each with its place in the file;
a writer turns a `Document` into typst (PDF), Word or HTML. Both speak this one vocabulary, so that what
is written can be read back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a block in its file: page (PDF), line (text) or paragraph ordinal (Word), from 1."""

    page: int | None = None
    line: int | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        names = (("page", self.page), ("line", self.line), ("paragraph", self.paragraph))
        return ", ".join(f"{name} {number}" for name, number in names if number is not None)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. `lang` is set where it differs from the document's (a marked fallback).

    `figure` is the address of the figure the text shows (2024-25/level.output:3), for whoever wants it explained.
    """

    text: str
    bold: bool = False
    italic: bool = False
    lang: str | None = None
    href: str | None = None
    figure: str | None = None


Inline = tuple[Span, ...]


def plain(content: Inline) -> str:
    """The bare text of inline content."""
    return "".join(span.text for span in content)


def inline(text: str, *, bold: bool = False, italic: bool = False, lang: str | None = None) -> Inline:
    """A single-span inline content, empty for an empty text."""
    return (Span(text, bold=bold, italic=italic, lang=lang),) if text else ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1, and is 0 where a reader knows it is a heading but not of which level."""

    level: int
    content: Inline
    where: Where | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `number` is the paragraph number of a governing-body paper (1, 2, 3 …) where it is known."""

    content: Inline
    number: int | None = None
    where: Where | None = None
    style: Literal["body", "note", "marker"] = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """A list item; consecutive items form a list. `marker` is what the file printed before it (-, •, (a), 3.)."""

    content: Inline
    depth: int = 0
    marker: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a header row and body rows of inline cells; `align` holds l, r or c for each column."""

    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: str = ""
    note: str = ""
    align: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers with the table of the same numbers below it.

    `title` states the finding, `description` what the picture shows to whoever does not see it, `source` where the
    numbers come from and of which version. `spec` is a Vega-Lite specification (JSON) in the colours of
    `documents.charts`; `narrow` the same for a small screen, where there is one.
    """

    title: str
    spec: str
    description: str
    table: Table
    source: str = ""
    narrow: str = ""
    anchor: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Framed content: the draft decision, a highlighted initiative."""

    title: Inline
    blocks: tuple["Block", ...]
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote and its mark."""

    mark: str
    content: Inline
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page ended in the file that was read, or must end in the file that is written."""

    where: Where | None = None


Block = Heading | Paragraph | Item | Table | Chart | Box | Footnote | PageBreak


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a governing-body paper.

    `masthead` are the short lines that place the paper (body, session, section, symbol, date); `fields` are the
    labelled entries of the cover block (purpose, implications, follow-up, author unit, related documents …).
    """

    masthead: tuple[str, ...] = ()
    symbol: str = ""
    item: str = ""
    subtitle: str = ""
    fields: tuple[tuple[str, Inline], ...] = ()
    notice: Inline = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, ready to be written. `footer` appears on every page (version, short hash)."""

    title: str
    lang: str
    blocks: tuple[Block, ...]
    cover: Cover = field(default_factory=Cover)
    contents_title: str = ""
    footer: str = ""
    author: str = ""
