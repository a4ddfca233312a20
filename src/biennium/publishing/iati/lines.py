"""The line of an element, also far into a file.

The parser keeps 16 bits for the line of an element and, beyond that, a whole number only for texts: the line where a
text ends. So the line of an element far into a file is that of the next text, less the line breaks on the way. It is
exact unless a start tag or a comment between the two goes over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

LARGEST = 0xFFFF

# What the parser does not take in one piece: anything from the first character that is not ASCII.
_REST = re.compile(r"[^\x00-\x7f].*", re.DOTALL)


def line(element: Any) -> int | None:
    """The line where the element's start tag ends; None for an element that was not read from a file."""
    at: int | None = element.sourceline
    if at is None or at < LARGEST:
        return at
    return _from_what_follows(element) or _from_what_precedes(element) or at


def _from_what_follows(start: Any) -> int | None:
    breaks = 0
    for element, between in _onwards(start):
        breaks += between.count("\n")
        text = element.text or ("" if len(element) else element.tail)
        if text:
            taken = int(element.sourceline) - _REST.sub("", text).count("\n")
            return taken - breaks
    return None


def _onwards(element: Any) -> Iterator[tuple[Any, str]]:
    """The element and those after it in its unit, each with the text since the start of the one before."""
    between = ""
    while element is not None:
        yield element, between
        between = ""
        if len(element):
            element = element[0]
            continue
        while element is not None and element.getnext() is None:
            element = _inside(element)
            between += (element.tail or "") if element is not None else ""
        element = element.getnext() if element is not None else None


def _inside(element: Any) -> Any:
    """The element around this one; None when that is the root, or the unit, whose neighbours may be gone."""
    parent = element.getparent()
    return None if parent is None or parent.getparent() is None or parent.getparent().getparent() is None else parent


def _from_what_precedes(element: Any) -> int | None:
    parent = element.getparent()
    if parent is None or parent.getparent() is None:
        return None
    at = line(parent)
    texts = [parent.text or ""]
    for sibling in element.itersiblings(preceding=True):
        texts += [*sibling.itertext(), sibling.tail or ""]
    return None if at is None else at + "".join(texts).count("\n")
