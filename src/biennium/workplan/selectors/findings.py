"""What is not as it should be in the work plan of a programme: the rules this room adds to `foundation.quality`.

Invariant: the rules read in a number of queries that does not grow with the work; what several read is read once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.assessment import SUBJECTS, Subject
from biennium.foundation.context import remembered
from biennium.foundation.quality import ERROR, WARNING, Finding, register_rule
from biennium.funding.models import Earmark
from biennium.kernel.shares import WHOLE
from biennium.ledger.models import LineBalance
from biennium.ledger.selectors.scope import NONE
from biennium.programme.models import Programme, WorkItem, words
from biennium.programme.selectors.measured import framework
from biennium.workplan.models import MarkerScore, OutputShare, Plan, PlanMarker
from biennium.workplan.selectors.country_programmes import Listed, with_work_of
from biennium.workplan.selectors.staff import Load, staff
from biennium.workplan.selectors.work import CONCLUDED, UNPLANNED, Work, workload


def _found(rule: str, work: Work, message: str, remedy: str, severity: str = WARNING) -> Finding:
    unit = work.tags["unit"][0]
    own = "" if unit == NONE else unit
    return Finding(rule, severity, work.item.code, message, remedy, own, "work_item", work.item.code)


def unplanned(programme: Programme) -> Iterator[Finding]:
    """Work without a plan."""
    for work in workload(programme).works:
        if work.status == UNPLANNED:
            yield _found("no-plan", work, _("It has no plan."), _("Plan it, or retire it."))


def without_lead(programme: Programme) -> Iterator[Finding]:
    """Planned work that no unit leads."""
    for work in workload(programme).works:
        if work.plan is not None and work.plan.lead_unit_id is None and work.status not in CONCLUDED:
            yield _found("no-lead", work, _("No unit leads it."), _("Name the unit that leads it in its plan."))


def without_situation(programme: Programme) -> Iterator[Finding]:
    """Planned country outcomes that do not say where they start from."""
    for work in workload(programme).works:
        if work.item.kind == WorkItem.Kind.COUNTRY_OUTCOME and work.plan is not None and not work.plan.situation:
            yield _found(
                "no-situation",
                work,
                _("The situation at the outset is not described."),
                _("Describe it in its plan, so that the change can be told."),
            )


def unmeasured(programme: Programme) -> Iterator[Finding]:
    """Work for an output that no indicator measures."""
    known = framework(programme)
    measured = {one.result.pk for one in known.indicators}
    for work in workload(programme).works:
        if work.item.result_id and work.item.result_id not in measured:
            yield _found(
                "no-indicator",
                work,
                _("No indicator measures its output."),
                _("Give output %(code)s an indicator.") % {"code": known.results[work.item.result_id].code},
            )


def unfunded(programme: Programme) -> Iterator[Finding]:
    """Work that needs something and has nothing."""
    for work in workload(programme).works:
        if work.amounts.gap and not work.amounts.resources:
            yield _found(
                "nothing-for-requirement",
                work,
                _("It needs money and has none."),
                _("Give it money, look for some, or lower what it needs."),
            )


def unused_earmarks(programme: Programme) -> Iterator[Finding]:
    """Agreements with an earmark of which money is allotted, and none of it to planned work."""
    plans = Plan.objects.filter(work_item=OuterRef("line__work_item"))
    earmarks = Earmark.objects.filter(agreement=OuterRef("line__agreement"))
    lines = LineBalance.objects.filter(Exists(earmarks), line__programme=programme)
    standing = F("allotted_reporting") + F("committed_reporting") + F("spent_reporting") + F("uncovered_reporting")
    given = lines.filter(Exists(plans)).order_by().values("line__agreement")
    idle = lines.exclude(line__agreement__in=given).order_by().values("line__agreement__code", "line__unit__code")
    for row in idle.annotate(sum=Sum(standing)).order_by("line__agreement__code", "line__unit__code"):
        if row["sum"] > 0:
            yield Finding(
                "earmarked-without-plan",
                WARNING,
                row["line__agreement__code"],
                _("Earmarked money is allotted, and none of it is given to planned work."),
                _("Give it to the work it is earmarked to, and plan that."),
                row["line__unit__code"] or "",
                "agreement",
                row["line__agreement__code"],
            )


def unproved_markers(programme: Programme) -> Iterator[Finding]:
    """Scores without the evidence they take, or that the marker knows no more."""
    scores = MarkerScore.objects.filter(marker=OuterRef("marker"), score=OuterRef("score"))
    given = PlanMarker.objects.filter(plan__work_item__programme=programme, plan__work_item__retired_at__isnull=True)
    wrong = given.filter(Q(evidence={}) & Exists(scores.exclude(requires={})) | ~Exists(scores))
    for one in wrong.select_related("plan__work_item", "plan__lead_unit", "marker"):
        yield Finding(
            "marker-without-evidence",
            WARNING,
            f"{one.plan.work_item.code} {one.marker.code}",
            _("Score %(score)s is not backed by the evidence it takes.") % {"score": one.score},
            _("Write what shows it, or give another score."),
            one.plan.lead_unit.code if one.plan.lead_unit else "",
            "work_item",
            one.plan.work_item.code,
        )


def _troubled(programme: Programme) -> list[Any]:
    """Plans of live work whose outputs do not make the whole, or that have late milestones: once for each of these."""
    late = {"due__lt": timezone.localdate(), "reached_on__isnull": True, "retired_at__isnull": True}
    outputs = OutputShare.objects.filter(plan=OuterRef("pk")).order_by()
    plans: Any = Plan.objects.filter(work_item__programme=programme, work_item__retired_at__isnull=True).annotate(
        late=FilteredRelation("milestones", condition=Q(**{f"milestones__{name}": at for name, at in late.items()})),
        sum=Coalesce(Subquery(outputs.values("plan").values_list(Sum("share"))), 0),
        primary=Exists(outputs.filter(result=OuterRef("work_item__result"))),
        broken=Q(work_item__result__isnull=False) & ~Q(sum=WHOLE, primary=True),
        going_on=~Q(status__in=CONCLUDED),
        due_on=F("late__due"),
        milestone=F("late__title"),
    )
    wrong = plans.filter(Q(broken=True) | Q(going_on=True, due_on__isnull=False))
    listed = wrong.select_related("work_item", "lead_unit").order_by("work_item__code", "pk", "late__due", "late__pk")
    return remembered(("quality.plans", programme.pk), lambda: list(listed))


def broken_shares(programme: Programme) -> Iterator[Finding]:
    """Plans whose outputs do not make the whole, or do not name the primary one any more."""
    for plan in {plan.pk: plan for plan in _troubled(programme) if plan.broken}.values():
        yield Finding(
            "output-shares",
            ERROR,
            plan.work_item.code,
            _("The outputs it serves do not make the whole, or its primary output is not among them."),
            _("Correct the outputs in its plan."),
            plan.lead_unit.code if plan.lead_unit else "",
            "work_item",
            plan.work_item.code,
        )


def late_milestones(programme: Programme) -> Iterator[Finding]:
    """Milestones whose day has passed and that were not reached, of work that goes on."""
    for plan in _troubled(programme):
        if plan.going_on and plan.due_on:
            yield Finding(
                "milestone-late",
                WARNING,
                f"{plan.work_item.code} {words(plan.milestone)}",
                _("It was due on %(day)s and is not reached.") % {"day": plan.due_on},
                _("Say when it was reached, or move it and say why."),
                plan.lead_unit.code if plan.lead_unit else "",
                "work_item",
                plan.work_item.code,
            )


def _country_programmes(programme: Programme) -> list[Listed]:
    """Those in which the programme has work."""
    return remembered(("quality.country_programmes", programme.pk), lambda: with_work_of(programme))


def dormant(programme: Programme) -> Iterator[Finding]:
    """Country programmes of which nothing was heard for too long, where the programme has work in them."""
    for listed in _country_programmes(programme):
        one = listed.country_programme
        if listed.dormant:
            yield Finding(
                "dormant",
                WARNING,
                one.code,
                _("Nothing was reported or told for more than %(days)s days.") % {"days": one.kind.dormant_after},
                _("Say how its work goes, or complete it."),
                one.unit.code,
                "country_programme",
                one.code,
            )


def overbooked(programme: Programme) -> Iterator[Finding]:
    """Staff planned for more months than there are."""
    for load in _staff(programme):
        if load.over:
            yield Finding(
                "staff-overbooked",
                WARNING,
                _row(load),
                _("More months are planned than there are."),
                _("Plan fewer months, another grade, or more staff."),
                load.unit.code,
                "staff",
                _row(load),
            )


def _staff(programme: Programme) -> list[Load]:
    return remembered(("quality.staff", programme.pk), lambda: staff(programme))


def _row(load: Load) -> str:
    return f"{load.unit.code} {load.grade} {load.year}"


RULES: tuple[tuple[str, str, Any, Any, Any], ...] = (
    ("no-plan", WARNING, _lazy("Work without a plan"), _lazy("What nobody planned, nobody answers for."), unplanned),
    ("no-lead", WARNING, _lazy("Work without a lead"), _lazy("Requirement and result need somebody."), without_lead),
    (
        "no-situation",
        WARNING,
        _lazy("Country outcomes without a starting point"),
        _lazy("Without it no change can be told."),
        without_situation,
    ),
    (
        "no-indicator",
        WARNING,
        _lazy("Work that nothing measures"),
        _lazy("Its result will be counted nowhere."),
        unmeasured,
    ),
    (
        "nothing-for-requirement",
        WARNING,
        _lazy("Requirements without any money"),
        _lazy("Work that has nothing does not begin."),
        unfunded,
    ),
    (
        "earmarked-without-plan",
        WARNING,
        _lazy("Earmarked money without a plan"),
        _lazy("The partner will ask for what it was given."),
        unused_earmarks,
    ),
    (
        "marker-without-evidence",
        WARNING,
        _lazy("Markers without evidence"),
        _lazy("A score that nothing shows misleads."),
        unproved_markers,
    ),
    (
        "output-shares",
        ERROR,
        _lazy("Outputs that do not make the whole"),
        _lazy("Money and results would be told of the wrong outputs."),
        broken_shares,
    ),
    (
        "milestone-late",
        WARNING,
        _lazy("Milestones that are late"),
        _lazy("What is late and not moved is forgotten."),
        late_milestones,
    ),
    ("dormant", WARNING, _lazy("Dormant country programmes"), _lazy("Nothing was heard of them."), dormant),
    (
        "staff-overbooked",
        WARNING,
        _lazy("Staff planned twice"),
        _lazy("Nobody works more months than there are."),
        overbooked,
    ),
)


def _subjects(programme: Programme) -> Iterator[Subject]:
    """Work items, the country programmes they stand in, and rows of staff months."""
    for work in workload(programme).works:
        unit = work.tags["unit"][0]
        yield Subject("work_item", work.item.code, "" if unit == NONE else unit)
    for listed in _country_programmes(programme):
        yield Subject("country_programme", listed.country_programme.code, listed.country_programme.unit.code)
    for load in _staff(programme):
        yield Subject("staff", _row(load), load.unit.code)


def register() -> None:
    """Adds the rules of this room, and its objects to what is assessed."""
    for rule in RULES:
        register_rule(*rule)
    SUBJECTS.register("plans", _subjects)
