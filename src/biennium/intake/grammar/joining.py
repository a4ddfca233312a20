"""What a page break or a bad line did to paragraphs and bullets, undone: the cut are joined, the merged are parted.

Invariant: joining and parting keep every word, in order; a hyphen that only broke a word is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby, pairwise

from biennium.documents.read.hyphens import join, vocabulary_of
from biennium.documents.read.markers import closes_bracket
from biennium.intake.draft import Repair
from biennium.intake.grammar.pieces import ENDS, Piece
from biennium.intake.grammar.words import Words

_LONGEST_FRAGMENT_WITHOUT_END = 60
_INLINE_BULLET = re.compile(r"(?<=[;.])\s+[-–—]\s+(?=\S)|\s+[•▪●■]\s+(?=\S)")
_SHORTEST_PART = 40


def join_cut(pieces: list[Piece], is_known: Callable[[str], bool], repairs: list[Repair]) -> list[Piece]:
    """Joins a paragraph or bullet to its rest on the next page. `is_known` tells the fixed headings of a paper."""
    joined: list[Piece] = []
    vocabulary = vocabulary_of(piece.text for piece in pieces)
    body: Piece | None = None
    for piece in pieces:
        if body is not None and _continues(body, piece, is_known):
            before = f"{body.text[-50:]} / {piece.text[:50]}"
            mark = f"{piece.marker} " if piece.kind == "item" else ""
            body.text = join(body.text, f"{mark}{piece.text}", vocabulary)
            body.at_page_foot = body.where.page is None
            said = {"item": "bullet_cut", "text": "paragraph_cut"}.get(body.kind, "heading_cut")
            repairs.append(Repair("join", piece.where, said, before=before))
            continue
        joined.append(piece)
        if piece.kind != "note":
            body = piece if piece.kind in ("item", "text", "heading") else None
    return joined


def _continues(body: Piece, piece: Piece, is_known: Callable[[str], bool]) -> bool:
    if piece.kind == "item":
        return closes_bracket(piece.marker, body.text)
    if piece.kind != "text" or piece.number is not None or is_known(piece.text) or body.text.endswith(ENDS):
        return False
    if piece.boxed != body.boxed:
        return False
    begins_small = piece.text[:1].islower()
    if body.kind == "heading" or body.is_label:
        return begins_small and is_known(body.text) and len(piece.text) < 2 * _LONGEST_FRAGMENT_WITHOUT_END
    return begins_small or (piece.text.endswith((".", ";")) and not piece.is_label)


def part_merged(pieces: list[Piece], words: Words, repairs: list[Repair]) -> list[Piece]:
    """Parts bullets that were printed in one line, and leaves a doubt where it cannot be told."""
    starters = [re.compile(pattern, re.IGNORECASE) for pattern in words.starters]
    parted: list[Piece] = []
    for is_list, group in groupby(pieces, key=lambda one: one.kind == "item"):
        members = list(group)
        if not is_list:
            parted += members
            continue
        for index, piece in enumerate(members[:-1]):
            # A file that has pages was set anew: only elsewhere does a gap in a list show what a page break did.
            has_pages = piece.where.page is not None
            piece.at_page_foot |= not has_pages and members[index + 1].after_gap and _is_dense(members)
        for piece in members:
            parted += _parts(piece, _common_start(members, starters), repairs)
    return parted


def _is_dense(members: list[Piece]) -> bool:
    """Whether most bullets of the list follow each other without a gap, so that a gap means a page break."""
    gaps = sum(piece.after_gap for piece in members[1:])
    return gaps * 2 < len(members) - 1


def _common_start(members: list[Piece], starters: list[re.Pattern[str]]) -> re.Pattern[str] | None:
    """The form that every bullet of a list parted by semicolons begins with, if it is one the language knows."""
    if sum(member.text.endswith(";") for member in members) * 2 < len(members) - 1:
        return None
    return next((one for one in starters if all(one.match(member.text) for member in members)), None)


def _parts(piece: Piece, start: re.Pattern[str] | None, repairs: list[Repair]) -> list[Piece]:
    texts = _INLINE_BULLET.split(piece.text)
    if len(texts) == 1 and start is not None:
        texts = _at_semicolons(piece, start, repairs)
    if len(texts) == 1:
        return [piece]
    values = {"count": len(texts)}
    repairs.append(Repair("split", piece.where, "bullets_merged", values, piece.text, "\n".join(texts)))
    return [
        Piece("item", text, piece.where, depth=piece.depth, marker=piece.marker, boxed=piece.boxed) for text in texts
    ]


def _at_semicolons(piece: Piece, start: re.Pattern[str], repairs: list[Repair]) -> list[str]:
    cuts = [
        found.end()
        for found in re.finditer(r";\s+", piece.text)
        if start.match(piece.text, found.end())
        and min(found.start(), len(piece.text) - found.end()) >= _SHORTEST_PART
        and ":" not in piece.text[: found.start()]
        and piece.text.count("(", 0, found.start()) == piece.text.count(")", 0, found.start())
    ]
    if not cuts:
        return [piece.text]
    if not piece.at_page_foot or len(cuts) > 1:
        repairs.append(Repair("doubt", piece.where, "bullets_perhaps_merged", before=piece.text))
        return [piece.text]
    bounds = [0, *cuts, len(piece.text)]
    return [piece.text[begin:end].strip() for begin, end in pairwise(bounds)]
