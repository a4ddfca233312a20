"""Income as figures that open: a total into instruments, an instrument into contributors, a contributor into entries.

A figure is named `income.STEP:SCOPE`, e.g. `income.recognised:fund=RB,year=2024`, and speaks of the years of its
programme. Contributors who are not published are one: `partner=~`. Income that gives no authority has the fund `-`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.figures import Figure, Input, RowRef, VersionPin, compute
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import IncomeEntry
from biennium.ledger.selectors.income import STEPS
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED, pairs
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.versions import Book

FAMILY = "income"
PATHS = {"instrument": "instrument", "type": "partner__contributor_type", "partner": "partner__code"}
KEYS = (*PATHS, "fund", "year")
PARTS = ("instrument", "partner")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Income:
    """The income of a programme's years with these values."""

    programme: Programme
    values: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def parse(programme: Programme, text: str) -> Income:
        """Reads `fund=RB,year=2024`. Raises `InvalidInput` naming the keys."""
        return Income(programme, pairs(text, KEYS))

    def within(self, name: str, value: str) -> Income:
        """The part of it with one more value."""
        return Income(self.programme, {**self.values, name: value})

    def __str__(self) -> str:
        return ",".join(f"{name}={self.values[name]}" for name in KEYS if name in self.values)

    def condition(self) -> Q:
        """The condition on entries. Raises `InvalidInput` for a year that is none."""
        years = self.programme.years
        condition = Q(year__in=list(years))
        for name, value in self.values.items():
            condition &= _condition(name, value)
        return condition


def _condition(name: str, value: str) -> Q:
    if name == "year":
        if not value.isdigit():
            raise InvalidInput(_("“%(value)s” is no year.") % {"value": value})
        return Q(year=int(value))
    if name == "fund":
        return Q(fund__isnull=True) if value == NONE else Q(fund__code=value)
    if name == "instrument":
        return Q(instrument=value)
    if value == NOT_PUBLISHED:
        return (Q(partner__isnull=True) & Q(fund__isnull=False)) | Q(partner__published=False)
    if value == NONE:
        return Q(partner__isnull=True, fund__isnull=True)
    return Q(**{PATHS[name]: value}, partner__published=True)


def figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name. Raises `NotFound` for a step there is none of."""
    head, _colon, text = name.partition(":")
    step = head.removeprefix(f"{FAMILY}.")
    if step not in STEPS:
        known = ", ".join(f"{FAMILY}.{one}" for one in STEPS)
        raise NotFound(
            _("There is no figure “%(name)s”.") % {"name": head}, remedy=_("Figures: %(known)s.") % {"known": known}
        )
    made = income(Income.parse(version.programme, text), step)
    return replace(made, version=VersionPin(version.programme.code, version.stage, version.short_hash))


def income(scope: Income, step: str) -> Figure:
    """The figure of a step (`due`, `recognised`, `received`), with its parts one level down."""
    currency, key = reporting_currency(), name_of(scope, step)
    entries = list(
        IncomeEntry.objects.filter(scope.condition(), step=step)
        .order_by("id")
        .values(
            *PATHS.values(),
            "id",
            "fund__code",
            "partner__published",
            "year",
            "date",
            "reporting",
        )
    )
    if not entries:
        _refuse_unknown(scope)
        return Figure.known(key, Money.zero(currency), formula="nothing is recorded")
    return compute("sum", key, _inputs(scope, step, entries, currency), unit=currency)


def _refuse_unknown(scope: Income) -> None:
    """Raises `InvalidInput` for a value that no entry of any year has."""
    for name, value in scope.values.items():
        if name != "year" and not IncomeEntry.objects.filter(_condition(name, value)).exists():
            raise InvalidInput(_("No income has %(name)s=%(value)s.") % {"name": name, "value": value})


def name_of(scope: Income, step: str) -> str:
    """What the figure of a step in a scope is named."""
    text = str(scope)
    return f"{FAMILY}.{step}:{text}" if text else f"{FAMILY}.{step}"


def by_contributor(scope: Income, step: str) -> dict[str, int]:
    """What each gave (`contributor`), minor units of the reporting currency."""
    names = ("partner__code", "partner__published", "fund__code")
    rows = IncomeEntry.objects.filter(scope.condition(), step=step).order_by().values(*names)
    sums: dict[str, int] = defaultdict(int)
    for row in rows.annotate(sum=Sum("reporting")):
        sums[contributor(row)] += row["sum"]
    return dict(sums)


def contributor(row: Row) -> str:
    """The code of who gave: `~` for those who are not published, `-` where nobody did."""
    if row["partner__code"] and row["partner__published"]:
        return str(row["partner__code"])
    return NONE if row["fund__code"] is None and not row["partner__code"] else NOT_PUBLISHED


def _inputs(scope: Income, step: str, entries: list[Row], currency: str) -> list[Input]:
    for name in PARTS:
        sums: dict[str, int] = defaultdict(int)
        for row in entries:
            sums[row["instrument"] if name == "instrument" else contributor(row)] += row["reporting"]
        if name not in scope.values and len(sums) > 1:
            ordered = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
            return [
                RowRef("figure", name_of(scope.within(name, code), step), code, Money(amount, currency))
                for code, amount in ordered
            ]
    return [
        RowRef(
            "income",
            str(row["id"]),
            f"{contributor(row)} · {row['instrument']} · {row['year']} · {row['date']}",
            Money(row["reporting"], currency),
        )
        for row in entries
    ]
