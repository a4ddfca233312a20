"""Breakdowns: cells by sex, age, disability or anything else, beside a total that stands on its own.

Invariant: nothing here changes a number. What is not known is a cell of its own, `unknown`; where the cells and the
total differ, that is a finding for people to settle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A dimension and the categories it is told by; `unknown` always is a further one."""

    dimension: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """The cells of a dimension do not make the total: by how much they exceed it (negative: fall short)."""

    dimension: str
    total: int
    cells: int
    has_unknown: bool

    @property
    def by(self) -> int:
        """How much the cells are more than the total."""
        return self.cells - self.total


Cells = Mapping[str, Mapping[str, int]]


def discrepancies(total: int, cells: Cells) -> list[Discrepancy]:
    """One for each dimension that is broken down and does not add up to the total."""
    found = []
    for dimension, values in sorted(cells.items()):
        if values and (summed := sum(values.values())) != total:
            found.append(Discrepancy(dimension, total, summed, UNKNOWN in values))
    return found


def strangers(cells: Cells, breakdowns: Sequence[Breakdown]) -> list[tuple[str, str]]:
    """Cells of a dimension or category the indicator does not have."""
    known = {one.dimension: {*one.categories, UNKNOWN} for one in breakdowns}
    return [
        (dimension, category)
        for dimension, values in sorted(cells.items())
        for category in sorted(values)
        if category not in known.get(dimension, set())
    ]
