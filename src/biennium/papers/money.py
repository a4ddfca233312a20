"""Cells of money: amounts in thousands of the reporting currency, each the figure that pages explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from biennium.documents.blocks import Inline, Span, inline
from biennium.kernel.figures import State
from biennium.kernel.money import Money
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import Amounts
from biennium.web import formatting

THOUSANDS = 3
STAGES = ("approved", "allotted", "committed", "spent")
LATE = STAGES[2:]
"""The stages at which money has a country and a region."""


@dataclass(frozen=True, slots=True)
class Purse:
    """Writes amounts of one programme in one currency."""

    programme: str
    currency: str

    @property
    def unit(self) -> str:
        """What the amounts of a table are in."""
        return formatting.scale_words(self.currency, THOUSANDS)

    def cell(self, scope: Scope | None, column: str, minor: int) -> Inline:
        """An amount in a table; without a scope that can say it, it is no figure."""
        return (Span(formatting.scaled(Money(minor, self.currency), THOUSANDS), figure=self._address(scope, column)),)

    def said(self, scope: Scope | None, column: str, minor: int) -> Span:
        """An amount in a sentence."""
        return Span(formatting.compact(Money(minor, self.currency)), figure=self._address(scope, column))

    def delivery(self, scope: Scope | None, amounts: Amounts) -> Inline:
        """Spent in per cent of allotted, or that there is no such share."""
        found = amounts.delivery("delivery", self.currency)
        if found.state is not State.VALUE:
            return inline(formatting.state_words(found.state))
        return (Span(formatting.figure(found), figure=self._address(scope, "delivery")),)

    def delivered(self, scope: Scope | None, amounts: Amounts) -> Span:
        """The same in a sentence, with its sign."""
        found = amounts.delivery("delivery", self.currency)
        if found.state is not State.VALUE:
            return Span(formatting.state_words(found.state))
        share = formatting.percent(Fraction(found.decimal_string()) / 100, found.decimals)
        return Span(share, figure=self._address(scope, "delivery"))

    def row(self, title: Inline, scope: Scope | None, amounts: Amounts, stages: Sequence[str] = STAGES) -> list[Inline]:
        """A title, the amounts of the stages, and delivery where allotted is among them."""
        cells = [self.cell(scope, stage, getattr(amounts, stage)) for stage in stages]
        return [title, *cells, *([self.delivery(scope, amounts)] if "allotted" in stages else [])]

    def _address(self, scope: Scope | None, column: str) -> str | None:
        return None if scope is None else f"{self.programme}/{name_of(scope, column)}"
