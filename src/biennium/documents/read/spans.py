"""Inline content of a text being read: styled pieces made tidy, and the light mark-up of plain text.

Invariant: tidy content is in NFC, has no empty span, no outer or doubled blank, and no two neighbouring spans of one
style; a tab is kept, because in a contents page it separates the title from the page number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from biennium.documents.blocks import Inline, Span

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# Soft hyphens and zero-width marks are how a page was set, not what it says.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[ \n\x0b\u2028\u2029]+")
_TAB = re.compile(r" *\t[ \t]*")
_DELIMITER = re.compile(r"\\[*_#\\]|\*{1,3}|_{1,2}")
_LINK = re.compile(r"\[([^][\n]{1,500})\]\(((?:https?://|mailto:)[^\s()]{1,500})\)")
_CARET = re.compile(r"(?<=\w)\^(?:\{(\w{1,4})\}|(\d{1,3}|[^\W\d_]{1,3}\b))")
_LOST_OPENING = re.compile(r"\d{1,4}\.?")


def superscript(text: str) -> str:
    """Raised text as readable characters: digits as ¹²³, letters as they are (346e, nos)."""
    return text.translate(SUPERSCRIPTS)


def tidy(spans: Iterable[Span]) -> Inline:
    """The spans merged by style, with single blanks between words and none at the ends."""
    tidied: list[Span] = []
    for span in spans:
        text = _squeeze(span.text)
        if tidied and tidied[-1].text.endswith((" ", "\t")):
            text = text.lstrip(" ")
        if not text:
            continue
        if tidied and (not text.strip() or _style(tidied[-1]) == _style(span)):
            tidied[-1] = replace(tidied[-1], text=_squeeze(tidied[-1].text + text))
        else:
            tidied.append(replace(span, text=text))
    return _stripped(tidied)


def _style(span: Span) -> tuple[bool, bool, str | None, str | None]:
    return span.bold, span.italic, span.lang, span.href


def _squeeze(text: str) -> str:
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _TAB.sub("\t", _BLANKS.sub(" ", seen))


def _stripped(spans: list[Span]) -> Inline:
    while spans and not spans[0].text.strip():
        spans.pop(0)
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)


def drop_prefix(content: Inline, length: int) -> Inline:
    """The content without its first `length` characters."""
    rest: list[Span] = []
    for span in content:
        cut = min(length, len(span.text))
        length -= cut
        rest.append(replace(span, text=span.text[cut:]))
    return tidy(rest)


def from_markup(text: str) -> tuple[Inline, int]:
    """Plain text with `**bold**`, `*italic*`, `_italic_`, links and `346^e`, and how many lone `**` were dropped."""
    spans: list[Span] = []
    lone = 0
    position = 0
    for link in _LINK.finditer(text):
        before, dropped = _emphasis(text[position : link.start()])
        spans += [*before, Span(link[1], href=link[2])]
        lone += dropped
        position = link.end()
    after, dropped = _emphasis(text[position:])
    return tidy([*spans, *after]), lone + dropped


def _emphasis(text: str) -> tuple[list[Span], int]:
    marks = list(_DELIMITER.finditer(text))
    if not marks:
        return [Span(_carets(text))], 0
    roles, lone = _pair(text, marks)
    spans: list[Span] = []
    bold = bool(_LOST_OPENING.fullmatch(text[: marks[0].start()])) and roles.get(0) == "lone"
    italic = False
    position = 0
    for index, mark in enumerate(marks):
        spans.append(Span(_carets(text[position : mark.start()]), bold=bold, italic=italic))
        position = mark.end()
        role = roles.get(index)
        if role == "lone":
            bold = False
        elif role is None:
            spans.append(Span(mark[0].removeprefix("\\"), bold=bold, italic=italic))
        else:
            bold = (role == "open") if len(mark[0]) > 1 else bold
            italic = (role == "open") if len(mark[0]) != 2 else italic
    spans.append(Span(_carets(text[position:]), bold=bold, italic=italic))
    return spans, lone


def _pair(text: str, marks: list[re.Match[str]]) -> tuple[dict[int, str], int]:
    """Which delimiters open and close a style; a `**` without its partner is `lone`, other lone signs are text."""
    roles: dict[int, str] = {}
    opened: dict[str, int] = {}
    for index, mark in enumerate(marks):
        sign = mark[0]
        if sign.startswith("\\"):
            continue
        if sign in opened and _closes(text, mark):
            roles[opened.pop(sign)] = "open"
            roles[index] = "close"
        elif sign not in opened and _opens(text, mark):
            opened[sign] = index
    lone = [index for index, mark in enumerate(marks) if mark[0] == "**" and index not in roles]
    roles |= dict.fromkeys(lone, "lone")
    return roles, len(lone)


def _opens(text: str, mark: re.Match[str]) -> bool:
    after = text[mark.end() : mark.end() + 1]
    before = text[mark.start() - 1 : mark.start()] if mark.start() else ""
    return bool(after.strip()) and not ("_" in mark[0] and before.isalnum())


def _closes(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    return bool(before.strip()) and not ("_" in mark[0] and after.isalnum())


def _carets(text: str) -> str:
    return _CARET.sub(lambda raised: superscript(raised[1] or raised[2]), text)
