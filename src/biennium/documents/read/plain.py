"""Plain text and Markdown: a physical line is a block, unless the text was wrapped at a column.

Invariant: each word of the text is in exactly one block, in order; only mark-up signs are taken away.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biennium.documents.blocks import Block, Footnote, Heading, Inline, Item, PageBreak, Paragraph, Table, Where
from biennium.documents.read.hyphens import join, vocabulary_of
from biennium.documents.read.markers import ARROW, split_footnote, split_marker
from biennium.documents.read.result import Extract, ReadNote
from biennium.documents.read.spans import PLAIN_DIGITS, from_markup
from biennium.documents.read.wrapping import continues, wrap_width
from biennium.kernel.errors import InvalidInput

TAB_COLUMNS = 4
# OCR moves a list sign by a column now and then: less than this is no deeper level.
_DEEPER_BY = 2
_LONGEST_HEADING = 300
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*")
_RULE = re.compile(r"(?:[-=_*][ \t]?){3,}")
_ROW_RULE = re.compile(r"\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    number: int
    ends_page: bool = False


@dataclass(slots=True)
class _Lists:
    """The indentation of the list levels that are open."""

    indents: list[int] = field(default_factory=list)

    def depth(self, indent: int) -> int:
        while self.indents and indent <= self.indents[-1] - _DEEPER_BY:
            self.indents.pop()
        if not self.indents or indent >= self.indents[-1] + _DEEPER_BY:
            self.indents.append(indent)
        return len(self.indents) - 1


def read_plain(data: bytes) -> Extract:
    """The blocks of a text file in UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises `InvalidInput` when the bytes are no text in any of these.
    """
    text, notes = decode(data)
    lines = _lines(text)
    width = wrap_width([line.text for line in lines])
    if width is not None:
        lines = _unwrapped(lines, width)
        message = _("The lines were wrapped at column %(width)s; they were joined.") % {"width": width}
        notes.append(ReadNote(Where(line=1), message))
    lone: list[int] = []
    blocks = tuple(_blocks(lines, lone))
    if lone:
        message = ngettext(
            "Signs for bold (**) without a partner were dropped on this line.",
            "Signs for bold (**) without a partner were dropped on %(count)s lines, the first of them here.",
            len(lone),
        ) % {"count": len(lone)}
        notes.append(ReadNote(Where(line=lone[0]), message))
    return Extract(blocks, tuple(notes))


def decode(data: bytes) -> tuple[str, list[ReadNote]]:
    """The text of the bytes with LF line ends, and a note when its encoding had to be guessed."""
    notes: list[ReadNote] = []
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as unreadable:
        if encoding != "utf-8":
            raise InvalidInput(_("The text is cut or damaged."), remedy=_("Save it again as UTF-8.")) from unreadable
        text = _western(data)
        notes.append(ReadNote(Where(line=1), _("The text is not in UTF-8; it was read as Windows-1252.")))
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as unreadable:
        raise InvalidInput(_("The encoding of the text is not known."), remedy=_("Save it as UTF-8.")) from unreadable


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for number, physical in enumerate(text.split("\n"), start=1):
        *pages, rest = physical.split("\f")
        lines += [_Line(part, number, ends_page=True) for part in pages]
        lines.append(_Line(rest, number))
    return lines


def _unwrapped(lines: list[_Line], width: int) -> list[_Line]:
    joined: list[_Line] = []
    vocabulary = vocabulary_of(line.text for line in lines)
    above = ""
    for line in lines:
        if joined and not joined[-1].ends_page and continues(above, line.text, width):
            whole = join(joined[-1].text.rstrip(), line.text.strip(), vocabulary)
            joined[-1] = _Line(whole, joined[-1].number, line.ends_page)
        else:
            joined.append(line)
        above = line.text
    return joined


def _blocks(lines: list[_Line], lone: list[int]) -> Iterator[Block]:
    lists = _Lists()
    index = 0
    while index < len(lines):
        line = lines[index]
        underline = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
        table_ends = _table_end(lines, index)
        if table_ends:
            yield _table(lines[index:table_ends])
            index = table_ends
            continue
        if line.text.strip() and re.fullmatch(r"={3,}", underline):
            yield Heading(1, _content(line.text.strip(), line, lone), Where(line=line.number))
            index += 2
            continue
        yield from _line_blocks(line, lists, lone)
        index += 1


def _line_blocks(line: _Line, lists: _Lists, lone: list[int]) -> Iterator[Block]:
    text = line.text.strip()
    if text and not _RULE.fullmatch(text):
        block = _block(text, line, lists, lone)
        if not isinstance(block, Item):
            lists.indents.clear()
        yield block
    if line.ends_page:
        yield PageBreak(Where(line=line.number))


def _block(text: str, line: _Line, lists: _Lists, lone: list[int]) -> Block:
    where = Where(line=line.number)
    if heading := _HEADING.fullmatch(text):
        return Heading(len(heading[1]), _content(heading[2], line, lone), where)
    if text.startswith(ARROW) and len(text) <= _LONGEST_HEADING:
        return Heading(0, _content(text.removeprefix(ARROW), line, lone), where)
    mark, rest = split_footnote(text)
    if mark:
        return Footnote(mark.translate(PLAIN_DIGITS), _content(rest, line, lone), where)
    marker, rest = split_marker(text)
    if marker:
        indented = line.text.expandtabs(TAB_COLUMNS)
        depth = lists.depth(len(indented) - len(indented.lstrip()))
        return Item(_content(rest, line, lone), depth, marker, where)
    return Paragraph(_content(text, line, lone), where=where)


def _content(text: str, line: _Line, lone: list[int]) -> Inline:
    content, dropped = from_markup(text.strip())
    if dropped:
        lone.append(line.number)
    return content


def _table_end(lines: list[_Line], start: int) -> int:
    """The index after a Markdown table that begins at `start`, or 0 when none does."""
    if "|" not in lines[start].text or start + 1 >= len(lines):
        return 0
    if not _ROW_RULE.fullmatch(lines[start + 1].text.strip()):
        return 0
    end = start + 2
    while end < len(lines) and "|" in lines[end].text and not lines[end - 1].ends_page:
        end += 1
    return end


def _table(lines: list[_Line]) -> Table:
    header, _rule, *rows = (_cells(line.text) for line in lines)
    return Table(header, tuple(rows), where=Where(line=lines[0].number))


def _cells(text: str) -> tuple[Inline, ...]:
    inner = text.strip().removeprefix("|").removesuffix("|")
    return tuple(from_markup(cell.strip())[0] for cell in re.split(r"(?<!\\)\|", inner))
