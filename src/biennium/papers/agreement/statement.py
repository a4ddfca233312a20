"""The financial statement: the account of the agreement as tables, each amount a figure.

Invariant: where a rate is missing it is said; an amount that is shown carries its address.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from biennium.documents.blocks import Block, Heading, Inline, Span, Table, inline
from biennium.kernel.money import Money
from biennium.ledger.selectors.moved import NOTHING, Key, Moved
from biennium.ledger.selectors.statement_figures import DIVIDED, mark, name_of
from biennium.ledger.selectors.statements import Account
from biennium.organisation.models import Place
from biennium.papers.agreement.asked import Asked
from biennium.papers.outline import Outline, bold
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.models import Programme, Result
from biennium.web import formatting

MODELS: dict[str, type[Result] | type[Place]] = {"result": Result, "place": Place}
PERIODS = ("within", "whole")


class Statement:
    """The financial part of one report."""

    def __init__(self, about: Asked, programme: Programme, setter: Setter, outline: Outline) -> None:
        self.about, self.programme, self.setter, self.outline = about, programme, setter, outline
        self.said = words(setter.lang)["agreement"]
        self.account = Account(about.agreement, about.start, about.until, programme.pk)
        self.own = self.account.own

    def address(self, column: str, when: str = "whole", **more: str) -> str:
        """Where an amount is explained: in the period (`within`) or since the start (`whole`)."""
        days = {"from": self.about.start.isoformat()} if when == "within" else {}
        values = {"agreement": self.about.agreement.code, **days, "until": self.about.until.isoformat()}
        return f"{self.programme.code}/{name_of(column, {'currency': self.own, **values, **more})}"

    def told(self, column: str) -> Span | None:
        """An amount since the start in a sentence; None where it could not be converted."""
        found = self.account.cumulated(column)
        return None if found is None else Span(formatting.money(found), figure=self.address(column))

    def blocks(self) -> Iterator[Block]:
        """The statement, and what was spent by result and by place."""
        yield self.outline.part(self.said["financial"])
        yield self.outline.says(self.said["financial_intro"])
        yield self._table()
        for name in DIVIDED:
            within, whole = self.account.moved((name,))
            keys = [key for key, one in whole.items() if one.reporting.spent or one.control.spent]
            if keys:
                yield Heading(2, inline(self.said[f"by_{name}"]), anchor=f"by-{name}")
                yield self._divided(name, keys, (within, whole))

    def _table(self) -> Table:
        told, currencies = self.said["columns"], self.account.currencies
        header = [told["row"], *(told[when].format(currency=one) for one in currencies for when in PERIODS)]
        rows = []
        for row in self.account.rows:
            cells = [
                self._cell(minor, row.name, when, currency=one)
                for one in currencies
                for when, minor in zip(PERIODS, row.amounts[one], strict=True)
            ]
            line = (inline(self.said["rows"][row.name]), *cells)
            rows.append(tuple(map(bold, line)) if row.name == "balance" else line)
        return Table(tuple(map(inline, header)), tuple(rows), align="l" + "r" * (len(header) - 1))

    def _cell(self, minor: int | None, column: str, when: str, *, currency: str, **more: str) -> Inline:
        if minor is None:
            blank = column == "balance" and when == "within"
            return inline("" if blank else self.said["no_rate"])
        shown = formatting.scaled(Money(minor, currency), 0)
        return (Span(shown, figure=self.address(column, when, currency=currency, **more)),)

    def _rows(self, name: str, keys: list[Key]) -> list[tuple[Key, Result | Place | None]]:
        """What the keys stand for, results in the order of their codes and places in that of the alphabet; what is not
        specified last."""
        known = MODELS[name]._default_manager.in_bulk([key[0] for key in keys if key[0] is not None])
        ordered = sorted(keys, key=lambda key: (key[0] is None, self._rank(known[key[0]]) if key[0] else ""))
        return [(key, known.get(key[0])) for key in ordered]

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

    def _divided(self, name: str, keys: list[Key], moved: tuple[dict[Key, Moved], dict[Key, Moved]]) -> Table:
        told = self.said["columns"]
        header = [told[name], *(told[when].format(currency=self.own) for when in PERIODS)]
        rows = []
        for key, row in self._rows(name, keys):
            spent = [self.account.amount(one.get(key, NOTHING), "spent", self.own) for one in moved]
            rows.append((self._title(row), *self._spent(spent, **{name: mark(row, self.programme.pk)})))
        total = (inline(self.said["total"]), *self._spent(self.account.row("spent").amounts[self.own]))
        return Table(tuple(map(inline, header)), (*rows, tuple(map(bold, total))), align="lrr")

    def _spent(self, amounts: Iterable[int | None], **more: str) -> list[Inline]:
        """What was spent in the period, and since the start."""
        pairs = zip(PERIODS, amounts, strict=True)
        return [self._cell(minor, "spent", when, currency=self.own, **more) for when, minor in pairs]
