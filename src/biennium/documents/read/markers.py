"""List markers, as papers print them.

Invariant: a number with a full stop (`12.`) is never a marker, because in these papers it numbers a paragraph; which it
is, the grammar of the paper decides.
"""

from __future__ import annotations

import re

# Bullets of the Symbol and Wingdings fonts arrive as private-use characters.
DASHES = "-–—"
BULLETS = f"{DASHES}•*◦▪▫■□●○‣⁃·∙➢➤✓\uf0b7\uf0a7\uf0d8\uf0fc\uf02d"
ARROW = "►"
_BULLET = re.compile(rf"([{re.escape(BULLETS)}])[ \t\u00a0]+(?=\S)")
_LETTERED = re.compile(r"(\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,3})\)|(?:[a-z]|[ivx]{1,5}|\d{1,3})\))[ \t\u00a0]+(?=\S)")
_FOOTNOTE = re.compile(r"(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^(\w{1,8})\]:|\^\{?(\d{1,3})\}?)[ \t\u00a0]+(?=\S)")
_EMPHASISED = re.compile(r"([*_]{1,2})(\(?[a-z]{1,4}\))\1[ \t\u00a0]+(?=\S)")
NUMBER = re.compile(r"\*{0,2}\d{1,4}\.(?:\*\*)?[ \t\u00a0]")


def split_marker(text: str) -> tuple[str, str]:
    """The list marker a text begins with (empty when none) and the text after it."""
    for pattern in (_BULLET, _LETTERED):
        if found := pattern.match(text):
            return found[1], text[found.end() :]
    if found := _EMPHASISED.match(text):
        return found[2], text[found.end() :]
    return "", text


def closes_bracket(marker: str, before: str) -> bool:
    """Whether what looks like a marker, `155)`, only closes a bracket that the text before it left open."""
    return marker.endswith(")") and not marker.startswith("(") and before.count("(") > before.count(")")


def split_footnote(text: str) -> tuple[str, str]:
    """The footnote mark a text begins with (`¹`, `[^1]:`), without its raising, and the text after it."""
    found = _FOOTNOTE.match(text)
    if not found:
        return "", text
    return found[1] or found[2] or found[3], text[found.end() :]
