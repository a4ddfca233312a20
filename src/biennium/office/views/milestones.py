"""Milestones and activities of a plan, and what is said on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act, reason
from biennium.office.editing import Editing
from biennium.office.forms.plans import ActivityForm, EditActivityForm, EditMilestoneForm, MilestoneForm, UpdateForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.plans import beside, planning
from biennium.programme.models import WorkItem
from biennium.workplan.actions import PLAN
from biennium.workplan.models import Activity, Milestone
from biennium.workplan.services import milestones as services

DAYS = {Milestone: ("due", "reached_on"), Activity: ("starts", "ends")}


@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, code: str, item: str, uid: UUID) -> HttpResponse:
    """What is to be reached, by when, by whom, and was it?"""
    row, made = planning.planned(code, item)
    one = get_object_or_404(made.milestones.filter(retired_at__isnull=True), uid=uid)

    def build(data: Any) -> EditMilestoneForm:
        label = _("What is to be reached")
        return EditMilestoneForm(data, initial=_shown(one), programme=row.programme, label=label)

    def save(form: Any, _sets: object) -> object:
        typed = form.cleaned_data
        values = services.MilestoneValues(typed["title"], typed["due"], **form.responsible())
        return services.change_milestone(
            actor=request.user,
            milestone=one,
            values=values,
            reached_on=typed["reached_on"],
            revision=typed["revision"],
            reason=typed["reason"],
        )

    return _edited(request, row, one, build, save)


@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, code: str, item: str, uid: UUID) -> HttpResponse:
    """What is done, from when to when, and by whom?"""
    row, made = planning.planned(code, item)
    one = get_object_or_404(made.activities.filter(retired_at__isnull=True), uid=uid)

    def build(data: Any) -> EditActivityForm:
        return EditActivityForm(data, initial=_shown(one), programme=row.programme, label=_("What is done"))

    def save(form: Any, _sets: object) -> object:
        typed = form.cleaned_data
        values = services.ActivityValues(typed["title"], typed["starts"], typed["ends"], **form.responsible())
        return services.change_activity(
            actor=request.user, activity=one, values=values, revision=typed["revision"], reason=typed["reason"]
        )

    return _edited(request, row, one, build, save)


def _edited(
    request: HttpRequest,
    row: WorkItem,
    one: Milestone | Activity,
    build: Callable[[Any], Any],
    save: Callable[[Any, Any], object],
) -> HttpResponse:
    def current() -> dict[str, Any]:
        one.refresh_from_db()
        return _shown(one)

    editing = Editing(
        request=request,
        key=f"{type(one).__name__.lower()}:{one.uid}",
        label=f"{row.code}: {one}",
        verdict=may(request, PLAN, one.plan),
        build=build,
        save=save,
        current=current,
        typed=lambda form, _sets: {
            **form.cleaned_data,
            "person": str(form.cleaned_data["person"].uid) if form.cleaned_data["person"] else "",
        },
        done=planning.here(row),
    )
    page = {"row": row, "one": one, "events": of(one.uid)}
    return editing.respond() or show(request, "plans/edit_step", "work", row.programme, **page, **editing.context)


def _shown(one: Milestone | Activity) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("title", "revision", *DAYS[type(one)])},
        "unit": one.unit.code if one.unit else "",
        "person": str(one.person.uid) if one.person else "",
    }


@require_POST
def add_milestone(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Something more is to be reached."""
    row, made = planning.planned(code, item)

    def action() -> object:
        typed = _valid(MilestoneForm(request.POST, programme=row.programme, label=_("What is to be reached")))
        values = services.MilestoneValues(typed["title"], typed["due"], made.lead_unit)
        return services.add_milestone(actor=request.user, plan=made, values=values)

    return beside.add(request, row, "milestone", action)


@require_POST
def add_activity(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Something more is done."""
    row, made = planning.planned(code, item)

    def action() -> object:
        typed = _valid(ActivityForm(request.POST, programme=row.programme, label=_("What is done")))
        values = services.ActivityValues(typed["title"], typed["starts"], typed["ends"], made.lead_unit)
        return services.add_activity(actor=request.user, plan=made, values=values)

    return beside.add(request, row, "activity", action)


@require_POST
def reach(request: HttpRequest, code: str, item: str, uid: str) -> HttpResponse:
    """A milestone was reached today."""
    row, made = planning.planned(code, item)
    milestone = get_object_or_404(made.milestones, uid=uid)

    def action() -> object:
        return services.reach_milestone(
            actor=request.user, milestone=milestone, day=timezone.localdate(), revision=milestone.revision
        )

    return act(request, action, said=_("Saved."), done=planning.here(row), back=planning.here(row))


@require_POST
def take_off(request: HttpRequest, code: str, item: str, uid: str) -> HttpResponse:
    """A milestone or an activity is taken off the plan."""
    row, made = planning.planned(code, item)
    found = made.milestones.filter(uid=uid).first() or get_object_or_404(made.activities, uid=uid)

    def action() -> object:
        return services.take_off(actor=request.user, row=found, reason=reason(request))  # type: ignore[type-var]

    return act(request, action, said=_("Saved."), done=planning.here(row), back=planning.here(row))


@require_POST
def say(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """How does it go?"""
    row, made = planning.planned(code, item)

    def action() -> object:
        activities = made.activities.filter(retired_at__isnull=True)
        form = UpdateForm(
            request.POST, programme=row.programme, label=_("How it goes"), name="text", activities=activities
        )
        typed = _valid(form)
        return services.tell(actor=request.user, plan=made, **typed)

    return beside.add(request, row, "update", action)


def _valid(form: Any) -> dict[str, Any]:
    """What a form says. Raises `InvalidInput` with its first error."""
    if not form.is_valid():
        raise InvalidInput(form.first_error)
    typed: dict[str, Any] = form.cleaned_data
    return typed
