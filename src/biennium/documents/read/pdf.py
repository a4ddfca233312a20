"""PDF with text: lines become paragraphs, headings, bullets and tables of contents by where and how they are set.

Invariant: each word of the text layer is in exactly one block, in the order of reading; what repeats at the head or
foot of the pages is left out, which a note says.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

from biennium.documents.blocks import Block, Heading, Inline, Item, PageBreak, Paragraph, Span, Table, Where
from biennium.documents.read.markers import NUMBER, split_marker
from biennium.documents.read.result import Extract, ReadNote
from biennium.documents.read.spans import tidy
from biennium.kernel.errors import InvalidInput

_ENDS = (".", ":", ";", "!", "?")
_MARGIN = 0.1
_REPEATED_ON = 3
_FAR_APART = 1.6
_NEAR_BASELINE = 0.3
_NEW_PARAGRAPH = 1.12
_LARGER = 1.08
_SHORT_LINE = 0.3
_INDENT = 4.0
_BOLD = 600
_ITALIC_FLAG = 1 << 6
_LONGEST_HEADING = 300
_BROKEN_WORD, _SOFT_HYPHEN = "\x02", "\u00ad"
_LEADERS = re.compile(r"(?:[.…]\s?){3,}\s*\d{1,4}$")
_ENTRY_END = re.compile(r"\t\d{1,4}$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of a line in one font; lengths in points, `baseline` from the top of the page."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class _Line:
    """A line of a page: its runs, and where it stands (points from the top left); where a second column begins."""

    spans: list[Span]
    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    in_margin: bool
    column: float | None = None


def read_pdf(data: bytes) -> Extract:
    """The blocks of a PDF. Raises `InvalidInput` for one that is encrypted, damaged, or a scan without text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as refused:
        raise _refusal(refused) from refused
    try:
        pages = len(document)
        lines = [line for number in range(pages) for line in _lines(document[number], number + 1)]
    except pypdfium2.PdfiumError as damaged:
        raise _refusal(damaged) from damaged
    finally:
        document.close()
    if not lines:
        raise InvalidInput(
            "The PDF holds no text: it is a scan.",
            remedy="Run text recognition (OCR) on it first, or use the original.",
        )
    kept, notes = _without_furniture(lines, pages)
    return Extract(tuple(_blocks(kept)), tuple(notes), pages)


def _refusal(error: Exception) -> InvalidInput:
    if "password" in str(error).casefold() or "security" in str(error).casefold():
        return InvalidInput("The PDF is encrypted.", remedy="Remove the password and save it again.")
    return InvalidInput("The PDF is cut or damaged.", remedy="Export or download it again.")


def _lines(page: Any, number: int) -> Iterator[_Line]:
    height = float(page.get_height())
    text = page.get_textpage()
    segments = list(_segments(text, height))
    text.close()
    page.close()
    for line in _on_one_baseline(segments):
        yield _line(line, number, height)


def _segments(text: Any, height: float) -> Iterator[_Segment]:
    """The stretches of the page's text, with what their first character says of the font."""
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        words = text.get_text_bounded(left, bottom, right, top).replace("\r", "").replace("\n", " ")
        words = words.replace(_BROKEN_WORD, _SOFT_HYPHEN)
        at = text.get_index(min(left + 1, right), (bottom + top) / 2, 4, 4)
        if not words.strip() or at is None or at < 0:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, at, None, 0, flags)
        yield _Segment(
            text=words,
            x0=left,
            x1=right,
            baseline=height - y.value,
            size=round(raw.FPDFText_GetFontSize(text, at), 1),
            bold=raw.FPDFText_GetFontWeight(text, at) >= _BOLD,
            italic=bool(flags.value & _ITALIC_FLAG),
        )


def _on_one_baseline(segments: list[_Segment]) -> Iterator[list[_Segment]]:
    """Segments of one line, from left to right; lines from the top."""
    line: list[_Segment] = []
    for one in sorted(segments, key=lambda each: (each.baseline, each.x0)):
        if line and one.baseline - line[0].baseline > _NEAR_BASELINE * max(one.size, line[0].size):
            yield sorted(line, key=lambda each: each.x0)
            line = []
        line.append(one)
    if line:
        yield sorted(line, key=lambda each: each.x0)


def _line(segments: list[_Segment], page: int, height: float) -> _Line:
    size = max(one.size for one in segments)
    spans: list[Span] = []
    column: float | None = None
    for place, one in enumerate(segments):
        if one.text == _SOFT_HYPHEN and spans:
            spans[-1] = replace(spans[-1], text=spans[-1].text + _SOFT_HYPHEN)
            continue
        gap = one.x0 - segments[place - 1].x1 if place else 0.0
        blank = _blank(gap, size, one.text)
        spans.append(Span(f"{blank}{one.text}", bold=one.bold, italic=one.italic))
        if blank == "\t" and column is None:
            column = one.x0
    baseline = segments[0].baseline
    return _Line(
        spans=spans,
        text="".join(span.text for span in spans).strip(),
        page=page,
        x0=segments[0].x0,
        x1=segments[-1].x1,
        baseline=baseline,
        size=size,
        bold=all(one.bold for one in segments),
        in_margin=not _MARGIN * height < baseline < (1 - _MARGIN) * height,
        column=column,
    )


def _blank(gap: float, size: float, text: str) -> str:
    """What stands between two segments: a tab for a wide gap, a no-break space at French punctuation."""
    if gap <= 0.15 * size:
        return ""
    if gap > _FAR_APART * size:
        return "\t"
    return "\u00a0" if text.startswith((";", ":", "!", "?", "»")) else " "


def _without_furniture(lines: list[_Line], pages: int) -> tuple[list[_Line], list[ReadNote]]:
    """Without what stands, but for its digits, at the head or foot of several pages."""
    counted = Counter(_DIGITS.sub("#", line.text) for line in lines if line.in_margin)
    repeated = {text for text, count in counted.items() if count >= min(_REPEATED_ON, max(2, pages))}
    kept = [line for line in lines if not (line.in_margin and _DIGITS.sub("#", line.text) in repeated)]
    notes = []
    if len(kept) < len(lines):
        left = len(lines) - len(kept)
        notes.append(
            ReadNote(Where(page=1), f"{left} lines at the head or foot of the pages repeat; they were left out.")
        )
    return kept, notes


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    body = _body_size(lines)
    leading, right = _leading(lines, body), max(line.x1 for line in lines)
    ranks = sorted({line.size for line in lines if line.size > body * _LARGER}, reverse=True)
    # A word at the end or the beginning of a line may be half of one.
    vocabulary = {word for line in lines for word in re.findall(r"[\w-]+", line.text.casefold())[1:-1]}
    for page, on_page in groupby(lines, key=lambda line: line.page):
        if page > lines[0].page:
            yield PageBreak(Where(page=page))
        for group in _paragraphs(list(on_page), leading, right):
            if rows := _two_columns(group):
                yield Table((), (tuple(_content(row, vocabulary) for row in rows),), where=Where(page=page))
            else:
                yield _block(group, body, ranks, vocabulary)


def _body_size(lines: list[_Line]) -> float:
    """The size most of the text is set in."""
    counted: Counter[float] = Counter()
    for line in lines:
        counted[line.size] += len(line.text)
    return counted.most_common(1)[0][0]


def _leading(lines: list[_Line], body: float) -> float:
    """The distance of base lines within a paragraph, as a multiple of the size: the most frequent one."""
    pairs = pairwise(lines)
    counted = Counter(
        round((below.baseline - above.baseline) / body, 1)
        for above, below in pairs
        if above.page == below.page and above.size == below.size == body and below.baseline > above.baseline
    )
    return counted.most_common(1)[0][0] if counted else 1.3


def _paragraphs(lines: list[_Line], leading: float, right: float) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for line in lines:
        if group and _begins(line, group, leading, right):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(line: _Line, group: list[_Line], leading: float, right: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    above = group[-1]
    if _continues_columns(line, group, leading):
        return False
    if abs(line.size - above.size) > 0.6 or line.bold != above.bold:
        return _changes_style(line, above)
    if _LEADERS.search(above.text) or _ENTRY_END.search(above.text):
        return True
    if line.baseline - above.baseline > leading * line.size * _NEW_PARAGRAPH:
        return True
    if above.x1 < right - _SHORT_LINE * (right - group[0].x0) and not line.text[:1].islower():
        return True
    if _is_bullet(line, above) or (NUMBER.match(line.text) and line.x0 <= group[0].x0 + 1):
        return True
    return line.x0 < group[0].x0 - _INDENT and not NUMBER.match(group[0].text)


def _continues_columns(line: _Line, group: list[_Line], leading: float) -> bool:
    """Whether a line goes on with a label or with the text beside it."""
    near = line.baseline - group[-1].baseline <= leading * line.size * _NEW_PARAGRAPH
    return near and line.column is None and abs(line.size - group[0].size) < 0.6 and _has_columns(group)


def _is_bullet(line: _Line, above: _Line) -> bool:
    """Whether a line begins with the sign of a list; `i)` in a running sentence is none."""
    marker = split_marker(line.text)[0]
    return bool(marker) and (not marker.endswith(")") or above.text.endswith(_ENDS))


def _has_columns(group: list[_Line]) -> bool:
    """Whether a paragraph is a label with its text beside it, not a number, a bullet or an entry of the contents."""
    first = group[0]
    is_list = (
        NUMBER.match(first.text) or split_marker(first.text)[0] or first.text.split("\t")[0].strip("0123456789.") == ""
    )
    return (
        first.column is not None and first.text.count("\t") == 1 and not is_list and not _ENTRY_END.search(first.text)
    )


def _two_columns(group: list[_Line]) -> tuple[list[_Line], list[_Line]] | None:
    """The left and the right column of a label with its text beside it; None for any other paragraph."""
    column = group[0].column
    if column is None or not _has_columns(group):
        return None
    left: list[_Line] = []
    right: list[_Line] = []
    for line in group:
        at = next((place for place, span in enumerate(line.spans) if span.text.startswith("\t")), None)
        if at is None:
            (left if line.x0 < column - _INDENT else right).append(line)
        else:
            left.append(replace(line, spans=line.spans[:at]))
            right.append(
                replace(line, spans=[replace(line.spans[at], text=line.spans[at].text.lstrip()), *line.spans[at + 1 :]])
            )
    return left, right


def _changes_style(line: _Line, above: _Line) -> bool:
    """A line of another size, or wholly bold below one that is not, or the other way round."""
    return abs(line.size - above.size) > 0.6 or line.bold or above.bold


def _block(group: list[_Line], body: float, ranks: list[float], vocabulary: set[str]) -> Block:
    where = Where(page=group[0].page)
    content = _content(group, vocabulary)
    text = "".join(span.text for span in content)
    size = group[0].size
    is_short = len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS)
    if is_short and not _LEADERS.search(text):
        if size > body * _LARGER:
            return Heading(ranks.index(size) + 1, content, where)
        if all(line.bold for line in group) and size >= body * 0.98:
            return Heading(0, content, where)
    marker, rest = split_marker(text)
    if marker:
        return Item(_after(content, len(text) - len(rest)), 0, marker, where)
    return Paragraph(content, where=where)


def _content(group: list[_Line], vocabulary: set[str]) -> Inline:
    spans: list[Span] = []
    for line in group:
        if spans:
            spans[-1] = _joined(spans[-1], line, vocabulary)
        spans += line.spans
    return tidy(spans)


def _joined(last: Span, line: _Line, vocabulary: set[str]) -> Span:
    """The last run of a line, ready for the next line: with a blank, or without the hyphen that only broke a word."""
    text = last.text
    text = text.replace(_SOFT_HYPHEN, "-") if text.endswith(_SOFT_HYPHEN) else text
    head = re.search(r"([\w-]+)-$", text)
    tail = re.match(r"[\w-]+", line.text)
    if not head or not tail:
        return Span(f"{text} ", last.bold, last.italic)
    if not tail[0][:1].islower():
        return Span(text, last.bold, last.italic)
    kept = _is_compound(head[1].casefold(), tail[0].casefold(), vocabulary)
    return Span(text if kept else text[:-1], last.bold, last.italic)


def _is_compound(head: str, tail: str, vocabulary: set[str]) -> bool:
    """Whether a hyphen at the end of a line belongs to the word: it is written so elsewhere, or both its parts are
    words and the whole without the hyphen is none."""
    if f"{head}{tail}" in vocabulary:
        return False
    return f"{head}-{tail}" in vocabulary or (head in vocabulary and tail in vocabulary)


def _after(content: Inline, length: int) -> Inline:
    rest: list[Span] = []
    for span in content:
        cut = min(length, len(span.text))
        length -= cut
        rest.append(Span(span.text[cut:], span.bold, span.italic))
    return tidy(rest)
