"""Which work a page speaks of: a slice read from the address, and the boxes and links that narrow or widen it.

Invariant: everything that narrows a page stands in its address and is shown on it; an unknown value is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from biennium.ledger.selectors.scope import NONE
from biennium.office.budget import choices
from biennium.office.budget.scoping import Box, Chip
from biennium.office.plans.words import KINDS, SLICES, STATUSES
from biennium.organisation.models import Unit
from biennium.organisation.selectors import all_units
from biennium.programme.models import Programme
from biennium.workplan.selectors.slices import KEYS, Slice
from biennium.workplan.selectors.work import Workload, workload

CHOSEN = ("result", "region", "unit", "kind", "status", "year")
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """The slice of a page with its boxes."""

    programme: Programme
    of: Slice
    parameters: QueryDict

    @property
    def scope(self) -> Slice:
        """What the boxes and links narrow."""
        return self.of

    @property
    def boxes(self) -> list[Box]:
        """The filters that are listed."""
        return [self._box(name, offered(workload(self.programme, self.of.year), name)) for name in CHOSEN]

    @property
    def more(self) -> list[Box]:
        """The filters whose code is typed."""
        return [self._box(name, []) for name in ("place", "country_programme")]

    def _box(self, name: str, listed: choices.Choices) -> Box:
        return Box(name, SLICES[name], self.of.values.get(name, ""), listed)

    @property
    def chips(self) -> Iterator[Chip]:
        """What narrows the page."""
        for name, value in self.of.values.items():
            query = self._query()
            query.pop(name, None)
            yield Chip(SLICES[name], _("not specified") if value == NONE else value, f"?{query.urlencode()}")

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form of the filters hands on."""
        return [
            (name, value) for name, values in self._query().lists() for value in values if name not in KEYS and value
        ]

    def tail(self, **more: str) -> str:
        """The slice, with more values, as the query of another page."""
        query = QueryDict(mutable=True)
        query.update({**self.of.values, **more})
        return f"?{query.urlencode()}" if query else ""

    @property
    def tail_without_lead(self) -> str:
        """The work of the slice that no unit leads."""
        return self.tail(unit=NONE)

    def _query(self) -> QueryDict:
        query = self.parameters.copy()
        query.pop("page", None)
        return query


def asked(programme: Programme, parameters: QueryDict) -> Asked:
    """The slice of an address."""
    values = {name: value for name in KEYS if (value := parameters.get(name, "").strip()[:LONGEST])}
    return Asked(programme, Slice(values), parameters)


def offered(load: Workload, name: str) -> choices.Choices:
    """The values of a filter in words, from what was read already."""
    listed: dict[str, Callable[[], choices.Choices]] = {
        "year": lambda: [(str(one), str(one)) for one in choices.years(load.programme)],
        "region": lambda: [(one.code, choices.titled(one.name)) for one in load.regions],
        "kind": lambda: [(code, str(label)) for code, label in KINDS.items()],
        "status": lambda: [(code, str(label)) for code, label in STATUSES.items()],
        "unit": lambda: [(one.code, f"{one.code} · {choices.titled(one.name)}") for one in _open_units()],
        "result": lambda: [(one.code, f"{one.code} · {choices.titled(one.title)}") for one in load.framework],
    }
    found = listed[name]()
    return found if name in ("year", "kind", "status") else [*found, (NONE, _("not specified"))]


def _open_units() -> list[Unit]:
    return [unit for unit in all_units() if unit.retired_at is None]
