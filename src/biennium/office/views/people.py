"""People and their roles."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.forms.organisation import AccountForm, AssignmentForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation import selectors
from biennium.organisation.models import Person, RoleAssignment, Unit
from biennium.organisation.registration import MANAGE
from biennium.organisation.services import people as services


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, in which role, for which unit?"""
    return show(
        request,
        "people",
        "people",
        people=selectors.people(),
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
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.assign_role(
                actor=request.user,
                person=row,
                role=next(one for one in roles if one.code == typed["role"]),
                unit=Unit.objects.get(code=typed["unit"]),
                starts=typed["starts"],
                ends=typed["ends"],
            )
        except InvalidInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role was given."))
            return redirect("office:person", uid)
    verdict = may(request, MANAGE)
    return show(
        request,
        "person",
        "people",
        row=row,
        form=form,
        may_manage=verdict,
        events=of(row.uid),
        today=timezone.localdate(),
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Who is to have an account?"""
    require(request.user, MANAGE)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_account(actor=request.user, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The account was opened."))
            return redirect("office:person", made.uid)
    return show(request, "add_person", "people", form=form, status=400 if form.errors else 200)


@require_POST
def end(request: HttpRequest, uid: UUID, assignment: UUID) -> HttpResponse:
    """Ends a role."""
    held = RoleAssignment.objects.filter(uid=assignment, person__uid=uid)
    row = held.select_related("person", "unit", "role").first()
    if row is None:
        raise NotFound(_("There is no such role."))
    try:
        ends = date.fromisoformat(request.POST.get("ends", ""))
    except ValueError:
        ends = timezone.localdate()
    services.end_assignment(actor=request.user, assignment=row, ends=ends, reason=request.POST.get("reason", ""))
    messages.success(request, _("The role ends on that day."))
    return redirect("office:person", uid)


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Closes an account."""
    services.close_account(actor=request.user, person=_person(uid), reason=request.POST.get("reason", ""))
    messages.success(request, _("The account was closed."))
    return redirect("office:people")
