"""Structure: what the flat sequence of blocks means to a reader.

Consecutive items are one list, nested by depth; footnotes belong to the paragraph or item they follow, at the place
where its text shows their mark in superscript (¹), or at its end. Footnotes after anything else stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from biennium.documents.blocks import (
    Block,
    Box,
    Chart,
    Footnote,
    Heading,
    Inline,
    Item,
    PageBreak,
    Paragraph,
    Span,
    Table,
)
from biennium.documents.write.columns import is_short

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BULLETS = frozenset({"", "-", "–", "—", "•", "·", "*", "◦", "▪", "►", "o"})

Rich = tuple[Span | Footnote, ...]


@dataclass(slots=True)
class Entry:
    """An item with its footnotes in place and the list below it."""

    content: Rich
    marker: str
    children: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """A whole list."""

    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph with its footnotes in place."""

    paragraph: Paragraph
    content: Rich


Part = Heading | Text | Listing | Table | Chart | Box | Footnote | PageBreak


def parts(blocks: Iterable[Block]) -> list[Part]:
    """The blocks as a reader sees them."""
    found: list[Part] = []
    open_lists: list[tuple[int, list[Entry]]] = []
    for block, notes in _with_notes(blocks):
        if isinstance(block, Item):
            if not open_lists:
                open_lists = [(block.depth, [])]
                found.append(Listing(open_lists[0][1]))
            _place(Entry(annotated(block.content, notes), block.marker), block.depth, open_lists)
            continue
        open_lists = []
        found.append(Text(block, annotated(block.content, notes)) if isinstance(block, Paragraph) else block)
    return found


def leads(part: Part, following: Part | None) -> bool:
    """Whether a part stays on the page of the next: what announces a list or a short table, and what a decision rests
    on."""
    if isinstance(following, Box):
        return True
    announced = isinstance(following, Listing) or (isinstance(following, Table) and is_short(following))
    return isinstance(part, Text) and announced


def is_bulleted(entries: Sequence[Entry]) -> bool:
    """Whether the entries carry no markers of their own, such as (a) or i)."""
    return all(entry.marker.strip() in BULLETS for entry in entries)


def annotated(content: Inline, notes: Sequence[Footnote]) -> Rich:
    """The content with each footnote where its mark stands."""
    rich: list[Span | Footnote] = list(content)
    for note in notes:
        _annotate(rich, note)
    return tuple(rich)


def _annotate(rich: list[Span | Footnote], note: Footnote) -> None:
    mark = note.mark.translate(SUPERSCRIPT)
    shown = (bool(mark) and not mark.isalnum()) or mark != note.mark
    for place, piece in enumerate(rich):
        if shown and isinstance(piece, Span) and mark in piece.text:
            before, _, after = piece.text.partition(mark)
            rich[place : place + 1] = [*_part_of(piece, before), note, *_part_of(piece, after)]
            return
    rich.append(note)


def _part_of(span: Span, text: str) -> Inline:
    return (replace(span, text=text),) if text else ()


def _with_notes(blocks: Iterable[Block]) -> list[tuple[Block, list[Footnote]]]:
    pairs: list[tuple[Block, list[Footnote]]] = []
    for block in blocks:
        if isinstance(block, Footnote) and pairs and isinstance(pairs[-1][0], Paragraph | Item):
            pairs[-1][1].append(block)
        else:
            pairs.append((block, []))
    return pairs


def _place(entry: Entry, depth: int, open_lists: list[tuple[int, list[Entry]]]) -> None:
    """Adds an entry at its depth; `open_lists` holds the lists that are open, outermost first, with their depths."""
    while len(open_lists) > 1 and depth < open_lists[-1][0]:
        open_lists.pop()
    siblings = open_lists[-1][1]
    if siblings and depth > open_lists[-1][0]:
        siblings = siblings[-1].children
        open_lists.append((depth, siblings))
    siblings.append(entry)
