"""Paragraph numbers: found in the text, in bold, in a bullet; and given back where they were lost.

Invariant: the numbers of a paper rise; a number that would fall, or leap, is no paragraph number.
"""

from __future__ import annotations

import re
from itertools import pairwise

from biennium.intake.draft import Repair
from biennium.intake.grammar.pieces import ENDS, Piece

_STATED = re.compile(r"\*{0,2}(\d{1,4})\.\*{0,2}\s+(?=\S)")
_FARTHEST = 25
_SHORTEST_PARAGRAPH = 60


def state_numbers(pieces: list[Piece], repairs: list[Repair]) -> None:
    """Takes the printed number off each numbered paragraph and notes it there."""
    last = 0
    for piece in pieces:
        if piece.kind not in ("text", "item") or piece.depth:
            continue
        number = piece.number
        if found := _STATED.match(piece.text):
            number = int(found[1])
        if number is None or not _is_next(number, last, piece):
            piece.number = None
            continue
        if found:
            piece.text = piece.text[found.end() :]
        if piece.kind == "item":
            before, after = f"{piece.marker} {number}.", f"{number}."
            repairs.append(Repair("number", piece.where, "number_in_bullet", {"number": number}, before, after))
            piece.kind, piece.marker = "text", ""
        piece.number = last = number


def _is_next(number: int, last: int, piece: Piece) -> bool:
    is_sentence = piece.text.endswith(ENDS) or len(piece.text) > _SHORTEST_PARAGRAPH
    return is_sentence and number > last and (number - last <= _FARTHEST or last == 0)


def give_back_numbers(pieces: list[Piece], repairs: list[Repair]) -> None:
    """Numbers the paragraphs that lost theirs: where k numbers are missing and just k paragraphs stand unnumbered."""
    numbered = [index for index, piece in enumerate(pieces) if piece.number is not None]
    for before, after in pairwise(numbered):
        first, last = pieces[before].number or 0, pieces[after].number or 0
        missing = last - first - 1
        if missing <= 0:
            continue
        lost = [one for one in pieces[before + 1 : after] if _may_be_numbered(one)]
        if pieces[before].text.endswith(":"):
            lost = [one for one in lost if one.kind == "text"]
        if len(lost) == missing:
            for number, piece in enumerate(lost, start=first + 1):
                _give_back(piece, number, repairs)
        else:
            values = {"first": first, "last": last, "count": missing}
            repairs.append(Repair("doubt", pieces[after].where, "numbers_missing", values))


def _may_be_numbered(piece: Piece) -> bool:
    is_body = (piece.kind == "text" and not piece.is_label) or (piece.kind == "item" and not piece.depth)
    return is_body and len(piece.text) > _SHORTEST_PARAGRAPH and not piece.boxed


def _give_back(piece: Piece, number: int, repairs: list[Repair]) -> None:
    before = f"{piece.marker} {piece.text[:60]}".strip()
    repairs.append(Repair("number", piece.where, "number_lost", {"number": number}, before, f"{number}."))
    piece.kind, piece.marker, piece.number = "text", "", number
