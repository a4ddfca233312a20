"""The words of a PDF page, in the order they were set, each with its place and its font.

Invariant: each printed character of the text layer is in exactly one word; a blank is only what sets words apart.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from biennium.documents.read.spans import superscript

SOFT_HYPHEN = "\u00ad"
# PDFium puts this in place of a hyphen that ends a line.
_BROKEN_WORD = 0x02
_BLANKS = frozenset(" \t\r\n\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\x00")
# What PDFium takes for a blank between letters that stand closer than this (in em) is only loose setting.
_TIGHT = 0.1
_RAISED = 0.2
_BOLD = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semib", "demi")
_ITALIC_FLAG = 1 << 6
_NAME_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Word:
    """A word; lengths in points, `baseline` from the top of the page; `glued` to the word before it."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    glued: bool = False


def words_of(page: Any, height: float) -> list[Word]:
    """The words of a page of this height."""
    text = page.get_textpage()
    try:
        reader = _Reader(text, height)
        return [reader.word(start, end, glued) for start, end, glued in reader.bounds()]
    finally:
        text.close()


class _Reader:
    """Asks PDFium about single characters, by their index on the page."""

    def __init__(self, text: Any, height: float) -> None:
        self.text, self.height = text, height
        # PDFium writes its answers into these; they are made once, because a page has thousands of characters.
        self._rect, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y, self._flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
        self._name = ctypes.create_string_buffer(_NAME_LENGTH)
        codes = (raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars()))
        self.characters = [SOFT_HYPHEN if code == _BROKEN_WORD else _character(code) for code in codes]

    def bounds(self) -> Iterator[tuple[int, int, bool]]:
        """Where each word begins and ends, and whether no blank stands before it."""
        start: int | None = None
        glued = False
        for index, character in enumerate(self.characters):
            if character in _BLANKS:
                if start is not None and not self._is_tight(index):
                    yield start, index, glued
                    start, glued = None, False
            elif start is None:
                start = index
            elif self.characters[index - 1] == SOFT_HYPHEN or self._begins_mark(index) or self._ends_mark(index):
                yield start, index, glued
                start, glued = index, True
        if start is not None:
            yield start, len(self.characters), glued

    def _is_tight(self, index: int) -> bool:
        """Whether a blank that PDFium made up stands within a word."""
        after = index + 1
        if self.characters[index] != " " or after >= len(self.characters) or self.characters[after] in _BLANKS:
            return False
        if raw.FPDFText_IsGenerated(self.text, index) != 1:
            return False
        gap = self._box(after)[0] - self._box(index - 1)[1]
        return abs(gap) < _TIGHT * self._size(after)

    def _begins_mark(self, index: int) -> bool:
        """Whether a digit after another sign is set smaller than it or raised, as the mark of a footnote is."""
        if not self.characters[index].isdigit() or self.characters[index - 1].isdigit():
            return False
        return self._size(index) < 0.85 * self._size(index - 1) or self._is_raised(index)

    def _ends_mark(self, index: int) -> bool:
        return not self.characters[index].isdigit() and self._is_raised(index - 1)

    def _is_raised(self, index: int) -> bool:
        """Whether a digit is one of those that a font draws above the base line."""
        if not self.characters[index].isdigit():
            return False
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        return bottom.value - self._origin(index) > _RAISED * self._size(index)

    def word(self, start: int, end: int, glued: bool) -> Word:
        """The characters of this range as a word."""
        bold, italic = self._style(start)
        text = "".join(one for one in self.characters[start:end] if one not in _BLANKS)
        return Word(
            text=superscript(text) if self._is_raised(start) else text,
            x0=self._box(start)[0],
            x1=self._box(end - 1)[1],
            baseline=self.height - self._origin(start),
            size=self._size(start),
            bold=bold,
            italic=italic,
            glued=glued,
        )

    def _box(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetLooseCharBox(self.text, index, self._rect)
        return float(self._rect.left), float(self._rect.right)

    def _origin(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self.text, index, self._x, self._y)
        return self._y.value

    def _size(self, index: int) -> float:
        matrix = self._matrix
        scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(self.text, index, matrix) else 1.0
        return round(float(raw.FPDFText_GetFontSize(self.text, index)) * scale, 1)

    def _style(self, index: int) -> tuple[bool, bool]:
        """Whether the font is bold, and whether it is italic."""
        raw.FPDFText_GetFontInfo(self.text, index, self._name, _NAME_LENGTH, self._flags)
        called = self._name.value.decode("latin-1").casefold()
        bold = any(one in called for one in _BOLD_NAMES) or raw.FPDFText_GetFontWeight(self.text, index) >= _BOLD
        return bold, bool(self._flags.value & _ITALIC_FLAG) or "italic" in called or "oblique" in called


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\x00"
