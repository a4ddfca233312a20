"""Values of indicators as decimal digits."""

from __future__ import annotations

from fractions import Fraction

from biennium.kernel.figures import Figure
from biennium.kernel.money import scaled_string


def digits(value: int | Fraction | None, decimals: int) -> str | None:
    """The digits of a value, None for none. An integer is scaled already, a fraction is not."""
    if value is None:
        return None
    if isinstance(value, int):
        return scaled_string(value, decimals)
    return Figure.known("", value, decimals=decimals).decimal_string()
