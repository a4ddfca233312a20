"""The postings of a line, as people read them: what came or went, in three amounts, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse

from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line, Move, Posting
from biennium.ledger.models.lines import DIMENSIONS
from biennium.ledger.words import KINDS
from biennium.office.budget.words import ORIGINS

PER_PAGE = 50
FOLLOWED = frozenset({"reversal", "revaluation", "carry_over", "lapse", "return"})


@dataclass(frozen=True, slots=True)
class Told:
    """A move of a posting, seen from a line: `came` says whether it brought something to it."""

    move: Move
    posting: Posting
    words: Any
    origin: Any
    other: Line | None
    amount: Money
    control: Money
    reporting: Money
    rates: list[str]
    release_url: str
    reverse_url: str


def of_line(line: Line, number: str | int) -> Page[Move]:
    """A page of what moved to and from a line, the latest first."""
    ends = [f"{end}__{name}" for end in ("from_line", "to_line") for name in DIMENSIONS]
    moves = (
        Move.objects.filter(Q(from_line=line) | Q(to_line=line))
        .select_related("posting__batch", "control_rate", "reporting_rate", "from_line", "to_line", *ends)
        .order_by("-id")
    )
    return Paginator(moves, PER_PAGE).get_page(number)


def told(moves: Page[Move], line: Line) -> list[Told]:
    """The moves of a page in words."""
    reversed_already = _reversed([move.posting_id for move in moves])
    reporting = reporting_currency()
    return [_told(move, line, reporting, reversed_already) for move in moves]


def _reversed(postings: list[int]) -> set[int]:
    found = Posting.objects.filter(kind="reversal", follows__in=postings).order_by().values_list("follows", flat=True)
    return {pk for pk in found if pk is not None}


def _told(move: Move, line: Line, reporting: str, gone: set[int]) -> Told:
    posting = move.posting
    other = move.from_line if move.to_line_id == line.pk else move.to_line
    rates = {str(rate) for rate in (move.control_rate, move.reporting_rate) if rate}
    address = [line.programme.code, posting.batch.uid, posting.number]
    may_reverse = posting.kind not in FOLLOWED and posting.pk not in gone
    may_release = posting.kind == "commitment" and posting.pk not in gone
    return Told(
        move=move,
        posting=posting,
        words=KINDS.get(posting.kind, posting.kind),
        origin=ORIGINS.get(posting.batch.origin, posting.batch.origin),
        other=None if other.pk == line.pk else other,
        amount=Money(move.amount, move.currency),
        control=Money(move.control, line.fund.currency),
        reporting=Money(move.reporting, reporting),
        rates=sorted(rates),
        release_url=reverse("office:correct", args=[*address, "release"]) if may_release else "",
        reverse_url=reverse("office:correct", args=[*address, "reverse"]) if may_reverse else "",
    )


def find(batch: Any, number: int) -> tuple[Posting, list[Move]]:
    """A posting by its batch and number, and its moves. Raises `NotFound`."""
    posting = Posting.objects.select_related("batch").filter(batch__uid=batch, number=number).first()
    if posting is None:
        raise NotFound("There is no such posting.")
    ends = [f"{end}__{name}" for end in ("from_line", "to_line") for name in ("programme", "balance", *DIMENSIONS)]
    return posting, list(posting.moves.select_related("from_line", "to_line", *ends))
