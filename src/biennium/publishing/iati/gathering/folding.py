"""What stands on lines as of a day, folded from the moves: in the reporting currency, by any dimensions of a line.

Invariant: the sum over all keys is what the ledger's tables say of the same lines on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from biennium.ledger.models import Move

ALLOTTED = ("allotted", "committed", "spent", "uncovered")
"""The stages that a cumulative allotment adds up."""
USED = ("committed", "spent")
SPENT = ("spent",)
INTERNAL = "internal"
"""The mark of what funds pay each other in support cost."""

Lines = Callable[[str], Q]
Key = tuple[Any, ...]


def folded(
    lines: Lines, stages: Sequence[str], by: Sequence[str], as_of: date, where: Q | None = None
) -> dict[Key, int]:
    """The sums of stages of lines by dimensions, zeros left out: two queries.

    `lines` is given the path to a line; `where` limits the moves.
    """
    sums: dict[Key, int] = defaultdict(int)
    for side, sign in (("to", 1), ("from", -1)):
        prefix = f"{side}_line__"
        moves = Move.objects.filter(lines(prefix), posting__date__lte=as_of, **{f"{side}_stage__in": list(stages)})
        rows = (moves.filter(where) if where is not None else moves).order_by()
        for *key, total in rows.values_list(*(f"{prefix}{name}" for name in by)).annotate(Sum("reporting")):
            sums[tuple(key)] += sign * total
    return {key: total for key, total in sums.items() if total}


def running(total: int, before: int, part: int, whole: int) -> int:
    """What falls to a part of `total` when parts come one after the other; over all of them it sums to the total."""
    return total * (before + part) // whole - total * before // whole
