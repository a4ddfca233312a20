"""Was a plain text wrapped at a column, and which of its lines continue the one before?

The test of a wrapped text: the first word of a line would not have fitted on the line before. A text that is not
wrapped has a paragraph on each line, however long.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from biennium.documents.read.markers import ARROW, NUMBER, split_footnote, split_marker

LEAST_WIDTH = 50
GREATEST_WIDTH = 110
_LEAST_EVIDENCE = 3
_SENTENCE_ENDS = (".", ":", ";", "!", "?")


def wrap_width(lines: Sequence[str]) -> int | None:
    """The column a text was wrapped at, or None when each line is a paragraph of its own."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    short = [length for length in lengths if length <= GREATEST_WIDTH]
    if not short or len(short) < 0.95 * len(lengths) or max(short) < LEAST_WIDTH:
        return None
    width = max(short)
    pairs = [(above, below) for above, below in pairwise(lines) if above.strip() and _runs_on(below)]
    wrapped = [pair for pair in pairs if _is_full(*pair, width) and not pair[0].rstrip().endswith(_SENTENCE_ENDS)]
    return width if len(wrapped) >= max(_LEAST_EVIDENCE, 0.5 * len(pairs)) else None


def continues(above: str, below: str, width: int) -> bool:
    """Whether `below` is the rest of the paragraph that the line `above` is part of."""
    if not above.strip() or not _runs_on(below, numbers=True) or not _is_full(above, below, width):
        return False
    # A number at the start of a line is a new paragraph, unless the sentence above is visibly unfinished.
    return not NUMBER.match(below.strip()) or not above.rstrip().endswith((*_SENTENCE_ENDS, "»", "”"))


def _runs_on(line: str, *, numbers: bool = False) -> bool:
    text = line.strip()
    if not text or text.startswith(("#", ARROW, "|")) or "\t" in text:
        return False
    starts_anew = split_marker(text)[0] or split_footnote(text)[0] or (not numbers and NUMBER.match(text))
    return not starts_anew


def _is_full(above: str, below: str, width: int) -> bool:
    return len(above.rstrip()) + 1 + len(below.split()[0]) > width
