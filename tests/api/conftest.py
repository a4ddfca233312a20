"""A published programme with money, and a client of the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Organisation, Person, Unit
from biennium.organisation.registration import SEE_OFFICE
from biennium.organisation.services.people import assign_role, define_role, open_account
from biennium.organisation.services.tokens import issue_token
from biennium.programme.services.versions import seal_version
from ledger import world as worlds

BASE = "/api/v1"


@dataclass
class Api:
    """Asks for addresses below the API's."""

    client: Client
    token: str = ""

    def get(self, address: str, status: int = 200, **headers: str) -> Any:
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        response = self.client.get(f"{BASE}{address}", headers={**given, **headers})
        assert response.status_code == status, response.content[:500]
        return response

    def json(self, address: str, status: int = 200) -> Any:
        return self.get(address, status).json()


@pytest.fixture
def world(db: None) -> worlds.World:
    """A sealed programme; RB has 300.00 approved and 100.00 spent on result 1.1 in Kenya."""
    made = worlds.build()
    Organisation.objects.update(iati="XM-DAC-41302")
    seal_version(actor=OPERATOR, programme=made.programme, stage="preliminary")
    line = made.line("RB", result="1.1", unit="LAW", place="KEN")
    made.enter("appropriation", 300_00, line)
    made.spend(100_00, line, date=date(2024, 5, 1), text="Workshop")
    return made


@pytest.fixture
def api(world: worlds.World, client: Client) -> Api:
    """As the public."""
    return Api(client)


@pytest.fixture
def reader(world: worlds.World) -> Person:
    """Somebody who works in the office."""
    person = open_account(actor=OPERATOR, email="reader@example.org", name="Reader", password="a-long-enough-word-9")
    role = define_role(actor=OPERATOR, code="reader", name={"en": "Reader"}, actions=[SEE_OFFICE])
    assign_role(actor=OPERATOR, person=person, role=role, unit=Unit.objects.first(), starts=date(2024, 1, 1))
    return person


@pytest.fixture
def office(api: Api, reader: Person) -> Api:
    """As somebody who works in the office."""
    return Api(api.client, issue_token(actor=reader, name="Notebook", days=30).secret)
