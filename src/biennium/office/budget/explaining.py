"""A figure of money opened in the office: its parts one level down, to the lines and to their postings.

Invariant: the parts shown are all of the figure, and their sum is the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input
from biennium.kernel.money import Money
from biennium.ledger.selectors import figures
from biennium.ledger.selectors.scope import KEYS, Scope
from biennium.ledger.selectors.tables import COLUMNS
from biennium.office.budget.tables import size, source
from biennium.office.budget.words import AMOUNTS
from biennium.programme.models import Programme
from biennium.web.tables import Column, Table, by_key


def address(programme: Programme, column: str, values: Mapping[str, str]) -> str:
    """Where a column of a scope is explained."""
    query = QueryDict(mutable=True)
    query.update(dict(values))
    found = reverse("office:explain_money", args=[programme.code, column])
    return f"{found}?{query.urlencode()}" if query else found


def stage(scope: Scope, column: str, value: Money) -> dict[str, Any]:
    """A column of a scope for the fund bar, with where it is explained."""
    url = address(scope.programme, column, scope.values) if value.minor else ""
    return {"stage": column, "value": amount(column, value), "url": url}


def figure(scope: Scope, column: str) -> Figure:
    """The figure. Raises `NotFound` for a column there is none of."""
    if column not in COLUMNS:
        raise NotFound(
            _("There is no column “%(name)s”.") % {"name": column},
            remedy=_("There are: %(known)s.") % {"known": ", ".join(COLUMNS)},
        )
    return figures.money(scope, column)


def title(column: str) -> str:
    """What a column is called."""
    return str(AMOUNTS.get(column, column))


def amount(column: str, value: Any) -> Any:
    """A value as people speak of it."""
    return Money(size(column, value.minor), value.currency) if isinstance(value, Money) else value


def table(scope: Scope, column: str, found: Figure) -> Table[Input]:
    """The parts of the figure, each leading to its own explanation; postings to their line."""

    unit = found.value.currency if isinstance(found.value, Money) else ""
    return Table(
        name=f"{column}-{scope.programme.code}",
        caption=_("What it is made of"),
        columns=[
            Column("part", _("Part"), lambda row: row.label, url=lambda row: _leads(scope, column, row)),
            Column(
                "amount",
                title(column),
                lambda row: amount(column, row.value),
                sorting=by_key(lambda row: row.value.minor),
                numeric=True,
                unit=unit,
            ),
        ],
        kept=KEYS,
        source=source(scope.programme),
    )


def _leads(scope: Scope, column: str, row: Input) -> str:
    kind, identity = row.name
    if kind == "figure":
        _head, _colon, text = identity.partition(":")
        return address(scope.programme, column, Scope.parse(scope.programme, text).values)
    line = scope.values.get("line", "")
    return reverse("office:line", args=[scope.programme.code, line]) if line else ""
