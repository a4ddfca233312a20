"""The lines of a PDF page: words on one base line, from left to right; bullets that were drawn instead of set.

Invariant: each word of the page is in exactly one line; lines go from the top to the foot of the page.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any

from pypdfium2 import raw

from biennium.documents.blocks import Inline, Span
from biennium.documents.read.hyphens import joint
from biennium.documents.read.pdf.words import SOFT_HYPHEN, Word, words_of
from biennium.documents.read.spans import superscript, tidy

_MARGIN = 0.1
_FAR_APART = 1.6
_NEAR_BASELINE = 0.3
_RAISED = 0.85
_LONGEST_RAISED = 3
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MOST_DRAWINGS = 4000
_SMALLEST_BULLET, _LARGEST_BULLET = 0.12, 0.7
_BULLET_BEFORE = 4.0
DRAWN = "•"


@dataclass(slots=True)
class Line:
    """A line of a page: its runs, and where it stands (points from the top left).

    `column` is where a second column begins, `first_width` how wide its first word is; `drawn` is the left edge of a
    bullet that was drawn before it.
    """

    spans: list[Span]
    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    in_margin: bool
    first_width: float = 0.0
    column: float | None = None
    drawn: float | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A small shape: a bullet, if it stands before a line."""

    left: float
    right: float
    middle: float
    size: float


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a page, from the top."""
    height = float(page.get_height())
    lines = [_line(words, number, height) for words in _on_one_baseline(words_of(page, height))]
    marks = list(_marks(page, height)) if lines else []
    page.close()
    for line in lines:
        line.drawn = next((mark.left for mark in marks if _stands_before(mark, line)), None)
    return lines


def joined(group: list[Line], vocabulary: set[str]) -> Inline:
    """The lines of a paragraph as one text."""
    spans: list[Span] = []
    for line in group:
        if spans:
            last = spans[-1].text.removesuffix(SOFT_HYPHEN)
            last += "-" if last != spans[-1].text else ""
            between = joint(last, line.text, vocabulary)
            spans[-1] = replace(spans[-1], text=last[:-1] if between == "-" else last + between)
        spans += line.spans
    return tidy(replace(one, text=one.text.replace(SOFT_HYPHEN, "-")) for one in spans)


def _on_one_baseline(words: list[Word]) -> Iterator[list[Word]]:
    """Words of one line, from left to right; lines from the top; raised marks with the words they are raised from."""
    usual = _usual_size(words)
    small = [one for one in words if one.size < _RAISED * usual and len(one.text) <= _LONGEST_RAISED]
    level = list(_level(_without(words, small)))
    raised = [one for one in small if any(_is_raised_from(one, line) for line in level)]
    lines = list(_level(_without(words, raised)))
    for one in raised:
        line = min((each for each in lines if _is_raised_from(one, each)), key=lambda each: each[0].baseline)
        line.append(replace(one, text=superscript(one.text), baseline=line[0].baseline))
    for line in sorted(lines, key=lambda each: each[0].baseline):
        yield sorted(line, key=lambda each: each.x0)


def _without(words: list[Word], few: list[Word]) -> list[Word]:
    left_out = set(few)
    return [one for one in words if one not in left_out]


def _usual_size(words: list[Word]) -> float:
    sizes = sorted(one.size for one in words)
    return sizes[len(sizes) // 2] if sizes else 0.0


def _level(words: list[Word]) -> Iterator[list[Word]]:
    line: list[Word] = []
    for one in sorted(words, key=lambda each: (each.baseline, each.x0)):
        if line and one.baseline - line[0].baseline > _NEAR_BASELINE * max(one.size, line[0].size):
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def _is_raised_from(mark: Word, line: list[Word]) -> bool:
    size = max(one.size for one in line)
    rise = line[0].baseline - mark.baseline
    left, right = min(one.x0 for one in line), max(one.x1 for one in line)
    return mark.size < size and 0.05 * size < rise < 0.7 * size and left - 2 * size < mark.x0 < right + size


def _line(words: list[Word], page: int, height: float) -> Line:
    size = _text_size(words)
    spans: list[Span] = []
    column: float | None = None
    for place, one in enumerate(words):
        blank = _blank(words[place - 1], one, size, is_first=place == 1) if place else ""
        if one.text == SOFT_HYPHEN:
            blank = ""
        if blank == "\t" and column is None:
            column = one.x0
        spans.append(Span(f"{blank}{one.text}", bold=one.bold, italic=one.italic))
    baseline = words[0].baseline
    return Line(
        spans=_merged(spans),
        text="".join(span.text for span in spans).strip(),
        page=page,
        x0=words[0].x0,
        x1=words[-1].x1,
        baseline=baseline,
        size=size,
        bold=all(one.bold for one in words),
        in_margin=not _MARGIN * height < baseline < (1 - _MARGIN) * height,
        first_width=words[0].x1 - words[0].x0,
        column=column,
    )


def _text_size(words: list[Word]) -> float:
    """The size most of a line is set in: a large bullet makes no heading."""
    sizes: Counter[float] = Counter()
    for one in words:
        sizes[one.size] += len(one.text)
    return sizes.most_common(1)[0][0]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        is_alike = merged and (merged[-1].bold, merged[-1].italic) == (span.bold, span.italic)
        if is_alike and not span.text.startswith("\t"):
            merged[-1] = replace(merged[-1], text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return merged


def _blank(before: Word, word: Word, size: float, *, is_first: bool) -> str:
    """What stands between two words: a tab for a wide gap, a no-break space at French punctuation."""
    gap = word.x0 - before.x1
    if gap > _FAR_APART * size:
        return "\t"
    if word.glued:
        is_footnote = is_first and before.text.strip(_SUPERSCRIPTS) == "" and word.text[:1].isalnum()
        return " " if is_footnote else ""
    return "\u00a0" if word.text in (";", ":", "!", "?", "»") else " "


def _marks(page: Any, height: float) -> Iterator[_Mark]:
    """The small shapes of a page."""
    drawn = (raw.FPDFPage_GetObject(page, place) for place in range(raw.FPDFPage_CountObjects(page)))
    for one in islice(
        (each for each in drawn if raw.FPDFPageObj_GetType(each) == raw.FPDF_PAGEOBJ_PATH), _MOST_DRAWINGS
    ):
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(one, left, bottom, right, top)
        width, tall = right.value - left.value, top.value - bottom.value
        if width > 0 and tall > 0 and 0.6 < width / tall < 1.7:
            yield _Mark(left.value, right.value, height - (bottom.value + top.value) / 2, max(width, tall))


def _stands_before(mark: _Mark, line: Line) -> bool:
    fits = _SMALLEST_BULLET * line.size < mark.size < _LARGEST_BULLET * line.size
    beside = mark.right <= line.x0 + 0.5 and line.x0 - mark.left < _BULLET_BEFORE * line.size
    return fits and beside and 0 <= line.baseline - mark.middle < line.size


def gaps(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    """Each line of a page with the one below it."""
    return ((above, below) for above, below in pairwise(lines) if above.page == below.page)
