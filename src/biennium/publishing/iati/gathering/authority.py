"""Allotments by work item, year and agreement, also of money that was allotted above the level of work items.

What was allotted to a work item is its own. What was allotted above is shared over the work items that draw on the
same place (account and agreement; else fund, result and unit; else fund and result), in proportion to what they have
committed and spent. What nobody draws on stays with the programme as a whole.

Invariants: work items and the programme as a whole together have exactly what was allotted, less the support cost that
funds pay each other; memory grows with the places money is allotted to, not with the number of work items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from biennium.programme.models import Programme
from biennium.publishing.iati.gathering.folding import ALLOTTED, INTERNAL, SPENT, USED, Key, Lines, folded, running

PLACE = ("account", "agreement", "fund", "result", "unit")


class Part(NamedTuple):
    """Whose allotment of which year: primary keys of fund and agreement (None without one)."""

    fund: int
    agreement: int | None
    year: int


@dataclass
class _Pool:
    """What is shared in one place, and how much of the weight has had its part."""

    weight: int
    seen: int = 0
    amounts: dict[Part, int] = field(default_factory=lambda: defaultdict(int))


class Authority:
    """The allotments of a programme as of a day, to be handed out to its work items in one fixed order."""

    def __init__(self, programme: Programme, as_of: date) -> None:
        self._programme = programme
        self._as_of = as_of
        self._pools: dict[Key, _Pool] = {}
        self.of_agreements: dict[int, int] = defaultdict(int)
        self.unshared: dict[Part, int] = defaultdict(int)
        self._weigh()
        self._fill()

    def of_items(self, items: Sequence[int]) -> dict[int, dict[Part, tuple[int, int]]]:
        """By work item and part: what was allotted to it, and its part of what was allotted above. Four queries; to
        be asked for all work items once, in the order of their keys."""
        found: dict[int, dict[Part, tuple[int, int]]] = defaultdict(dict)
        mine: Lines = lambda to: self._lines(to) & Q(**{f"{to}work_item__in": items})  # noqa: E731
        for key, amount in folded(mine, ALLOTTED, ("work_item", "fund", "agreement", "year"), self._as_of).items():
            found[key[0]][Part(*key[1:])] = (amount, 0)
        weights = folded(mine, USED, ("work_item", *PLACE), self._as_of, ~Q(mark=INTERNAL))
        for key in sorted(weights, key=lambda key: (key[0], *(part or 0 for part in key[1:]))):
            for part, amount in self._shares(key[1:], weights[key]).items():
                own, shared = found[key[0]].get(part, (0, 0))
                found[key[0]][part] = (own, shared + amount)
        return found

    def _lines(self, to: str) -> Q:
        return Q(**{f"{to}programme": self._programme})

    def _weigh(self) -> None:
        def named(to: str) -> Q:
            return self._lines(to) & Q(**{f"{to}work_item__isnull": False})

        for key, weight in folded(named, USED, PLACE, self._as_of, ~Q(mark=INTERNAL)).items():
            for level in _levels(key):
                self._pools.setdefault(level, _Pool(0)).weight += weight
        for key, amount in folded(named, ALLOTTED, ("agreement",), self._as_of).items():
            if key[0]:
                self.of_agreements[key[0]] += amount

    def _fill(self) -> None:
        def above(to: str) -> Q:
            return self._lines(to) & Q(**{f"{to}work_item__isnull": True})

        allotted = folded(above, ALLOTTED, (*PLACE, "year"), self._as_of)
        for key, paid in folded(self._lines, SPENT, (*PLACE, "year"), self._as_of, Q(mark=INTERNAL)).items():
            allotted[key] = allotted.get(key, 0) - paid
        for (account, agreement, fund, result, unit, year), amount in allotted.items():
            part = Part(fund, agreement, year)
            pools = (self._pools.get(one) for one in _levels((account, agreement, fund, result, unit)))
            pool = next((one for one in pools if one and one.weight > 0), None)
            (pool.amounts if pool else self.unshared)[part] += amount
            if agreement:
                self.of_agreements[agreement] += amount

    def _shares(self, place: Key, weight: int) -> dict[Part, int]:
        shares: dict[Part, int] = defaultdict(int)
        for level in _levels(place):
            pool = self._pools.get(level)
            if pool is None or pool.weight <= 0:
                continue
            for part, amount in pool.amounts.items():
                shares[part] += running(amount, pool.seen, weight, pool.weight)
            pool.seen += weight
        return {part: amount for part, amount in shares.items() if amount}


def _levels(place: Key) -> tuple[Key, ...]:
    """Where money of a place may be shared, the nearest first."""
    account, agreement, fund, result, unit = place
    if result is None:
        return (("account", account, agreement),)
    return (("account", account, agreement), ("unit", fund, result, unit), ("result", fund, result))
