"""The three amounts of a move, and the moves themselves.

Invariant: each amount is an integer of minor units, none is negative and at least one is more than zero. They differ
only by the rates in force when the move was made, and never change afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import apportion
from biennium.kernel.wording import phrase

EXCHANGE = "exchange"
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Amounts:
    """The same money in the currency of the document (`transaction`), in the currency in which its fund is controlled
    (`control`) and in the one in which the organisation reports (`reporting`); minor units."""

    transaction: int
    control: int
    reporting: int

    def __post_init__(self) -> None:
        if min(self.transaction, self.control, self.reporting) < 0:
            raise InvalidInput(
                phrase("An amount is negative."), remedy=phrase("A move has a direction; turn it round instead.")
            )

    def __bool__(self) -> bool:
        return bool(self.transaction or self.control or self.reporting)

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.transaction + other.transaction, self.control + other.control, self.reporting + other.reporting
        )

    def split(self, weights: Sequence[int]) -> list[Amounts]:
        """Parts by weight (largest remainder); each amount sums to the whole."""
        if len(weights) == 1 and weights[0] > 0:
            return [self]
        columns = [apportion(part, weights) for part in (self.transaction, self.control, self.reporting)]
        return [Amounts(*row) for row in zip(*columns, strict=True)]

    def first(self, control: int) -> tuple[Amounts, Amounts]:
        """Split in two, the first part with this `control` amount, the others in proportion.

        Raises `InvalidInput` when there is not that much.
        """
        if not 0 <= control <= self.control:
            raise InvalidInput(phrase("%(part)s cannot be taken from %(whole)s.", part=control, whole=self.control))
        if control == self.control:
            return self, Amounts(0, 0, 0)
        if not control:
            return Amounts(0, 0, 0), self
        taken, rest = self.split([control, self.control - control])
        return replace(taken, control=control), replace(rest, control=self.control - control)


@dataclass(frozen=True, slots=True)
class Move:
    """An amount from one line and stage to another. Lines are opaque keys of the caller."""

    from_line: int
    from_stage: Stage
    to_line: int
    to_stage: Stage
    amounts: Amounts
    mark: str = ""

    def mirrored(self) -> Move:
        """The move that takes it back."""
        return replace(
            self,
            from_line=self.to_line,
            from_stage=self.to_stage,
            to_line=self.from_line,
            to_stage=self.from_stage,
        )


Place = tuple[int, Stage]


def fold(moves: Sequence[Move]) -> dict[Place, tuple[int, int]]:
    """What stands at each line and stage after the moves: control and reporting amounts. They sum to zero."""
    balances: dict[Place, tuple[int, int]] = {}
    for move in moves:
        for place, sign in (((move.from_line, move.from_stage), -1), ((move.to_line, move.to_stage), 1)):
            control, reporting = balances.get(place, (0, 0))
            balances[place] = (control + sign * move.amounts.control, reporting + sign * move.amounts.reporting)
    return balances
