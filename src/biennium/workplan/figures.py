"""Work plans as figures that open: a gap into outputs, an output into work items, a work item into what it needs and
what it has.

A figure is named `plan.COLUMN:SLICE`, e.g. `plan.gap:result=3.2,region=africa`.
"""

from __future__ import annotations

from dataclasses import replace

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input, RowRef, VersionPin, compute
from biennium.kernel.money import Money
from biennium.ledger.selectors.figures import money as ledger_figure
from biennium.ledger.selectors.scope import NONE, Scope
from biennium.programme.models import Programme, Version, words
from biennium.programme.selectors.versions import Book
from biennium.workplan.amounts import COLUMNS
from biennium.workplan.models import Requirement, StaffRequirement
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.selectors.work import (
    CONCLUDED,
    Work,
    Workload,
    expectations,
    workload,
)

FAMILY = "plan"
LACKS_NOTHING = "work that is completed or dropped lacks nothing"


def figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name. Raises `NotFound` for a column there is none of, `InvalidInput` for a wrong slice."""
    head, _, text = name.partition(":")
    column = head.removeprefix(f"{FAMILY}.")
    if column not in COLUMNS:
        known = ", ".join(f"{FAMILY}.{one}" for one in COLUMNS)
        raise NotFound(f"There is no figure “{head}”.", remedy=f"Figures: {known}.")
    made = plan_figure(version.programme, Slice.parse(text), column)
    return replace(made, version=VersionPin(version.programme.code, version.stage, version.short_hash))


def key(asked: Slice, column: str) -> str:
    """The name of a figure."""
    text = str(asked)
    return f"{FAMILY}.{column}:{text}" if text else f"{FAMILY}.{column}"


def plan_figure(programme: Programme, asked: Slice, column: str) -> Figure:
    """A column of a slice, with its parts one level down."""
    load = workload(programme, asked.year)
    works = load.of(asked)
    if "work_item" in asked.values and works:
        return WORK[column](_Opened(load, asked, works[0]))
    inputs = _parts(load, asked, column)
    if not inputs:
        return Figure.known(key(asked, column), Money.zero(load.currency), formula="no work item has any")
    return compute("sum", key(asked, column), inputs, unit=load.currency)


def _parts(load: Workload, asked: Slice, column: str) -> list[Input]:
    """By outcome, then by output, then by work item; a level that divides nothing is passed over."""
    works = load.of(asked)
    under = asked.values.get("result")
    groups: dict[str, list[Work]] = {}
    for work in works:
        groups.setdefault(_next(work, under), []).append(work)
    if set(groups) - {under or ""}:
        return [_group(load, asked, column, code, ours) for code, ours in groups.items() if _sum(ours, column)]
    return [_one(load, asked, column, work) for work in works if getattr(work.amounts, column)]


def _next(work: Work, under: str | None) -> str:
    """The code one level below a result on the way to the work; the result itself where it stands right at it."""
    path = work.tags["result"][::-1]
    if under is None:
        return path[0]
    if under == NONE:
        return NONE
    index = path.index(under)
    return path[index + 1] if index + 1 < len(path) else under


def _sum(works: list[Work], column: str) -> int:
    return sum(getattr(work.amounts, column) for work in works)


def _group(load: Workload, asked: Slice, column: str, code: str, works: list[Work]) -> Input:
    result = load.codes.get(code)
    label = f"{code} {words(result.title)}" if result else code
    return RowRef("figure", key(asked.within("result", code), column), label, Money(_sum(works, column), load.currency))


def _one(load: Workload, asked: Slice, column: str, work: Work) -> Input:
    name = key(_of_one(load, work), column)
    return RowRef("figure", name, str(work.item), Money(getattr(work.amounts, column), load.currency))


def _of_one(load: Workload, work: Work) -> Slice:
    only = Slice({"work_item": work.item.code})
    return only.within("year", str(load.year)) if load.year else only


class _Opened:
    """One work item, opened."""

    def __init__(self, load: Workload, asked: Slice, work: Work) -> None:
        self.load, self.work = load, work
        self.asked = _of_one(load, work)

    def key(self, column: str) -> str:
        return key(self.asked, column)

    def money(self, minor: int) -> Money:
        return Money(minor, self.load.currency)

    @property
    def concluded(self) -> bool:
        return self.work.status in CONCLUDED

    def nothing(self, column: str) -> Figure:
        return Figure.known(self.key(column), self.money(0), formula=LACKS_NOTHING)


def _requirement(opened: _Opened) -> Figure:
    """Money by year and cost category, staff at standard costs."""
    inputs: list[Input] = []
    year = opened.load.year
    for need in Requirement.objects.filter(work_item=opened.work.item).select_related("cost_category"):
        if year in (None, need.year):
            label = f"{need.year} · {need.cost_category}"
            inputs.append(RowRef("requirement", str(need.pk), label, opened.money(need.amount)))
    staff = StaffRequirement.objects.filter(work_item=opened.work.item).select_related("unit", "standard_cost")
    for one in staff:
        cost = one.standard_cost
        if year in (None, cost.year):
            monthly = opened.money(cost.amount)
            months = f"{one.months // 100}.{one.months % 100:02}"
            label = f"{cost.year} · {one.unit.code} · {cost.grade} {cost.station} · {months} × {monthly}"
            inputs.append(RowRef("staff requirement", str(one.pk), label, opened.money(one.cost)))
    if not inputs:
        return Figure.known(opened.key("requirement"), opened.money(0), formula="nothing is required")
    return compute("sum", opened.key("requirement"), inputs, unit=opened.load.currency)


def _resources(opened: _Opened) -> Figure:
    """What was allotted, or what was committed and spent, whichever is more."""
    values = {"work_item": opened.work.item.code} | ({"year": str(opened.load.year)} if opened.load.year else {})
    scope = Scope(opened.load.programme, values)
    inputs = [ledger_figure(scope, column) for column in ("allotted", "committed")]
    return compute("largest", opened.key("resources"), inputs)


def _gap(opened: _Opened) -> Figure:
    if opened.concluded:
        return opened.nothing("gap")
    return compute("shortfall", opened.key("gap"), [_requirement(opened), _resources(opened)])


def _surplus(opened: _Opened) -> Figure:
    if opened.concluded:
        return opened.nothing("surplus")
    return compute("shortfall", opened.key("surplus"), [_resources(opened), _requirement(opened)])


def _savings(opened: _Opened) -> Figure:
    if not opened.concluded:
        return Figure.known(opened.key("savings"), opened.money(0), formula="work that goes on has saved nothing yet")
    spent = RowRef("figure", f"money.spent:{opened.asked}", "spent", opened.money(opened.work.amounts.spent))
    return compute("shortfall", opened.key("savings"), [_resources(opened), spent])


def _expected(opened: _Opened) -> Figure:
    """Amount × probability × share of each agreement that is not signed yet."""
    inputs: list[Input] = [
        RowRef(
            "agreement",
            one.agreement.code,
            f"{one.agreement} · {one.agreement.probability / 100:.2f} % × {one.share / 100:.2f} %",
            opened.money(amount),
        )
        for one, amount in expectations(opened.load.programme, opened.load.year, opened.work.item)
    ]
    if not inputs:
        return Figure.known(opened.key("expected"), opened.money(0), formula="nothing is expected")
    return compute("sum", opened.key("expected"), inputs, unit=opened.load.currency)


def _expected_gap(opened: _Opened) -> Figure:
    if opened.concluded:
        return opened.nothing("expected_gap")
    inputs = [_requirement(opened), _resources(opened), _expected(opened)]
    return compute("shortfall", opened.key("expected_gap"), inputs)


WORK = {
    "requirement": _requirement,
    "resources": _resources,
    "gap": _gap,
    "surplus": _surplus,
    "savings": _savings,
    "expected": _expected,
    "expected_gap": _expected_gap,
}
