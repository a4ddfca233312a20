"""Money divided by a dimension, as a page shows it and as a file has it.

Invariant: the rows of a table sum to its total, and each amount leads to the figure of exactly its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, State
from biennium.kernel.money import Money
from biennium.kernel.text import folded
from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import KEYS, Scope
from biennium.ledger.selectors.tables import Amounts, Row
from biennium.portal.money.naming import Naming, heading
from biennium.portal.money.source import source
from biennium.portal.pages import PINNED
from biennium.web import exports, shapes
from biennium.web import tables as web
from biennium.web.tables import Column, Table, by_key

COLUMNS = ("approved", "allotted", "committed", "spent")
LATE = frozenset({"place", "region", "cost_category", "staff"})
"""Dimensions that money has once it is committed or spent."""
BELOW = "below"
CUTS: dict[str, tuple[str, ...]] = {
    "fund": ("fund",),
    "outcome": ("outcome",),
    "result": ("result",),
    "region": ("region",),
    "place": ("place",),
    "cost": ("staff", "cost_category"),
    "year": ("year",),
    BELOW: ("result",),
}
"""Into what money is divided in public, by the name in the address."""
TITLES: dict[str, Any] = {
    "fund": _lazy("By fund"),
    "outcome": _lazy("By outcome"),
    "result": _lazy("By result"),
    "region": _lazy("By region"),
    "place": _lazy("By country"),
    "cost": _lazy("By cost category"),
    "year": _lazy("By year"),
    BELOW: _lazy("By what stands below"),
}
THOUSANDS = 3


def dimensions(cut: str) -> tuple[str, ...]:
    """The dimensions of a cut. Raises `NotFound` naming those there are."""
    if cut not in CUTS:
        raise NotFound(
            _("Money is not divided by “%(name)s”.") % {"name": cut},
            remedy=_("There are: %(known)s.") % {"known": ", ".join(CUTS)},
        )
    return CUTS[cut]


@dataclass(frozen=True)
class Cut:
    """The money of a scope divided by a cut."""

    naming: Naming
    scope: Scope
    name: str
    found: ledger.Table

    @staticmethod
    def of(naming: Naming, scope: Scope, name: str) -> Cut:
        """Reads it from the books."""
        by = dimensions(name)
        return Cut(naming, scope, name, ledger.below(scope) if name == BELOW else ledger.table(scope, by))

    @property
    def rows(self) -> list[Row]:
        """Its rows, in the order of their dimensions."""
        return self.found.rows

    @property
    def total(self) -> Amounts:
        """All rows together."""
        return self.found.total

    def table(self, *, embedded: bool = False) -> Table[Row]:
        """How it is shown; inside another page its columns do not sort."""
        page, by = self.naming.page, self.found.by
        return Table(
            name=f"{page.file_name}-money-{self.name}",
            caption=str(TITLES[self.name]),
            columns=[
                *(self._named(place, sorts=not embedded) for place in range(len(by))),
                *(self._code(place) for place in range(len(by))),
                *(self._amount(name, sorts=not embedded) for name in columns(self.scope, by)),
                *([] if is_late(self.scope, by) else [self._delivery(sorts=not embedded)]),
            ],
            kept=(PINNED, *KEYS),
            source=source(page),
            per_page=100,
            total=Row((), self.total),
        )

    def shown(self, *, parameters: QueryDict | None = None) -> web.Shown[Row]:
        """The table on a page: its own (`parameters` are those of the address), or inside another one."""
        given = query(self.naming, self.scope) if parameters is None else parameters
        return web.show(self.table(embedded=parameters is None), self.rows, given, self.files)

    @property
    def files(self) -> dict[str, str]:
        """The addresses of its files."""
        code = self.naming.page.programme.code
        return {one: reverse("portal:money_file", args=[code, self.name, one]) for one in exports.FORMATS}

    @property
    def url(self) -> str:
        """The address of its own page."""
        given = query(self.naming, self.scope).urlencode()
        address = reverse("portal:money_by", args=[self.naming.page.programme.code, self.name])
        return f"{address}?{given}" if given else address

    def words(self, row: Row, place: int) -> str:
        """What a row is called in one of its dimensions."""
        if not row.key:
            return "" if place else _("Total")
        return self.naming.words(self.found.by[place], row.key[place])

    def _named(self, place: int, *, sorts: bool) -> Column[Row]:
        name, last = self.found.by[place], place == len(self.found.by) - 1

        def url(row: Row) -> str:
            return self.naming.url(name, row.key[place]) if row.key and last else ""

        order = by_key(lambda row: folded(self.words(row, place))) if sorts else None
        return Column(name, heading(name), lambda row: self.words(row, place), url=url, sorting=order)

    def _code(self, place: int) -> Column[Row]:
        name = self.found.by[place]

        def code(row: Row) -> str:
            return self.naming.shown_code(name, row.key[place]) if row.key else ""

        return Column(f"{name}_code", _("%(what)s, code") % {"what": heading(name)}, code, only="file")

    def _amount(self, name: str, *, sorts: bool) -> Column[Row]:
        currency = self.found.currency
        return Column(
            name,
            shapes.stage_words(name),
            lambda row: Money(getattr(row.amounts, name), currency),
            url=lambda row: self.explained(row, name),
            sorting=by_key(lambda row: getattr(row.amounts, name)) if sorts else None,
            numeric=True,
            unit=currency,
            scale=THOUSANDS,
        )

    def _delivery(self, *, sorts: bool) -> Column[Row]:
        def share(row: Row) -> Figure:
            return row.amounts.delivery("delivery", self.found.currency)

        def size(row: Row) -> Fraction:
            return shapes.magnitude(share(row))

        return Column(
            "delivery",
            _("Delivery"),
            lambda row: share(row) if row.amounts.allotted else State.NOT_APPLICABLE,
            url=lambda row: self.explained(row, "delivery") if row.amounts.allotted else "",
            sorting=by_key(size) if sorts else None,
            numeric=True,
            unit="%",
        )

    def explained(self, row: Row, column: str) -> str:
        """Where an amount of a row is explained; empty where it cannot be said."""
        part = self.found.part(row.key) if row.key else self.scope
        return self.naming.page.url("explain", name_of(part, column)) if part else ""


def is_late(scope: Scope, by: Sequence[str] = ()) -> bool:
    """Whether money is asked for by what it only has once it is committed."""
    return bool(LATE & {*scope.values, *by})


def columns(scope: Scope, by: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns that say something."""
    return COLUMNS[2:] if is_late(scope, by) else COLUMNS


def query(naming: Naming, scope: Scope) -> QueryDict:
    """A scope as the query of an address, with the version that is read."""
    given = QueryDict(mutable=True)
    given.update(dict(scope.values))
    if naming.page.pinned:
        given[PINNED] = str(naming.page.version.number)
    return given


def stages(amounts: Amounts, currency: str, url: Callable[[str], str]) -> list[Mapping[str, Any]]:
    """The stages of money for a fund bar, each with its explanation."""
    return [{"stage": name, "value": Money(getattr(amounts, name), currency), "url": url(name)} for name in COLUMNS]
