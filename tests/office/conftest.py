"""People who work in the office, and the small organisation with money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.organisation.roles import STANDARD_ROLES
from ledger import world as worlds
from ledger.world import World

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page read in another language does not leave it behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def world(db: None) -> World:
    """Funds, lines and what is on them."""
    return worlds.build()


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """Signs somebody in with a role for a unit."""

    def signed_in(role: str = "budget_officer", unit: str = "ORG", language: str = "en") -> Client:
        standard = next(one for one in STANDARD_ROLES if one.code == role)
        held, _made = Role.objects.get_or_create(
            code=role, defaults={"name": standard.name, "actions": list(standard.actions)}
        )
        person = Person.objects.create_user(email=f"{role}@example.org", name=role, password="x", language=language)
        RoleAssignment.objects.create(
            person=person, role=held, unit=Unit.objects.get(code=unit), starts=date(2024, 1, 1)
        )
        client = Client()
        client.force_login(person)
        return client

    return signed_in
