"""Rates of exchange, exact.

Invariant: a rate is a fraction of two integers and serves both directions, so that CHF 0.90 for USD 1 converts to
dollars by dividing and nothing is lost in a rounded inverse. Only the converted amount is rounded, half away from
zero, to the minor unit of its currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.figures import rounded
from biennium.kernel.money import Money
from biennium.kernel.wording import phrase

DECIMALS = 10
KINDS = ("budget", "operational", "spot")


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` is `scaled` / 10^10 units of `quote`. Raises `InvalidInput` for a rate that is not positive,
    or between a currency and itself."""

    base: str
    quote: str
    scaled: int

    def __post_init__(self) -> None:
        minor_digits(self.base), minor_digits(self.quote)
        if type(self.scaled) is not int or self.scaled <= 0:
            raise InvalidInput(
                phrase("%(rate)s is not a rate of exchange.", rate=repr(self.scaled)),
                remedy=phrase("A rate is more than zero."),
            )
        if self.base == self.quote:
            raise InvalidInput(phrase("%(currency)s needs no rate to itself.", currency=self.base))

    @staticmethod
    def parse(base: str, quote: str, text: str) -> Rate:
        """Reads `0.90`: digits with a point and at most ten decimals. Raises `InvalidInput`."""
        whole, _, decimals = text.partition(".")
        digits = whole + decimals
        if not (digits.isascii() and digits.isdigit() and whole) or len(decimals) > DECIMALS:
            raise InvalidInput(
                phrase("“%(text)s” is not a rate.", text=text),
                remedy=phrase("Write digits with a point, such as 0.9015."),
            )
        return Rate(base, quote, int(digits) * 10 ** (DECIMALS - len(decimals)))

    @property
    def value(self) -> Fraction:
        """Units of `quote` for one unit of `base`."""
        return Fraction(self.scaled, 10**DECIMALS)

    def convert(self, amount: Money) -> Money:
        """The amount in the other currency of the rate. Raises `CurrencyMismatch` for a third one."""
        if amount.currency == self.base:
            return _scaled(amount, self.quote, self.value)
        if amount.currency == self.quote:
            return _scaled(amount, self.base, 1 / self.value)
        raise CurrencyMismatch(
            phrase(
                "A rate of %(base)s and %(quote)s does not convert %(currency)s.",
                base=self.base,
                quote=self.quote,
                currency=amount.currency,
            )
        )

    def __str__(self) -> str:
        digits = f"{self.scaled // 10**DECIMALS}.{self.scaled % 10**DECIMALS:010d}".rstrip("0")
        return f"{self.base} 1 = {self.quote} {digits.rstrip('.')}"


def _scaled(amount: Money, currency: str, factor: Fraction) -> Money:
    units = Fraction(amount.minor, 10 ** minor_digits(amount.currency)) * factor
    return Money(rounded(units, minor_digits(currency)), currency)
