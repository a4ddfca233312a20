"""Tables that are described once: shown on a page, sorted and filtered by the address, saved as xlsx or csv.

Invariant: the page and the files have the same columns, labels and rows, in the same order; an address with a parameter
or a value that the table does not know is refused with those it knows.

Rows are a list, or a queryset that the database sorts and narrows (`by_field`, `with_lookup`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import State
from biennium.web import exports, formatting
from biennium.web.exports import Cell

Row = TypeVar("Row")
Rows = Any  # a list of rows or a queryset of them
Sorting = Callable[[Rows, bool], Rows]
Narrowing = Callable[[Rows, str], Rows]

SORT, PAGE = "sort", "page"
LONGEST_VALUE = 200


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading, the value of a row, and where it can be.

    `url` is where the value leads on the page. `sorting` makes the heading sort. Amounts have their currency as `unit`
    and are shown in ten to the power `scale` of it; files have them whole. `mark` gives a cell of the page a shape and
    a word (kind and word of a `<c-status>`). `only` is “page” or “file”, or both.
    """

    name: str
    label: str
    value: Callable[[Row], Cell]
    url: Callable[[Row], str] | None = None
    sorting: Sorting | None = None
    numeric: bool = False
    unit: str = ""
    scale: int = 0
    only: str = ""
    mark: Callable[[Row], tuple[str, str] | None] | None = None

    @cached_property
    def heading(self) -> str:
        """The label with the unit in which the page shows the numbers."""
        unit = formatting.scale_words(self.unit, self.scale) if self.scale else self.unit
        return f"{self.label}, {unit}" if unit else self.label


@dataclass(frozen=True)
class Filter:
    """A parameter of the address that narrows the rows: a choice of values with their words, or free text."""

    name: str
    label: str
    narrowing: Narrowing
    choices: Sequence[tuple[str, str]] = ()


def by_key(key: Callable[[Any], Any]) -> Sorting:
    """Sorts a list."""
    return lambda rows, descending: sorted(rows, key=key, reverse=descending)


def by_field(*names: str) -> Sorting:
    """Sorts a queryset by fields."""

    def ordered(rows: QuerySet[Any], descending: bool) -> QuerySet[Any]:
        return rows.order_by(*(f"-{name}" if descending else name for name in names))

    return ordered


def where(matches: Callable[[Any, str], bool]) -> Narrowing:
    """Narrows a list to the rows a value matches."""
    return lambda rows, value: [row for row in rows if matches(row, value)]


def with_lookup(lookup: str) -> Narrowing:
    """Narrows a queryset by one of Django's lookups."""
    return lambda rows, value: rows.filter(**{lookup: value})


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A table. `kept` are the parameters of the address that belong to the page around it (the version it shows).

    `name` begins the names of its files. `source` says where it comes from, in the files and below the caption.
    `total` is a last row, of all rows on all pages.
    """

    name: str
    caption: str
    columns: Sequence[Column[Row]]
    filters: Sequence[Filter] = ()
    kept: Sequence[str] = ()
    source: Sequence[str] = ()
    per_page: int = 100
    sort: str = ""
    total: Row | None = None

    def asked(self, parameters: QueryDict) -> Asked:
        """What the address asks of it. Raises `InvalidInput` naming what it knows."""
        names = [one.name for one in self.filters]
        _refuse(parameters, [SORT, PAGE, *names, *self.kept], _("There is no filter “%(name)s”."))
        sort = parameters.get(SORT) or self.sort
        sortable = [one.name for one in self.columns if one.sorting]
        if sort:
            _refuse([sort.removeprefix("-")], sortable, _("The table is not sorted by “%(name)s”."))
        values = {name: value for name in names if (value := parameters.get(name, "").strip()[:LONGEST_VALUE])}
        for one in self.filters:
            if one.choices and one.name in values:
                known = [value for value, _words in one.choices]
                _refuse([values[one.name]], known, _("%(filter)s: there is no “%(name)s”."), filter=one.label)
        return Asked(sort, values, parameters.get(PAGE, "1"))

    def chosen(self, rows: Rows, asked: Asked) -> Rows:
        """The rows that are asked for, in the order asked for."""
        for one in self.filters:
            if one.name in asked.values:
                rows = one.narrowing(rows, asked.values[one.name])
        by = {one.name: one.sorting for one in self.columns}
        sorting = by.get(asked.sort.removeprefix("-"))
        return sorting(rows, asked.sort.startswith("-")) if sorting else rows


@dataclass(frozen=True)
class Asked:
    """What an address asks of a table: the order (a column, with - when it descends), values of filters, the page."""

    sort: str
    values: Mapping[str, str]
    page: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell on a page."""

    label: str
    value: Any
    url: str
    numeric: bool
    head: bool
    kind: str
    scale: int
    mark: tuple[str, str] | None = None


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """A table as a page shows it: what the component `<c-data-table>` reads."""

    table: Table[Row]
    asked: Asked
    page: Page[Row]
    total: int
    parameters: QueryDict
    files: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[Column[Row]]:
        return [one for one in self.table.columns if one.only != "file"]

    @property
    def count(self) -> int:
        """How many rows are left of `total`."""
        return int(self.page.paginator.count)

    @cached_property
    def lines(self) -> list[list[CellView]]:
        """The cells of each row of this page; the first column heads its row."""
        return [
            [_cell(row, column, head=not place) for place, column in enumerate(self.columns)]
            for row in self.page.object_list
        ]

    @property
    def is_marked(self) -> bool:
        """Whether a column gives its cells a shape and a word."""
        return any(column.mark for column in self.columns)

    @property
    def foot(self) -> list[CellView]:
        """The cells of the total; none without one."""
        total = self.table.total
        if total is None:
            return []
        return [_cell(total, column, head=not place) for place, column in enumerate(self.columns)]

    @property
    def controls(self) -> list[dict[str, Any]]:
        """The filters with what is chosen."""
        return [
            {"name": one.name, "label": one.label, "choices": one.choices, "value": self.asked.values.get(one.name, "")}
            for one in self.table.filters
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form of the filters hands on: the order, and what the page keeps."""
        names = [SORT, *self.table.kept]
        return [(name, value) for name in names if (value := self.parameters.get(name))]

    @property
    def without_filters(self) -> str:
        """The address of the table without its filters."""
        query = QueryDict(mutable=True)
        query.update(dict(self.carried))
        return f"?{query.urlencode()}"

    @property
    def downloads(self) -> list[dict[str, str]]:
        """The files, with the rows and the order that are shown."""
        return downloads(self.files, self.parameters)


def downloads(files: Mapping[str, str], parameters: QueryDict) -> list[dict[str, str]]:
    """What a download menu offers: files by format, with the parameters of the page that is shown, all its pages."""
    query = parameters.copy()
    query.pop(PAGE, None)
    tail = f"?{query.urlencode()}" if query else ""
    words = {"xlsx": _("Excel workbook"), "csv": _("Comma-separated values")}
    return [{"label": words[name], "note": name, "url": f"{url}{tail}"} for name, url in files.items()]


def show(table: Table[Row], rows: Rows, parameters: QueryDict, files: Mapping[str, str] | None = None) -> Shown[Row]:
    """The table for a page. `files` maps formats to addresses. Raises `InvalidInput` for what it does not know."""
    asked = table.asked(parameters)
    paginator = Paginator(table.chosen(rows, asked), table.per_page)
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return Shown(table, asked, paginator.get_page(asked.page), total, parameters, files or {})


def save(table: Table[Row], rows: Rows, parameters: QueryDict, file_format: str) -> HttpResponse:
    """The table as a file, all pages of it. Raises `InvalidInput` for a format or parameter there is none of."""
    columns = [one for one in table.columns if one.only != "page"]
    totals = [] if table.total is None else [table.total]
    lines: Iterable[list[Cell]] = (
        [column.value(row) for column in columns] for row in chain(table.chosen(rows, table.asked(parameters)), totals)
    )
    heads = [exports.Head(one.label, one.unit) for one in columns]
    return exports.response(exports.Export(table.name, table.caption, heads, lines, table.source), file_format)


def _cell(row: Row, column: Column[Row], *, head: bool) -> CellView:
    value = column.value(row)
    kind = _kind(value, column)
    if kind == "absent" or isinstance(value, bool):
        value = exports.in_words(value)
    url = column.url(row) if column.url else ""
    mark = column.mark(row) if column.mark else None
    return CellView(column.heading, value, url, column.numeric, head, kind, column.scale, mark)


def _kind(value: Cell, column: Column[Any]) -> str:
    """How the page shows a value; a yes or no, a date and a missing value are words."""
    if value is None or isinstance(value, State):
        return "absent"
    if isinstance(value, Mapping):
        return "text"
    if isinstance(value, date):
        return "date"
    return "figure" if column.numeric else "words"


def _refuse(names: Iterable[str], known: Sequence[str], message: str, **words: str) -> None:
    for name in names:
        if name not in known:
            listed = ", ".join(known) or _("none")
            raise InvalidInput(message % {"name": name, **words}, remedy=_("There are: %(known)s.") % {"known": listed})
