"""People, roles, and who holds which role where and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit, context
from biennium.foundation.actors import Actor
from biennium.foundation.permission import ACTIONS, Verdict, decide, require
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.organisation.registration import MANAGE


@transaction.atomic
def define_role(*, actor: Actor, code: str, name: Mapping[str, str], actions: Sequence[str]) -> Role:
    """Creates a role or changes what it may do. Raises `InvalidInput` for an action that does not exist."""
    require(actor, MANAGE)
    if unknown := sorted(set(actions) - set(ACTIONS)):
        raise InvalidInput(f"There is no action {unknown[0]}.", remedy=f"Known actions: {', '.join(sorted(ACTIONS))}.")
    existing = Role.objects.filter(code=code).first()
    before = {"name": existing.name, "actions": existing.actions} if existing else {}
    values = {"name": texts.clean(name), "actions": sorted(actions)}
    role, _ = Role.objects.update_or_create(code=code, defaults=values)
    context.forget()
    before, after = audit.changes(before, values)
    if after:
        audit.record(actor=actor, verb="organisation.role_defined", target=role, before=before, after=after)
    return role


@transaction.atomic
def open_account(*, actor: Actor, email: str, name: str, password: str, language: str = "") -> Person:
    """Opens an account. The password is checked by the installation's rules."""
    require(actor, MANAGE)
    _check_account(email, name, password)
    person = Person.objects.create_user(email=email, name=name, password=password, language=language)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    audit.record(
        actor=actor, verb="organisation.account_opened", target=person, after={"email": person.email, "name": name}
    )
    return person


def _check_account(email: str, name: str, password: str) -> None:
    for field, check in (("email", partial(validate_email, email)), ("password", partial(validate_password, password))):
        try:
            check()
        except ValidationError as error:
            raise InvalidInput(" ".join(error.messages), field=field) from None
    if not name.strip():
        raise InvalidInput("An account needs the person's name.", field="name")
    if Person.objects.filter(email__iexact=email).exists():
        raise InvalidInput(f"There is an account for {email} already.", field="email")


def may_close(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may close the account: whoever manages people may, but not their own."""
    if person.pk == actor.pk:
        return Verdict(False, _("Your own account cannot be closed by yourself."), _("Ask another administrator."))
    return decide(actor, MANAGE)


@transaction.atomic
def close_account(*, actor: Actor, person: Person, reason: str) -> Person:
    """Closes an account: the person can no longer sign in; what they did stays under their name."""
    may_close(actor, person).require()
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record(actor=actor, verb="organisation.account_closed", target=person, reason=reason)
    return person


@transaction.atomic
def assign_role(
    *, actor: Actor, person: Person, role: Role, unit: Unit, starts: date | None = None, ends: date | None = None
) -> RoleAssignment:
    """Gives a person a role for a unit and everything below it."""
    require(actor, MANAGE)
    first = starts or timezone.localdate()
    if ends and ends < first:
        raise InvalidInput("The role would end before it starts.", field="ends")
    if unit.retired_at:
        raise InvalidInput(f"{unit.code} is closed.", remedy="Choose an open unit.", field="unit")
    held = RoleAssignment.objects.filter(person=person, role=role, unit=unit).exclude(ends__lt=first)
    if (held.filter(starts__lte=ends) if ends else held).exists():
        raise InvalidInput(f"{person} holds this role for {unit.code} already.", field="role")
    assignment = RoleAssignment.objects.create(person=person, role=role, unit=unit, starts=first, ends=ends)
    context.forget()
    after = {"role": role.code, "unit": unit.code, "starts": str(first), "ends": str(ends) if ends else None}
    audit.record(actor=actor, verb="organisation.role_assigned", target=assignment, after=after, scope=person)
    return assignment


@transaction.atomic
def end_assignment(*, actor: Actor, assignment: RoleAssignment, ends: date, reason: str) -> RoleAssignment:
    """Ends a role on a day: it holds until the end of that day."""
    require(actor, MANAGE)
    if ends < assignment.starts:
        raise InvalidInput("The role would end before it starts.")
    before = {"ends": str(assignment.ends) if assignment.ends else None}
    assignment.ends = ends
    assignment.save(update_fields=["ends"])
    context.forget()
    audit.record(
        actor=actor,
        verb="organisation.role_ended",
        target=assignment,
        before=before,
        after={"ends": str(ends)},
        reason=reason,
        scope=assignment.person,
    )
    return assignment
