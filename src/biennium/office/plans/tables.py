"""The tables of the work plan as they are shown, sorted, filtered and saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.foundation.context import remembered
from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import NONE
from biennium.office.budget.tables import title
from biennium.office.plans.slicing import Asked
from biennium.office.plans.words import COLUMNS, KINDS, PROGRAMME_STATUSES, STATUSES
from biennium.programme.models import Programme
from biennium.programme.selectors.versions import latest
from biennium.web.tables import Column, Table, by_key
from biennium.workplan.amounts import Amounts
from biennium.workplan.figures import key
from biennium.workplan.selectors.country_programmes import Listed
from biennium.workplan.selectors.slices import KEYS
from biennium.workplan.selectors.staff import Load
from biennium.workplan.selectors.work import Work, Workload

SCALE = 3
MILLION = 100_000_000
"""Minor units from which on thousands are precise enough at the top of a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of sums: a code with its title (both empty: the total), and its amounts."""

    code: str
    title: dict[str, str]
    amounts: Amounts


def source(programme: Programme) -> list[str]:
    """Where figures come from, for files and captions."""
    found = [_("Work plan of programme %(code)s, as it stands now") % {"code": programme.code}]
    if programme.is_demonstration:
        found.append(_("Demonstration: plans and requirements are illustrative, and so is the split of money"))
    return found


def months(hundredths: int) -> Decimal:
    """Hundredths of a month as the number a reader knows."""
    return Decimal(hundredths).scaleb(-2)


def scale_of(amounts: Amounts) -> int:
    """The power of ten in which the sums of a page are shown: thousands from a million on."""
    return SCALE if max(amounts.requirement, amounts.resources) >= MILLION else 0


class Explained:
    """The addresses at which figures open; none before the first version is sealed."""

    def __init__(self, programme: Programme) -> None:
        sealed = remembered(("latest", programme.pk), lambda: latest(programme))
        self._code = programme.code if sealed else ""

    def __call__(self, asked: Asked, column: str, **more: str) -> str:
        if not self._code:
            return ""
        of = asked.of
        for name, value in more.items():
            of = of.within(name, value)
        return reverse("portal:explain", args=[self._code, key(of, column)])


def amount_columns(
    load: Workload, amounts: Callable[[Any], Amounts], url: Callable[[Any, str], str]
) -> list[Column[Any]]:
    """The columns of amounts, each of which opens."""

    def one(name: str) -> Column[Any]:
        return Column(
            name,
            str(COLUMNS[name]),
            lambda row: Money(getattr(amounts(row), name), load.currency),
            url=lambda row: url(row, name),
            sorting=by_key(lambda row: getattr(amounts(row), name)),
            numeric=True,
            unit=load.currency,
            scale=SCALE,
        )

    staff: Column[Any] = Column(
        "months",
        _("Staff months"),
        lambda row: months(amounts(row).months),
        sorting=by_key(lambda row: amounts(row).months),
        numeric=True,
    )
    return [*map(one, COLUMNS), staff]


def outputs(load: Workload, asked: Asked) -> tuple[Table[Line], list[Line]]:
    """A row for each output with work in the slice."""
    explained = Explained(load.programme)
    sums = load.by("result", asked.of)
    order = {one.code: place for place, one in enumerate(load.codes.values())}
    rows = [
        Line(code, load.codes[code].title if code in load.codes else {}, amounts)
        for code, amounts in sorted(sums.items(), key=lambda item: order.get(item[0], len(order)))
    ]
    here = reverse("office:work", args=[load.programme.code])

    def named(row: Line) -> str:
        if not row.code:
            return _("Total")
        return _("no output") if row.code == NONE else f"{row.code} {title(row.title)}"

    def url(row: Line, column: str) -> str:
        return explained(asked, column, **({"result": row.code} if row.code else {}))

    first: Column[Line] = Column(
        "result",
        _("Output"),
        named,
        url=lambda row: f"{here}{asked.tail(result=row.code)}" if row.code else "",
        sorting=by_key(lambda row: order.get(row.code, len(order))),
    )
    made = Table[Line](
        name=f"work-plan-{load.programme.code}",
        caption=_("Outputs"),
        columns=[first, *amount_columns(load, lambda row: row.amounts, url)],
        kept=KEYS,
        source=source(load.programme),
        total=Line("", {}, load.amounts(asked.of)),
    )
    return made, rows


def works(load: Workload, asked: Asked) -> Table[Any]:
    """A row for each work item of the slice, and their sum."""
    explained = Explained(load.programme)
    code = load.programme.code

    def amounts(row: Any) -> Amounts:
        found: Amounts = row.amounts
        return found

    def url(row: Any, column: str) -> str:
        year = {"year": asked.of.values["year"]} if "year" in asked.of.values else {}
        return explained(Asked(load.programme, type(asked.of)(), asked.parameters), column, **year, **_only(row))

    return Table(
        name=f"work-{code}",
        caption=_("Work items"),
        columns=[
            *_about(code),
            *amount_columns(load, amounts, url),
        ],
        kept=KEYS,
        source=source(load.programme),
        per_page=50,
        sort="-gap",
        total=Line("", {}, load.amounts(asked.of)),
    )


def _only_work(value: Callable[[Work], Any]) -> Callable[[Any], Any]:
    """The value of a work item; nothing for the total."""
    return lambda row: value(row) if isinstance(row, Work) else ""


def _about(code: str) -> list[Column[Any]]:
    """What is told of a work item besides its amounts."""
    return [
        Column(
            "code",
            _("Work item"),
            lambda row: row.item.code if isinstance(row, Work) else _("Total"),
            url=_only_work(lambda row: reverse("office:work_plan", args=[code, row.item.code])),
            sorting=by_key(lambda row: row.item.code),
        ),
        Column("title", _("Title"), _only_work(lambda row: row.item.title)),
        Column("unit", _("Lead unit"), _only_work(_lead), sorting=by_key(lambda row: row.tags["unit"][0])),
        Column(
            "status",
            _("Status"),
            _only_work(lambda row: str(STATUSES[row.status])),
            sorting=by_key(lambda row: row.status),
        ),
        Column("kind", _("Kind"), _only_work(lambda row: str(KINDS[row.item.kind])), only="file"),
        Column("output", _("Output"), _only_work(lambda row: row.tags["result"][0]), only="file"),
        Column("place", _("Country or territory"), _only_work(lambda row: row.tags["place"][0]), only="file"),
    ]


def _only(row: Any) -> dict[str, str]:
    return {"work_item": row.item.code} if isinstance(row, Work) else {}


def _lead(row: Work) -> str | None:
    return row.tags["unit"][0] if row.tags["unit"][0] != NONE else None


def staff(programme: Programme) -> Table[Load]:
    """Months planned against months there are."""

    return Table(
        name=f"staff-{programme.code}",
        caption=_("Staff months"),
        columns=[
            *_staff_columns(programme),
        ],
        source=source(programme),
        sort="-over",
    )


def _staff_columns(programme: Programme) -> list[Column[Load]]:
    def capacity(row: Load) -> Decimal | None:
        return None if row.capacity is None else months(row.capacity)

    return [
        Column(
            "unit",
            _("Unit"),
            lambda row: f"{row.unit.code} {title(row.unit.name)}",
            url=lambda row: f"{reverse('office:work', args=[programme.code])}?unit={row.unit.code}",
            sorting=by_key(lambda row: (row.unit.code, row.year, row.grade)),
        ),
        Column("year", _("Year"), lambda row: str(row.year), sorting=by_key(lambda row: (row.year, row.unit.code))),
        Column("grade", _("Grade"), lambda row: row.grade, sorting=by_key(lambda row: (row.grade, row.unit.code))),
        Column(
            "planned",
            _("Planned"),
            lambda row: months(row.planned),
            sorting=by_key(lambda row: row.planned),
            numeric=True,
        ),
        Column(
            "capacity",
            _("There are"),
            capacity,
            url=lambda row: reverse("office:capacity", args=[programme.code, row.unit.code]),
            sorting=by_key(lambda row: row.capacity or 0),
            numeric=True,
        ),
        Column(
            "over",
            _("Too many planned"),
            lambda row: months(row.over),
            sorting=by_key(lambda row: row.over),
            numeric=True,
            mark=lambda row: ("late", _("over")) if row.over else None,
        ),
    ]


def country_programmes(demonstration: bool) -> Table[Listed]:
    """Country programmes with the work in them, and whether anything was heard."""
    return Table(
        name="country-programmes",
        caption=_("Country programmes"),
        columns=[
            *_agreed(),
            *_heard(),
        ],
        source=[_("Demonstration: the country programmes are illustrative")] if demonstration else [],
    )


def _agreed() -> list[Column[Listed]]:
    """What a country programme is."""
    return [
        Column(
            "code",
            _("Country programme"),
            lambda row: row.country_programme.code,
            url=lambda row: reverse("office:country_programme", args=[row.country_programme.code]),
            sorting=by_key(lambda row: row.country_programme.code),
        ),
        Column("title", _("Title"), lambda row: row.country_programme.title),
        Column(
            "kind",
            _("Kind"),
            lambda row: row.country_programme.kind.name,
            sorting=by_key(lambda row: row.country_programme.kind.position),
        ),
        Column(
            "unit",
            _("Responsible"),
            lambda row: row.country_programme.unit.code,
            sorting=by_key(lambda row: row.country_programme.unit.code),
        ),
    ]


def _heard() -> list[Column[Listed]]:
    """How far a country programme is, and what was heard of it."""
    return [
        Column("start", _("From"), lambda row: row.country_programme.start, only="file"),
        Column(
            "end",
            _("Until"),
            lambda row: row.country_programme.end,
            sorting=by_key(lambda row: row.country_programme.end),
        ),
        Column(
            "status",
            _("Status"),
            lambda row: str(PROGRAMME_STATUSES[row.country_programme.status]),
            sorting=by_key(lambda row: row.country_programme.status),
            mark=lambda row: ("attention", _("dormant")) if row.dormant else None,
        ),
        Column(
            "outcomes",
            _("Work items"),
            lambda row: row.outcomes,
            sorting=by_key(lambda row: row.outcomes),
            numeric=True,
        ),
        Column("last", _("Last heard of"), lambda row: row.last, sorting=by_key(_last)),
    ]


def _last(row: Listed) -> str:
    return row.last.isoformat() if row.last else ""
