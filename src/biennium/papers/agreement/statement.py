"""The financial statement: what came, was released, allotted, committed and spent, in the period and since the start.

Invariant: amounts are sums of postings and of what instalments brought; where a rate is missing it is said, and nothing
is converted without one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from biennium.documents.blocks import Block, Heading, Inline, Table, inline
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.rates import RateTable, reporting_currency
from biennium.ledger.selectors.moved import INTERNAL, NOTHING, Key, Moved, moved
from biennium.organisation.models import Place
from biennium.papers.agreement.asked import Asked
from biennium.papers.outline import Outline, bold
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.models import Result
from biennium.web import formatting

STAGES = ("approved", "allotted", "committed", "spent")
DIVIDED = (("result", Result), ("place", Place))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the statement: by currency, minor units in the period and since the start; None where a rate lacks."""

    name: str
    amounts: dict[str, tuple[int | None, int | None]]


class Statement:
    """The financial part of one report."""

    def __init__(self, about: Asked, programme: int, setter: Setter, outline: Outline) -> None:
        self.about, self.programme, self.setter, self.outline = about, programme, setter, outline
        self.said = words(setter.lang)["agreement"]
        self.own, self.reporting = about.agreement.currency, reporting_currency()
        self.held = about.agreement.fund.currency
        self.currencies = tuple(dict.fromkeys((self.own, self.reporting)))

    def moved(self, by: tuple[str, ...] = (), mark: str = "") -> tuple[dict[Key, Moved], dict[Key, Moved]]:
        """What moved in the period, and since the start."""
        agreement, until = self.about.agreement, self.about.until
        within = moved(agreement, start=self.about.start, until=until, by=by, mark=mark)
        return within, moved(agreement, until=until, by=by, mark=mark)

    @cached_property
    def rows(self) -> list[Row]:
        """Received, released, allotted, committed, spent, of it support cost, and what is left of what came."""
        within, whole = (one.get((), NOTHING) for one in self.moved())
        support = [one.get((), NOTHING) for one in self.moved(mark=INTERNAL)]
        came = self._received()
        stages = [Row(name, self._pair(name, within, whole)) for name in STAGES]
        return [came, *stages, Row("support", self._pair("spent", *support)), self._balance(came, stages[-1])]

    def _pair(self, column: str, within: Moved, whole: Moved) -> dict[str, tuple[int | None, int | None]]:
        return {one: (self.amount(within, column, one), self.amount(whole, column, one)) for one in self.currencies}

    def amount(self, one: Moved, column: str, currency: str) -> int | None:
        """What moved into a column, minor units of a currency; None where there is no rate for it."""
        if currency == self.held:
            return int(getattr(one.control, column))
        if currency == self.reporting:
            return int(getattr(one.reporting, column))
        return self._converted(Money(getattr(one.control, column), self.held), currency, self.about.until)

    @cached_property
    def _rates(self) -> RateTable:
        return RateTable([self.own, self.held])

    def _converted(self, money: Money, currency: str, day: date) -> int | None:
        if money.currency == currency:
            return money.minor
        try:
            rate = self._rates.find(
                money.currency, currency, self.about.agreement.fund.controlled_at, self.programme, day
            )
        except InvalidInput:
            return None
        return rate.exact.convert(money).minor

    def _received(self) -> Row:
        """What instalments brought, each converted at the rate of its day."""
        rows = self.about.agreement.instalments.filter(received_on__lte=self.about.until)
        came = [(one.received_on, Money(one.received, self.own)) for one in rows if one.received_on]
        amounts: dict[str, tuple[int | None, int | None]] = {}
        for currency in self.currencies:
            found = [(day, self._converted(money, currency, day)) for day, money in came]
            amounts[currency] = (
                _sum([minor for day, minor in found if day >= self.about.start]),
                _sum([minor for _day, minor in found]),
            )
        return Row("received", amounts)

    def _balance(self, came: Row, spent: Row) -> Row:
        return Row(
            "balance",
            {one: (None, _less(came.amounts[one][1], spent.amounts[one][1])) for one in self.currencies},
        )

    @property
    def lacks_rates(self) -> bool:
        """Whether an amount could not be converted."""
        return any(pair[1] is None for row in self.rows for pair in row.amounts.values())

    def cumulated(self, name: str) -> Money | None:
        """An amount of the statement since the start, in the currency of the agreement."""
        found = next(row for row in self.rows if row.name == name).amounts[self.own]
        return None if found[1] is None else Money(found[1], self.own)

    def blocks(self) -> Iterator[Block]:
        """The statement, and what was spent by result and by place."""
        yield self.outline.part(self.said["financial"])
        yield self.outline.says(self.said["financial_intro"])
        yield self._table()
        for name, model in DIVIDED:
            within, whole = self.moved((name,))
            keys = [key for key, one in whole.items() if one.reporting.spent or one.control.spent]
            if keys:
                yield Heading(2, inline(self.said[f"by_{name}"]), anchor=f"by-{name}")
                yield self._divided(name, self._titles(model, keys), within, whole)

    def _table(self) -> Table:
        told = self.said["columns"]
        header = [told["row"], *(told[when].format(currency=one) for one in self.currencies for when in PERIODS)]
        rows = []
        for row in self.rows:
            cells = [
                self._cell(minor, one, blank=row.name == "balance" and place == 0)
                for one in self.currencies
                for place, minor in enumerate(row.amounts[one])
            ]
            line = (inline(self.said["rows"][row.name]), *cells)
            rows.append(tuple(map(bold, line)) if row.name == "balance" else line)
        return Table(tuple(map(inline, header)), tuple(rows), align="l" + "r" * (len(header) - 1))

    def _cell(self, minor: int | None, currency: str, *, blank: bool = False) -> Inline:
        if minor is None:
            return inline("" if blank else self.said["no_rate"])
        return inline(formatting.scaled(Money(minor, currency), 0))

    def _titles(self, model: type[Result] | type[Place], keys: list[Key]) -> list[tuple[Key, Inline]]:
        """What the keys are called, results in the order of their codes and places in that of the alphabet; what is not
        specified last."""
        known = model._default_manager.in_bulk([key[0] for key in keys if key[0] is not None])
        ordered = sorted(keys, key=lambda key: (key[0] is None, self._rank(known[key[0]]) if key[0] else ""))
        return [(key, self._title(known.get(key[0]))) for key in ordered]

    def _rank(self, row: Result | Place) -> str:
        """What a row is sorted by, accents aside."""
        if isinstance(row, Result):
            return row.code
        letters = unicodedata.normalize("NFD", self.setter.plain(row.name).casefold())
        return "".join(one for one in letters if not unicodedata.combining(one))

    def _title(self, row: Result | Place | None) -> Inline:
        if row is None:
            return inline(self.said["unspecified"])
        if isinstance(row, Place):
            return self.setter.short(row.name)
        return (*inline(f"{row.code} "), *self.setter.short(row.title))

    def _divided(
        self, name: str, titles: list[tuple[Key, Inline]], within: dict[Key, Moved], whole: dict[Key, Moved]
    ) -> Table:
        told = self.said["columns"]
        header = [told[name], *(told[when].format(currency=self.own) for when in PERIODS)]
        rows = [
            (
                title,
                *(
                    self._cell(self.amount(one.get(key, NOTHING), "spent", self.own), self.own)
                    for one in (within, whole)
                ),
            )
            for key, title in titles
        ]
        spent = next(row for row in self.rows if row.name == "spent").amounts[self.own]
        total = tuple(map(bold, (inline(self.said["total"]), *(self._cell(minor, self.own) for minor in spent))))
        return Table(tuple(map(inline, header)), (*rows, total), align="lrr")


PERIODS = ("within", "whole")


def _sum(amounts: list[int | None]) -> int | None:
    """The sum, if every part is known."""
    known = [one for one in amounts if one is not None]
    return sum(known) if len(known) == len(amounts) else None


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
