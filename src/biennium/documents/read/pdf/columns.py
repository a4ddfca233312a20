"""A label with its text set beside it, as on the first page of a paper."""

from __future__ import annotations

import re
from dataclasses import replace

from biennium.documents.read.markers import NUMBER, split_marker
from biennium.documents.read.pdf.lines import Line

ENTRY_END = re.compile(r"(?:\t|(?:[.…]\s?){2,}\s*)\d{1,4}$")
_INDENT = 4.0
_ONLY_NUMBER = re.compile(r"[\d.]*")


def has_columns(group: list[Line]) -> bool:
    """Whether a paragraph is a label with its text beside it, not a number, a bullet or an entry of the contents."""
    first = group[0]
    if first.column is None or first.text.count("\t") != 1 or first.drawn is not None or ENTRY_END.search(first.text):
        return False
    is_list = NUMBER.match(first.text) or split_marker(first.text)[0]
    return not is_list and not _ONLY_NUMBER.fullmatch(first.text.split("\t")[0])


def two_columns(group: list[Line]) -> tuple[list[Line], list[Line]] | None:
    """The left and the right column of a label with its text beside it; None for any other paragraph."""
    column = group[0].column
    if column is None or not has_columns(group):
        return None
    left: list[Line] = []
    right: list[Line] = []
    for line in group:
        at = next((place for place, span in enumerate(line.spans) if span.text.startswith("\t")), None)
        if at is None:
            (left if line.x0 < column - _INDENT else right).append(line)
        else:
            left.append(replace(line, spans=line.spans[:at]))
            beside = replace(line.spans[at], text=line.spans[at].text.lstrip())
            right.append(replace(line, spans=[beside, *line.spans[at + 1 :]]))
    return left, right
