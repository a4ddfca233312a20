"""Who may do what: `decide` for one object, `limit` for a set, from the same policies.

Invariant: for every policy, `decide(actor, action, x).allowed` is true exactly for the objects x that
`limit(actor, action, queryset)` keeps (property-tested). Views, services and buttons ask the same verdict.

An upper room registers its actions, and policies that allow them; an action without a policy is forbidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from biennium.foundation.actors import Operator
from biennium.foundation.registry import Registry
from biennium.kernel.errors import NotPermitted

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Verdict:
    """May the actor do it; the rule that says so, in words; and who can lift a refusal."""

    allowed: bool
    rule: str
    who_can_lift: str = ""

    def require(self) -> None:
        """Raises `NotPermitted` with the rule unless allowed."""
        if not self.allowed:
            raise NotPermitted(self.rule, remedy=self.who_can_lift)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be allowed. `unit_path` is the ORM path from a target to the unit that answers for it; an
    action without one concerns the whole organisation."""

    code: str
    label: Any
    unit_path: str = ""


class Policy(Protocol):
    """A rule that may allow actions to actors."""

    def decide(self, actor: Any, action: Action, target: Any, amount: Any, at: date) -> Verdict: ...

    def limit(self, actor: Any, action: Action, queryset: QuerySet[M], at: date) -> QuerySet[M]: ...


ACTIONS: Registry[Action] = Registry("actions")
POLICIES: Registry[Policy] = Registry("policies")


def register_action(code: str, label: Any, *, unit_path: str = "") -> Action:
    """Declares an action, namespaced like a verb: `programme.edit`."""
    return ACTIONS.register(code, Action(code, label, unit_path))


def decide(actor: Any, action: str, target: Any = None, *, amount: Any = None, at: date | None = None) -> Verdict:
    """The verdict on one action; `at` is the day it is asked for (today). Raises `KeyError` for an unknown action."""
    declared = ACTIONS[action]
    if isinstance(actor, Operator):
        return Verdict(allowed=True, rule="The operator of the installation may do everything; it is written down.")
    day = at or timezone.localdate()
    verdicts = [policy.decide(actor, declared, target, amount, day) for policy in POLICIES.values()]
    for verdict in verdicts:
        if verdict.allowed:
            return verdict
    return verdicts[0] if verdicts else Verdict(allowed=False, rule=f"No rule allows “{declared.label}”.")


def require(actor: Any, action: str, target: Any = None, *, amount: Any = None) -> None:
    """Raises `NotPermitted`, naming the rule, unless the actor may."""
    decide(actor, action, target, amount=amount).require()


def limit(actor: Any, action: str, queryset: QuerySet[M], *, at: date | None = None) -> QuerySet[M]:
    """The objects of the queryset on which the actor may do the action."""
    declared = ACTIONS[action]
    if isinstance(actor, Operator):
        return queryset
    day = at or timezone.localdate()
    kept = queryset.none()
    for policy in POLICIES.values():
        kept = kept | policy.limit(actor, declared, queryset, day)
    return kept
