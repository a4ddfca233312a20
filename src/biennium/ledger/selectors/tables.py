"""Budget tables: what was approved, allotted, committed and spent, by any dimensions, in the reporting currency.

Columns are cumulative authority: *approved* includes what has since been allotted, *allotted* what has been committed
and spent. Invariant: a table is one grouped query over the running balances, whatever its size, and the rows of every
table of a scope sum to the same totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, Sum

from biennium.foundation.context import remembered
from biennium.kernel.figures import Figure, RowRef, compute
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Batch, LineBalance, Move
from biennium.ledger.selectors.names import Names
from biennium.ledger.selectors.scope import KEYS, ONLY, STAFF, Scope

COLUMNS = ("approved", "allotted", "committed", "spent", "uncovered", "accrued")
PATHS = {
    "fund": "line__fund",
    "partner": "line__agreement__partner",
    "agreement": "line__agreement",
    "project": "line__project",
    "budget_item": "line__budget_item",
    "result": "line__result",
    "work_item": "line__work_item",
    "unit": "line__unit",
    "place": "line__place",
    "cost_category": "line__cost_category",
    "staff": "line__cost_category__staff",
    "year": "line__year",
}
DERIVED = {
    "part": "budget_item",
    "outcome": "result",
    "contributor": "partner",
    "region": "place",
    "un_category": "cost_category",
}
"""Dimensions that are made of another one, row by row."""
BY = (*PATHS, *DERIVED)
SCOPED = {"part": "budget_item", "outcome": "result"}
"""Dimensions that a scope names otherwise."""
STAFF_CODES = {"staff" if staff else "non-staff": value for value, staff in STAFF.items()}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The columns of a row, minor units of the reporting currency."""

    approved: int = 0
    allotted: int = 0
    committed: int = 0
    spent: int = 0
    uncovered: int = 0
    accrued: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.approved + other.approved,
            self.allotted + other.allotted,
            self.committed + other.committed,
            self.spent + other.spent,
            self.uncovered + other.uncovered,
            self.accrued + other.accrued,
        )

    @property
    def left_to_allot(self) -> int:
        """Approved and not allotted."""
        return self.approved - self.allotted

    @property
    def available(self) -> int:
        """Allotted, and neither committed nor spent."""
        return self.allotted - self.committed

    def delivery(self, key: str, currency: str) -> Figure:
        """Spent in per cent of allotted; not applicable where nothing was allotted."""
        spent = RowRef("money", f"{key}.spent", "spent", Money(self.spent, currency))
        allotted = RowRef("money", f"{key}.allotted", "allotted", Money(self.allotted, currency))
        return compute("percentage", key, [spent, allotted], unit="%", decimals=1)


@dataclass(frozen=True, slots=True)
class Row:
    """The codes of its dimensions (`-` for not yet specified), and its amounts."""

    key: Key
    amounts: Amounts


@dataclass(frozen=True)
class Table:
    """Rows by dimensions, and the scope they divide."""

    by: tuple[str, ...]
    currency: str
    rows: list[Row]
    names: Names
    scope: Scope
    _held: dict[str, set[str]] = field(default_factory=dict, init=False, compare=False)

    @property
    def total(self) -> Amounts:
        """The sum of the rows."""
        return sum((row.amounts for row in self.rows), Amounts())

    def only(self, name: str) -> Table:
        """The same money by one of its dimensions."""
        place = self.by.index(name)
        sums: dict[Key, Amounts] = defaultdict(Amounts)
        for row in self.rows:
            sums[(row.key[place],)] += row.amounts
        rows = [Row(key, amounts) for key, amounts in sums.items()]
        rows.sort(key=lambda row: self.names.order(name, row.key[0]))
        return Table((name,), self.currency, rows, self.names, self.scope)

    @cached_property
    def internal(self) -> int:
        """What funds paid each other in support cost: consolidated, it counts once."""
        return internal(self.scope)

    def part(self, key: Key) -> Scope | None:
        """The scope of a row: exactly its lines. None where a scope cannot say it."""
        scope = self.scope
        for name, code in zip(self.by, key, strict=True):
            named = SCOPED.get(name, name)
            if named not in KEYS:
                return None
            if named != name and named in scope.values:
                continue  # what is asked for stands within the outcome already
            alone = name == named and code in self._holding(name)
            value = STAFF_CODES.get(code, code) if name == "staff" else code
            scope = scope.within(named, f"{ONLY}{value}" if alone else value)
        return scope

    def _holding(self, name: str) -> set[str]:
        """The codes of a dimension below which another row stands."""
        if name not in self._held:
            place = self.by.index(name)
            self._held[name] = set().union(*(self.names.above(name, row.key[place]) for row in self.rows))
        return self._held[name]

    @property
    def consolidated(self) -> int:
        """What was spent, with support cost counted once."""
        return self.total.spent - self.internal


def table(scope: Scope, by: Sequence[str]) -> Table:
    """The budget table of a scope. Raises `KeyError` for a dimension that is none of `BY`."""
    memo = ("names", scope.programme.pk, scope.public)
    names = remembered(memo, lambda: Names(scope.programme, outside=scope.public))
    used = tuple(dict.fromkeys(DERIVED.get(name, name) for name in by))
    grouped: dict[Key, Amounts] = defaultdict(Amounts)
    for values, amounts in _grouped(scope, used).items():
        found = dict(zip(used, values, strict=True))
        key = tuple(names.code(name, found[DERIVED.get(name, name)]) for name in by)
        grouped[key] += amounts
    rows = [Row(key, amounts) for key, amounts in grouped.items() if any(_values(amounts))]
    rows.sort(key=lambda row: tuple(names.order(name, code) for name, code in zip(by, row.key, strict=True)))
    return Table(tuple(by), reporting_currency(), rows, names, scope)


def below(scope: Scope) -> Table:
    """The money of a scope by the results right below its own (those at the top, without one), each with all below it,
    and by what stands on its own result. The rows sum to the scope."""
    made, top = table(scope, ["result"]), scope.values.get("result")
    sums: dict[Key, Amounts] = defaultdict(Amounts)
    for row in made.rows:
        sums[(made.names.step("result", row.key[0], top),)] += row.amounts
    rows = [Row(key, amounts) for key, amounts in sums.items()]
    rows.sort(key=lambda row: made.names.order("result", row.key[0]))
    return Table(made.by, made.currency, rows, made.names, scope)


def as_of() -> datetime | None:
    """When something was last posted."""
    return remembered("books as of", lambda: Batch.objects.order_by("-id").values_list("at", flat=True).first())


def totals(scope: Scope) -> Amounts:
    """The sums of a scope."""
    return _grouped(scope, ()).get((), Amounts())


def standing(scope: Scope, by: str) -> dict[Any, Amounts]:
    """The sums of a scope by one dimension of `PATHS`, under its values or primary keys (None: not yet specified), in
    one query."""
    return {values[0]: amounts for values, amounts in _grouped(scope, (by,)).items()}


def _grouped(scope: Scope, used: Sequence[str]) -> Mapping[tuple[object, ...], Amounts]:
    sums = {stage: Sum(f"{stage}_reporting") for stage in COLUMNS}
    paths = [PATHS[name] for name in used]
    rows = LineBalance.objects.filter(scope.lines("line__")).order_by()
    if not paths:
        only = rows.aggregate(**sums)
        return {(): cumulative({stage: only[stage] or 0 for stage in COLUMNS})}
    found: dict[tuple[object, ...], Amounts] = {}
    for row in rows.values_list(*paths).annotate(*sums.values()):
        amounts = dict(zip(COLUMNS, row[len(paths) :], strict=True))
        found[tuple(row[: len(paths)])] = cumulative(amounts)
    return found


def cumulative(standing: Mapping[str, int]) -> Amounts:
    spent, uncovered = standing["spent"], standing["uncovered"]
    committed = standing["committed"] + spent + uncovered
    allotted = standing["allotted"] + committed
    return Amounts(standing["approved"] + allotted, allotted, committed, spent, uncovered, standing["accrued"])


def _values(amounts: Amounts) -> Sequence[int]:
    return [getattr(amounts, name) for name in COLUMNS]


def internal(scope: Scope) -> int:
    """What was spent as support cost of another fund, in the reporting currency."""
    came = Q(scope.lines("to_line__"), to_stage="spent")
    went = Q(scope.lines("from_line__"), from_stage="spent")
    sums = Move.objects.filter(mark="internal").aggregate(
        came=Sum("reporting", filter=came, default=0), went=Sum("reporting", filter=went, default=0)
    )
    return int(sums["came"] - sums["went"])
