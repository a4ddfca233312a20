"""Numbers, amounts, dates and languages in words of the reader's language, by the Unicode CLDR (Babel).

Invariant: nothing is rounded unless the caller says to how many decimals; a value keeps the decimals it came with.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language

from biennium.kernel.figures import Figure, rounded
from biennium.kernel.money import Money

NO_BREAK_SPACE = "\u00a0"
# English without a country is American to CLDR; the United Nations write “7 October 2022”.
INTERNATIONAL = {"en": "en-001"}
PARTIAL_SKELETONS = {4: "y", 7: "yMMMM"}


def locale() -> Locale:
    """The reader's language and its conventions."""
    tag = get_language() or "en"
    return Locale.parse(INTERNATIONAL.get(tag, tag), sep="-")


def number(value: int | str | Decimal | Fraction, decimals: int | None = None) -> str:
    """Digits grouped as the reader expects. `decimals` rounds half away from zero; without it nothing is rounded,
    and a fraction is shown with as many as it was given, none by default."""
    exact = _exact(value, decimals)
    shown = max(0, -int(exact.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * shown if shown else "")
    return str(format_decimal(exact, format=_grouped(pattern), locale=locale()))


def percent(value: int | str | Decimal | Fraction, decimals: int = 0) -> str:
    """A share of one as a percentage: 1/4 is 25 %."""
    hundredth = Fraction(value) if not isinstance(value, Fraction) else value
    exact = Decimal(rounded(hundredth, decimals + 2)).scaleb(-decimals - 2)
    return str(format_percent(exact, locale=locale(), decimal_quantization=False))


def money(value: Money) -> str:
    """An amount with the code of its currency, on the side where the reader's language has it."""
    digits = number(value.decimal_string())
    before = locale().currency_formats["standard"].pattern.startswith("¤")
    parts = (value.currency, digits) if before else (digits, value.currency)
    return NO_BREAK_SPACE.join(parts)


def figure(value: Figure) -> str:
    """The value of a figure without its unit, money with its currency; empty when it has none."""
    if isinstance(value.value, Money):
        return money(value.value)
    return number(value.decimal_string()) if value.value is not None else ""


def day(value: date | str, style: str = "long") -> str:
    """A date in words. A string is ISO 8601; `2024` and `2024-06` stay a year and a month."""
    if isinstance(value, str) and (skeleton := PARTIAL_SKELETONS.get(len(value))):
        start = date.fromisoformat(f"{value}-01-01"[:10])
        return str(format_skeleton(skeleton, start, locale=locale()))
    known = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(_local(known), format=style, locale=locale()))


def moment(value: datetime) -> str:
    """A date and the time of day, in the time zone of the installation."""
    return str(format_datetime(_local(value), format="d MMMM y, HH:mm", locale=locale()))


def language(tag: str, own: bool = False) -> str:
    """The name of a language in the reader's language, or in its `own`; the tag itself when CLDR does not know it."""
    try:
        known = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    return str(known.get_display_name(known if own else locale()) or tag)


def _local(value: Any) -> Any:
    aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if aware else value


def _exact(value: int | str | Decimal | Fraction, decimals: int | None) -> Decimal:
    if decimals is None and not isinstance(value, Fraction):
        return Decimal(value)
    places = decimals or 0
    return Decimal(rounded(Fraction(value), places)).scaleb(-places)


def _grouped(pattern: str) -> str:
    """The pattern with the grouping of the reader's locale (in some, groups are not of three digits)."""
    own = str(locale().decimal_formats[None].pattern).split(".")[0]
    return own + pattern[len("#,##0") :]
