"""One work item's plan: its page, its editor, what it needs, its milestones, and what is said on the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.acting import act, reason
from biennium.office.budget.funding import Step
from biennium.office.editing import Editing
from biennium.office.forms.plans import ActivityForm, MilestoneForm, NeedsForm, UpdateForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.plans import planning, reading
from biennium.office.plans.needs import Needs
from biennium.programme.models import WorkItem
from biennium.programme.selectors import versions
from biennium.workplan.actions import PLAN
from biennium.workplan.models import Plan
from biennium.workplan.services import milestones as milestone_services
from biennium.workplan.services import plans as services
from biennium.workplan.services.milestones import ActivityValues, MilestoneValues, tell
from biennium.workplan.services.requirements import require_resources


def _item(code: str, item: str) -> WorkItem:
    return planning.find(versions.programme(code), item)


def _planned(code: str, item: str) -> tuple[WorkItem, Plan]:
    row = _item(code, item)
    plan = planning.plan_of(row)
    if plan is None:
        raise NotFound(_("%(code)s has no plan yet.") % {"code": row.code}, remedy=_("Plan it first."))
    return row, plan


def _here(item: WorkItem) -> str:
    return reverse("office:work_plan", args=[item.programme.code, item.code])


@require_safe
def plan(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What is planned for this work item, by whom, and what does it lack?"""
    row = _item(code, item)
    made = planning.plan_of(row)
    page: dict[str, Any] = {
        "row": row,
        "plan": made,
        "may_plan": may(request, PLAN, made or Plan(lead_unit=None)),
        "events": of(made.uid) if made else [],
        **reading.money(row, made),
    }
    if made is not None:
        page |= reading.content(row, made)
        page["steps"] = _steps(request, made)
        page["forms"] = {
            "milestone": MilestoneForm(programme=row.programme, label=_("What is to be reached")),
            "activity": ActivityForm(programme=row.programme, label=_("What is done")),
            "update": UpdateForm(programme=row.programme, label=_("How it goes"), name="text"),
        }
    return show(request, "plans/plan_of_work", "work", row.programme, **page)


def _steps(request: HttpRequest, plan: Plan) -> list[Step]:
    """The steps of the life of a plan from where it stands."""
    verdict = may(request, PLAN, plan)
    return reading.steps(services.LIFE, plan.status, verdict)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What is to be planned for this work item?"""
    row = _item(code, item)
    made = planning.plan_of(row)
    initial = planning.shown(row, made)
    editing = Editing(
        request=request,
        key=f"plan:{row.programme.code}:{row.uid}",
        label=str(row),
        verdict=reading.may_plan(request, made),
        build=lambda data: planning.form(data, row, initial),
        sets=lambda data: planning.rows(data, row, made),
        save=lambda form, sets: services.plan_work(
            actor=request.user,
            item=row,
            values=planning.values(form.cleaned_data, sets, row, made),
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=lambda: planning.current(row),
        typed=planning.typed,
        done=_here(row),
    )
    page = {"row": row, "plan": made}
    return editing.respond() or show(request, "plans/edit", "work", row.programme, **page, **editing.context)


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What does this work need, in money and in staff?"""
    row, made = _planned(code, item)
    listed = Needs(row, made)
    editing = Editing(
        request=request,
        key=f"needs:{row.programme.code}:{row.uid}",
        label=_("what %(code)s needs") % {"code": row.code},
        verdict=may(request, PLAN, made),
        build=lambda data: NeedsForm(data, initial={"revision": made.revision}),
        sets=listed.rows,
        save=lambda form, sets: require_resources(
            actor=request.user,
            need=listed.need(sets),
            modelled=False,
            seen=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=lambda: {
            **{str(one.prefix): one.initial for one in listed.rows(None)},
            "revision": Plan.objects.values_list("revision", flat=True).get(pk=made.pk),
        },
        typed=planning.typed,
        done=_here(row),
    )
    page = {"row": row, "plan": made, **reading.money(row, made)}
    return editing.respond() or show(request, "plans/needs", "work", row.programme, **page, **editing.context)


@require_POST
def move(request: HttpRequest, code: str, item: str, step: str) -> HttpResponse:
    """Starts, completes, drops or resumes work."""
    row, made = _planned(code, item)

    def action() -> object:
        return services.move_plan(actor=request.user, plan=made, step=step, reason=reason(request))

    return act(request, action, said=_("Saved."), done=_here(row), back=_here(row))


@require_POST
def add_milestone(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Something more is to be reached."""
    row, made = _planned(code, item)

    def action() -> object:
        typed = _valid(MilestoneForm(request.POST, programme=row.programme, label=_("What is to be reached")))
        values = MilestoneValues(typed["title"], typed["due"], made.lead_unit)
        return milestone_services.add_milestone(actor=request.user, plan=made, values=values)

    return act(request, action, said=_("Saved."), done=_here(row), back=_here(row))


@require_POST
def add_activity(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Something more is done."""
    row, made = _planned(code, item)

    def action() -> object:
        typed = _valid(ActivityForm(request.POST, programme=row.programme, label=_("What is done")))
        values = ActivityValues(typed["title"], typed["starts"], typed["ends"], made.lead_unit)
        return milestone_services.add_activity(actor=request.user, plan=made, values=values)

    return act(request, action, said=_("Saved."), done=_here(row), back=_here(row))


@require_POST
def reach(request: HttpRequest, code: str, item: str, uid: str) -> HttpResponse:
    """A milestone was reached today."""
    row, made = _planned(code, item)
    milestone = get_object_or_404(made.milestones, uid=uid)

    def action() -> object:
        return milestone_services.reach_milestone(
            actor=request.user, milestone=milestone, day=timezone.localdate(), revision=milestone.revision
        )

    return act(request, action, said=_("Saved."), done=_here(row), back=_here(row))


@require_POST
def take_off(request: HttpRequest, code: str, item: str, uid: str) -> HttpResponse:
    """A milestone or an activity is taken off the plan."""
    row, made = _planned(code, item)
    found = made.milestones.filter(uid=uid).first() or get_object_or_404(made.activities, uid=uid)

    def action() -> object:
        return milestone_services.take_off(actor=request.user, row=found, reason=reason(request))  # type: ignore[type-var]

    return act(request, action, said=_("Saved."), done=_here(row), back=_here(row))


@require_POST
def say(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """How does it go?"""
    row, made = _planned(code, item)

    def action() -> object:
        typed = _valid(UpdateForm(request.POST, programme=row.programme, label=_("How it goes"), name="text"))
        return tell(actor=request.user, plan=made, kind=typed["kind"], text=typed["text"])

    return act(request, action, said=_("Saved."), done=_here(row), back=_here(row))


def _valid(form: Any) -> dict[str, Any]:
    """What a form says. Raises `InvalidInput` with its first error."""
    if not form.is_valid():
        raise InvalidInput(form.first_error)
    typed: dict[str, Any] = form.cleaned_data
    return typed
