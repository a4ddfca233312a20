"""The money of a programme, sliced as the strategic budget is: parts of the budget, staff and non-staff, regions; the
table of outputs by fund and year stands on the page of the budget.

Invariant: each slice sums to the same totals; each row leads to the part of the budget it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.scope import Scope
from biennium.office.budget import dividing, scoping
from biennium.programme.models import Programme
from biennium.web import exports, tables

SLICES: dict[str, Any] = {
    "part": _lazy("By part of the budget"),
    "staff": _lazy("Staff and non-staff"),
    "region": _lazy("By region"),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """A table with its title, and where it stands on the page of the budget."""

    title: Any
    url: str
    shown: tables.Shown[ledger.Row]


def slices(programme: Programme) -> list[Slice]:
    """The slices, from one reading of the books."""
    asked = scoping.Asked(Scope(programme), QueryDict())
    found = ledger.table(asked.scope, list(SLICES))
    return [_slice(programme, asked, found.only(name), title) for name, title in SLICES.items()]


def _slice(programme: Programme, asked: scoping.Asked, found: ledger.Table, title: Any) -> Slice:
    table = dividing.described(found, asked)
    fixed = replace(table, caption=str(title), columns=[replace(one, sorting=None) for one in table.columns])
    query = QueryDict(f"by={found.by[0]}")
    files = {one: reverse("office:budget_file", args=[programme.code, one]) for one in exports.FORMATS}
    shown = tables.show(fixed, found.rows, query, files)
    return Slice(title, f"{reverse('office:budget', args=[programme.code])}?{query.urlencode()}", shown)
