"""The books as a few dictionaries: what every decision and fact does, said a second time and as plainly as can be.

The random histories of `test_any_history_keeps_the_books` are told to this model and to the ledger; both have to agree
on what is refused and on what stands where, in the currency of control.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

HELD = ("approved", "allotted", "committed")
Place = tuple[str, str]
"""The name of a line, and a stage."""
Move = tuple[Place, Place, int]


class Refused(Exception):
    """A decision that money, or a rule, does not allow."""


@dataclass
class Open:
    """What is open of a commitment: in its own currency, and the value at which it was booked."""

    line: str
    currency: str
    money: int = 0
    value: int = 0


@dataclass
class Posted:
    """What was posted: its moves, and what it did to a commitment (its key, money and value)."""

    kind: str
    moves: list[Move] = field(default_factory=list)
    commitment: str = ""
    money: int = 0
    value: int = 0
    reversed: bool = False


@dataclass
class Model:
    """`accounts` names the account of each line. What is posted has a name of its own."""

    accounts: dict[str, str]
    balances: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    commitments: dict[str, Open] = field(default_factory=dict)
    posted: dict[str, Posted] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def at(self, line: str, stage: str) -> int:
        """What stands at a stage of the account of a line."""
        lines = [name for name, account in self.accounts.items() if account == self.accounts[line]]
        return sum(self.balances[name, stage] for name in lines)

    def post(self, name: str, kind: str, lines: Iterable[str], work: Callable[[Posted], None]) -> Posted:
        """Does the work as a posting, whole or not at all. Raises `Refused`."""
        if closed := self.closed.intersection(lines):
            raise Refused(f"{closed} is closed")
        before = deepcopy((self.balances, self.commitments, self.posted))
        posting = Posted(kind)
        try:
            work(posting)
            if any(min(one.money, one.value) < 0 for one in self.commitments.values()):
                raise Refused("more than is open")
        except Refused:
            self.balances, self.commitments, self.posted = before
            raise
        self.posted[name] = posting
        return posting

    def move(self, posting: Posted, source: Place, goal: Place, amount: int) -> None:
        """One move. Raises `Refused` when it takes what is not there."""
        if not amount:
            return
        inside = self.accounts[source[0]] == self.accounts[goal[0]] and source[1] == goal[1]
        if source[1] in HELD and not inside and self.at(*source) < amount:
            raise Refused(f"{source}")
        self.balances[source] -= amount
        self.balances[goal] += amount
        posting.moves.append((source, goal, amount))
        if self.at(goal[0], "uncovered") > 0:
            raise Refused(f"nothing of {goal} is uncovered")

    def draw(self, posting: Posted, source: str, goal: str, amount: int) -> None:
        """Spends from the allotment, and from uncovered what the allotment has not."""
        covered = max(0, min(self.at(source, "allotted"), amount))
        self.move(posting, (source, "allotted"), (goal, "spent"), covered)
        self.move(posting, (source, "uncovered"), (goal, "spent"), amount - covered)

    def touch(self, posting: Posted, commitment: str, money: int, value: int) -> None:
        """Adds to what is open of a commitment."""
        posting.commitment, posting.money, posting.value = commitment, money, value
        self.commitments[commitment].money += money
        self.commitments[commitment].value += value

    def clear(self, posting: Posted, line: str, commitment: str, money: int, value: int) -> None:
        """Spends on a line what a commitment had bound, at its booked value; the difference, and what goes beyond,
        is drawn on the allotment."""
        of = self.commitments[commitment]
        settles = value if money <= of.money else share(value, of.money, money)
        booked = of.value if money >= of.money else share(of.value, money, of.money)
        self.touch(posting, commitment, -min(money, of.money), -booked)
        self.move(posting, (of.line, "committed"), (line, "spent"), min(settles, booked))
        self.move(posting, (of.line, "committed"), (of.line, "allotted"), max(0, booked - settles))
        self.draw(posting, of.line, line, max(0, settles - booked))
        self.draw(posting, line, line, value - settles)

    def reverse(self, posting: Posted, name: str) -> None:
        """The mirror image of a posting. Raises `Refused`."""
        before = self.posted[name]
        if before.reversed or before.kind == "reversal":
            raise Refused("it is not reversed again")
        for source, goal, amount in before.moves[::-1]:
            self.move(posting, goal, source, amount)
        if before.commitment:
            self.touch(posting, before.commitment, -before.money, -before.value)
        self.require_spent(posting)
        before.reversed = True

    def require_spent(self, posting: Posted) -> None:
        """Raises `Refused` when more came back to a line than was spent there."""
        if any(source[1] == "spent" and self.balances[source] < 0 for source, _goal, _amount in posting.moves):
            raise Refused("more than was spent")

    def end_year(self, lines: Iterable[str], onwards: Mapping[str, str]) -> None:
        """What is left on the lines goes on to others; where there are none, back to the source."""
        for line in lines:
            for stage in ("approved", "allotted", *(("committed", "uncovered") if onwards else ())):
                amount, self.balances[line, stage] = self.balances[line, stage], 0
                self.balances[(onwards[line], stage) if onwards else (line, "source")] += amount
        for one in self.commitments.values():
            if one.value:
                one.line = onwards.get(one.line, one.line)
        self.closed |= set(lines)


def share(whole: int, part: int, of: int) -> int:
    """`part` ÷ `of` of the whole, to the nearest unit, half upwards."""
    return (2 * whole * part + of) // (2 * of)


def converted(amount: int, hundredths: int) -> int:
    """The amount at a rate, to the nearest unit, half away from zero."""
    return (2 * amount * hundredths + 100) // 200
