"""Balancing the lines of one account against each other, before what is left moves on.

An expense may land on a finer line than the allotment it draws on: the account then holds +600 on one line and −250
on another. Invariants: netting keeps the sum of each amount; afterwards no two lines have opposite signs in control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Standing = tuple[int, int]
"""Control and reporting amounts on a line."""


@dataclass(frozen=True, slots=True)
class Netting:
    """From one line to another, control (> 0) and reporting (≥ 0) amounts."""

    from_line: int
    to_line: int
    control: int
    reporting: int


def netted(standing: Mapping[int, Standing]) -> tuple[list[Netting], dict[int, Standing]]:
    """The moves that balance the lines, and what stands on each line after them. Lines are taken in their order."""
    left = {line: list(amounts) for line, amounts in sorted(standing.items())}
    givers = [line for line, amounts in left.items() if amounts[0] > 0]
    moves: list[Netting] = []
    for taker in [line for line, amounts in left.items() if amounts[0] < 0]:
        while left[taker][0] < 0 and givers:
            giver = givers[0]
            control = min(left[giver][0], -left[taker][0])
            reporting = max(0, left[giver][1]) * control // left[giver][0]
            moves.append(Netting(giver, taker, control, reporting))
            for line, sign in ((giver, -1), (taker, 1)):
                left[line][0] += sign * control
                left[line][1] += sign * reporting
            if left[giver][0] == 0:
                givers.pop(0)
    return moves, {line: (control, reporting) for line, (control, reporting) in left.items()}
