"""What a published table of expense sums to, as a figure: the expense of the books, and differences that have a name.

A figure is named `published.TABLE:year=2024` (`function`, `sdg`, `location`) or `published.TABLE` for all years of the
programme; `published.TABLE-difference` is the differences alone. Invariant: it rests on the figures of the books and on
nothing else but differences that are named.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input, RowRef, VersionPin, compute
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors.figures import money, name_of
from biennium.ledger.selectors.scope import Scope, pairs
from biennium.ledger.selectors.tables import totals
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.versions import Book
from biennium.publishing.datacube.models import KnownDifference
from biennium.publishing.iati.gathering.words import told

FAMILY = "published"
ALONE = "-difference"
NO_DIFFERENCE = "no difference has a name"


def figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name. Raises `NotFound` for a table there is none of."""
    head, _colon, text = name.partition(":")
    table = head.removeprefix(f"{FAMILY}.")
    if table.removesuffix(ALONE) not in KnownDifference.Table.values:
        known = ", ".join(f"{FAMILY}.{one}" for one in KnownDifference.Table.values)
        raise NotFound(
            _("There is no figure “%(name)s”.") % {"name": head}, remedy=_("Figures: %(known)s.") % {"known": known}
        )
    made = published(Scope(version.programme, pairs(text, ("year",))), table)
    return replace(made, version=VersionPin(version.programme.code, version.stage, version.short_hash))


def published(scope: Scope, table: str) -> Figure:
    """What a table sums to in a year, or in all years of the programme; or the differences alone."""
    currency = reporting_currency()
    key = f"{FAMILY}.{table}:{scope}" if scope.values else f"{FAMILY}.{table}"
    books = [] if table.endswith(ALONE) else _books(scope)
    named = differences(scope.programme, scope.values.get("year", ""), table.removesuffix(ALONE))
    rows = [*books, *(_difference(one, currency) for one in named)]
    if not rows:
        return Figure.known(key, Money.zero(currency), formula=NO_DIFFERENCE)
    return compute("sum", key, rows, unit=currency)


def differences(programme: Programme, year: str, table: str) -> list[KnownDifference]:
    """The differences of a table that have a name."""
    years = [int(year)] if year.isdigit() else list(programme.years)
    return list(KnownDifference.objects.filter(year__in=years, table=table))


def _books(scope: Scope) -> list[Input]:
    currency, accrued = reporting_currency(), totals(scope).accrued
    once = RowRef("figure", name_of(scope, "consolidated"), "consolidated", money(scope, "consolidated").value)
    if not accrued:
        return [once]
    return [once, RowRef("figure", name_of(scope, "accrued"), "accrued", Money(accrued, currency))]


def _difference(one: KnownDifference, currency: str) -> RowRef:
    label = f"{told(one.reason, get_language() or 'en')} ({one.year}, {one.code})"
    return RowRef("difference", str(one.uid), label, Money(one.amount, currency))
