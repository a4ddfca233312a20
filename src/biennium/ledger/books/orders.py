"""What is to be posted: entries, whose moves are given, and expenses, whose moves depend on what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from biennium.kernel.books.amounts import Amounts
from biennium.kernel.books.stages import Stage
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What every posting says of itself; `follows` is the primary key of the posting it answers to."""

    date: date
    document: str = ""
    document_line: str = ""
    text: str = ""
    counterparty: str = ""
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an amount that is for a line."""

    line: Dimensions
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of an entry, to the same line unless another is named; one for each of the `parts`, where `money` is
    shared out: each goes to its line, or where no other line is named stays on it.

    The control and reporting amounts are converted from `money` at the rates of the day, unless `booked` says what
    they are: money that moves on at the value at which it was booked.
    """

    line: Dimensions
    from_stage: Stage
    to_stage: Stage
    money: Money
    to: Dimensions | None = None
    booked: Amounts | None = None
    control_rate: int | None = None
    reporting_rate: int | None = None
    mark: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def between(self) -> list[tuple[Dimensions, Dimensions]]:
        """The lines of each move."""
        if not self.parts:
            return [(self.line, self.to or self.line)]
        return [(self.line if self.to else part.line, part.line) for part in self.parts]

    @property
    def weights(self) -> list[int]:
        """What each move is of the whole."""
        return [part.money.minor for part in self.parts] or [1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Order):
    """A posting of a kind with its moves."""

    kind: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense(Order):
    """What was paid; shared out over lines where there are `parts`. With `follows`, it clears that commitment first."""

    line: Dimensions
    money: Money
    parts: tuple[Part, ...] = ()
    kind: str = field(default="expense", init=False)

    @property
    def lines(self) -> list[Dimensions]:
        """The lines it was paid on."""
        return [part.line for part in self.parts] or [self.line]

    @property
    def weights(self) -> list[int]:
        """What each line has of the whole."""
        return [part.money.minor for part in self.parts] or [1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery(Order):
    """Support cost: an expense of a project that is authority of the support-cost fund, marked internal on both sides
    so that consolidated totals count it once. A negative amount gives back what was recovered too much."""

    line: Dimensions
    into: Dimensions
    money: Money
    kind: str = field(default="recovery", init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revaluation(Order):
    """What an expense costs `more` or `less` at another rate than was posted. The difference is drawn on the allotment
    like the expense itself, and is never refused; `shares` are its lines, each with its weight."""

    shares: tuple[tuple[Dimensions, int], ...]
    currency: str
    more: Amounts
    less: Amounts
    kind: str = field(default="revaluation", init=False)
