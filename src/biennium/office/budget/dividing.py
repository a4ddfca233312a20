"""The budget table of a scope by one dimension, two or three: its columns, its total, and where each row leads.

Invariant: every row leads to the part of the scope it stands for, divided by the next dimension, down to its lines.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import State
from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import KEYS, NONE
from biennium.ledger.selectors.tables import BY, Row
from biennium.ledger.selectors.tables import Table as Found
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import explaining, scoping
from biennium.office.budget.tables import size, source, title
from biennium.office.budget.words import AMOUNTS
from biennium.web.tables import Column, Table, by_key

FIRST = "fund"
NEXT = {
    "fund": "outcome",
    "part": "budget_item",
    "outcome": "result",
    "result": "unit",
    "unit": "cost_category",
    "region": "place",
    "un_category": "cost_category",
}
SCOPE_OF = {"outcome": "result", "part": "budget_item"}
STAFF = {"staff": _lazy("staff"), "non-staff": _lazy("non-staff")}


def asked(parameters: QueryDict) -> list[str]:
    """The dimensions of an address. Raises `InvalidInput` naming those there are."""
    names = [name for parameter in scoping.BY if (name := parameters.get(parameter, ""))] or [FIRST]
    for name in names:
        if name not in BY:
            raise InvalidInput(
                _("Money is not divided by “%(name)s”.") % {"name": name},
                remedy=_("There are: %(known)s.") % {"known": ", ".join(BY)},
            )
    return list(dict.fromkeys(names))


def boxes(by: list[str]) -> list[scoping.Box]:
    """What the table can be divided by."""
    offered = [(name, str(DIMENSIONS[name])) for name in BY]
    chosen = [*by, "", ""]
    labels = (_("Rows by"), _("and by"), _("and also by"))
    return [
        scoping.Box(name, label, chosen[place], offered, empty=_("nothing else"), required=not place)
        for place, (name, label) in enumerate(zip(scoping.BY, labels, strict=True))
    ]


def described(found: Found, of: scoping.Asked) -> Table[Row]:
    """The table with its columns and its total."""
    programme = of.scope.programme
    return Table(
        name=f"budget-{programme.code}",
        caption=_("Budget"),
        columns=[
            *(_dimension(found, place, of) for place in range(len(found.by))),
            *(_amount(name, found, of) for name in AMOUNTS),
            Column(
                "delivery",
                _("Delivery"),
                lambda row: _delivery(row, found.currency),
                numeric=True,
                unit="%",
            ),
        ],
        kept=(*KEYS, *scoping.BY),
        source=source(programme),
        total=Row((), found.total),
    )


def _delivery(row: Row, currency: str) -> Any:
    """Spent in per cent of allotted; not applicable where what was spent had been allotted on other lines."""
    if row.amounts.spent + row.amounts.uncovered > row.amounts.allotted:
        return State.NOT_APPLICABLE
    return row.amounts.delivery("delivery", currency)


def _dimension(found: Found, place: int, of: scoping.Asked) -> Column[Row]:
    name = found.by[place]

    def words(row: Row) -> str:
        if not row.key:
            return "" if place else _("Total")
        return code_words(found, name, row.key[place])

    last = place == len(found.by) - 1

    def url(row: Row) -> str:
        return narrower(found.by, row.key, of) if row.key and last else ""

    return Column(name, str(DIMENSIONS[name]), words, url=url, sorting=by_key(lambda row: row.key[place]))


def code_words(found: Found, name: str, code: str) -> str:
    """A code with its title."""
    if code == NONE:
        return _("not specified")
    if name == "staff":
        return str(STAFF[code])
    named = title(found.names.title(name, code))
    return f"{code} {named}".strip()


def _amount(name: str, found: Found, of: scoping.Asked) -> Column[Row]:
    def url(row: Row) -> str:
        part = found.part(row.key) if row.key else of.scope
        if part is None or not getattr(row.amounts, name):
            return ""
        return explaining.address(of.scope.programme, name, part.values)

    return Column(
        name,
        str(AMOUNTS[name]),
        lambda row: Money(size(name, getattr(row.amounts, name)), found.currency),
        url=url,
        sorting=by_key(lambda row: size(name, getattr(row.amounts, name))),
        numeric=True,
        unit=found.currency,
        mark=_uncovered if name == "uncovered" else None,
    )


def _uncovered(row: Row) -> tuple[str, str] | None:
    return ("late", _("uncovered")) if row.amounts.uncovered else None


def narrower(by: tuple[str, ...], key: tuple[str, ...], of: scoping.Asked) -> str:
    """The address of the part a row stands for; empty where the scope cannot say it."""
    query = QueryDict(mutable=True)
    query.update(dict(of.scope.values))
    for name, code in zip(by, key, strict=True):
        named = SCOPE_OF.get(name, name)
        if named not in KEYS or (code == NONE and named == "staff"):
            return ""
        query[named] = {"staff": "yes", "non-staff": "no"}.get(code, code)
    following = NEXT.get(by[-1])
    if following is None:
        return f"{reverse('office:lines', args=[of.scope.programme.code])}?{query.urlencode()}"
    query["by"] = following
    return f"{reverse('office:budget', args=[of.scope.programme.code])}?{query.urlencode()}"


def stages(found: Found, of: scoping.Asked) -> list[dict[str, Any]]:
    """The stages of all rows together, for the fund bar; each opens into its explanation."""
    return [explaining.stage(of.scope, name, Money(getattr(found.total, name), found.currency)) for name in AMOUNTS]
