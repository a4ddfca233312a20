"""Countries and territories of a programme: where work is planned or money was spent.

Invariant: work is what the sealed version says, money what the books say; a place with neither is not listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biennium.kernel.figures import Figure
from biennium.kernel.money import Money
from biennium.kernel.text import Text, folded
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import NONE, Scope
from biennium.organisation.models import Place
from biennium.portal.money import answers
from biennium.portal.money.naming import Naming, heading, naming_of
from biennium.portal.money.source import source
from biennium.portal.money.tables import THOUSANDS, Cut
from biennium.portal.pages import PINNED, Page
from biennium.portal.tree import in_order
from biennium.programme.exchange import models as exchange
from biennium.web import formatting, shapes
from biennium.web.tables import Column, Filter, Table, by_key, where

Work = list[tuple[exchange.Result | None, list[exchange.WorkItem]]]
"""Work items by the result they are for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place: its code and name, its region, how many work items it has, and what was spent there (minor units)."""

    code: str
    name: Text
    region: str
    work: int
    spent: int


def rows(naming: Naming) -> list[Row]:
    """The places with work or money, by name."""
    page = naming.page
    found = ledger.table(Scope(page.programme), ["place", "region"])
    money = {row.key: row.amounts.spent for row in found.rows if row.key[0] != NONE and row.amounts.spent}
    spent = {place: amount for (place, _region), amount in money.items()}
    work = Counter(item.place for item in page.book.document.work_items if item.place)
    listed = Place.objects.filter(code__in={*spent, *work}).values_list("pk", "code", "name")
    made = [
        Row(code, name, found.names.code("region", pk), work[code], spent.get(code, 0)) for pk, code, name in listed
    ]
    return sorted(made, key=lambda row: folded(page.words(row.name)))


def table(page: Page, listed: Sequence[Row]) -> Table[Row]:
    """The places as a table, in pages and files."""
    naming = naming_of(page)
    regions = {row.region: naming.words("region", row.region) for row in listed}
    choices = sorted(((code, words) for code, words in regions.items() if code != NONE), key=lambda one: one[1])
    return Table(
        name=f"{page.file_name}-countries",
        caption=_("Countries and territories"),
        columns=_columns(page, regions),
        filters=[
            Filter("region", heading("region"), where(lambda row, value: row.region == value), choices),
            Filter("q", _("Find"), where(lambda row, value: folded(value) in folded(page.words(row.name)))),
        ],
        kept=(PINNED,),
        source=source(page),
        per_page=300,
    )


def _columns(page: Page, regions: Mapping[str, str]) -> list[Column[Row]]:
    def named(row: Row) -> str:
        return folded(page.words(row.name))

    def region(row: Row) -> str:
        return regions[row.region]

    return [
        Column("place", heading("place"), lambda row: row.name, lambda row: page.url("place", row.code), by_key(named)),
        Column("code", _("Code"), lambda row: row.code, only="file"),
        Column("region", heading("region"), region, sorting=by_key(region)),
        Column("work", _("Work items"), lambda row: row.work, sorting=by_key(lambda row: row.work), numeric=True),
        _spent(page, reporting_currency()),
    ]


def _spent(page: Page, currency: str) -> Column[Row]:
    def url(row: Row) -> str:
        return page.url("explain", name_of(Scope(page.programme, {"place": row.code}), "spent"))

    return Column(
        "spent",
        shapes.stage_words("spent"),
        lambda row: Money(row.spent, currency),
        url,
        by_key(lambda row: row.spent),
        numeric=True,
        unit=currency,
        scale=THOUSANDS,
    )


def answer(page: Page, listed: Sequence[Row]) -> str:
    """“Work in 162 countries and territories, on 1,279 work items; USD 516.7 million was spent there.”"""
    if not listed:
        return _("No work in countries is planned and no money was spent in any.")
    count = ngettext("%(count)s country or territory", "%(count)s countries and territories", len(listed))
    words = {
        "places": count % {"count": formatting.number(len(listed))},
        "work": work_words(sum(row.work for row in listed)),
        "spent": formatting.compact(Money(sum(row.spent for row in listed), reporting_currency())),
    }
    return _("%(places)s, with %(work)s; %(spent)s was spent there.") % words


def work_words(count: int) -> str:
    """“12 work items”."""
    return ngettext("%(count)s work item", "%(count)s work items", count) % {"count": formatting.number(count)}


def work(page: Page, code: str) -> Work:
    """The work items of a place by result, in the order of the version."""
    items = [one for one in page.book.document.work_items if one.place == code]
    return [
        (result, [one for one in items if one.result == (result.code if result else None)])
        for result in in_order(page.book, {one.result for one in items})
    ]


def key_figures(page: Page, done: Work, cut: Cut) -> list[dict[str, Any]]:
    """What was spent in a place, and on how much work."""
    unit = formatting.scale_words(cut.found.currency, answers.MILLIONS)
    money = Money(cut.total.spent, cut.found.currency)
    spent = answers.entry(page, name_of(cut.scope, "spent"), shapes.stage_words("spent"), money, unit)
    items = [item for _result, listed in done for item in listed]
    outputs = {item.result for item in items if item.result}
    return [
        spent,
        {"label": _("Work items"), "figure": Figure.known("work", len(items)), "url": "#work"},
        {"label": _("Results they work on"), "figure": Figure.known("results", len(outputs)), "url": "#work"},
    ]


def place_answer(name: str, done: Work, cut: Cut) -> str:
    """“Kenya: 12 work items for 6 outputs; USD 9.1 million was spent.”"""
    count = sum(len(items) for _result, items in done)
    words = {
        "place": name,
        "work": work_words(count),
        "spent": formatting.compact(Money(cut.total.spent, cut.found.currency)),
    }
    return _("%(place)s: %(work)s; %(spent)s was spent.") % words
