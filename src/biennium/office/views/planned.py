"""One work item's plan: its page, its editor, what it needs, and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.office.acting import act, reason
from biennium.office.budget.funding import Step
from biennium.office.editing import Editing
from biennium.office.forms.plans import ActivityForm, MilestoneForm, NeedsForm, UpdateForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.plans import beside, planning, reading
from biennium.office.plans.expected import Expected
from biennium.office.plans.needs import Needs
from biennium.programme.models import WorkItem
from biennium.workplan.actions import EXPECT, PLAN
from biennium.workplan.models import Activity, Plan
from biennium.workplan.services import plans as services
from biennium.workplan.services.requirements import expect_money, require_resources


@require_safe
def plan(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What is planned for this work item, by whom, and what does it lack?"""
    row = planning.item_of(code, item)
    made = planning.plan_of(row)
    page: dict[str, Any] = {
        "row": row,
        "plan": made,
        "may_plan": reading.may_plan(request, made),
        "may_expect": may(request, EXPECT),
        "events": of(made.uid) if made else [],
        **reading.money(row, made),
    }
    if made is not None:
        page |= reading.content(row, made)
        page["steps"] = _steps(request, made)
        page["forms"] = _forms(row, beside.typed(request, row), page["activities"])
    return show(request, "plans/plan_of_work", "work", row.programme, **page)


def _forms(row: WorkItem, typed: Mapping[str, QueryDict], activities: Iterable[Activity]) -> dict[str, Form]:
    """The short forms below a plan, with what was refused."""
    shared: dict[str, Any] = {"programme": row.programme}
    return {
        "milestone": MilestoneForm(typed.get("milestone"), label=_("What is to be reached"), **shared),
        "activity": ActivityForm(typed.get("activity"), label=_("What is done"), **shared),
        "update": UpdateForm(typed.get("update"), label=_("How it goes"), name="text", activities=activities, **shared),
    }


def _steps(request: HttpRequest, plan: Plan) -> list[Step]:
    """The steps of the life of a plan from where it stands."""
    verdict = may(request, PLAN, plan)
    return reading.steps(services.LIFE, plan.status, verdict)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What is to be planned for this work item?"""
    row = planning.item_of(code, item)
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
        done=planning.here(row),
    )
    page = {"row": row, "plan": made}
    return editing.respond() or show(request, "plans/edit", "work", row.programme, **page, **editing.context)


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What does this work need, in money and in staff?"""
    row, made = planning.planned(code, item)
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
        done=planning.here(row),
    )
    page = {"row": row, "plan": made, **reading.money(row, made)}
    return editing.respond() or show(request, "plans/needs", "work", row.programme, **page, **editing.context)


@require_http_methods(["GET", "POST"])
def expected(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Which agreements to come are meant to pay for this work, and by how much of each?"""
    row, made = planning.planned(code, item)
    listed = Expected(row)
    editing = Editing(
        request=request,
        key=f"expected:{row.programme.code}:{row.uid}",
        label=_("what is expected to pay for %(code)s") % {"code": row.code},
        verdict=may(request, EXPECT),
        build=lambda data: NeedsForm(data, initial={"revision": made.revision}),
        sets=listed.rows,
        save=lambda form, sets: expect_money(
            actor=request.user,
            item=row,
            shares=listed.shares(sets),
            seen=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=lambda: {
            **{str(one.prefix): one.initial for one in listed.rows(None)},
            "revision": Plan.objects.values_list("revision", flat=True).get(pk=made.pk),
        },
        typed=planning.typed,
        done=planning.here(row),
    )
    page = {"row": row, "plan": made, **reading.money(row, made)}
    return editing.respond() or show(request, "plans/expected", "work", row.programme, **page, **editing.context)


@require_POST
def move(request: HttpRequest, code: str, item: str, step: str) -> HttpResponse:
    """Starts, completes, drops or resumes work."""
    row, made = planning.planned(code, item)

    def action() -> object:
        return services.move_plan(actor=request.user, plan=made, step=step, reason=reason(request))

    return act(request, action, said=_("Saved."), done=planning.here(row), back=planning.here(row))
