"""A programme everybody may read of, and its money."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.funding.services import agreements
from biennium.kernel.money import Money
from biennium.ledger.services.authority import release_authority
from biennium.ledger.services.income import Income, record_income
from biennium.programme.services.versions import seal_version
from ledger import world as worlds
from ledger.world import World
from running.scenes import built_once

MOST_QUERIES = 20
HERE = "/p/2024-25/"
DAY = date(2024, 12, 31)
AGREED = {"NOR": 50_000, "SHYLAND": 30_000}


class Reader:
    """Somebody who reads the public pages, in a language."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(headers={"accept-language": language})

    def page(self, address: str, status: int = 200) -> str:
        """The page at an address below the programme's, made with few enough questions to the database."""
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(address if address.startswith("/") else f"{HERE}{address}")
        assert answer.status_code == status, answer.content.decode()[-2000:]
        assert len(captured) <= MOST_QUERIES, [one["sql"][:160] for one in captured]
        return answer.content.decode()

    def file(self, address: str) -> list[str]:
        """The lines of a csv file."""
        answer = self.client.get(f"{HERE}{address}")
        assert answer.status_code == 200, answer.content.decode()[-2000:]
        return answer.content.decode("utf-8-sig").splitlines()


@pytest.fixture
def reader(world: World) -> Reader:
    """Somebody who reads English."""
    return Reader()


def partner(code: str, *, published: bool = True) -> Partner:
    """A government that pays."""
    return agreements.add_partner(
        actor=OPERATOR, code=code, name={"en": f"Land of {code}"}, contributor_type="C01", published=published
    )


def sign(world: World, who: Partner, amount: int) -> worlds.Dimensions:
    """An agreement of a partner, signed and released; the dimensions of its money."""
    made = agreements.add_agreement(
        actor=OPERATOR,
        code=f"{who.code}-1",
        title={"en": "Together"},
        partner=who,
        fund=Fund.objects.get(code="XBDC"),
        amount=Money(amount, "USD"),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
    )
    signed = agreements.move_agreement(actor=OPERATOR, agreement=made, step="sign", day=date(2024, 1, 1))
    line = world.line("XBDC")
    source = worlds.Dimensions(line.programme, line.fund, agreement=signed.pk, year=2024)
    release_authority(actor=OPERATOR, agreement=signed, line=source)
    return source


def ids(world: World, **names: str) -> dict[str, int]:
    """Primary keys by codes."""
    line = world.line("RB", **names)
    return {name: getattr(line, name) for name in names}


def talks(who: Partner) -> None:
    """An agreement that is not signed."""
    made = agreements.add_agreement(
        actor=OPERATOR,
        code="TALKS-1",
        title={"en": "Secret talks"},
        partner=who,
        fund=Fund.objects.get(code="XBDC"),
        amount=Money(90_000, "USD"),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
        probability=5_000,
    )
    agreements.move_agreement(actor=OPERATOR, agreement=made, step="expect")


def receive(world: World) -> None:
    """Income: 400.00 assessed of Peru, 500.00 of Norway, 300.00 of one who is not published, 10.00 of nobody."""
    rows = [("PER", "RB", "R01", 40_000), ("NOR", "XBDC", "R03E", 50_000), ("SHYLAND", "XBDC", "R03E", 30_000)]
    entries = [
        Income(
            step="recognised",
            instrument=instrument,
            year=2024,
            day=DAY,
            amount=Money(amount, "USD"),
            partner=Partner.objects.get(code=code),
            fund=Fund.objects.get(code=fund),
        )
        for code, fund, instrument, amount in rows
    ]
    other = Income(step="recognised", instrument="R04A", year=2024, day=DAY, amount=Money(1_000, "USD"))
    record_income(actor=OPERATOR, entries=[*entries, other], reason="Revenue of 2024")


def _build() -> World:
    """1,000.00 of the regular budget: 600.00 on output 1.1 and 200.00 on 2.1, of which 250.00 and 40.00 are spent.

    Norway signed 500.00, one who is not published 300.00; 70.00 and 30.00 of them are spent on 1.2 and 2.1, in Kenya.
    Peru is in talks about 900.00.
    """
    world = worlds.build()
    top = world.line("RB", result="1")
    one, two = world.line("RB", result="1.1", unit="LAW"), world.line("RB", result="2.1", unit="ORG")
    world.enter("appropriation", 100_000, top)
    world.enter("allotment", 60_000, top, to=one)
    world.enter("allotment", 20_000, top, to=two)
    world.spend(25_000, world.line("RB", result="1.1", unit="LAW", place="KEN", cost_category="travel"))
    world.spend(4_000, world.line("RB", result="2.1", unit="ORG", place="PER", cost_category="staff"))
    for document, code, published, result, spent in (
        ("ERP-1", "NOR", True, "1.2", 7_000),
        ("ERP-2", "SHYLAND", False, "2.1", 3_000),
    ):
        source = sign(world, partner(code, published=published), AGREED[code])
        target = worlds.Dimensions(
            source.programme,
            source.fund,
            agreement=source.agreement,
            year=2024,
            **ids(world, result=result, place="KEN"),
        )
        world.enter("allotment", AGREED[code] // 2, source, to=target)
        world.spend(spent, target, document=document, text="Paid to Jane Doe")
    talks(partner("PER"))
    receive(world)
    seal_version(actor=OPERATOR, programme=world.programme, stage="preliminary")
    return world


scene = built_once(_build)


@pytest.fixture
def world(db: None) -> World:
    """The scene, set again."""
    return scene()
