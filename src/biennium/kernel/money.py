"""Amounts of money, exact.

Invariant: an amount is an integer number of minor units of one ISO 4217 currency (USD 12.34 is 1234 cents). No float
comes in, amounts of different currencies never meet, and the parts of a split sum to the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.shares import apportion
from biennium.kernel.wording import phrase

_DECIMAL = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,18})(?:\.(?P<decimals>[0-9]+))?")
MOST = 10**17
"""The most minor units that a written amount may have: what a database keeps as a number, with room for sums."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units of `currency`. Raises `InvalidInput` for anything but an integer and an ISO 4217 code."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise InvalidInput(
                phrase("%(number)s is not a whole number of minor units.", number=repr(self.minor)),
                remedy=phrase("Write it with its currency."),
            )
        minor_digits(self.currency)

    @staticmethod
    def zero(currency: str) -> Money:
        """Nothing, of a currency."""
        return Money(0, currency)

    @staticmethod
    def parse(text: str, currency: str) -> Money:
        """Reads `1234.50`: digits with a point, no thousands separators, no more decimals than the currency has.

        Raises `InvalidInput` for anything else.
        """
        digits = minor_digits(currency)
        match = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise InvalidInput(
                phrase("“%(text)s” is not an amount.", text=text),
                remedy=phrase("Write digits with a point, such as 1234.50."),
            )
        decimals = match["decimals"] or ""
        if len(decimals) > digits:
            raise InvalidInput(
                phrase(
                    "“%(text)s” has more decimals than %(currency)s, which has %(digits)s.",
                    text=text,
                    currency=currency,
                    digits=digits,
                ),
                remedy=phrase("Round it."),
            )
        minor = int(match["sign"] + match["whole"] + decimals.ljust(digits, "0"))
        if abs(minor) > MOST:
            raise InvalidInput(phrase("“%(text)s” is more than can be kept.", text=text))
        return Money(minor, currency)

    @staticmethod
    def sum(amounts: Iterable[Money], currency: str) -> Money:
        """The sum in `currency`, zero for no amounts. Raises `CurrencyMismatch` for an amount in another."""
        total = Money.zero(currency)
        for amount in amounts:
            total += amount
        return total

    def decimal_string(self) -> str:
        """The amount with all the decimals of its currency and nothing else: `-1234.50`."""
        return scaled_string(self.minor, minor_digits(self.currency))

    def __str__(self) -> str:
        return f"{self.currency} {self.decimal_string()}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __truediv__(self, other: Money) -> Fraction:
        """How many times the other goes into it, exactly."""
        return Fraction(self.minor, self._minor_of(other))

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other)

    def split(self, by: int | Sequence[int]) -> list[Money]:
        """Equal parts (a number of them) or parts by weight, largest remainder first come; they sum to the whole.

        Raises `InvalidInput` when there is nothing to divide by.
        """
        weights = [1] * by if isinstance(by, int) else by
        return [Money(part, self.currency) for part in apportion(self.minor, weights)]

    def _minor_of(self, other: object) -> int:
        if not isinstance(other, Money):
            raise InvalidInput(
                phrase("%(other)s is not an amount of money.", other=repr(other)),
                remedy=phrase("Give it a currency first."),
            )
        if other.currency != self.currency:
            raise CurrencyMismatch(
                phrase("%(one)s and %(other)s cannot be combined.", one=self.currency, other=other.currency),
                remedy=phrase("Convert first."),
            )
        return other.minor


def scaled_string(value: int, decimals: int) -> str:
    """An integer scaled by `decimals` as decimal digits: 1250 with 2 is `12.50`."""
    if not decimals:
        return str(value)
    digits = str(abs(value)).rjust(decimals + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"
