"""What changed between two texts, word by word.

Invariant: the pieces that are not `added` join to the text before, those that are not `removed` to the text after,
character by character; and the difference read backwards is the difference of the texts exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# From this many words, spaces and points on, frequent ones are no longer looked for as agreement by themselves: the
# time would grow with the square of their number.
LONG = 4_000
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Mark(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, spaces and punctuation with one mark."""

    mark: Mark
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order of reading; where words are replaced, the removed ones come first."""
    swapped = after < before
    first, second = (after, before) if swapped else (before, after)
    old, new = _TOKEN.findall(first), _TOKEN.findall(second)
    pieces = []
    for same, old_run, new_run in _runs(old, new):
        removed, added = (new_run, old_run) if swapped else (old_run, new_run)
        pieces += [Piece(Mark.EQUAL, added)] if same else [Piece(Mark.REMOVED, removed), Piece(Mark.ADDED, added)]
    return tuple(piece for piece in pieces if piece.text)


def before_of(pieces: Iterable[Piece]) -> str:
    """The text before, restored."""
    return "".join(piece.text for piece in pieces if piece.mark != Mark.ADDED)


def after_of(pieces: Iterable[Piece]) -> str:
    """The text after, restored."""
    return "".join(piece.text for piece in pieces if piece.mark != Mark.REMOVED)


def _runs(old: list[str], new: list[str]) -> list[tuple[bool, str, str]]:
    """Runs of tokens: same in both or not, and their text in each. White space alone never counts as agreement
    (it would shred replaced sentences), it only extends one."""
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=max(len(old), len(new)) > LONG)
    return [
        (tag == "equal", "".join(old[old_from:old_to]), "".join(new[new_from:new_to]))
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes()
    ]
