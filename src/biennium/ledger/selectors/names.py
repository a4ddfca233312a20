"""What the dimensions of money are called: codes and titles, read once for each dimension of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from biennium.foundation.context import remembered
from biennium.funding.models import Agreement, CostCategory, Fund, Partner, Project
from biennium.funding.selectors import public
from biennium.kernel.text import Text
from biennium.ledger.models import BudgetItem
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED
from biennium.organisation.models import Place, Unit
from biennium.organisation.selectors import mapped_regions
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.selectors.document import in_tree_order

Named = tuple[str, Text, int]
"""Code, title, and where it stands among its like."""


class Names:
    """The codes and titles of one programme's dimensions."""

    def __init__(self, programme: Programme, *, outside: bool = False) -> None:
        """`outside`: partners and agreements that are not public have no code and no title."""
        self._programme = programme
        self._readers = {**READERS, **PUBLIC} if outside else READERS
        self._hidden = frozenset(PUBLIC) if outside else frozenset()
        self._known: dict[str, dict[Any, Named]] = {}
        self._coded: dict[str, dict[str, Named]] = {}
        self._parents: dict[str, dict[str, str | None]] = {}

    def code(self, dimension: str, value: Any) -> str:
        """The code of a value (a primary key, or the value itself); `-` for none."""
        if dimension == "year":
            return str(value)
        if dimension == "staff":
            return {True: "staff", False: "non-staff"}.get(value, NONE)
        if dimension == "region":
            return self._region_of.get(value, NONE)
        if dimension == "outcome":
            return self._top.get(value, NONE)
        if dimension == "part":
            return self._part.get(value, NONE)
        if dimension == "contributor":
            return self._contributor.get(value, NONE)
        if dimension == "un_category":
            return self._un_category.get(value, NONE)
        named = self._of(dimension).get(value)
        if named is None and value is not None and dimension in self._hidden:
            return NOT_PUBLISHED
        return named[0] if named else NONE

    def title(self, dimension: str, code: str) -> Text:
        """The title of a code; empty where there is none."""
        named = self._by_code(dimension).get(code)
        return named[1] if named else {}

    def order(self, dimension: str, code: str) -> tuple[int, str]:
        """Where a code stands: in its own order, what is not specified last."""
        if code == NONE:
            return (2**31, "")
        if code == NOT_PUBLISHED:
            return (2**31 - 1, "")
        named = self._by_code(dimension).get(code)
        return (named[2] if named else 0, code)

    def above(self, dimension: str, code: str) -> set[str]:
        """The codes of what a code stands below; none where values do not stand below one another."""
        parents, found = self._parents_of(dimension), set[str]()
        while (parent := parents.get(code)) and parent not in found:
            found.add(parent)
            code = parent
        return found

    def _parents_of(self, dimension: str) -> dict[str, str | None]:
        if dimension not in self._parents:
            tree = TREES.get(dimension)
            rows = tree(self._programme).order_by().values_list("code", "parent__code") if tree else ()
            self._parents[dimension] = dict(rows)
        return self._parents[dimension]

    def step(self, dimension: str, code: str, top: str | None) -> str:
        """What stands right below `top` on the way to a code, or at the top; `top` itself for itself."""
        parents = self._parents_of(dimension)
        while code != top and (parent := parents.get(code)) not in (None, top):
            code = str(parent)
        return code

    def _by_code(self, dimension: str) -> dict[str, Named]:
        if dimension not in self._coded:
            self._coded[dimension] = {named[0]: named for named in self._of(dimension).values()}
        return self._coded[dimension]

    def _of(self, dimension: str) -> dict[Any, Named]:
        if dimension not in self._known:
            reader = self._readers.get(dimension)
            self._known[dimension] = reader(self._programme) if reader else {}
        return self._known[dimension]

    @cached_property
    def _region_of(self) -> dict[Any, str]:
        return {place.pk: region.code for region in mapped_regions() for place in region.places.all()}

    @cached_property
    def _top(self) -> dict[Any, str]:
        return _tops({pk: (code, parent) for pk, code, parent, _title, _uid in _numbered(self._programme)})

    @property
    def outcomes(self) -> dict[str, UUID]:
        """The identity of each result at the top, by its code in the books."""
        return {code: uid for _pk, code, parent, _title, uid in _numbered(self._programme) if parent is None}

    @cached_property
    def _part(self) -> dict[Any, str]:
        return _tops({item.pk: (item.code, item.parent_id) for item in budget_items(self._programme)})

    @cached_property
    def _contributor(self) -> dict[Any, str]:
        rows = Partner.objects.values_list("pk", "contributor_type", "published")
        return {pk: kind if published else NOT_PUBLISHED for pk, kind, published in rows}

    @cached_property
    def _un_category(self) -> dict[Any, str]:
        return dict(CostCategory.objects.values_list("pk", "un_category"))


def budget_items(programme: Programme) -> list[BudgetItem]:
    """The budget items in their order; asked once a request."""
    return remembered(("budget items", programme.pk), lambda: list(programme.budget_items.order_by("position", "id")))


def _tops(rows: dict[Any, tuple[str, Any]]) -> dict[Any, str]:
    """By primary key, the code of what stands at the top of its tree; of each, the code and what it stands below."""
    found = {}
    for pk in rows:
        top = pk
        while (parent := rows[top][1]) in rows:
            top = parent
        found[pk] = rows[top][0]
    return found


def _in_tree_order(rows: Iterable[Any]) -> dict[Any, Named]:
    return {row.pk: (row.code, row.title, place) for place, row in enumerate(in_tree_order(rows))}


def _listed(rows: Any, code: str = "code", title: str = "name", by: Sequence[str] = ()) -> dict[Any, Named]:
    """In the order of `by` and of the code, sorted here: each database has an alphabet of its own."""
    listed = sorted(rows.order_by().values_list(*by, code, "pk", title), key=lambda row: row[:-1])
    return {pk: (name, words, place) for place, (*_by, name, pk, words) in enumerate(listed)}


class Numbered(NamedTuple):
    """Key, code, key of the one above, title and identity of a result."""

    pk: int
    code: str
    parent_id: int | None
    title: Text
    uid: UUID


def _numbered(programme: Programme) -> list[Numbered]:
    """The results in their order; asked once a request."""
    rows = Result.objects.filter(programme=programme).order_by("position", "id").values_list(*Numbered._fields)
    return remembered(("numbered results", programme.pk), lambda: [Numbered(*row) for row in rows])


def _outcomes(programme: Programme) -> dict[Any, Named]:
    tops = [(pk, code, title) for pk, code, parent, title, _uid in _numbered(programme) if parent is None]
    return {pk: (code, title, place) for place, (pk, code, title) in enumerate(tops)}


TREES: dict[str, Callable[[Programme], Any]] = {
    "budget_item": lambda programme: BudgetItem.objects.filter(programme=programme),
    "result": lambda programme: Result.objects.filter(programme=programme),
    "unit": lambda _programme: Unit.objects.all(),
    "cost_category": lambda _programme: CostCategory.objects.all(),
}
"""Dimensions whose values stand below one another."""

READERS: dict[str, Callable[[Programme], dict[Any, Named]]] = {
    "fund": lambda _programme: _listed(Fund.objects.all(), by=("position",)),
    "partner": lambda _programme: _listed(Partner.objects.all()),
    "agreement": lambda _programme: _listed(Agreement.objects.all(), title="title"),
    "project": lambda _programme: _listed(Project.objects.all(), code="symbol", title="title"),
    "budget_item": lambda programme: _in_tree_order(budget_items(programme)),
    "result": lambda programme: _in_tree_order(_numbered(programme)),
    "outcome": _outcomes,
    "part": lambda programme: {
        item.pk: (item.code, item.title, place)
        for place, item in enumerate(budget_items(programme))
        if item.parent_id is None
    },
    "work_item": lambda programme: _listed(WorkItem.objects.filter(programme=programme), title="title"),
    "unit": lambda _programme: _listed(Unit.objects.all()),
    "place": lambda _programme: _listed(Place.objects.all()),
    "region": lambda _programme: {one.pk: (one.code, one.name, at) for at, one in enumerate(mapped_regions())},
    "cost_category": lambda _programme: _listed(CostCategory.objects.all(), by=("position",)),
}

PUBLIC: dict[str, Callable[[Programme], dict[Any, Named]]] = {
    "partner": lambda _programme: _listed(public.partners()),
    "agreement": lambda _programme: _listed(public.agreements(), title="title"),
}
"""How those are read outside of which not everything is public."""
