"""What work needs, has and lacks: the arithmetic of the gap (design: arithmetic, § 3).

The gap is taken work item by work item, so that money which is earmarked elsewhere never hides one; surplus, and
savings on work that is concluded, stand apart. Invariant: sums over any partition of the work items agree, and for
work that goes on requirement − resources = gap − surplus.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import add, attrgetter

from biennium.kernel.figures import Input, Operation, State, Value, register_operation
from biennium.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Amounts:
    """Minor units of the reporting currency; `months` are hundredths of a month, `items` how many work items."""

    requirement: int = 0
    resources: int = 0
    spent: int = 0
    gap: int = 0
    surplus: int = 0
    savings: int = 0
    expected: int = 0
    expected_gap: int = 0
    months: int = 0
    items: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(*map(add, _values(self), _values(other)))

    @staticmethod
    def sum(parts: Iterable[Amounts]) -> Amounts:
        """The sum of the parts; nothing for none."""
        return Amounts(*map(sum, zip(*map(_values, parts), strict=True)))


_values = attrgetter(*(one.name for one in fields(Amounts)))
COLUMNS = ("requirement", "resources", "gap", "surplus", "savings", "expected", "expected_gap")


def amounts_of(
    *, requirement: int, allotted: int, committed: int, spent: int, expected: int, months: int, concluded: bool
) -> Amounts:
    """The amounts of one work item.

    Resources are what was allotted to it or what was committed and spent on it, whichever is more: expense may stand on
    a work item whose money was allotted above it. Concluded work lacks nothing; what it did not spend is saved.
    """
    resources = max(allotted, committed)
    if concluded:
        return Amounts(
            requirement=requirement,
            resources=resources,
            spent=spent,
            savings=max(0, resources - spent),
            expected=expected,
            months=months,
            items=1,
        )
    return Amounts(
        requirement=requirement,
        resources=resources,
        spent=spent,
        gap=max(0, requirement - resources),
        surplus=max(0, resources - requirement),
        expected=expected,
        expected_gap=max(0, requirement - resources - expected),
        months=months,
        items=1,
    )


def _money(inputs: Iterable[Input]) -> list[Money]:
    return [one.value for one in inputs if isinstance(one.value, Money)]


def _shortfall(inputs: Iterable[Input]) -> Value | State:
    """The first less all others, and nothing where that is less than nothing."""
    first, *others = _money(inputs)
    left = first
    for other in others:
        left -= other
    return max(left, Money.zero(first.currency))


def _largest(inputs: Iterable[Input]) -> Value | State:
    return max(_money(inputs))


register_operation("shortfall", Operation("first input less the others, never below zero", _shortfall, keeps_unit=True))
register_operation("largest", Operation("the largest of the inputs", _largest, keeps_unit=True))
