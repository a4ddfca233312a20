"""What was achieved, for the public: the live reports against the targets of the version that is read.

Invariant: what was edited since the version was sealed does not show; results show once they are published.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.portal.pages import PINNED, Page
from biennium.programme.exchange import models as exchange
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors import listing
from biennium.reporting.selectors.behind import behind
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.selectors.matrix import PAGE, Matrix, of_version
from biennium.reporting.shown import asking, drill
from biennium.reporting.shown.asking import Asked
from biennium.reporting.shown.matrix import Address, Line, Shown, column_name, lines

PUBLIC = AnonymousUser()


def asked(request: HttpRequest, page: Page) -> Asked:
    """What the address asks."""
    return asking.asked(page.programme, request.GET)


def chosen(page: Page, what: Asked) -> list[exchange.Indicator]:
    """The indicators of a level, under a result, in the order of the framework."""
    top = page.result(what.under) if what.under else None
    results = [top, *page.book.below(top)] if top else _in_order(page)
    wanted = [one for one in results if what.level in ("", one.level)]
    return [indicator for one in wanted for indicator in page.book.indicators.get(one.code, []) if indicator.uid]


def _in_order(page: Page) -> list[exchange.Result]:
    return [one for top in page.book.children.get(None, []) for one in (top, *page.book.below(top))]


def matrix(page: Page, what: Asked) -> tuple[Matrix, list[Line], int]:
    """A page of the matrix, its lines, and how many indicators there are on all pages."""
    indicators = chosen(page, what)
    shown = indicators[(what.page - 1) * PAGE : what.page * PAGE]
    table = tabulated(page, shown, replace(what, periods=(what.period,)))
    return table, lines(table, what.period, address(page, what), by_identity(shown)), len(indicators)


def tabulated(page: Page, indicators: list[exchange.Indicator], what: Asked) -> Matrix:
    """The matrix of some indicators."""
    return of_version(
        actor=PUBLIC, programme=page.programme, indicators=indicators, periods=what.periods, as_of=what.as_of
    )


def by_identity(indicators: list[exchange.Indicator]) -> dict[UUID, exchange.Indicator]:
    """Indicators of a version by what they keep over versions."""
    return {one.uid: one for one in indicators if one.uid}


def address(page: Page, what: Asked) -> Address:
    """Where a cell leads."""

    def leads(indicator: Any, column: str) -> str:
        query = {**what.query, **({} if column == WORLD else {"region": column})}
        here = page.url("achievement", indicator.code)
        if not query:
            return here
        return f"{here}{'&' if '?' in here else '?'}{urlencode(query)}"

    return leads


def find(page: Page, code: str) -> exchange.Indicator:
    """An indicator of the version. Raises `NotFound`."""
    found = next((one for one in page.book.document.indicators if one.code == code and one.uid), None)
    if found is None:
        raise NotFound(
            _("There is no indicator %(code)s in this version.") % {"code": code},
            remedy=_("All indicators: %(url)s") % {"url": page.url("indicators")},
        )
    return found


def opened(page: Page, indicator: exchange.Indicator, what: Asked) -> tuple[Matrix, drill.Drill]:
    """An indicator with what lies behind the cell asked for."""
    table = tabulated(page, [indicator], what)
    column = asking.column(what.region, table.columns)
    found = behind(
        actor=PUBLIC,
        indicator=table.rows[0].indicator,
        period=what.period,
        column=column.code,
        as_of=what.as_of,
        sealed=indicator,
    )
    return table, drill.opened(table, what, column, address(page, what), found, indicator)


def of_result(page: Page, indicators: list[exchange.Indicator]) -> dict[str, tuple[Shown, str]]:
    """What was achieved on the indicators of a result, with where it opens; by the code of the indicator."""
    if not indicators:
        return {}
    what = asking.asked(page.programme, {})
    table = tabulated(page, indicators, replace(what, periods=(what.period,)))
    shown = lines(table, what.period, address(page, what), by_identity(indicators))
    return {line.indicator.code: (line.world, line.url) for line in shown}


def published(page: Page) -> QuerySet[CountryResult]:
    """The published country results of the programme."""
    rows = listing.results_of(PUBLIC, page.programme)
    return rows.filter(status=CountryResult.Status.PUBLISHED)


def regions(table: Matrix) -> list[tuple[str, str]]:
    """The regions that can be chosen."""
    return [(one.code, column_name(one)) for one in table.columns]


def kept(page: Page) -> list[tuple[str, str]]:
    """What a form hands on: the version that is read, when one was chosen."""
    return [(PINNED, str(page.version.number))] if page.pinned else []
