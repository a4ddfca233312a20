"""What is missing, counted: reports, values, verifications, results where money was spent, money without a place.

Invariant: nothing that is missing is told as zero, and nothing that was not due is told as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from biennium.documents.blocks import Block, Inline
from biennium.kernel.figures import State
from biennium.kernel.text import folded
from biennium.ledger.selectors.scope import NONE
from biennium.papers.implementation.gathering import Entry, Gathered, missing
from biennium.papers.money import Purse
from biennium.papers.outline import Outline, filled
from biennium.papers.words import counted, words
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.shown.matrix import column_name
from biennium.web import formatting


class Missing:
    """The part on what is missing of one report."""

    def __init__(self, gathered: Gathered, outline: Outline, purse: Purse) -> None:
        self.gathered, self.outline, self.purse = gathered, outline, purse
        self.said = words(gathered.setter.lang)["implementation"]

    def blocks(self) -> Iterator[Block]:
        """A list of what is missing."""
        yield self.outline.part(self.said["missing"])
        found = [one for part in (self._reports(), self._countries(), self._money(), self._plans()) for one in part]
        if not found:
            yield self.outline.says(self.said["none_missing"])
        yield from self.outline.lists(self.said["missing_intro"], _ended(found))

    def _reports(self) -> Iterator[str]:
        entries = self.gathered.entries
        if lacking := missing(entries):
            yield self._counted("reports", lacking, where=self._by_region(lacking))
        silent = [one for one in entries if one.cells[WORLD].state == State.NOT_REPORTED]
        if silent:
            yield self._counted("values", len(silent), codes=_codes(silent))
        aimless = [one for one in entries if one.cells[WORLD].target is None]
        if aimless:
            yield self._counted("targets", len(aimless), codes=_codes(aimless))
        if invented := sum(one.indicator.illustrative for one in entries):
            yield self._counted("illustrative", invented)

    def _by_region(self, lacking: int) -> str:
        """Where the reports are missing: by region, and what belongs to none."""
        found = {column_name(one): missing(self.gathered.entries, one.code) for one in self.gathered.regions}
        listed = {**found, self.said["unspecified"]["report"]: lacking - sum(found.values())}
        return ", ".join(f"{name} {formatting.number(count)}" for name, count in listed.items() if count)

    def _countries(self) -> Iterator[str]:
        if not self.gathered.office:
            yield str(self.said["missing_items"]["hidden"])
        elif waiting := sum(one.cells[WORLD].unverified or 0 for one in self.gathered.entries):
            yield self._counted("waiting", waiting)
        silent = [one for listed in self.gathered.countries.values() for one in listed if not one.results]
        if silent:
            names = sorted((self.gathered.setter.plain(one.name) for one in silent), key=folded)
            yield self._counted("silent", len(silent), names=", ".join(names))

    def _money(self) -> Iterator[Inline]:
        for dimension in ("outcome", "region"):
            for row, scope in self.gathered.by(dimension):
                if row.key[0] == NONE and row.amounts.spent:
                    amount = self.purse.said(scope, "spent", row.amounts.spent)
                    yield filled(self.said["missing_items"][dimension], amount=amount)

    def _plans(self) -> Iterator[str]:
        if self.gathered.office and self.gathered.unplanned:
            yield self._counted("unplanned", self.gathered.unplanned)

    def _counted(self, name: str, count: int, **more: str) -> str:
        return counted(self.said["missing_items"][name], self.gathered.setter.lang, count, **more)


def _codes(entries: Iterable[Entry]) -> str:
    return ", ".join(one.indicator.code for one in entries)


def _ended(found: list[str | Inline]) -> Iterator[str | Inline]:
    """The items of a list as one sentence: the last ends with a full stop."""
    for place, one in enumerate(found):
        yield one if place < len(found) - 1 else _stopped(one)


def _stopped(one: str | Inline) -> str | Inline:
    if isinstance(one, str):
        return f"{one.rstrip(';')}."
    *spans, last = one
    return (*spans, type(last)(f"{last.text.rstrip(';')}.", figure=last.figure))
