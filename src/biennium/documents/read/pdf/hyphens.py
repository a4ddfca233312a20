"""Lines put together again: with a blank, or without the hyphen that only broke a word.

Invariant: nothing but a hyphen at the end of a line is ever dropped.
"""

from __future__ import annotations

import re

from biennium.documents.blocks import Inline, Span
from biennium.documents.read.pdf.lines import Line
from biennium.documents.read.pdf.words import SOFT_HYPHEN
from biennium.documents.read.spans import tidy

_WORD = re.compile(r"[\w-]+")
_BROKEN = re.compile(r"([\w-]+)-$")


def vocabulary_of(lines: list[Line]) -> set[str]:
    """The words of a document; one at the beginning or the end of a line may be half of one, and is left out."""
    return {word for line in lines for word in _WORD.findall(line.text.casefold())[1:-1]}


def joined(group: list[Line], vocabulary: set[str]) -> Inline:
    """The lines of a paragraph as one text."""
    spans: list[Span] = []
    for line in group:
        if spans:
            spans[-1] = _ready(spans[-1], line, vocabulary)
        spans += line.spans
    return tidy(Span(one.text.replace(SOFT_HYPHEN, "-"), one.bold, one.italic) for one in spans)


def _ready(last: Span, line: Line, vocabulary: set[str]) -> Span:
    """The last run of a line, ready for the next line."""
    text = last.text
    text = f"{text[:-1]}-" if text.endswith(SOFT_HYPHEN) else text
    head, tail = _BROKEN.search(text), _WORD.match(line.text)
    if not head or not tail:
        return Span(f"{text} ", last.bold, last.italic)
    is_broken = tail[0][:1].islower() and not _is_compound(head[1].casefold(), tail[0].casefold(), vocabulary)
    return Span(text[:-1] if is_broken else text, last.bold, last.italic)


def _is_compound(head: str, tail: str, vocabulary: set[str]) -> bool:
    """Whether a hyphen at the end of a line belongs to the word: it is written so elsewhere, or both its parts are
    words and the whole without the hyphen is none."""
    if f"{head}{tail}" in vocabulary:
        return False
    return f"{head}-{tail}" in vocabulary or (head in vocabulary and tail in vocabulary)
