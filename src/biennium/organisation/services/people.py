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
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit, context
from biennium.foundation.actors import Actor
from biennium.foundation.permission import ACTIONS, Verdict, decide, require
from biennium.foundation.rows import checked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.organisation.registration import MANAGE


@transaction.atomic
def define_role(*, actor: Actor, code: str, name: Mapping[str, str], actions: Sequence[str]) -> Role:
    """Creates a role or changes what it may do. Raises `InvalidInput` for an action that does not exist."""
    require(actor, MANAGE)
    if unknown := sorted(set(actions) - set(ACTIONS)):
        raise InvalidInput(
            _("There is no action %(action)s.") % {"action": unknown[0]},
            remedy=_("Known actions: %(actions)s.") % {"actions": ", ".join(sorted(ACTIONS))},
        )
    values = {"name": texts.clean(name), "actions": sorted(set(actions))}
    if not values["name"]:
        raise InvalidInput(_("A role needs a name."))
    role = Role.objects.select_for_update().filter(code=code).first() or Role(code=code, revision=0)
    before = {"name": role.name, "actions": role.actions} if role.pk else {}
    old, new = audit.changes(before, values)
    if not new:
        return role
    role.name, role.actions, role.revision = values["name"], values["actions"], role.revision + 1
    checked(role).save()
    context.forget()
    audit.record(actor=actor, verb="organisation.role_defined", target=role, before=old if before else {}, after=new)
    return role


@transaction.atomic
def open_account(*, actor: Actor, email: str, name: str, password: str, language: str = "") -> Person:
    """Opens an account. The password is checked by the installation's rules."""
    require(actor, MANAGE)
    email, name = email.strip(), name.strip()
    _check_account(email, name, password)
    checked(Person(email=email, name=name, language=language, password="-"))  # noqa: S106 - set below
    person = Person.objects.create_user(email=email, name=name, password=password, language=language)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    audit.record(
        actor=actor, verb="organisation.account_opened", target=person, after={"email": person.email, "name": name}
    )
    return person


def _check_account(email: str, name: str, password: str) -> None:
    check_password = partial(validate_password, password, Person(email=email, name=name))
    for field, check in (("email", partial(validate_email, email)), ("password", check_password)):
        try:
            check()
        except ValidationError as error:
            raise InvalidInput(" ".join(error.messages), field=field) from None
    if not name:
        raise InvalidInput(_("An account needs the person's name."), field="name")
    if Person.objects.filter(email__iexact=email).exists():
        raise InvalidInput(_("There is an account for %(email)s already.") % {"email": email}, field="email")


def may_close(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may close the account: whoever manages people may, but not their own."""
    if person.pk == actor.pk:
        return Verdict(False, _("Your own account cannot be closed by yourself."), _("Ask another administrator."))
    return decide(actor, MANAGE)


@transaction.atomic
def close_account(*, actor: Actor, person: Person, reason: str) -> Person:
    """Closes an account: the person can no longer sign in; what they did stays under their name."""
    may_close(actor, person).require()
    if not person.is_active:
        raise InvalidInput(_("This account is closed already."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record(actor=actor, verb="organisation.account_closed", target=person, reason=reason.strip())
    return person


@transaction.atomic
def assign_role(
    *, actor: Actor, person: Person, role: Role, unit: Unit, starts: date | None = None, ends: date | None = None
) -> RoleAssignment:
    """Gives a person a role for a unit and everything below it."""
    require(actor, MANAGE)
    first = starts or timezone.localdate()
    _refuse_assignment(person, unit, first, ends)
    held = RoleAssignment.objects.filter(person=person, role=role, unit=unit).exclude(ends__lt=first)
    if held.filter(Q() if ends is None else Q(starts__lte=ends)).exists():
        words = {"person": str(person), "unit": unit.code}
        raise InvalidInput(_("%(person)s holds this role for %(unit)s already.") % words, field="role")
    assignment = RoleAssignment.objects.create(person=person, role=role, unit=unit, starts=first, ends=ends)
    context.forget()
    after = {"role": role.code, "unit": unit.code, "starts": str(first), "ends": str(ends) if ends else None}
    audit.record(actor=actor, verb="organisation.role_assigned", target=assignment, after=after, scope=person)
    return assignment


def _refuse_assignment(person: Person, unit: Unit, first: date, last: date | None) -> None:
    if last and last < first:
        raise InvalidInput(_("The role would end before it starts."), field="ends")
    if unit.retired_at:
        words = {"unit": unit.code}
        raise InvalidInput(_("%(unit)s is closed.") % words, remedy=_("Choose an open unit."), field="unit")
    if not person.is_active:
        raise InvalidInput(_("The account of %(person)s is closed.") % {"person": str(person)})


@transaction.atomic
def end_assignment(*, actor: Actor, assignment: RoleAssignment, ends: date, reason: str) -> RoleAssignment:
    """Ends a role on a day: it holds until the end of that day."""
    require(actor, MANAGE)
    if ends < assignment.starts:
        raise InvalidInput(_("The role would end before it starts."), field="ends")
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
        reason=reason.strip(),
        scope=assignment.person,
    )
    return assignment
