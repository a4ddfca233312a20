"""Deliverables by result at the top and by scope, as a chart and the table of its numbers.

Invariant: each number is a figure of the programme (`scope.country:3`, `level.deliverable:3`), counted over the same
rows as `biennium explain` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from biennium.documents.blocks import Block, Chart, Inline, Paragraph, Span, Table, inline
from biennium.documents.charts import Bar, Series, stacked_bars
from biennium.kernel.figures import RowRef
from biennium.papers.findings import leading, source_of, spoken
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange
from biennium.programme.figures import scope as results_under
from biennium.programme.selectors.comparison import label
from biennium.programme.selectors.versions import Book
from biennium.web import formatting

SCOPES = {"country": "blue", "regional": "orange", "global": "teal", "office": "ochre"}


def figure_of(scope: str) -> str:
    """The name of the figure that counts the deliverables of a scope."""
    return f"scope.{scope}"


def rows_of(scope: str) -> Callable[[Book, exchange.Result | None], Iterable[RowRef]]:
    """The rows behind that figure, for the programme or below one result."""
    return lambda book, under: [RowRef("result", one.code, label(one), 1) for one in _bullets(book, under, scope)]


def deliverables(commission: Commission, setter: Setter) -> Iterator[Block]:
    """An introduction and the chart; nothing for a programme without deliverables."""
    counted = _Counted(commission, setter)
    if not counted.total:
        return
    said = words(setter.lang)
    yield Paragraph(
        inline(
            said["overview_text"].format(
                total=formatting.number(counted.total), things=things(commission.book, setter).lower()
            )
        )
    )
    yield counted.chart()


def things(book: Book, setter: Setter) -> str:
    """What the bullets of lists are called, many of them; empty where the framework has no such level."""
    names = [one.plural or one.name for one in book.document.levels if not one.counted]
    return setter.plain(names[0]) if names else ""


def _bullets(book: Book, under: exchange.Result | None, scope: str | None = None) -> list[exchange.Result]:
    """The results that are bullets of a list (deliverables), of one scope or of all."""
    return [
        one
        for one in results_under(book, under)
        if not book.levels[one.level].counted and (scope is None or one.scope == scope)
    ]


@dataclass(slots=True)
class _Counted:
    """The deliverables of a commission, counted."""

    commission: Commission
    setter: Setter

    @property
    def book(self) -> Book:
        return self.commission.book

    @property
    def total(self) -> int:
        return len(_bullets(self.book, None))

    @property
    def tops(self) -> list[exchange.Result]:
        return [one for one in self.book.children.get(None, []) if _bullets(self.book, one)]

    @property
    def scopes(self) -> list[str]:
        return [scope for scope in SCOPES if _bullets(self.book, None, scope)]

    def chart(self) -> Chart:
        """Bars by result, stacked by scope."""
        lang = self.setter.lang
        names: dict[str, str] = words(lang)["scopes"]
        counts = {self._name(top): len(_bullets(self.book, top)) for top in self.tops}
        bars = [self._bar(top) for top in self.tops]
        series = [Series(names[scope], SCOPES[scope]) for scope in self.scopes]
        wide, narrow = stacked_bars(bars, series, lang=lang)
        return Chart(
            title=leading(counts, lang, things=things(self.book, self.setter)),
            spec=wide,
            narrow=narrow,
            description=spoken(counts, lang),
            table=self._table(names),
            source=source_of(self.commission),
            anchor="chart-deliverables",
        )

    def _name(self, top: exchange.Result) -> str:
        return f"{self.setter.plain(self.book.levels[top.level].name)} {top.code}"

    def _bar(self, top: exchange.Result) -> Bar:
        values = tuple(len(_bullets(self.book, top, scope)) for scope in self.scopes)
        return Bar(f"{top.code}. {self.setter.plain(top.title)}", self._name(top), values)

    def _table(self, names: dict[str, str]) -> Table:
        said = words(self.setter.lang)
        levels = dict.fromkeys(self.setter.plain(self.book.levels[top.level].name) for top in self.tops)
        header = [" / ".join(levels), *(names[scope] for scope in self.scopes), said["total"]]
        rows = [self._row((Span(f"{top.code}. "), *self.setter.short(top.title)), top) for top in self.tops]
        total = self._row(inline(said["total"]), None)
        return Table(
            tuple(inline(cell) for cell in header),
            (*rows, tuple(_bold(cell) for cell in total)),
            align="l" + "r" * (len(header) - 1),
        )

    def _row(self, title: Inline, top: exchange.Result | None) -> tuple[Inline, ...]:
        scopes = [self._figure(figure_of(scope), top, len(_bullets(self.book, top, scope))) for scope in self.scopes]
        level = next(one.code for one in self.book.document.levels if not one.counted)
        return (title, *scopes, self._figure(f"level.{level}", top, len(_bullets(self.book, top))))

    def _figure(self, name: str, top: exchange.Result | None, value: int) -> Inline:
        address = f"{self.book.document.code}/{name}" + (f":{top.code}" if top else "")
        return (Span(formatting.number(value), figure=address),)


def _bold(content: Inline) -> Inline:
    return tuple(Span(span.text, bold=True, lang=span.lang, figure=span.figure) for span in content)
