"""Lengths and tints of what is drawn: bars of money by stage, cells of a heat map.

Invariant: what is drawn is never the only way to read a value; a length or a tint says nothing its number does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from biennium.kernel.books.stages import AUTHORITY
from biennium.kernel.figures import Figure
from biennium.kernel.money import Money

Amount: TypeAlias = "int | Fraction | Money | Figure | None"

FULL = 1000
TINTS = 4
STAGES = tuple(stage.value for stage in AUTHORITY)


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage of a fund bar: its words, value and address, and from where how long it is drawn (0 to `FULL`)."""

    stage: str
    label: str
    value: Amount
    url: str
    start: int
    length: int


def length(value: Fraction, whole: Fraction, full: int = FULL) -> int:
    """The value in parts of the whole, from 0 to `full`; 0 of nothing."""
    return max(0, min(full, round(value / whole * full))) if whole else 0


def magnitude(amount: Amount) -> Fraction:
    """An amount as a number; 0 for one that is missing. Only to compare amounts of one unit."""
    value = amount.value if isinstance(amount, Figure) else amount
    if isinstance(value, Money):
        return Fraction(value.minor)
    return Fraction(value) if value is not None else Fraction(0)


def bars(stages: Iterable[Mapping[str, Any]], whole: Amount = None) -> list[Bar]:
    """The stages of one line as nested bars, in the order in which money passes them.

    Each has `stage`, `value` and maybe `url`. Amounts are cumulative: what is approved includes what has since been
    allotted, committed and spent; what is uncovered is the end of what is spent. `whole` is the length of the longest
    bar beside it; its own longest when left out.
    """
    given = sorted(stages, key=lambda one: STAGES.index(one["stage"]))
    sizes = {one["stage"]: abs(magnitude(one["value"])) for one in given}
    longest = max(sizes.values(), default=Fraction(0)) if whole is None else magnitude(whole)
    lengths = {stage: length(size, longest) for stage, size in sizes.items()}
    starts = {"uncovered": max(0, lengths.get("spent", 0) - lengths.get("uncovered", 0))}
    return [
        Bar(stage, stage_words(stage), one["value"], one.get("url", ""), starts.get(stage, 0), lengths[stage])
        for one in given
        for stage in [one["stage"]]
    ]


def stage_words(stage: str) -> str:
    """A stage of money."""
    words = {
        "approved": _("Approved"),
        "allotted": _("Allotted"),
        "committed": _("Committed"),
        "spent": _("Spent"),
        "uncovered": _("Uncovered"),
    }
    return words.get(stage, stage)


def tints(values: Sequence[Amount]) -> list[int]:
    """A tint for each value, 0 for nothing to 4 for the largest, in even steps of the largest."""
    sizes = [abs(magnitude(value)) for value in values]
    largest = max(sizes, default=Fraction(0))
    return [-int(-size * TINTS // largest) if size else 0 for size in sizes]
