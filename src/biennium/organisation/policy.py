"""The rule of roles: an action is allowed to whoever holds, on that day, a role that has it for a unit that answers
for the target, or for a unit above that one.

An action that concerns the whole organisation needs the role at a top unit, except seeing the office, which any role
anywhere allows. A target for which no unit answers needs a top unit as well. Where an organisation has several top
units, a role at one of them does not reach below another.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.context import remembered
from biennium.foundation.permission import Action, Verdict
from biennium.kernel.trees import below
from biennium.organisation.models import Unit
from biennium.organisation.selectors import units_and_actions

M = TypeVar("M", bound=models.Model)
ANYWHERE = frozenset({"organisation.see_office"})


class Scope:
    """What a person may do where on one day: per action the units covered, and whether a top unit is among the
    assignments."""

    def __init__(self, actor: Actor, at: date) -> None:
        held = units_and_actions(actor.pk, at)
        parents = {unit.pk: unit.parent_id for unit, _actions in held}
        self._units: dict[str, set[int]] = {}
        self._everywhere: set[str] = set()
        for unit, actions in held:
            covered = below(unit.pk, parents) if actions else ()
            for action in actions:
                self._units.setdefault(action, set()).update(covered)
                if unit.parent_id is None:
                    self._everywhere.add(action)

    def everywhere(self, action: str) -> bool:
        """Held at a top unit, so that it covers also what no unit answers for."""
        return action in self._everywhere

    def units(self, action: str) -> set[int]:
        """Primary keys of the units covered for the action."""
        return self._units.get(action, set())


def scope_of(actor: Actor, at: date) -> Scope:
    """The actor's scope, asked once a request."""
    return remembered(("scope", actor.pk, at), lambda: Scope(actor, at))


class RolePolicy:
    """See the module."""

    def decide(self, actor: Actor, action: Action, target: Any, amount: Any, at: date) -> Verdict:
        if not actor.is_authenticated or not getattr(actor, "is_active", True):
            return Verdict(False, _("Only a signed-in person may do this."), _("Sign in first."))
        if self._allows(scope_of(actor, at), action, target):
            return Verdict(True, _("Your role allows you to %(action)s.") % {"action": action.label})
        unit = _unit_of(action, target)
        rule = _("No role of yours allows you to %(action)s.")
        if unit is not None:
            rule = _("No role of yours allows you to %(action)s for %(unit)s.")
        words = {"action": action.label, "unit": getattr(unit, "code", "")}
        return Verdict(False, rule % words, _("Whoever manages people and roles can give you one that does."))

    def limit(self, actor: Actor, action: Action, queryset: QuerySet[M], at: date) -> QuerySet[M]:
        if not actor.is_authenticated or not getattr(actor, "is_active", True):
            return queryset.none()
        scope = scope_of(actor, at)
        if not action.unit_path:
            return queryset if self._allows_without_unit(scope, action) else queryset.none()
        covered = Q(**{f"{action.unit_path}__in": scope.units(action.code)})
        if self._allows_without_unit(scope, action):
            covered |= Q(**{f"{action.unit_path}__isnull": True})
        return queryset.filter(covered)

    def _allows(self, scope: Scope, action: Action, target: Any) -> bool:
        unit = _unit_of(action, target)
        if unit is None:
            return self._allows_without_unit(scope, action)
        return unit.pk in scope.units(action.code)

    def _allows_without_unit(self, scope: Scope, action: Action) -> bool:
        """For what concerns the whole organisation, and for a target for which no unit answers."""
        return scope.everywhere(action.code) or (action.code in ANYWHERE and bool(scope.units(action.code)))


def _unit_of(action: Action, target: Any) -> Unit | None:
    """The unit that answers for the target, along the action's path."""
    if target is None or not action.unit_path:
        return None
    found: Unit | None = attrgetter(action.unit_path.replace("__", "."))(target)
    return found
