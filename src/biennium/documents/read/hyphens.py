"""Lines and pages put together again: with a blank, or without the hyphen that only broke a word.

Invariant: nothing but a hyphen at the end of a line is ever dropped, and that only when the words of the document say
that it does not belong to the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[\w-]+")
_BROKEN = re.compile(r"([\w-]*\w)-$")


def vocabulary_of(lines: Iterable[str]) -> set[str]:
    """The words of a document; one at the beginning or the end of a line may be half of one, and is left out."""
    return {word for line in lines for word in _WORD.findall(line.casefold())[1:-1]}


def joint(above: str, below: str, vocabulary: set[str]) -> str:
    """What stands between two lines: a blank, nothing, or `-` for a hyphen that is to be dropped."""
    head, tail = _BROKEN.search(above), _WORD.match(below)
    if not head or not tail:
        return " "
    is_broken = tail[0][:1].islower() and not _is_compound(head[1].casefold(), tail[0].casefold(), vocabulary)
    return "-" if is_broken else ""


def join(above: str, below: str, vocabulary: set[str]) -> str:
    """Two lines as one text."""
    between = joint(above, below, vocabulary)
    return above[:-1] + below if between == "-" else above + between + below


def _is_compound(head: str, tail: str, vocabulary: set[str]) -> bool:
    """Whether a hyphen at the end of a line belongs to the word: it is written so elsewhere, or both its parts are
    words and the whole without the hyphen is none."""
    if f"{head}{tail}" in vocabulary:
        return False
    return f"{head}-{tail}" in vocabulary or (head in vocabulary and tail in vocabulary)
