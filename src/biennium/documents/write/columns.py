"""Column widths: how much of the line each column of a table gets.

A column is never narrower than its longest word, so that no figure is broken; what is left goes to the columns by the
length of their texts. Widths are in characters of the table's type and meant as proportions.
"""

from __future__ import annotations

from biennium.documents.blocks import Inline, Table, plain

LONGEST_WISH = 48
PADDING = 2


def heads_group(row: tuple[Inline, ...]) -> bool:
    """Whether a row has nothing but its first cell: it heads the rows below it, over the whole width."""
    return len(row) > 1 and bool(row[0]) and not any(row[1:])


def column_widths(table: Table, capacity: int) -> list[float]:
    """The width of each column, in characters; their sum is `capacity` unless the longest words need more."""
    cells = [*([table.header] if table.header else []), *(row for row in table.rows if not heads_group(row))]
    columns = list(zip(*cells, strict=True))
    least = [float(max(_longest_word(cell) for cell in column) + PADDING) for column in columns]
    wish = [max(low, _wish(table, place)) for place, low in enumerate(least)]
    spare = capacity - sum(least)
    if spare <= 0:
        return least
    asked = sum(wish) - sum(least)
    if asked >= spare:
        return [low + spare * (want - low) / asked for low, want in zip(least, wish, strict=True)]
    return _widened(table, wish, capacity - sum(wish))


def _wish(table: Table, place: int) -> float:
    lengths = [len(plain(row[place])) for row in table.rows if not heads_group(row)]
    header = len(plain(table.header[place])) / 2 + PADDING if table.header else 0.0
    return min(max([header, *lengths]) + PADDING, LONGEST_WISH)


def _widened(table: Table, widths: list[float], spare: float) -> list[float]:
    texts = [place for place, side in enumerate(table.align) if side == "l"] or list(range(len(widths)))
    total = sum(widths[place] for place in texts)
    return [width + (spare * width / total if place in texts else 0.0) for place, width in enumerate(widths)]


def _longest_word(cell: Inline) -> int:
    words = plain(cell).replace("\u00ad", "").split(" ")
    return max((len(line) for word in words for line in word.splitlines()), default=0)
