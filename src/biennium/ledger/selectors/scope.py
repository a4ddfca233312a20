"""Which lines: a scope names values of dimensions, and is written `fund=RB,result=3.2,year=2024`.

Invariant: an unknown dimension or code is refused with those there are; a scope never silently says everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from biennium.foundation.context import remembered
from biennium.funding.models import Agreement, CostCategory, Fund, Partner, Project
from biennium.kernel.errors import InvalidInput
from biennium.kernel.trees import below
from biennium.ledger.models import BudgetItem, Line
from biennium.ledger.models.lines import DIMENSIONS
from biennium.organisation.models import Place, Unit
from biennium.organisation.selectors import own_regions
from biennium.programme.models import Programme, Result, WorkItem

KEYS = (
    "fund",
    "partner",
    "agreement",
    "project",
    "budget_item",
    "result",
    "work_item",
    "unit",
    "region",
    "place",
    "cost_category",
    "staff",
    "year",
    "line",
)
NONE = "-"
"""How a scope writes *not yet specified*."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The lines of a programme with these values. A result, a unit, a budget item and a cost category stand for all
    below them as well."""

    programme: Programme
    values: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def parse(programme: Programme, text: str) -> Scope:
        """Reads `fund=RB,year=2024`; nothing is the whole programme. Raises `InvalidInput` naming the dimensions."""
        values: dict[str, str] = {}
        for part in filter(None, text.split(",")):
            name, equals, value = part.partition("=")
            if name not in KEYS or not equals or not value:
                raise InvalidInput(f"“{part}” is no part of a scope.", remedy=f"Dimensions: {', '.join(KEYS)}.")
            values[name] = value
        return Scope(programme, values)

    def within(self, name: str, value: str) -> Scope:
        """The part of it with one more value."""
        return Scope(self.programme, {**self.values, name: value})

    def __str__(self) -> str:
        return ",".join(f"{name}={self.values[name]}" for name in KEYS if name in self.values)

    def lines(self, prefix: str = "") -> Q:
        """The condition on lines; `prefix` leads to them, e.g. `line__`. Raises `InvalidInput` for an unknown code."""
        condition = Q(**{f"{prefix}programme": self.programme})
        for name, value in self.values.items():
            condition &= self._condition(prefix, name, value)
        return condition

    def _condition(self, prefix: str, name: str, value: str) -> Q:
        if name == "year":
            return Q(**{f"{prefix}year": _number(value)})
        if name == "line":
            return Q(**{f"{prefix}uid": _uid(value)})
        if name == "staff":
            return Q(**{f"{prefix}cost_category__staff": value == "yes"})
        if value == NONE:
            path = {"partner": "agreement", "region": "place"}.get(name, name)
            return Q(**{f"{prefix}{path}__isnull": True})
        found = remembered(("scope", self.programme.pk, name, value), lambda: FINDERS[name](self, "", value))
        children: list[Any] = found.children
        return Q(*((f"{prefix}{path}", wanted) for path, wanted in children))

    def _one_of(self, prefix: str, name: str, rows: Any, value: str, key: str = "code") -> Q:
        found = rows.filter(**{key: value}).values_list("pk", flat=True).first()
        if found is None:
            known = ", ".join(sorted(rows.values_list(key, flat=True)[:12]))
            raise InvalidInput(f"There is no {name} {value}.", remedy=f"There are {known} …" if known else "")
        return Q(**{f"{prefix}{name}": found})

    def _below(self, prefix: str, name: str, rows: Any, value: str) -> Q:
        parents = dict(rows.values_list("pk", "parent_id"))
        first = rows.filter(code=value).values_list("pk", flat=True).first()
        if first is None:
            raise InvalidInput(f"There is no {name} {value}.")
        return Q(**{f"{prefix}{name}__in": below(first, parents)})


def _number(value: str) -> int:
    if not value.isdigit():
        raise InvalidInput(f"“{value}” is no year.", remedy="Write it in digits, such as 2024.")
    return int(value)


def _uid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise InvalidInput(f"“{value}” is no line.", remedy="A line is named by its identifier.") from None


def _region(scope: Scope, prefix: str, value: str) -> Q:
    regions = own_regions()
    keys = list(Place.objects.filter(regions__in=regions.filter(code=value)).values_list("pk", flat=True))
    if not keys:
        codes = regions.values_list("code", flat=True)
        raise InvalidInput(f"There is no region {value}.", remedy=f"There are {', '.join(codes)}.")
    return Q(**{f"{prefix}place__in": keys})


FINDERS: dict[str, Callable[[Scope, str, str], Q]] = {
    "fund": lambda scope, prefix, value: scope._one_of(prefix, "fund", Fund.objects, value),
    "partner": lambda scope, prefix, value: Q(
        **{f"{prefix}agreement__partner__in": list(Partner.objects.filter(code=value).values_list("pk", flat=True))}
    ),
    "agreement": lambda scope, prefix, value: scope._one_of(prefix, "agreement", Agreement.objects, value),
    "project": lambda scope, prefix, value: scope._one_of(prefix, "project", Project.objects, value, "symbol"),
    "budget_item": lambda scope, prefix, value: scope._below(
        prefix, "budget_item", BudgetItem.objects.filter(programme=scope.programme), value
    ),
    "result": lambda scope, prefix, value: scope._below(
        prefix, "result", Result.objects.filter(programme=scope.programme, retired_at__isnull=True), value
    ),
    "work_item": lambda scope, prefix, value: scope._one_of(
        prefix, "work_item", WorkItem.objects.filter(programme=scope.programme, retired_at__isnull=True), value
    ),
    "unit": lambda scope, prefix, value: scope._below(prefix, "unit", Unit.objects, value),
    "region": _region,
    "place": lambda scope, prefix, value: scope._one_of(prefix, "place", Place.objects, value),
    "cost_category": lambda scope, prefix, value: scope._below(prefix, "cost_category", CostCategory.objects, value),
}


def lines(scope: Scope) -> Any:
    """The lines of a scope with what stands on them."""
    return Line.objects.filter(scope.lines()).select_related("balance", "account", *DIMENSIONS)
