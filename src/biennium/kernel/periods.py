"""Spans of days: a day, a month, a quarter, a year, a biennium, or any other.

Invariant: a period includes its first and its last day and is never empty; its code reads back to the same period.

Codes are those of ISO 8601 where it has one (`2024`, `2024-03`, `2024-03-31`, `2024-01-15/2024-02-14`), `2024-Q1` for
a quarter and `2024-25` for a biennium. Where a biennium's short form is also that of a month (`2010-11` is November
2010), the biennium is written `2010-2011`; `2010–11` with an en dash always is a biennium.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from fractions import Fraction

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase, word


class PeriodKind(StrEnum):
    """What a period is in the calendar; `other` is any span that is none of the rest."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    BIENNIUM = "biennium"
    OTHER = "other"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12, PeriodKind.BIENNIUM: 24}
_ALIGNED_TO = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12, PeriodKind.BIENNIUM: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included. Ordered by start, then end."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if type(self.start) is not date or type(self.end) is not date:
            raise InvalidInput(phrase("A period runs from a date to a date, without times."))
        if self.end < self.start:
            raise InvalidInput(
                phrase("A period cannot end (%(end)s) before it starts (%(start)s).", end=self.end, start=self.start)
            )

    @staticmethod
    def of_day(day: date) -> Period:
        """One day."""
        return Period(day, day)

    @staticmethod
    def of_month(year: int, month: int) -> Period:
        """A calendar month, 1 to 12."""
        return _of_months(year, _within(month, 12, "month"), 1)

    @staticmethod
    def of_quarter(year: int, quarter: int) -> Period:
        """A quarter of the calendar year, 1 to 4."""
        return _of_months(year, 3 * _within(quarter, 4, "quarter") - 2, 3)

    @staticmethod
    def of_year(year: int) -> Period:
        """A calendar year."""
        return _of_months(year, 1, 12)

    @staticmethod
    def of_biennium(first_year: int) -> Period:
        """Two calendar years, given the first."""
        return _of_months(first_year, 1, 24)

    @staticmethod
    def parse(code: str) -> Period:
        """Reads a code (see above). Raises `InvalidInput` for anything else."""
        for pattern, read in _READERS:
            if match := pattern.fullmatch(code.strip()):
                return read(match)
        raise _unreadable(code)

    @property
    def kind(self) -> PeriodKind:
        """What the period is in the calendar."""
        if self.start == self.end:
            return PeriodKind.DAY
        length = self._whole_months()
        for kind, months in _MONTHS.items():
            if length == months and (self.start.month - 1) % _ALIGNED_TO[kind] == 0:
                return kind
        return PeriodKind.OTHER

    @property
    def code(self) -> str:
        """The code of the period; `Period.parse` reads it back."""
        return _WRITERS[self.kind](self)

    def __str__(self) -> str:
        return self.code

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, other: date | Period) -> bool:
        """Whether a day, or every day of a period, lies within."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def intersection(self, other: Period) -> Period | None:
        """The days both have, None where there are none."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))

    def years(self) -> list[Period]:
        """The period cut at the ends of calendar years; the pieces cover it exactly."""
        return self._cut(lambda day: Period.of_year(day.year))

    def months(self) -> list[Period]:
        """The period cut at the ends of months; the pieces cover it exactly."""
        return self._cut(lambda day: Period.of_month(day.year, day.month))

    def elapsed(self, at: date) -> Fraction:
        """The days gone by until and including `at`, over all days: 0 before the start, 1 from the end on."""
        if at >= self.end:
            return Fraction(1)
        return Fraction(max(0, (at - self.start).days + 1), self.days)

    def next(self) -> Period:
        """The period of the same kind that follows; for another span, as many days. Raises at the calendar's end."""
        return self._shifted(1)

    def previous(self) -> Period:
        """The period of the same kind before it; for another span, as many days. Raises at the calendar's start."""
        return self._shifted(-1)

    def _shifted(self, step: int) -> Period:
        if months := _MONTHS.get(self.kind):
            year, month = divmod(12 * self.start.year + self.start.month - 1 + step * months, 12)
            return _of_months(year, month + 1, months)
        try:
            return Period(self.start + step * timedelta(self.days), self.end + step * timedelta(self.days))
        except OverflowError:
            raise InvalidInput(phrase("There is no period beyond %(code)s.", code=self.code)) from None

    def _cut(self, around: Callable[[date], Period]) -> list[Period]:
        pieces = []
        start: date | None = self.start
        while start is not None:
            end = min(around(start).end, self.end)
            pieces.append(Period(start, end))
            start = end + timedelta(1) if end < self.end else None
        return pieces

    def _whole_months(self) -> int | None:
        """How many calendar months it covers exactly, None when it cuts one."""
        if self.start.day != 1 or self.end.day != _days_in(self.end.year, self.end.month):
            return None
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1


def _of_months(year: int, month: int, length: int) -> Period:
    """`length` months from a month on. Raises `InvalidInput` outside the calendar."""
    last_year, last_month = divmod(12 * year + month + length - 2, 12)
    if not MINYEAR <= year <= last_year <= MAXYEAR:
        raise InvalidInput(
            phrase("%(first)s to %(last)s lies outside the calendar.", first=year, last=last_year),
            remedy=phrase("Use the years 1 to 9999."),
        )
    return Period(date(year, month, 1), date(last_year, last_month + 1, _days_in(last_year, last_month + 1)))


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _within(number: int, highest: int, what: str) -> int:
    if not 1 <= number <= highest:
        raise InvalidInput(
            phrase("There is no %(what)s %(number)s.", what=word(what), number=number),
            remedy=phrase("Use 1 to %(highest)s.", highest=highest),
        )
    return number


def _unreadable(code: str) -> InvalidInput:
    ways = "2024, 2024-03, 2024-Q1, 2024-25, 2024-03-31, 2024-01-15/2024-02-14"
    return InvalidInput(phrase("“%(code)s” is not a period.", code=code), remedy=phrase("Write %(ways)s.", ways=ways))


def _read_biennium(match: re.Match[str]) -> Period:
    period = Period.of_biennium(int(match["year"]))
    if not f"{period.end.year:04d}".endswith(match["last"]):
        raise _unreadable(match[0])
    return period


def _read_days(match: re.Match[str]) -> Period:
    try:
        start = date.fromisoformat(match["start"])
        return Period(start, date.fromisoformat(match["end"]) if match["end"] else start)
    except ValueError:
        raise _unreadable(match[0]) from None


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (re.compile(r"([0-9]{4})"), lambda match: Period.of_year(int(match[1]))),
    (re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"), lambda match: Period.of_month(int(match[1]), int(match[2]))),
    (re.compile(r"([0-9]{4})-Q([1-4])"), lambda match: Period.of_quarter(int(match[1]), int(match[2]))),
    (re.compile(r"(?P<year>[0-9]{4})[-–](?P<last>[0-9]{2}|[0-9]{4})"), _read_biennium),
    (re.compile(rf"(?P<start>{_DAY})(/(?P<end>{_DAY}))?"), _read_days),
)


def _write_biennium(period: Period) -> str:
    first, last = f"{period.start.year:04d}", f"{period.end.year:04d}"
    is_also_a_month = 1 <= int(last[2:]) <= 12
    return f"{first}-{last if is_also_a_month else last[2:]}"


_WRITERS: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.DAY: lambda period: period.start.isoformat(),
    PeriodKind.MONTH: lambda period: period.start.isoformat()[:7],
    PeriodKind.QUARTER: lambda period: f"{period.start.year:04d}-Q{(period.start.month + 2) // 3}",
    PeriodKind.YEAR: lambda period: f"{period.start.year:04d}",
    PeriodKind.BIENNIUM: _write_biennium,
    PeriodKind.OTHER: lambda period: f"{period.start}/{period.end}",
}
