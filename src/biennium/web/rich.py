"""Long texts as HTML: the plain convention of `biennium.kernel.text`, and nothing else.

Invariant: every character of the text is escaped; the only markup is paragraphs, line breaks and lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BULLET = "- "


def to_html(text: str) -> SafeString:
    """Paragraphs are parted by blank lines; a line that begins with `- ` is an item of a list."""
    return format_html_join("\n", "{}", ((block,) for part in _paragraphs(text) for block in _blocks(part)))


def _paragraphs(text: str) -> Iterator[list[str]]:
    for filled, lines in groupby(text.splitlines(), key=lambda line: bool(line.strip())):
        if filled:
            yield list(lines)


def _blocks(lines: list[str]) -> Iterator[SafeString]:
    for listed, run in groupby(lines, key=lambda line: line.lstrip().startswith(BULLET)):
        texts = [line.strip() for line in run]
        if listed:
            items = format_html_join("", "<li>{}</li>", ((text.removeprefix(BULLET),) for text in texts))
            yield format_html("<ul>{}</ul>", items)
        else:
            broken = format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts))
            yield format_html("<p>{}</p>", broken)
