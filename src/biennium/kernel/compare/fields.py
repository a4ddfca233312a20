"""The fields of a node, and how the difference of each is told.

Invariant: a field that is absent and one that is empty are the same, and a difference told backwards is the
difference of the fields exchanged.

`Texts` differ word by word in each language, `Number` by an amount, `Codes` by the members that came and went, `Plain`
only as before and after. A field may name its change itself, such as `repriced` for a number that is money.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypeAlias

from biennium.kernel.compare import words
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money, scaled_string
from biennium.kernel.wording import phrase

_DECIMAL = re.compile(r"(?P<whole>-?[0-9]{1,18})(?:\.(?P<decimals>[0-9]{1,18}))?")


@dataclass(frozen=True, slots=True)
class Texts:
    """A multilingual text, `{language: text}`."""

    value: Mapping[str, str]
    change: str = "reworded"


@dataclass(frozen=True, slots=True)
class Number:
    """An integer scaled by `decimals`, in a unit: a target, a baseline, an amount."""

    value: int
    decimals: int = 0
    unit: str = ""
    change: str = "retargeted"

    @staticmethod
    def parse(text: str, *, unit: str = "", change: str = "retargeted") -> Number:
        """Reads decimal digits such as `-12.50`. Raises `InvalidInput` for anything else."""
        match = _DECIMAL.fullmatch(text)
        if match is None:
            raise InvalidInput(
                phrase("“%(text)s” is not a number.", text=text),
                remedy=phrase("Write digits with a point, such as 12.50."),
            )
        decimals = match["decimals"] or ""
        return Number(int(match["whole"] + decimals), len(decimals), unit, change)

    @staticmethod
    def money(amount: Money, *, change: str = "repriced") -> Number:
        """An amount of money; its unit is the currency."""
        return Number.parse(amount.decimal_string(), unit=amount.currency, change=change)

    def __str__(self) -> str:
        return scaled_string(self.value, self.decimals)

    def less(self, other: Number) -> Number | None:
        """What it is more than the other; None when the units differ."""
        if self.unit != other.unit:
            return None
        decimals = max(self.decimals, other.decimals)
        return Number(self._at(decimals) - other._at(decimals), decimals, self.unit, self.change)

    def _at(self, decimals: int) -> int:
        return int(self.value * 10 ** (decimals - self.decimals))


@dataclass(frozen=True, slots=True)
class Codes:
    """A set of codes, without order."""

    value: AbstractSet[str]
    change: str = "changed"


@dataclass(frozen=True, slots=True)
class Plain:
    """A single value; None is the same as no field."""

    value: str | int | bool | None
    change: str = "changed"


Field: TypeAlias = Texts | Number | Codes | Plain
Value: TypeAlias = str | int | bool | tuple[str, ...] | Number | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How one field differs, in one language where it is text.

    `words` restores both texts; `by` is after less before, None where there is nothing to subtract; `removed` and
    `added` are the codes that went and came.
    """

    before: Value
    after: Value
    lang: str = ""
    words: tuple[words.Piece, ...] = ()
    by: Number | None = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def differences(before: Field | None, after: Field | None) -> Iterator[Difference]:
    """How a field differs; nothing when it does not. Raises `InvalidInput` for fields of different classes."""
    classes = {type(field) for field in (before, after) if field is not None}
    if len(classes) > 1:
        one, other = sorted(found.__name__ for found in classes)
        raise InvalidInput(
            phrase("A %(one)s and a %(other)s cannot be compared.", one=one, other=other),
            remedy=phrase("Give the field the same class in both trees."),
        )
    for found in classes:
        yield from _TELLERS[found](before, after)


def _of_texts(before: Texts | None, after: Texts | None) -> Iterator[Difference]:
    old, new = before.value if before else {}, after.value if after else {}
    for lang in sorted(old.keys() | new.keys()):
        left, right = old.get(lang, ""), new.get(lang, "")
        if left != right:
            yield Difference(left or None, right or None, lang, words=words.difference(left, right))


def _of_numbers(before: Number | None, after: Number | None) -> Iterator[Difference]:
    by = after.less(before) if before and after else None
    if by is None or by.value:
        yield Difference(before, after, by=by)


def _of_codes(before: Codes | None, after: Codes | None) -> Iterator[Difference]:
    old, new = set(before.value if before else ()), set(after.value if after else ())
    if old != new:
        removed, added = tuple(sorted(old - new)), tuple(sorted(new - old))
        yield Difference(tuple(sorted(old)), tuple(sorted(new)), removed=removed, added=added)


def _of_values(before: Plain | None, after: Plain | None) -> Iterator[Difference]:
    old, new = before.value if before else None, after.value if after else None
    if (type(old), old) != (type(new), new):
        yield Difference(old, new)


_TELLERS: dict[type, Callable[[Any, Any], Iterator[Difference]]] = {
    Texts: _of_texts,
    Number: _of_numbers,
    Codes: _of_codes,
    Plain: _of_values,
}
