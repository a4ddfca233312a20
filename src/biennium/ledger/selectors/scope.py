"""Which lines: a scope names values of dimensions, and is written `fund=RB,result=3.2,year=2024`.

In a tree, a value stands for all below it as well; `result==3` is result 3 alone. `partner=~` is every partner who is
not published, `agreement=~` every agreement that is not public. A scope that is read in public (`Scope.public`) knows
public partners and agreements only. Invariant: an unknown dimension or code is refused with those there are; a scope
never silently says everything, and the scopes of the rows of a table divide its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from biennium.foundation.context import remembered
from biennium.funding.models import Agreement, CostCategory, Fund, Partner, Project
from biennium.funding.selectors import public
from biennium.kernel.errors import InvalidInput
from biennium.kernel.trees import below
from biennium.ledger.models import BudgetItem, Line
from biennium.ledger.models.lines import DIMENSIONS
from biennium.organisation.models import Place, Unit
from biennium.organisation.selectors import own_regions
from biennium.programme.models import Programme, Result, WorkItem

KEYS = (
    "fund",
    "contributor",
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
ONLY = "="
"""How a scope writes a value without those below it."""
NOT_PUBLISHED = "~"
"""How a scope writes the partners who are not published."""
STAFF = {"yes": True, "no": False}


MOST_NAMED = 12
Found = tuple[str, Any]
"""The path of a condition on lines, and what stands there."""
Finder = Callable[["Scope", str, str], Found]


@dataclass(frozen=True, slots=True)
class Scope:
    """The lines of a programme with these values."""

    programme: Programme
    values: Mapping[str, str] = field(default_factory=dict)
    public: bool = False

    @staticmethod
    def parse(programme: Programme, text: str) -> Scope:
        """Reads `fund=RB,year=2024`; nothing is the whole programme. Raises `InvalidInput` naming the dimensions."""
        return Scope(programme, pairs(text, KEYS))

    def within(self, name: str, value: str) -> Scope:
        """The part of it with one more value."""
        return replace(self, values={**self.values, name: value})

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
            return Q(**{f"{prefix}year": _year(self.programme, value)})
        if name == "line":
            return Q(**{f"{prefix}uid": read_uid(value)})
        if name == "region" and value == NONE:
            return Q(**{f"{prefix}place__isnull": True}) | ~Q(**{f"{prefix}place__in": _regional()})
        if value == NONE:
            path = {"partner": "agreement", "contributor": "agreement", "staff": "cost_category"}.get(name, name)
            return Q(**{f"{prefix}{path}__isnull": True})
        key = ("scope", self.programme.pk, self.public, name, value)
        path, wanted = remembered(key, lambda: FINDERS[name](self, name, value))
        return Q(**{f"{prefix}{path}": wanted})


def pairs(text: str, keys: Sequence[str]) -> dict[str, str]:
    """Reads `fund=RB,year=2024`. Raises `InvalidInput` naming the keys."""
    values: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        name, equals, value = part.partition("=")
        if name not in keys or not equals or not value:
            raise InvalidInput(
                _("“%(part)s” is no part of a scope.") % {"part": part},
                remedy=_("Dimensions: %(known)s.") % {"known": ", ".join(keys)},
            )
        if name in values:
            raise InvalidInput(
                _("“%(name)s” is named twice.") % {"name": name}, remedy=_("Name a value of each dimension.")
            )
        values[name] = value
    return values


def _year(programme: Programme, value: str) -> int:
    year = _number(value)
    if year not in programme.years:
        raise InvalidInput(_("%(year)s is no year of %(programme)s.") % {"year": year, "programme": programme.code})
    return year


def _number(value: str) -> int:
    if not value.isdecimal():
        raise InvalidInput(
            _("“%(value)s” is no year.") % {"value": value}, remedy=_("Write it in digits, such as 2024.")
        )
    return int(value)


def read_uid(value: str) -> UUID:
    """The identifier of a line. Raises `InvalidInput`."""
    try:
        return UUID(value)
    except ValueError:
        raise InvalidInput(
            _("“%(value)s” is no line.") % {"value": value}, remedy=_("A line is named by its identifier.")
        ) from None


def _unknown(name: str, value: str, rows: Any, key: str = "code") -> InvalidInput:
    known = ", ".join(sorted(set(rows.order_by(key).values_list(key, flat=True)[:MOST_NAMED])))
    remedy = _("There are %(known)s …") % {"known": known} if known else ""
    return InvalidInput(_("There is no %(name)s %(value)s.") % {"name": name, "value": value}, remedy=remedy)


def _one(rows: Callable[[Scope], Any], key: str = "code") -> Finder:
    """Values that stand for themselves."""

    def found(scope: Scope, name: str, value: str) -> Found:
        known = list(rows(scope).filter(**{key: value}).values_list("pk", flat=True))
        if not known:
            raise _unknown(name, value, rows(scope), key)
        return f"{name}__in", known

    return found


def _tree(rows: Callable[[Scope], Any]) -> Finder:
    """Values that stand for all below them as well, unless they stand alone."""

    def found(scope: Scope, name: str, value: str) -> Found:
        listed = list(rows(scope).order_by().values_list("pk", "code", "parent_id"))
        known = [pk for pk, code, _parent in listed if code == value.removeprefix(ONLY)]
        if not known:
            raise _unknown(name, value.removeprefix(ONLY), rows(scope))
        if value.startswith(ONLY):
            return f"{name}__in", known
        parents = {pk: parent for pk, _code, parent in listed}
        return f"{name}__in", sorted({key for one in known for key in below(one, parents)})

    return found


def _regional(code: str = "") -> list[int]:
    """The places of a region, or of any."""
    regions = own_regions().filter(code=code) if code else own_regions()
    return list(Place.objects.filter(regions__in=regions).order_by("pk").values_list("pk", flat=True))


def _region(_scope: Scope, name: str, value: str) -> Found:
    keys = _regional(value)
    if not keys:
        raise _unknown(name, value, own_regions())
    return "place__in", keys


def _partner(scope: Scope, name: str, value: str) -> Found:
    if value == NOT_PUBLISHED:
        return "agreement__partner__published", False
    rows = public.partners() if scope.public else Partner.objects.all()
    known = list(rows.filter(code=value).values_list("pk", flat=True))
    if not known:
        raise _unknown(name, value, public.partners())
    return "agreement__partner__in", known


def _agreement(scope: Scope, name: str, value: str) -> Found:
    if value == NOT_PUBLISHED:
        hidden = Agreement.objects.exclude(pk__in=public.agreements().values("pk"))
        return "agreement__in", list(hidden.values_list("pk", flat=True))
    rows = public.agreements() if scope.public else Agreement.objects.all()
    known = list(rows.filter(code=value).values_list("pk", flat=True))
    if not known:
        raise _unknown(name, value, rows)
    return "agreement__in", known


def _contributor(_scope: Scope, name: str, value: str) -> Found:
    """The published partners of a type."""
    if value == NOT_PUBLISHED:
        return "agreement__partner__published", False
    known = list(public.partners().filter(contributor_type=value).values_list("pk", flat=True))
    if not known:
        raise _unknown(name, value, public.partners(), "contributor_type")
    return "agreement__partner__in", known


def _staff(_scope: Scope, name: str, value: str) -> Found:
    if value not in STAFF:
        raise InvalidInput(
            _("There is no %(name)s %(value)s.") % {"name": name, "value": value},
            remedy=_("There are %(known)s …") % {"known": ", ".join(STAFF)},
        )
    return "cost_category__staff", STAFF[value]


FINDERS: dict[str, Finder] = {
    "fund": _one(lambda _scope: Fund.objects.all()),
    "contributor": _contributor,
    "partner": _partner,
    "agreement": _agreement,
    "project": _one(lambda _scope: Project.objects.all(), "symbol"),
    "budget_item": _tree(lambda scope: BudgetItem.objects.filter(programme=scope.programme)),
    "result": _tree(lambda scope: Result.objects.filter(programme=scope.programme)),
    "work_item": _one(lambda scope: WorkItem.objects.filter(programme=scope.programme)),
    "unit": _tree(lambda _scope: Unit.objects.all()),
    "region": _region,
    "place": _one(lambda _scope: Place.objects.all()),
    "cost_category": _tree(lambda _scope: CostCategory.objects.all()),
    "staff": _staff,
}


def lines(scope: Scope) -> Any:
    """The lines of a scope with what stands on them."""
    return Line.objects.filter(scope.lines()).select_related("balance", "account", *DIMENSIONS)
