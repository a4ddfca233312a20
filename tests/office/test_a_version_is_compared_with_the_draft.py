"""A sealed version beside the live draft, on one page that asks few questions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.programme.models import Indicator
from biennium.programme.services.indicators import add_indicator, described
from biennium.programme.services.versions import seal_version
from ledger.world import World
from office.conftest import SignIn

VERSIONS = "/office/p/2024-25/versions"
MOST_QUERIES = 20


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    """A version is sealed."""
    seal_version(actor=OPERATOR, programme=world.programme, stage="preliminary", decision={"en": "Item 4"})
    return sign_in("programme_officer")


def edit(world: World) -> None:
    """An indicator and two budget items more, one of them with a price."""
    like = Indicator.objects.earliest("pk")
    values = described(like).model_copy(update={"uid": None, "code": "1.1.9", "title": {"en": "One more"}})
    add_indicator(actor=OPERATOR, programme=world.programme, values=values)
    for code in ("III.1", "III.2"):
        item = add_budget_item(actor=OPERATOR, programme=world.programme, code=code, title={"en": f"Part {code}"})
    rb, price = Fund.objects.get(code="RB"), Money(1_234_500, "USD")
    estimate(actor=OPERATOR, item=item, fund=rb, step="constant", amount=price)


def test_what_was_added_and_priced_since_is_told(world: World, client: Client) -> None:
    edit(world)
    page = client.get(f"{VERSIONS}/1/live/").content.decode()
    for told in ("1.1.9 One more", "III.1 Part III.1", "III.2 Part III.2"):
        assert told in page


def test_it_is_read_in_a_number_of_queries_that_does_not_grow(world: World, client: Client) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{VERSIONS}/{address}").status_code == 200
        return len(captured)

    before = asked("1/live/")
    edit(world)
    assert asked("1/live/") <= before <= MOST_QUERIES
    assert asked("live/1/") <= before


def test_without_a_version_there_is_nothing_to_compare_with(world: World, sign_in: SignIn) -> None:
    client = sign_in("programme_officer")
    assert client.get(f"{VERSIONS}/compare/").status_code == 200
    assert client.get("/office/p/1999-00/versions/compare/").status_code == 404
    assert client.get(f"{VERSIONS}/1/live/").status_code == 404
