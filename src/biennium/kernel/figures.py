"""Figures that can explain themselves.

Invariants: a figure has a value exactly when its state is `value` (0 is a value), and recomputing it from its inputs
gives the same figure. Values are integers scaled by `decimals`, `Money`, or exact fractions; never floats.

An operation is a pure function registered by name. Inputs without a value are never taken for zero: a sum leaves them
out and the figure says how many are `missing`; a ratio or difference that misses one has no value itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money, scaled_string
from biennium.kernel.wording import phrase

Value: TypeAlias = int | Fraction | Money
Exact: TypeAlias = Fraction | Money


class State(StrEnum):
    """What a cell is: a value, or why there is none. In the order in which one reason hides the next."""

    VALUE = "value"
    NOT_REPORTED = "not_reported"
    NOT_YET_DUE = "not_yet_due"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row a figure rests on: its type and identity, what people call it, and the value it gives (None: none yet).

    An integer is scaled by `decimals`. A rate used is a row too.
    """

    type: str
    identity: str
    label: str
    value: Value | None = None
    decimals: int = 0

    def __post_init__(self) -> None:
        _check_value(self.value, self.label)

    @property
    def state(self) -> State:
        """Whether it gives a value."""
        return State.NOT_REPORTED if self.value is None else State.VALUE

    @property
    def name(self) -> tuple[str, str]:
        """What makes it another row than others."""
        return self.type, self.identity


@dataclass(frozen=True, slots=True)
class VersionPin:
    """The sealed version a figure speaks of: its code, stage and short hash."""

    code: str
    stage: str
    short_hash: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with everything that explains it.

    `formula` is in words; `operation` names the registered operation that made it, empty for one that was given.
    An integer value is scaled by `decimals`; a fraction is exact and shown with as many. The unit of money is its
    currency. `as_of` has a time zone. Raises `InvalidInput` where value, state and unit contradict each other.
    """

    key: str
    value: Value | None
    unit: str = ""
    decimals: int = 0
    state: State = State.VALUE
    formula: str = ""
    operation: str = ""
    inputs: tuple[Figure | RowRef, ...] = ()
    rates: tuple[RowRef, ...] = ()
    version: VersionPin | None = None
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        _check_value(self.value, self.key)
        if (self.value is None) == (self.state is State.VALUE):
            raise InvalidInput(
                phrase("A figure with the value %(value)s cannot be “%(state)s”.", value=self.value, state=self.state),
                where=self.key,
            )
        if isinstance(self.value, Money) and self.unit != self.value.currency:
            raise InvalidInput(
                phrase("The unit of %(value)s cannot be “%(unit)s”.", value=self.value, unit=self.unit), where=self.key
            )
        if self.as_of is not None and self.as_of.tzinfo is None:
            raise InvalidInput(phrase("The time of a figure has no time zone."), where=self.key)

    @staticmethod
    def known(key: str, value: Value, *, unit: str = "", decimals: int = 0, formula: str = "") -> Figure:
        """A figure with a value that was given, not computed."""
        return Figure(key, value, value.currency if isinstance(value, Money) else unit, decimals, formula=formula)

    @staticmethod
    def absent(key: str, state: State, *, unit: str = "", decimals: int = 0, formula: str = "") -> Figure:
        """A figure without a value, and why."""
        return Figure(key, None, unit, decimals, state, formula)

    @property
    def name(self) -> tuple[str, str]:
        """What makes it another input than others."""
        return "figure", self.key

    @property
    def missing(self) -> int:
        """How many of its inputs give no value."""
        return sum(item.state is not State.VALUE for item in self.inputs)

    def decimal_string(self) -> str:
        """The value in digits with its decimals, a fraction rounded half away from zero; empty without a value."""
        if self.value is None:
            return ""
        if isinstance(self.value, Money):
            return self.value.decimal_string()
        scaled = self.value if isinstance(self.value, int) else rounded(self.value, self.decimals)
        return scaled_string(scaled, self.decimals)


Input: TypeAlias = Figure | RowRef


@dataclass(frozen=True, slots=True)
class Operation:
    """A pure function from inputs to a value (an integer is not scaled yet), or to the state that says why not.

    `words` is its formula; `arity` how many inputs it takes (None: any number); `keeps_unit` whether the result is of
    the unit and the kind of number of its inputs.
    """

    words: str
    compute: Callable[[Sequence[Input]], Value | State]
    arity: int | None = None
    keeps_unit: bool = False


OPERATIONS: dict[str, Operation] = {}


def register_operation(name: str, operation: Operation) -> None:
    """Makes an operation known. Raises `ValueError` for a name that is taken."""
    if name in OPERATIONS:
        raise ValueError(f"the operation “{name}” is registered already")
    OPERATIONS[name] = operation


def compute(
    operation: str, key: str, inputs: Sequence[Input], *, unit: str = "", decimals: int = 0, formula: str = ""
) -> Figure:
    """The figure an operation makes of its inputs; `replace` adds rates, version and time.

    `unit` and `decimals` are those of the result, where the operation does not take them from the inputs. Raises
    `InvalidInput` for a wrong number of inputs, mixed units or mixed currencies, `KeyError` for an unknown operation.
    """
    known = OPERATIONS[operation]
    if known.arity not in (None, len(inputs)):
        raise InvalidInput(
            phrase(
                "“%(operation)s” takes %(arity)s inputs, not %(given)s.",
                operation=operation,
                arity=known.arity,
                given=len(inputs),
            ),
            where=key,
        )
    result = known.compute(inputs)
    if known.keeps_unit:
        unit = result.currency if isinstance(result, Money) else unit
        unit, decimals = _common_unit(inputs, unit, key), max((item.decimals for item in inputs), default=decimals)
    formula = formula or known.words
    if isinstance(result, State):
        return Figure(key, None, unit, decimals, result, formula, operation, tuple(inputs))
    whole = known.keeps_unit and all(isinstance(item.value, int | None) for item in inputs)
    value = _represented(result, decimals, whole=whole)
    return Figure(key, value, unit, decimals, State.VALUE, formula, operation, tuple(inputs))


def recompute(figure: Figure) -> Figure:
    """The figure made again from its innermost inputs; one that was given, not computed, is itself."""
    if not figure.operation:
        return figure
    inputs = [recompute(item) if isinstance(item, Figure) else item for item in figure.inputs]
    made = compute(
        figure.operation, figure.key, inputs, unit=figure.unit, decimals=figure.decimals, formula=figure.formula
    )
    return replace(made, rates=figure.rates, version=figure.version, as_of=figure.as_of)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: how deep it stands, and the figure or row."""

    depth: int
    item: Input


def explain(figure: Figure, depth: int = 0) -> Iterator[Step]:
    """The figure and all it rests on, each figure before its inputs."""
    yield Step(depth, figure)
    for item in figure.inputs:
        if isinstance(item, Figure):
            yield from explain(item, depth + 1)
        else:
            yield Step(depth + 1, item)


def rounded(value: Fraction, decimals: int) -> int:
    """The fraction as an integer scaled by `decimals`, half away from zero."""
    scale: int = 10**decimals
    magnitude = (abs(2 * value.numerator * scale) + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def _represented(result: Value, decimals: int, *, whole: bool) -> Value:
    """An integer, or a fraction made of integers only (`whole`), is scaled; anything else stays what it is."""
    if isinstance(result, int) or (isinstance(result, Fraction) and whole):
        return rounded(Fraction(result), decimals)
    return result


def _check_value(value: object, where: str) -> None:
    if value is not None and type(value) not in (int, Fraction, Money):
        raise InvalidInput(
            phrase("%(value)s is not exact.", value=repr(value)),
            where=where,
            remedy=phrase("Use an integer, Money or Fraction."),
        )


def _common_unit(inputs: Sequence[Input], unit: str, key: str) -> str:
    """The unit of the figures among the inputs; rows are in the unit of what is made of them."""
    units = {item.unit for item in inputs if isinstance(item, Figure)} | ({unit} if unit else set())
    if len(units) > 1:
        raise InvalidInput(
            phrase("Different units cannot be combined: %(units)s.", units=", ".join(sorted(units))), where=key
        )
    return min(units, default="")


def _present(inputs: Sequence[Input]) -> tuple[list[Money], list[Fraction]]:
    """The values there are, as money or as fractions; one of the two is empty."""
    money = [item.value for item in inputs if isinstance(item.value, Money)]
    numbers = [_fraction(item.value, item.decimals) for item in inputs if isinstance(item.value, int | Fraction)]
    if money and numbers:
        raise InvalidInput(
            phrase("Money and plain numbers cannot be combined."), remedy=phrase("Give the numbers a currency first.")
        )
    return money, numbers


def _fraction(value: int | Fraction, decimals: int) -> Fraction:
    return Fraction(value, 10**decimals) if isinstance(value, int) else value


def _absence(inputs: Sequence[Input]) -> State | None:
    """Why a result that needs all inputs has no value; None when they all have one."""
    states = {item.state for item in inputs} - {State.VALUE}
    return next((state for state in State if state in states), None)


def _sum(inputs: Sequence[Input]) -> Exact | State:
    money, numbers = _present(inputs)
    if money:
        return Money.sum(money, money[0].currency)
    return sum(numbers, Fraction(0)) if numbers else _absence(inputs) or State.NOT_REPORTED


def _count(inputs: Sequence[Input]) -> int:
    return len({item.name for item in inputs})


def _difference(inputs: Sequence[Input]) -> Exact | State:
    if reason := _absence(inputs):
        return reason
    money, numbers = _present(inputs)
    return money[0] - money[1] if money else numbers[0] - numbers[1]


def _ratio(inputs: Sequence[Input]) -> Fraction | State:
    """Without a value where the second input is zero: nothing can be told in parts of nothing."""
    if reason := _absence(inputs):
        return reason
    money, numbers = _present(inputs)
    if money:
        return money[0] / money[1] if money[1].minor else State.NOT_APPLICABLE
    return numbers[0] / numbers[1] if numbers[1] else State.NOT_APPLICABLE


def _percentage(inputs: Sequence[Input]) -> Fraction | State:
    result = _ratio(inputs)
    return result if isinstance(result, State) else 100 * result


register_operation("sum", Operation("sum of the inputs that have a value", _sum, keeps_unit=True))
register_operation("count", Operation("number of distinct inputs", _count))
register_operation("difference", Operation("first input less the second", _difference, arity=2, keeps_unit=True))
register_operation("ratio", Operation("first input divided by the second", _ratio, arity=2))
register_operation("percentage", Operation("first input in per cent of the second", _percentage, arity=2))
