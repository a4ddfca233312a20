"""Numbers, amounts, dates, languages and missing values in words of the reader's language, by the Unicode CLDR (Babel).

Invariant: nothing is rounded unless the caller says to how many decimals; a value keeps the decimals it came with.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import (
    NumberPattern,
    format_compact_decimal,
    format_percent,
    get_decimal_symbol,
    get_group_symbol,
    parse_pattern,
)
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.figures import Figure, rounded
from biennium.kernel.money import Money

NO_BREAK_SPACE = "\u00a0"
# English without a country is American to CLDR; the United Nations write “7 October 2022”.
INTERNATIONAL = {"en": "en-001"}
COMPACT = ((10**9, 2), (10**6, 1))
"""From which size an amount is told in words, and with how many decimals."""
SCALES: dict[int, Any] = {
    0: "%(currency)s",
    3: _lazy("%(currency)s thousand"),
    6: _lazy("%(currency)s million"),
    9: _lazy("%(currency)s billion"),
}
STATES: dict[str, Any] = {
    "not_reported": _lazy("not reported"),
    "not_yet_due": _lazy("not yet due"),
    "not_applicable": _lazy("not applicable"),
}
PARTIAL_SKELETONS = {4: "y", 7: "yMMMM"}


def locale() -> Locale:
    """The reader's language and its conventions."""
    tag = get_language() or "en"
    return _locale(INTERNATIONAL.get(tag, tag))


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


def number(value: int | str | Decimal | Fraction, decimals: int | None = None) -> str:
    """Digits grouped as the reader expects. `decimals` rounds half away from zero; without it nothing is rounded,
    and a fraction is shown with as many as it was given, none by default."""
    known = exact(value, decimals)
    marks = _marks(locale())
    return f"{known:,f}".translate(marks) if marks else _by_pattern(known)


def percent(value: int | str | Decimal | Fraction, decimals: int = 0) -> str:
    """A share of one as a percentage: 1/4 is 25 %."""
    hundredth = Fraction(value) if not isinstance(value, Fraction) else value
    known = Decimal(rounded(hundredth, decimals + 2)).scaleb(-decimals - 2)
    return str(format_percent(known, locale=locale(), decimal_quantization=False))


def money(value: Money) -> str:
    """An amount with the code of its currency, on the side where the reader's language has it."""
    return NO_BREAK_SPACE.join(_beside(value.currency, number(value.decimal_string())))


def compact(value: Money) -> str:
    """An amount for a sentence: “USD 858.2 million”, “USD 1.77 billion”; below a million in whole units."""
    exactly = Decimal(value.decimal_string())
    decimals = next((places for least, places in COMPACT if abs(exactly) >= least), None)
    if decimals is None:
        return NO_BREAK_SPACE.join(_beside(value.currency, number(exactly, 0)))
    digits = format_compact_decimal(exactly, format_type="long", locale=locale(), fraction_digits=decimals)
    return NO_BREAK_SPACE.join(_beside(value.currency, digits.replace(" ", NO_BREAK_SPACE)))


def _beside(currency: str, digits: str) -> tuple[str, str]:
    """The code of the currency on the side where the reader's language has it."""
    before = locale().currency_formats["standard"].pattern.startswith("¤")
    return (currency, digits) if before else (digits, currency)


def scaled(value: Money, power: int) -> str:
    """The digits of an amount in units of ten to a power of its currency, where the heading says so (`scale_words`).

    Power 0 has the decimals of the currency; a higher one is rounded to whole units, half away from zero.
    """
    return number(Fraction(value.decimal_string()) / 10**power, 0) if power else number(value.decimal_string())


def scale_words(currency: str, power: int) -> str:
    """The unit of a column of amounts: “USD”, “USD thousand”, “USD million”."""
    return str(SCALES[power]) % {"currency": currency}


def figure(value: Figure, power: int | None = None) -> str:
    """The value of a figure without its unit, empty when it has none; money with its currency, or scaled to a power."""
    if isinstance(value.value, Money):
        return money(value.value) if power is None else scaled(value.value, power)
    return number(value.decimal_string()) if value.value is not None else ""


def day(value: date | str, style: str = "long") -> str:
    """A date in words. A string is ISO 8601; `2024` and `2024-06` stay a year and a month."""
    if isinstance(value, str) and (skeleton := PARTIAL_SKELETONS.get(len(value))):
        start = date.fromisoformat(f"{value}-01-01"[:10])
        return str(format_skeleton(skeleton, start, locale=locale()))
    known = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(_local(known), format=style, locale=locale()))


def span(start: date, end: date) -> str:
    """“2024–2025” for whole years, “2024” for one, else both days."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}–{end.year}" if end.year > start.year else f"{start.year}"
    return f"{day(start, 'medium')} – {day(end, 'medium')}"


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


def state_words(state: str) -> str:
    """Why a figure has no value, written out."""
    return str(STATES.get(str(state), str(state).replace("_", " ")))


def _local(value: Any) -> Any:
    aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if aware else value


def exact(value: int | str | Decimal | Fraction, decimals: int | None = None) -> Decimal:
    """The value as a decimal, with `decimals` rounded half away from zero; a fraction without them to a whole."""
    if decimals is None and not isinstance(value, Fraction):
        return Decimal(value)
    places = decimals or 0
    return Decimal(rounded(Fraction(value), places)).scaleb(-places)


@cache
def _marks(reader: Locale) -> dict[int, str] | None:
    """The marks of a language in place of the English ones; None where its groups are not of three digits."""
    if reader.decimal_formats[None].grouping != (3, 3):
        return None
    return {ord(","): get_group_symbol(reader), ord("."): get_decimal_symbol(reader)}


def _by_pattern(known: Decimal) -> str:
    """The digits by the pattern of the reader's language, which serves every language and takes longer."""
    shown = max(0, -int(known.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * shown if shown else "")
    return str(_parsed(_grouped(pattern)).apply(known, locale()))


@cache
def _parsed(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


def _grouped(pattern: str) -> str:
    """The pattern with the grouping of the reader's locale (in some, groups are not of three digits)."""
    own = str(locale().decimal_formats[None].pattern).split(".")[0]
    return own + pattern[len("#,##0") :]
