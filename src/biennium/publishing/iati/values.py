"""Numbers, dates and spaces as the official validator reads them (ECMAScript's `Number`, `Date` and `trim`).

Invariant: a text means here exactly what it means there, so that both find the same; `None` and NaN are "unreadable".
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone

SPACES = "\t\n\v\f\r \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
DAY = timedelta(days=1)

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_HEX = re.compile(r"0[xX][0-9a-fA-F]+")
_DATE = re.compile(
    r"(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_AMERICAN = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)


def number(text: str) -> float:
    """The number a text stands for: nothing but spaces is 0, what is no number is NaN."""
    bare = text.strip(SPACES)
    if not bare:
        return 0.0
    if _DECIMAL.fullmatch(bare):
        return float(bare)
    return float(int(bare, 16)) if _HEX.fullmatch(bare) and len(bare) < 64 else math.nan


def moment(text: str) -> datetime | None:
    """The moment a date or a date with time names, in UTC and to the millisecond; a time without zone is UTC.

    The 31st of a shorter month runs over into the next one, as it does there.
    """
    found = _DATE.fullmatch(_AMERICAN.sub(r"\3-\1-\2", text.strip(SPACES)))
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    if zone and zone != "Z" and not hour:
        return None
    try:
        start = datetime(int(year), int(month or 1), 1, int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
        start += timedelta(days=_day(day) - 1, milliseconds=int((fraction or "0")[:3].ljust(3, "0")))
        return start.replace(tzinfo=_zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(text: str | None) -> int:
    day = int(text or 1)
    if not 1 <= day <= 31:
        raise ValueError(day)
    return day


def _zone(text: str | None) -> timezone:
    if not text or text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-offset if text[0] == "-" else offset)


def whole_days(start: datetime, end: datetime) -> int:
    """Full days from start to end, towards zero."""
    return int((end - start) / DAY)


def is_trimmed(text: str) -> bool:
    """Neither begins nor ends with a space or a line break."""
    return text == text.strip(SPACES)
