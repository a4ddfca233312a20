"""Which money a page speaks of: a scope read from the address, and the boxes and links that narrow or widen it.

Invariant: everything that narrows a page stands in its address and is shown on it; an unknown value is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.ledger.selectors.scope import KEYS, NONE, Scope
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import choices
from biennium.programme.models import Programme

CHOSEN = ("fund", "result", "unit", "region", "year", "staff")
"""Dimensions with few enough values to list; of the others the code is typed."""
LONGEST = 100
ALL = _lazy("All")
BY = ("by", "then", "and")
"""The parameters that say into what the rows of a table are divided."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filter: its name and label, what is chosen, the choices if there are few, and what choosing none is called."""

    name: str
    label: Any
    value: str
    offered: choices.Choices
    empty: Any = ALL
    required: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that narrows the page, and the address without it."""

    label: Any
    value: str
    without: str


@dataclass(frozen=True)
class Asked:
    """The scope of a page with its boxes; `carried` are the other parameters of the address."""

    scope: Scope
    parameters: QueryDict

    @property
    def boxes(self) -> list[Box]:
        """The filters that are listed."""
        return [self._box(name, offered(self.scope.programme, name)) for name in CHOSEN]

    @property
    def more(self) -> list[Box]:
        """The filters whose code is typed."""
        return [self._box(name, []) for name in KEYS if name not in CHOSEN and name != "line"]

    def _box(self, name: str, listed: choices.Choices) -> Box:
        return Box(name, DIMENSIONS[name], self.scope.values.get(name, ""), listed)

    @property
    def chips(self) -> Iterator[Chip]:
        """What narrows the page."""
        for name, value in self.scope.values.items():
            query = self._query()
            query.pop(name, None)
            yield Chip(
                DIMENSIONS.get(name, name), _("not specified") if value == NONE else value, f"?{query.urlencode()}"
            )

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form of the filters hands on."""
        return [
            (name, value)
            for name, values in self._query().lists()
            for value in values
            if name not in (*KEYS, *BY) and value
        ]

    @property
    def tail(self) -> str:
        """The scope as the query of another page."""
        query = QueryDict(mutable=True)
        query.update(dict(self.scope.values))
        return f"?{query.urlencode()}" if query else ""

    def _query(self) -> QueryDict:
        query = self.parameters.copy()
        query.pop("page", None)
        return query


def asked(programme: Programme, parameters: QueryDict) -> Asked:
    """The scope of an address."""
    values = {name: value for name in KEYS if (value := parameters.get(name, "").strip()[:LONGEST])}
    return Asked(Scope(programme, values), parameters)


def offered(programme: Programme, name: str) -> choices.Choices:
    """The values of a filter in words."""
    if name == "year":
        return [(str(one), str(one)) for one in choices.years(programme)]
    if name == "staff":
        return [("yes", _("staff")), ("no", _("non-staff"))]
    if name == "region":
        return choices.regions()
    return [*choices.as_choices(choices.listed(name, programme)), (NONE, _("not specified"))]
