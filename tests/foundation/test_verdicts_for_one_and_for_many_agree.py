"""`decide` for each object and `limit` for the set: the same answer, and the one the rule of roles gives on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from biennium.foundation import permission
from biennium.foundation.actors import OPERATOR
from biennium.foundation.permission import ACTIONS, Verdict, decide, limit, require
from biennium.kernel.errors import NotPermitted
from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.programme.models import Indicator, Level, Programme, Result, Section

TODAY = date(2026, 6, 15)
TARGETS: dict[str, type[models.Model]] = {
    "organisation.manage": Unit,
    "organisation.see_office": Unit,
    "programme.create": Programme,
    "programme.edit_programme": Section,
    "programme.edit_result": Result,
    "programme.edit_indicator": Indicator,
    "programme.shape": Result,
    "programme.seal": Programme,
}
ANSWERS_FOR: dict[str, Callable[[Any], Unit | None]] = {
    "programme.edit_result": lambda result: result.responsible_unit,
    "programme.edit_indicator": lambda indicator: indicator.result.responsible_unit,
    "programme.shape": lambda result: result.responsible_unit,
}


@dataclass
class World:
    """Drawn at random: a forest of units (each below an earlier one or at the top), roles and who holds them."""

    parents: list[int | None]
    roles: list[list[str]]
    held: list[tuple[int, int, int, int | None]]
    leads: list[int | None]
    actor: str
    offset: int
    units: list[Unit] = field(default_factory=list)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    count = draw(st.integers(1, 6))
    parents = [draw(st.none() | st.integers(0, index - 1)) if index else None for index in range(count)]
    roles = draw(st.lists(st.lists(st.sampled_from(sorted(TARGETS)), max_size=4, unique=True), min_size=1, max_size=3))
    length = st.none() | st.integers(0, 12)
    one = st.tuples(st.integers(0, len(roles) - 1), st.integers(0, count - 1), st.integers(-8, 8), length)
    return World(
        parents=parents,
        roles=roles,
        held=draw(st.lists(one, max_size=4)),
        leads=draw(st.lists(st.none() | st.integers(0, count - 1), min_size=1, max_size=5)),
        actor=draw(st.sampled_from(["person", "person", "person", "closed", "anonymous", "operator"])),
        offset=draw(st.integers(-10, 10)),
    )


def build(world: World) -> Any:
    """The world in the database; returns the actor."""
    for index, parent in enumerate(world.parents):
        above = None if parent is None else world.units[parent]
        world.units.append(Unit.objects.create(code=f"U{index}", name={"en": f"Unit {index}"}, parent=above))
    programme = Programme.objects.create(code="p", title={"en": "P"}, start=TODAY, end=TODAY + timedelta(700))
    level = Level.objects.create(programme=programme, code="output", name={"en": "Output"}, position=0)
    for index, lead in enumerate(world.leads):
        unit = None if lead is None else world.units[lead]
        common = {"programme": programme, "code": str(index), "position": index}
        result = Result.objects.create(level=level, title={"en": "R"}, responsible_unit=unit, **common)
        Indicator.objects.create(result=result, title={"en": "I"}, kind="count", **common)
    Section.objects.create(programme=programme, code="vision", kind="vision", position=0, heading={"en": "Vision"})
    person = Person.objects.create_user("ada@example.org", "Ada", is_active=world.actor != "closed")
    for role, unit_index, starts, length in world.held:
        RoleAssignment.objects.create(
            person=person,
            role=Role.objects.get_or_create(code=f"role{role}", defaults={"actions": world.roles[role]})[0],
            unit=world.units[unit_index],
            starts=TODAY + timedelta(starts),
            ends=None if length is None else TODAY + timedelta(starts + length),
        )
    return {"anonymous": AnonymousUser(), "operator": OPERATOR}.get(world.actor, person)


def on_paper(world: World, action: str, unit: Unit | None) -> bool:
    """The rule of roles, thought through from the words of its documentation."""
    if world.actor != "person":
        return world.actor == "operator"
    day = world.offset
    for role, index, starts, length in world.held:
        holds_then = starts <= day and (length is None or day <= starts + length)
        if holds_then and action in world.roles[role] and reaches(world, action, index, unit):
            return True
    return False


def reaches(world: World, action: str, index: int, unit: Unit | None) -> bool:
    if unit is None:
        return action == "organisation.see_office" or world.parents[index] is None
    above: int | None = next(place for place, one in enumerate(world.units) if one.pk == unit.pk)
    while above is not None and above != index:
        above = world.parents[above]
    return above == index


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(worlds())
def test_one_and_many_agree_for_any_roles_units_periods_and_targets(db: None, world: World) -> None:
    with transaction.atomic():
        actor, at = build(world), TODAY + timedelta(world.offset)
        for action, model in TARGETS.items():
            targets = list(model._default_manager.all())
            allowed = [one.pk for one in targets if decide(actor, action, one, at=at).allowed]
            kept = list(limit(actor, action, model._default_manager.all(), at=at).values_list("pk", flat=True))
            assert sorted(kept) == sorted(allowed), action
            answers = ANSWERS_FOR.get(action, lambda _target: None)
            assert allowed == [one.pk for one in targets if on_paper(world, action, answers(one))], action
        transaction.set_rollback(True)


def test_the_property_covers_every_action_of_organisation_and_programme() -> None:
    assert {code for code in ACTIONS if code.split(".")[0] in {"organisation", "programme"}} == set(TARGETS)


@pytest.fixture
def law(db: None) -> Unit:
    return Unit.objects.create(code="LAW", name={"en": "Law"})


def test_a_refusal_names_the_rule_and_who_can_lift_it(law: Unit) -> None:
    verdict = decide(Person.objects.create_user("ada@example.org", "Ada"), "organisation.manage", law)
    assert (verdict.allowed, verdict.rule) == (False, "No role of yours allows you to manage people, roles and units.")
    assert verdict.who_can_lift == "Whoever manages people and roles can give you one that does."
    with pytest.raises(NotPermitted, match=r"No role of yours .* Whoever manages people"):
        verdict.require()


def test_a_refusal_for_a_unit_names_the_unit(law: Unit) -> None:
    result = Result(responsible_unit=law)
    verdict = decide(Person.objects.create_user("ada@example.org", "Ada"), "programme.edit_result", result)
    assert verdict.rule == "No role of yours allows you to edit results for LAW."


def test_who_is_not_signed_in_is_told_to_sign_in(db: None) -> None:
    assert decide(AnonymousUser(), "organisation.see_office").who_can_lift == "Sign in first."


def test_a_role_holds_to_the_end_of_its_last_day(law: Unit) -> None:
    ada = Person.objects.create_user("ada@example.org", "Ada")
    role = Role.objects.create(code="administrator", actions=["organisation.manage"])
    RoleAssignment.objects.create(person=ada, role=role, unit=law, starts=TODAY, ends=TODAY)
    days = [TODAY - timedelta(1), TODAY, TODAY + timedelta(1)]
    assert [decide(ada, "organisation.manage", at=day).allowed for day in days] == [False, True, False]


def test_an_action_there_is_none_of_is_a_bug() -> None:
    with pytest.raises(KeyError):
        decide(OPERATOR, "programme.burn")
    with pytest.raises(KeyError):
        limit(OPERATOR, "programme.burn", Unit.objects.all())


class Amounts:
    """A policy as a later room may register: it allows small amounts to whoever is signed in."""

    def decide(self, actor: Any, action: Any, target: Any, amount: Any, at: date) -> Verdict:
        allowed = bool(actor.is_authenticated and amount is not None and amount <= 100)
        return Verdict(allowed, "Amounts up to 100 are delegated.")

    def limit(self, actor: Any, action: Any, queryset: Any, at: date) -> Any:
        return queryset.filter(code="LAW") if actor.is_authenticated else queryset.none()


@pytest.fixture
def delegation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(permission.POLICIES._entries, "amounts", Amounts())


def test_what_any_policy_allows_is_allowed(law: Unit, delegation: None) -> None:
    ada = Person.objects.create_user("ada@example.org", "Ada")
    Unit.objects.create(code="ICT", name={"en": "Information"})
    verdicts = [decide(ada, "organisation.manage", law, amount=amount) for amount in (100, 101, None)]
    assert [verdict.allowed for verdict in verdicts] == [True, False, False]
    assert verdicts[0].rule == "Amounts up to 100 are delegated."
    assert list(limit(ada, "organisation.manage", Unit.objects.all())) == [law]
    require(ada, "organisation.manage", law, amount=100)


def test_where_no_policy_speaks_an_action_is_forbidden(law: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permission.POLICIES, "_entries", {})
    ada = Person.objects.create_user("ada@example.org", "Ada")
    assert decide(ada, "organisation.manage", law) == Verdict(False, "No rule allows “manage people, roles and units”.")
    assert not limit(ada, "organisation.manage", Unit.objects.all()).exists()
