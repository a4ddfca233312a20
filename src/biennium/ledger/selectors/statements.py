"""The account of an agreement: what came, was released, allotted, committed, spent, in some days and since the start.

Invariant: amounts are sums of postings and of what instalments brought; nothing is converted without a rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from biennium.funding.models import Agreement, Instalment
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.rates import RateTable, reporting_currency
from biennium.ledger.models import Rate
from biennium.ledger.selectors.moved import INTERNAL, NOTHING, Key, Moved, moved

STAGES = ("approved", "allotted", "committed", "spent")
Pair = tuple[int | None, int | None]
"""Minor units in the period, and since the start; None where a rate lacks."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the account, by currency."""

    name: str
    amounts: dict[str, Pair]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an instalment brought, minor units of a currency (None: no rate), and the rate used if any."""

    pk: int
    day: date
    money: Money
    minor: int | None
    rate: Rate | None


@dataclass(frozen=True)
class Account:
    """The account of an agreement from `start` to `until`, both included; `programme` is the key of the one whose
    budget rates hold."""

    agreement: Agreement
    start: date
    until: date
    programme: int

    @property
    def own(self) -> str:
        """The currency of the agreement."""
        return self.agreement.currency

    @property
    def held(self) -> str:
        """The currency of its fund."""
        return self.agreement.fund.currency

    @cached_property
    def reporting(self) -> str:
        return reporting_currency()

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies it is told in."""
        return tuple(dict.fromkeys((self.own, self.reporting)))

    def moved(self, by: tuple[str, ...] = (), mark: str = "") -> tuple[dict[Key, Moved], dict[Key, Moved]]:
        """What moved in the period, and since the start."""
        within = moved(self.agreement, start=self.start, until=self.until, by=by, mark=mark)
        return within, moved(self.agreement, until=self.until, by=by, mark=mark)

    @cached_property
    def rows(self) -> list[Row]:
        """Received, released, allotted, committed, spent, of it support cost, and what is left of what came."""
        within, whole = (one.get((), NOTHING) for one in self.moved())
        support = [one.get((), NOTHING) for one in self.moved(mark=INTERNAL)]
        came = Row("received", {one: self._received(one) for one in self.currencies})
        stages = [Row(name, self._pair(name, within, whole)) for name in STAGES]
        return [came, *stages, Row("support", self._pair("spent", *support)), self._balance(came, stages[-1])]

    def row(self, name: str) -> Row:
        """The line of this name."""
        return next(row for row in self.rows if row.name == name)

    def _pair(self, column: str, within: Moved, whole: Moved) -> dict[str, Pair]:
        return {one: (self.amount(within, column, one), self.amount(whole, column, one)) for one in self.currencies}

    def amount(self, one: Moved, column: str, currency: str) -> int | None:
        """What moved into a column, minor units of a currency; None where there is no rate for it."""
        if currency == self.held:
            return int(getattr(one.control, column))
        if currency == self.reporting:
            return int(getattr(one.reporting, column))
        money = Money(getattr(one.control, column), self.held)
        rate = self.rate(self.held, currency, self.until)
        return rate.exact.convert(money).minor if rate else None

    @cached_property
    def _rates(self) -> RateTable:
        return RateTable([self.own, self.held])

    def rate(self, one: str, other: str, day: date) -> Rate | None:
        """The rate of two currencies in force on a day, if there is any."""
        try:
            return self._rates.find(one, other, self.agreement.fund.controlled_at, self.programme, day)
        except InvalidInput:
            return None

    def receipts(self, currency: str, *, whole: bool) -> list[Receipt]:
        """What instalments brought in the period or since the start, each at the rate of its day."""
        rows = self.agreement.instalments.filter(received_on__lte=self.until).order_by("received_on", "pk")
        days = rows if whole else rows.filter(received_on__gte=self.start)
        return [self._receipt(one, currency) for one in days]

    def _receipt(self, one: Instalment, currency: str) -> Receipt:
        pk, day, money = one.pk, one.received_on or one.due, Money(one.received, self.own)
        if currency == self.own:
            return Receipt(pk, day, money, money.minor, None)
        rate = self.rate(self.own, currency, day)
        return Receipt(pk, day, money, rate.exact.convert(money).minor if rate else None, rate)

    def _received(self, currency: str) -> Pair:
        whole = self.receipts(currency, whole=True)
        within = [one for one in whole if one.day >= self.start]
        return _sum(one.minor for one in within), _sum(one.minor for one in whole)

    def _balance(self, came: Row, spent: Row) -> Row:
        amounts: dict[str, Pair] = {
            one: (None, _less(came.amounts[one][1], spent.amounts[one][1])) for one in self.currencies
        }
        return Row("balance", amounts)

    @property
    def lacks_rates(self) -> bool:
        """Whether an amount could not be converted."""
        return any(pair[1] is None for row in self.rows for pair in row.amounts.values())

    def cumulated(self, name: str) -> Money | None:
        """An amount since the start, in the currency of the agreement."""
        minor = self.row(name).amounts[self.own][1]
        return None if minor is None else Money(minor, self.own)


def _sum(amounts: Iterable[int | None]) -> int | None:
    """The sum, if every part is known."""
    parts = list(amounts)
    known = [one for one in parts if one is not None]
    return sum(known) if len(known) == len(parts) else None


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
