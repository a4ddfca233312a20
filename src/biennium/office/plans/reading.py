"""What the page of a plan shows, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.permission import Verdict, limit
from biennium.kernel.lifecycle import Lifecycle
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.office.budget.funding import Step
from biennium.office.budget.tables import title
from biennium.office.pages import may
from biennium.office.plans.slicing import Asked
from biennium.office.plans.tables import Explained, months, scale_of
from biennium.office.plans.words import GROUPS, LANGUAGE_STATUSES, PRODUCT_KINDS, STATIONS, STATUSES, STEPS, UPDATES
from biennium.organisation.models import Unit
from biennium.programme.models import Programme, WorkItem
from biennium.standards.references import describe
from biennium.workplan.actions import PLAN
from biennium.workplan.amounts import COLUMNS, Amounts
from biennium.workplan.models import MarkerScore, Milestone, Plan, PlanMarker
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.selectors.work import ItemBooks, books_of, workload


def may_plan(request: HttpRequest, plan: Plan | None) -> Verdict:
    """Whether the reader may plan it. What has no plan yet is planned by whoever plans for some unit; a plan that
    nobody leads, only by whoever plans for the whole organisation."""
    if plan is not None:
        return may(request, PLAN, plan)
    verdict = may(request, PLAN, Plan(lead_unit=None))
    if verdict.allowed:
        return verdict
    led = Plan.objects.filter(lead_unit__isnull=False).select_related("lead_unit")
    mine = limit(request.user, PLAN, led).first()
    return may(request, PLAN, mine) if mine else _for_own_unit(request, verdict)


def _for_own_unit(request: HttpRequest, refused: Verdict) -> Verdict:
    """Somebody whose units lead nothing yet."""
    for unit in Unit.objects.filter(assignments__person=request.user.pk).distinct():
        if (verdict := may(request, PLAN, Plan(lead_unit=unit))).allowed:
            return verdict
    return refused


def money(item: WorkItem, plan: Plan | None) -> dict[str, Any]:
    """What the work needs, has and lacks; each figure opens."""
    currency, books = reporting_currency(), books_of(item, plan)
    amounts = books.amounts
    explained, asked = Explained(item.programme), Asked(item.programme, Slice({"work_item": item.code}), QueryDict())
    return {
        "sums": {name: Money(getattr(amounts, name), currency) for name in COLUMNS},
        "opens": {name: explained(asked, name) for name in COLUMNS},
        "months": months(amounts.months),
        "currency": currency,
        "scale": scale_of(amounts),
        "needed": _needed(books, currency),
        "expected": [{"row": one, "amount": Money(amount, currency)} for one, amount in books.expected],
    }


def content(item: WorkItem, plan: Plan) -> dict[str, Any]:
    """Everything a plan says, ready to be shown."""
    today, product = timezone.localdate(), item.kind == WorkItem.Kind.PRODUCT
    return {
        "status_words": STATUSES[plan.status],
        "outputs": [(one.result, one.share / 10_000) for one in plan.outputs.select_related("result")],
        "sdg": [(code, describe("sdg", code), share / 10_000) for code, share in plan.sdg.items()],
        "markers": _markers(plan),
        "partners": plan.partners.all(),
        "consulted": [GROUPS[group] for group in GROUPS if getattr(plan, group)],
        "product_kind": PRODUCT_KINDS.get(plan.product_kind, plan.product_kind),
        "languages": [(one, LANGUAGE_STATUSES[one.status]) for one in plan.languages.all()] if product else [],
        "milestones": [
            _milestone(one, today)
            for one in plan.milestones.filter(retired_at__isnull=True).select_related("unit", "person")
        ],
        "activities": plan.activities.filter(retired_at__isnull=True).select_related("unit", "person"),
        "updates": [(one, UPDATES[one.kind]) for one in plan.updates.select_related("activity")[:30]],
    }


def _markers(plan: Plan) -> list[dict[str, Any]]:
    """The scores that were given, each with its name and the evidence it takes, in one query."""
    scores = MarkerScore.objects.filter(marker=OuterRef("marker"), score=OuterRef("score"))
    named = {name: Subquery(scores.values(column)[:1]) for name, column in (("called", "name"), ("asks", "requires"))}
    rows = plan.markers.select_related("marker").annotate(**named)
    return [{"row": one, "score": _added(one, "called"), "asked": _added(one, "asks")} for one in rows]


def _added(row: PlanMarker, name: str) -> dict[str, str]:
    """A text that was annotated to a row; none where the marker knows the score no more."""
    return getattr(row, name) or {}


def _milestone(one: Milestone, today: Any) -> dict[str, Any]:
    if one.reached_on:
        return {"row": one, "mark": "good", "words": _("reached")}
    late = one.due < today
    return {"row": one, "mark": "late" if late else "neutral", "words": _("late") if late else _("to come")}


def _needed(books: ItemBooks, currency: str) -> list[dict[str, Any]]:
    """Money and staff by year."""
    rows: list[dict[str, Any]] = [
        {
            "year": one.year,
            "what": f"{one.cost_category.code} {title(one.cost_category.name)}",
            "months": None,
            "amount": Money(one.amount, currency),
        }
        for one in books.money
    ]
    rows += [
        {
            "year": one.standard_cost.year,
            "what": " · ".join((one.unit.code, one.standard_cost.grade, _station(one.standard_cost.station))),
            "months": months(one.months),
            "amount": Money(one.cost, currency),
        }
        for one in books.staff
    ]
    return sorted(rows, key=lambda row: (row["year"], row["what"]))


def _station(code: str) -> str:
    return str(STATIONS.get(code, code))


def steps(life: Lifecycle[Any], status: str, verdict: Verdict) -> list[Step]:
    """The steps of a life from where something stands."""
    return [
        Step(one.name, STEPS[one.name], one.name == "endorse", one.reason_required, verdict)
        for one in life.transitions
        if status in one.sources
    ]


def work_of(programme: Programme, code: str) -> dict[str, Any]:
    """The sums and the work items of a country programme, the largest gap first."""
    load, of = workload(programme), Slice({"country_programme": code})
    works = [one for one in load.works if one.within(of)]
    amounts, explained = Amounts.sum(one.amounts for one in works), Explained(programme)
    asked = Asked(programme, of, QueryDict())
    return {
        "asked": asked,
        "works": sorted(works, key=lambda one: (-one.amounts.gap, one.item.code)),
        "currency": load.currency,
        "scale": scale_of(amounts),
        "sums": {name: Money(getattr(amounts, name), load.currency) for name in COLUMNS},
        "opens": {name: explained(asked, name) for name in COLUMNS},
    }
