"""Dividing a whole so that the parts always sum to it.

Invariant: `apportion` loses and invents nothing (largest remainder, ties in the order given), and the shares of a
`Shares` are hundredths of a percent that sum to exactly 10,000. Shares stand in the order of their keys, so that the
same shares split an amount the same way wherever they were stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, Self, TypeVar, overload

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase

WHOLE = 10_000


class Divisible(Protocol):
    """What can be split by weights, such as `Money`."""

    def split(self, by: Sequence[int], /) -> list[Self]: ...


D = TypeVar("D", bound=Divisible)


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to `weights`; the parts sum to `total`.

    A zero weight gets nothing; a negative total is divided like the positive one. Raises `InvalidInput` for a
    weight that is no natural number, and where there is something to divide but no weight to divide it by.
    """
    for weight in (total, *weights):
        _require_whole(weight)
    if any(weight < 0 for weight in weights):
        raise InvalidInput(phrase("A weight is negative."), remedy=phrase("Give weights of zero or more."))
    if total and not any(weights):
        raise InvalidInput(
            phrase("%(total)s cannot be divided: all weights are zero.", total=total),
            remedy=phrase("Give at least one weight."),
        )
    if total < 0:
        return [-part for part in _largest_remainder(-total, weights)]
    return _largest_remainder(total, weights)


def _largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights) or 1
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _require_whole(number: object) -> None:
    if type(number) is not int:
        raise InvalidInput(
            phrase("%(number)s is not a whole number.", number=repr(number)),
            remedy=phrase("Amounts and weights are whole numbers."),
        )


class Shares(Mapping[str, int]):
    """Shares by key in hundredths of a percent (33.34 % is 3334), summing to 10,000; in the order of the keys.

    Raises `InvalidInput` for a share that is negative or no integer, or for another sum.
    """

    def __init__(self, parts: Mapping[str, int]) -> None:
        for key, share in parts.items():
            _require_whole(share)
            if share < 0:
                raise InvalidInput(
                    phrase("A share is negative."), where=key, remedy=phrase("Leave the line out instead.")
                )
        if (total := sum(parts.values())) != WHOLE:
            raise InvalidInput(
                phrase("The shares sum to %(total)s.", total=_percent(total)), remedy=phrase("They must sum to 100 %.")
            )
        self._parts = {key: parts[key] for key in sorted(parts)}

    @classmethod
    def of_weights(cls, weights: Mapping[str, int]) -> Self:
        """The shares proportional to whole weights, e.g. equal ones for equal weights."""
        keys = sorted(weights)
        return cls(dict(zip(keys, apportion(WHOLE, [weights[key] for key in keys]), strict=True)))

    def __getitem__(self, key: str) -> int:
        return self._parts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __hash__(self) -> int:
        return hash(tuple(self._parts.items()))

    def __repr__(self) -> str:
        return f"Shares({self._parts!r})"

    @overload
    def split(self, amount: int) -> dict[str, int]: ...

    @overload
    def split(self, amount: D) -> dict[str, D]: ...

    def split(self, amount: int | D) -> dict[str, int] | dict[str, D]:
        """The amount (an integer, or `Money`) by key; the parts sum to it."""
        weights = list(self._parts.values())
        if isinstance(amount, int):
            return dict(zip(self._parts, apportion(amount, weights), strict=True))
        return dict(zip(self._parts, amount.split(weights), strict=True))


def _percent(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d} %"
