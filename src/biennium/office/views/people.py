"""People and their roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.acting import act, reason
from biennium.office.forms.people import AccountForm, AssignmentForm, EndForm
from biennium.office.history import of_all
from biennium.office.pages import may, show
from biennium.organisation import selectors
from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.organisation.registration import MANAGE
from biennium.organisation.services import people as services


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, in which role, for which unit?"""
    return show(
        request,
        "people",
        "people",
        people=list(selectors.people()),
        roles=selectors.roles(),
        may_manage=may(request, MANAGE),
        today=timezone.localdate(),
    )


def _person(uid: UUID) -> Person:
    found = selectors.people().filter(uid=uid).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Which roles does this person hold, and which are to be given?"""
    row = _person(uid)
    roles = list(selectors.roles())
    form = AssignmentForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid() and _given(request, row, roles, form):
        return redirect("office:person", uid)
    return show(
        request,
        "person",
        "people",
        row=row,
        form=form,
        may_manage=may(request, MANAGE),
        may_close=services.may_close(request.user, row),
        events=of_all(row.uid),
        today=timezone.localdate(),
        status=400 if form.errors else 200,
    )


def _given(request: HttpRequest, row: Person, roles: list[Role], form: AssignmentForm) -> bool:
    typed: dict[str, Any] = form.cleaned_data
    role, unit = next(one for one in roles if one.code == typed["role"]), Unit.objects.get(code=typed["unit"])
    period = {"starts": typed["starts"], "ends": typed["ends"]}
    try:
        services.assign_role(actor=request.user, person=row, role=role, unit=unit, **period)
    except InvalidInput as error:
        form.add_error(error.field or None, str(error))
        return False
    messages.success(request, _("The role was given."))
    return True


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Who is to have an account?"""
    require(request.user, MANAGE)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_account(actor=request.user, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The account was opened."))
            return redirect("office:person", made.uid)
    return show(request, "add_person", "people", form=form, status=400 if form.errors else 200)


@require_POST
def end(request: HttpRequest, uid: UUID, assignment: UUID) -> HttpResponse:
    """Ends a role on a day."""
    held = RoleAssignment.objects.filter(uid=assignment, person__uid=uid)
    row = held.select_related("person", "unit", "role").first()
    if row is None:
        raise NotFound(_("There is no such role."))
    at = reverse("office:person", args=[uid])
    return act(request, lambda: _ended(request, row), said=_("The end of the role was set."), done=at, back=at)


def _ended(request: HttpRequest, row: RoleAssignment) -> None:
    form = EndForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Write the last day of the role, and why it ends."))
    ends, why = form.cleaned_data["ends"], form.cleaned_data["reason"]
    services.end_assignment(actor=request.user, assignment=row, ends=ends, reason=why)


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Closes an account."""
    row = _person(uid)
    return act(
        request,
        lambda: services.close_account(actor=request.user, person=row, reason=reason(request)),
        said=_("The account was closed."),
        done=reverse("office:people"),
        back=reverse("office:person", args=[uid]),
    )
