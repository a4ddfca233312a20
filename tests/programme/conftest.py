"""A small programme: two outcomes, an enabler, outputs, deliverables, indicators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Organisation, Person, Place, Region, Role, RoleAssignment, Unit
from biennium.organisation.roles import STANDARD_ROLES
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.services.importing import import_programme
from programme import samples


@pytest.fixture
def world(db: None) -> None:
    """An organisation with two regions and three countries."""
    Organisation.objects.create(
        name={"en": "The organisation"}, acronym={"en": "ORG"}, languages=["en", "fr"], region_map="own"
    )
    for code, alpha2, name in (("KEN", "KE", "Kenya"), ("PER", "PE", "Peru"), ("NPL", "NP", "Nepal")):
        Place.objects.create(code=code, alpha2=alpha2, kind="country", name={"en": name})
    for code, places in (("africa", ["KEN"]), ("americas", ["PER"])):
        region = Region.objects.create(map="own", code=code, name={"en": code.capitalize()})
        region.places.set(Place.objects.filter(code__in=places))


@pytest.fixture
def values() -> exchange.Programme:
    """The programme as a document, without identities."""
    return samples.programme()


@pytest.fixture
def programme(world: None, values: exchange.Programme) -> Programme:
    """The programme in the database."""
    return import_programme(actor=OPERATOR, values=values)


@pytest.fixture
def sign_in(programme: Programme) -> Callable[..., Client]:
    """Signs somebody in with a role for the whole organisation."""

    def signed_in(code: str = "programme_officer", language: str = "en") -> Client:
        standard = next(one for one in STANDARD_ROLES if one.code == code)
        role = Role.objects.create(code=code, name=standard.name, actions=list(standard.actions))
        person = Person.objects.create_user(email=f"{code}@example.org", name=code, password="x", language=language)
        top = Unit.objects.get(code="ORG")
        RoleAssignment.objects.create(person=person, role=role, unit=top, starts=date(2024, 1, 1))
        client = Client()
        client.force_login(person)
        return client

    return signed_in
