"""The pages that compare two versions tell money that moved between regions, in the names and digits of the reader."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.organisation.models import Region
from biennium.programme.services.versions import seal_version
from ledger.world import World
from office.conftest import SignIn

SHIFT = [
    "re-priced price RB, Africa USD 3,000.00 → USD 1,800.00 (−USD 1,200.00)",
    "re-priced price RB, Americas – → USD 1,200.00",
]


@pytest.fixture(autouse=True)
def moved(world: World) -> None:
    """Two versions: 1,200.00 of one item go from Africa to the Americas."""
    item = add_budget_item(
        actor=OPERATOR, programme=world.programme, code="II.1", title={"en": "Work", "fr": "Travail"}
    )
    for stage, amounts in (
        ("preliminary", {"africa": 300_000}),
        ("proposed", {"africa": 180_000, "americas": 120_000}),
    ):
        for region, amount in amounts.items():
            estimate(
                actor=OPERATOR,
                item=item,
                fund=Fund.objects.get(code="RB"),
                region=Region.objects.get(code=region),
                step="constant",
                amount=Money(amount, "USD"),
            )
        seal_version(actor=OPERATOR, programme=world.programme, stage=stage, decision={"en": "Resolution 1"})


def told(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    listed = re.search(r'<ul class="changes">(.*?)</ul>', page.content.decode(), re.DOTALL)
    assert listed
    lines = re.findall(r"<li>(.*?)</li>", listed[1], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", line).split()) for line in lines]


def test_in_the_office(sign_in: SignIn) -> None:
    assert told(sign_in(), reverse("office:compare", args=["2024-25", 1, 2])) == SHIFT
    assert told(sign_in("reader"), reverse("office:compare", args=["2024-25", 1, "live"])) == SHIFT


def test_in_the_office_in_french(sign_in: SignIn) -> None:
    page = sign_in().get(reverse("office:compare", args=["2024-25", 1, 2]), headers={"accept-language": "fr"})
    assert "II.1 Travail" in page.content.decode()


def test_in_public() -> None:
    assert told(Client(), "/p/2024-25/compare/1/2/") == SHIFT


def test_in_public_in_french() -> None:
    client = Client(headers={"accept-language": "fr"})
    assert "II.1 Travail" in client.get("/p/2024-25/compare/1/2/").content.decode()
    assert told(client, "/p/2024-25/compare/1/2/")[1].endswith("– → 1 200,00 USD")
