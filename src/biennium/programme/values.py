"""Values of indicators: decimal strings outside, integers scaled by the indicator's decimals inside."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput

LARGEST = 2**63 - 1


def scale(value: str, decimals: int, where: str = "", field: str = "") -> int:
    """`"12.5"` with 1 decimal is 125. Raises `InvalidInput` for more decimals than the indicator has."""
    sign = -1 if value.startswith("-") else 1
    whole, _point, fraction = value.lstrip("-").partition(".")
    kept = fraction.rstrip("0")
    if len(kept) > decimals or not (whole + fraction).isdigit():
        raise InvalidInput(
            _("“%(value)s” is not a number with at most %(decimals)s decimals.")
            % {"value": value, "decimals": decimals},
            where=where,
            field=field,
        )
    scaled = int(whole + kept.ljust(decimals, "0"))
    if scaled > LARGEST:
        raise InvalidInput(
            _("“%(value)s” is too large for %(decimals)s decimals.") % {"value": value, "decimals": decimals},
            where=where,
            field=field,
        )
    return sign * scaled


def unscale(value: int, decimals: int) -> str:
    """125 with 1 decimal is `"12.5"`."""
    digits = str(abs(value)).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
