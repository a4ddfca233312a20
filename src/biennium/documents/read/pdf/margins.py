"""What is printed on every page and belongs to none: running heads, feet, page numbers.

Invariant: a numbered paragraph, a bullet or the introduction of a list is never taken for a running head, however
often a page happens to begin with it.
"""

from __future__ import annotations

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from biennium.documents.blocks import Where
from biennium.documents.read.markers import NUMBER, split_marker
from biennium.documents.read.pdf.lines import Line
from biennium.documents.read.result import ReadNote

_LEAST_PAGES = 2
_SHARE_OF_PAGES = 0.2
_SAME_PLACE = 3.0
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–—(\[]?\s*(?:\w+\s+)?#(?:\s*(?:/|\w+)\s*#)?\s*[-–—)\]]?")
_Pattern = tuple[str, int]


def without_furniture(lines: list[Line], pages: int) -> tuple[list[Line], list[ReadNote]]:
    """Without what stands, but for its digits, at one place of several pages; and a note that says so."""
    on_pages: dict[_Pattern, set[int]] = defaultdict(set)
    for line in lines:
        for pattern in _patterns(line):
            on_pages[pattern].add(line.page)
    kept = [line for line in lines if not any(_repeats(one, on_pages[one], pages) for one in _patterns(line))]
    if len(kept) == len(lines):
        return kept, []
    left = len(lines) - len(kept)
    words = _("%(count)s lines at the head or foot of the pages repeat; they were left out.") % {"count": left}
    return kept, [ReadNote(Where(page=1), words)]


def _patterns(line: Line) -> list[_Pattern]:
    """What a line in the margin says, at its height and the one next to it, so that rounding parts no two."""
    if not line.in_margin or line.drawn is not None or line.text.endswith((":", ";")):
        return []
    if NUMBER.match(line.text) or split_marker(line.text)[0] not in ("", "-", "–", "—"):
        return []
    height = int(line.baseline / _SAME_PLACE)
    return [(_DIGITS.sub("#", line.text), height), (_DIGITS.sub("#", line.text), height + 1)]


def _repeats(pattern: _Pattern, on_pages: set[int], pages: int) -> bool:
    least = _LEAST_PAGES if _PAGE_NUMBER.fullmatch(pattern[0]) else max(_LEAST_PAGES, _SHARE_OF_PAGES * pages)
    return len(on_pages) >= least
