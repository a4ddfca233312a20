"""Totals side by side: what the funds spent, what counts once, and what each published table sums to.

Invariant: two totals that differ have between them a row that says by how much and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import internal, table
from biennium.portal.money.explaining import column_words, difference_words
from biennium.portal.money.source import source
from biennium.portal.pages import PINNED, Page
from biennium.publishing.datacube.figures import ALONE
from biennium.publishing.datacube.models import KnownDifference
from biennium.web import exports, formatting
from biennium.web.tables import Column, Table

BOOKS = ("spent", "internal", "consolidated")
TABLES = ("function", "sdg", "location")


@dataclass(frozen=True, slots=True)
class Row:
    """A total by year, minor units of the reporting currency; the figure that explains it."""

    words: str
    figure: str
    amounts: dict[int, int]

    @property
    def total(self) -> int:
        """Of all years."""
        return sum(self.amounts.values())


def years(page: Page) -> list[int]:
    """The years of the programme."""
    return list(page.programme.years)


def rows(page: Page) -> list[Row]:
    """The books first, then each published table below the differences it has from them."""
    scope = Scope(page.programme)
    spent = {int(row.key[0]): row.amounts for row in table(scope, ["year"]).rows}
    total = {year: spent[year].spent if year in spent else 0 for year in years(page)}
    within = {year: internal(scope.within("year", str(year))) for year in years(page)}
    once = {year: total[year] - within[year] for year in years(page)}
    accrued = {year: spent[year].accrued if year in spent else 0 for year in years(page)}
    found = [
        Row(_("Spent, all funds"), "money.spent", total),
        Row(column_words("internal"), "money.internal", within),
        Row(column_words("consolidated"), "money.consolidated", once),
    ]
    if any(accrued.values()):
        found.append(Row(column_words("accrued"), "money.accrued", accrued))
    named = list(KnownDifference.objects.filter(year__in=years(page)))
    accounts = {year: once[year] + accrued[year] for year in years(page)}
    return [*found, *(row for name in TABLES for row in _published(page, name, named, accounts))]


def _published(page: Page, name: str, named: Sequence[KnownDifference], accounts: dict[int, int]) -> list[Row]:
    known = [one for one in named if one.table == name]
    between = {year: sum(one.amount for one in known if one.year == year) for year in {one.year for one in known}}
    sums = {year: amount + between.get(year, 0) for year, amount in accounts.items()}
    found = [Row(column_words(name), f"published.{name}", sums)]
    if known:
        found.insert(
            0, Row("; ".join(difference_words(page, one) for one in known), f"published.{name}{ALONE}", between)
        )
    return found


def side_by_side(page: Page) -> Table[Row]:
    """The totals as a table: a column a year, and one for all."""
    return Table(
        name=f"{page.file_name}-totals",
        caption=_("Totals side by side"),
        columns=[
            Column("what", _("Total"), lambda row: row.words),
            *(_year(page, year) for year in years(page)),
            _all(page),
        ],
        kept=(PINNED,),
        source=source(page),
    )


def _year(page: Page, year: int) -> Column[Row]:
    currency = reporting_currency()

    def url(row: Row) -> str:
        return page.url("explain", f"{row.figure}:year={year}") if year in row.amounts else ""

    return Column(
        str(year), str(year), lambda row: Money(row.amounts.get(year, 0), currency), url, numeric=True, unit=currency
    )


def _all(page: Page) -> Column[Row]:
    currency, label = reporting_currency(), _("All years")
    return Column(
        "all",
        label,
        lambda row: Money(row.total, currency),
        lambda row: page.url("explain", row.figure),
        numeric=True,
        unit=currency,
    )


def files(page: Page) -> dict[str, str]:
    """The addresses of its files."""
    return {one: reverse("portal:reconciliation_file", args=[page.programme.code, one]) for one in exports.FORMATS}


def answer(listed: Sequence[Row]) -> str:
    """“The funds spent USD 899.4 million; counted once it is USD 858.2 million. 1 difference between published tables
    has a name.”"""
    money = {row.figure: Money(row.total, reporting_currency()) for row in listed if row.figure.startswith("money.")}
    words = {
        "spent": formatting.compact(money["money.spent"]),
        "once": formatting.compact(money["money.consolidated"]),
        "internal": formatting.compact(money["money.internal"]),
    }
    said = _("The funds spent %(spent)s; less the %(internal)s they paid each other in support cost it is %(once)s.")
    named = sum(row.figure.endswith(ALONE) for row in listed)
    more = _("Published tables differ from it only by what has a name: %(count)s.") if named else ""
    return f"{said % words} {more % {'count': named}}" if more else said % words
