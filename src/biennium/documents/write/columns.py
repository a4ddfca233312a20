"""Column widths: how much of the line each column of a table gets.

A column is never narrower than its longest word, so that no figure is broken. What is left is dealt out evenly, and no
column gets more than its longest text needs: short texts stay in one line and long ones share the rest. Widths are in
characters of the table's type and meant as proportions.
"""

from __future__ import annotations

from biennium.documents.blocks import Inline, Table, plain

LONGEST_WISH = 60
PADDING = 2
FEW_ROWS = 16
SHORT_TEXT = 1000
LINES_OF_HEADER = 3


def heads_group(row: tuple[Inline, ...]) -> bool:
    """Whether a row has nothing but its first cell: it heads the rows below it, over the whole width."""
    return len(row) > 1 and bool(row[0]) and not any(row[1:])


def is_short(table: Table) -> bool:
    """Whether a table is so short that it stays on one page."""
    length = sum(len(plain(cell)) for row in table.rows for cell in row)
    return len(table.rows) <= FEW_ROWS and length <= SHORT_TEXT


def column_widths(table: Table, capacity: int) -> list[float]:
    """The width of each column, in characters; their sum is `capacity` unless the longest words need more."""
    cells = [*([table.header] if table.header else []), *(row for row in table.rows if not heads_group(row))]
    columns = list(zip(*cells, strict=True))
    least = [float(max(_longest_word(cell) for cell in column) + PADDING) for column in columns]
    wish = [max(low, _wish(table, place)) for place, low in enumerate(least)]
    spare = capacity - sum(least)
    if spare <= 0:
        return least
    given = _dealt(spare, [want - low for low, want in zip(least, wish, strict=True)])
    widths = [low + more for low, more in zip(least, given, strict=True)]
    return _widened(table, widths, capacity - sum(widths))


def _dealt(spare: float, asked: list[float]) -> list[float]:
    """Equal parts of `spare`; who asks for less than a part leaves the rest to the others."""
    given = [0.0] * len(asked)
    waiting = sorted(range(len(asked)), key=lambda place: asked[place])
    for place in waiting:
        given[place] = min(asked[place], spare / (len(asked) - waiting.index(place)))
        spare -= given[place]
    return given


def _wish(table: Table, place: int) -> float:
    lengths = [len(plain(row[place])) for row in table.rows if not heads_group(row)]
    header = len(plain(table.header[place])) / LINES_OF_HEADER if table.header else 0.0
    return min(max([header, *lengths]) + PADDING, LONGEST_WISH)


def _widened(table: Table, widths: list[float], spare: float) -> list[float]:
    texts = [place for place, side in enumerate(table.align) if side == "l"] or list(range(len(widths)))
    total = sum(widths[place] for place in texts)
    return [width + (spare * width / total if place in texts else 0.0) for place, width in enumerate(widths)]


def _longest_word(cell: Inline) -> int:
    words = plain(cell).replace("\u00ad", "").split(" ")
    return max((len(line) for word in words for line in word.splitlines()), default=0)
