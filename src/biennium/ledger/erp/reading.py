"""A row of a file is understood, or each of its faults is told: the column, what stands there, what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.documents.read.tables import Row
from biennium.funding.models import Agreement, CostCategory, Fund, Project
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.rates import RateTable, currencies_with_rates
from biennium.ledger.erp.columns import DIMENSIONS, REQUIRED, FileMapping
from biennium.ledger.models import BudgetItem, ClosedYear
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Programme, Result, WorkItem

KINDS = ("expense", "commitment", "refund", "accrual")
NOWHERE = {
    "fund": _lazy("There is no fund with this code."),
    "agreement": _lazy("There is no agreement with this code."),
    "project": _lazy("There is no project with this symbol."),
    "budget_item": _lazy("There is no budget item with this code."),
    "result": _lazy("There is no result with this code."),
    "work_item": _lazy("There is no work item with this code."),
    "unit": _lazy("There is no unit with this code."),
    "place": _lazy("There is no place with this code; write ISO 3166-1 alpha-3."),
    "cost_category": _lazy("There is no cost category with this code."),
}
FEW = 8
"""So many codes are all named where one is expected; of more, those that look like what stands there."""
MOST_GUESSES = 200
"""For so many different wrong codes of a file the codes that look like them are sought."""
AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")

Wrong = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell of a row."""

    number: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Read:
    """A row that was understood."""

    number: int
    kind: str
    day: date
    document: str
    document_line: str
    line: Dimensions
    money: Money
    text: str = ""
    counterparty: str = ""
    commitment: str = ""


@dataclass
class Reader:
    """Understands the rows of one file. Codes are read once; a document and line may stand in a file once.

    Invariant: of a row, every column that is wrong is told, each once.
    """

    programme: Programme
    mapping: FileMapping
    places: Mapping[str, int]
    width: int
    _known: dict[str, dict[str, int]] = field(init=False)
    _of_agreement: dict[int, int] = field(init=False)
    _funds: dict[int, Fund] = field(init=False)
    _rates: RateTable = field(init=False)
    _closed: set[tuple[int, int]] = field(init=False)
    _seen: set[int] = field(init=False, default_factory=set)
    _days: dict[str, date] = field(init=False, default_factory=dict)
    _nowhere: dict[tuple[str, str], str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._known = known_codes(self.programme)
        self._closed = set(ClosedYear.objects.values_list("fund_id", "year"))
        self._funds = Fund.objects.in_bulk()
        self._rates = RateTable(currencies_with_rates())
        self._of_agreement = dict(Agreement.objects.values_list("pk", "fund_id"))

    def understand(self, row: Row) -> Read | list[Fault]:
        """The row, or its faults."""
        cells = self._cells(row)
        faults = [*self._formulas(row, cells)] if row.formulas else []
        faults += [Fault(row.number, name, "", _("This is missing.")) for name in REQUIRED if not cells.get(name)]
        if row.numbers:
            faults += self._ambiguous(row)
        if len(row.values) > self.width:
            faults += self._beyond(row)
        return self._read(row.number, cells, faults)

    def _formulas(self, row: Row, cells: Mapping[str, str]) -> Iterator[Fault]:
        for name, place in self.places.items():
            if place in row.formulas:
                yield Fault(row.number, name, cells.get(name, ""), _("This is a formula; save the value."))

    def _ambiguous(self, row: Row) -> Iterator[Fault]:
        """Codes of a workbook that are stored as numbers: 1.1 may have been 1.10."""
        for name, place in self.places.items():
            if place in row.numbers and f"{row.values[place]}0" in self._known.get(name, ()):
                words = {"code": row.values[place]}
                message = _("This is a number: %(code)s and %(code)s0 look the same; store it as text.") % words
                yield Fault(row.number, name, row.values[place], message)

    def _beyond(self, row: Row) -> Iterator[Fault]:
        """A value to the right of the last heading: most often an amount such as 1,234.50 without quotes."""
        for place in range(self.width, len(row.values)):
            if value := row.values[place].strip():
                message = _("The row has more cells than the heading; put values with a separator in them in quotes.")
                yield Fault(row.number, _("column %(number)s") % {"number": place + 1}, value, message)
                return

    def _cells(self, row: Row) -> dict[str, str]:
        cells = dict(self.mapping.defaults)
        width = len(row.values)
        for name, place in self.places.items():
            value = row.values[place].strip() if place < width else ""
            if value:
                codes = self.mapping.codes.get(name)
                cells[name] = codes.get(value, value) if codes else value
        return cells

    def _read(self, number: int, cells: Mapping[str, str], faults: list[Fault]) -> Read | list[Fault]:
        told: dict[str, Fault] = {}
        for fault in faults:
            told.setdefault(fault.column, fault)

        def wrong(column: str, message: str) -> None:
            told.setdefault(column, Fault(number, column, cells.get(column, ""), message))

        day = self._day(cells.get("date", ""), wrong)
        keys = {name: self._key(name, cells, wrong) for name in ("fund", *DIMENSIONS)}
        money = _money(cells, wrong)
        kind = cells.get("kind", "expense").lower()
        if kind not in KINDS:
            wrong("kind", _("There is no such kind; there are %(kinds)s.") % {"kinds": ", ".join(KINDS)})
        year = self._year(cells, day, keys["fund"], wrong)
        self._once(cells, wrong)
        if keys["agreement"] and keys["fund"] and self._of_agreement[keys["agreement"]] != keys["fund"]:
            wrong("agreement", _("This agreement is not of the fund %(fund)s.") % {"fund": cells["fund"]})
        if day is not None and money is not None and keys["fund"]:
            self._convertible(money, self._funds[keys["fund"]], day, wrong)
        if told or day is None or money is None or not keys["fund"]:
            return list(told.values())
        of: dict[str, Any] = {name: key for name, key in keys.items() if name != "fund"}
        return Read(
            number,
            kind,
            day,
            cells["document"],
            cells["document_line"],
            Dimensions(self.programme.pk, keys["fund"], year=year, **of),
            money,
            cells.get("text", "")[:200],
            cells.get("counterparty", "")[:200],
            cells.get("commitment", ""),
        )

    def _convertible(self, money: Money, fund: Fund, day: date, wrong: Wrong) -> None:
        if not money.currency == fund.currency == self._rates.reporting:
            try:
                self._rates.amounts(money, fund, self.programme.pk, day)
            except InvalidInput as error:
                wrong("currency", error.message)

    def _day(self, text: str, wrong: Wrong) -> date | None:
        if text in self._days:
            return self._days[text]
        try:
            day = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            day = None
        if day is None:
            wrong("date", _("This is no day; write it as 2024-03-31."))
        else:
            self._days[text] = day
        return day

    def _year(self, cells: Mapping[str, str], day: date | None, fund: int | None, wrong: Wrong) -> int:
        text = cells.get("year", "") or (str(day.year) if day else "")
        if not text.isdigit():
            if text:
                wrong("year", _("This is no year; write it as 2024."))
            return 0
        year = int(text)
        column = "year" if "year" in cells else "date"
        if year not in self.programme.years:
            wrong(
                column,
                _("%(year)s is no year of the programme %(programme)s.")
                % {"year": year, "programme": self.programme.code},
            )
        elif (fund, year) in self._closed:
            wrong(column, _("%(year)s of %(fund)s is closed.") % {"year": year, "fund": cells["fund"]})
        return year

    def _key(self, name: str, cells: Mapping[str, str], wrong: Wrong) -> int | None:
        code = cells.get(name)
        if not code:
            return None
        key = self._known[name].get(code)
        if key is None:
            wrong(name, self._expected(name, code))
        return key

    def _expected(self, name: str, code: str) -> str:
        """That there is no such code, and those there are, or those that look like it."""
        if (name, code) not in self._nowhere and len(self._nowhere) < MOST_GUESSES:
            self._nowhere[name, code] = _near(code, list(self._known[name]))
        return f"{NOWHERE[name]} {self._nowhere.get((name, code), '')}".strip()

    def _once(self, cells: Mapping[str, str], wrong: Wrong) -> None:
        if not (cells.get("document") and cells.get("document_line")):
            return
        key = hash((cells["document"], cells["document_line"]))
        if key in self._seen:
            wrong("document_line", _("This document and line stands in the file already."))
        self._seen.add(key)
        for name, most in (("document", 64), ("document_line", 20)):
            if len(cells[name]) > most:
                wrong(name, _("This is longer than %(most)s characters.") % {"most": most})


def _money(cells: Mapping[str, str], wrong: Wrong) -> Money | None:
    text, currency = cells.get("amount", ""), cells.get("currency", "")
    try:
        digits = minor_digits(currency)
    except InvalidInput:
        wrong("currency", _("This is not a currency; write an ISO 4217 code such as USD."))
        if not AMOUNT.fullmatch(text):
            wrong("amount", _not_an_amount(text))
        return None
    try:
        money = Money.parse(text, currency)
    except InvalidInput:
        wrong("amount", _not_money(text, currency, digits))
        return None
    if money.minor == 0:
        wrong("amount", _("This is zero; write an amount above it, or leave the row out."))
    elif money.minor < 0:
        wrong("amount", _("This is negative; what came back is of the kind refund, with its amount as it is."))
    return money


def _not_money(text: str, currency: str, digits: int) -> str:
    if not AMOUNT.fullmatch(text):
        return _not_an_amount(text)
    if len(text.partition(".")[2]) > digits:
        has = {"currency": currency, "digits": digits}
        return _("It has more decimals than %(currency)s, which has %(digits)s.") % has
    return _("This is more than can be kept.")


def _not_an_amount(text: str) -> str:
    if any(mark in text for mark in (",", "’", "'", "\u00a0", "\u202f", " ")):
        return _("This is not an amount; write digits without thousands separators and with a point, such as 1234.50.")
    return _("This is not an amount; write digits with a point, such as 1234.50.")


def _near(code: str, known: list[str]) -> str:
    if len(known) <= FEW:
        return _("There are %(codes)s.") % {"codes": ", ".join(known)} if known else ""
    upper = {one.upper(): one for one in known}
    found = [upper[one] for one in get_close_matches(code.upper(), upper)]
    return _("Near it: %(codes)s.") % {"codes": ", ".join(found)} if found else ""


def known_codes(programme: Programme) -> dict[str, dict[str, int]]:
    """The primary key of every code a row may name, by column."""
    live = {"programme": programme, "retired_at__isnull": True}

    def codes(rows: Any, name: str = "code") -> dict[str, int]:
        return dict(rows.values_list(name, "pk"))

    return {
        "fund": codes(Fund.objects.filter(retired_at__isnull=True)),
        "agreement": codes(Agreement.objects),
        "project": codes(Project.objects.filter(retired_at__isnull=True), "symbol"),
        "budget_item": codes(BudgetItem.objects.filter(programme=programme)),
        "result": codes(Result.objects.filter(**live)),
        "work_item": codes(WorkItem.objects.filter(**live)),
        "unit": codes(Unit.objects.filter(retired_at__isnull=True)),
        "place": codes(Place.objects),
        "cost_category": codes(CostCategory.objects.filter(retired_at__isnull=True)),
    }


def split_faults(read: Iterator[Read | list[Fault]]) -> tuple[list[Read], list[Fault]]:
    """The rows that were understood, and the faults of the others."""
    good: list[Read] = []
    faults: list[Fault] = []
    for one in read:
        if isinstance(one, Read):
            good.append(one)
        else:
            faults += one
    return good, faults
