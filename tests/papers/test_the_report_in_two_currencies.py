"""The report on an agreement in another currency than its fund's, which pays support cost: each amount at its rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from biennium.documents.blocks import Document, plain
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, CostCategory, Fund
from biennium.funding.services import agreements
from biennium.kernel.money import Money
from biennium.ledger.services.rates import record_rate
from biennium.ledger.services.recovery import recover_support_cost
from biennium.programme.services.versions import seal_version
from ledger import world as ledger
from papers.reported import report, rows, said, tables
from reporting.conftest import clock, world
from reporting.world import World

__all__ = ["clock", "world"]


@pytest.fixture
def agreement(world: World) -> Agreement:
    """EUR 400 agreed, EUR 200 received; USD 100 spent of a fund in dollars, and 13 % of it as support cost."""
    seal_version(actor=OPERATOR, programme=world.programme, stage="adopted")
    ledger.fund("PSI", kind="other", releases="nothing", control_dimensions=[])
    fund = ledger.fund("XBDC", kind="voluntary", releases="signature", control_dimensions=["agreement", "result"])
    Fund.objects.filter(pk=fund.pk).update(support_cost_fund=Fund.objects.get(code="PSI"), support_cost_rate=1_300)
    CostCategory.objects.create(code="psc", name={"en": "Support cost"}, un_category="support_cost", support_cost=True)
    return _agreed(Fund.objects.get(code="XBDC"))


def _agreed(fund: Fund) -> Agreement:
    partner = agreements.add_partner(actor=OPERATOR, code="EU", name={"en": "European Union"}, contributor_type="C02")
    made = agreements.add_agreement(
        actor=OPERATOR,
        code="EU-1",
        title={"en": "Care"},
        partner=partner,
        fund=fund,
        amount=Money(40_000, "EUR"),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
        probability=10_000,
    )
    agreements.expect_instalment(actor=OPERATOR, agreement=made, due=date(2024, 3, 1), amount=20_000)
    made = agreements.move_agreement(actor=OPERATOR, agreement=made, step="sign", day=date(2024, 2, 1))
    first = made.instalments.get()
    agreements.receive_instalment(actor=OPERATOR, instalment=first, day=date(2024, 3, 4), amount=20_000)
    return made


def spend(world: World, agreement: Agreement) -> None:
    books = ledger.World(world.programme)
    line = replace(books.line("XBDC", result="1.1", place="KEN"), agreement=agreement.pk)
    books.enter("authority", 40_000, line)
    books.enter("allotment", 30_000, line)
    books.spend(10_000, line, date=date(2024, 6, 1))
    recover_support_cost(
        actor=OPERATOR, agreement=agreement, programme=world.programme, year=2024, day=date(2024, 12, 31)
    )


def rate(text: str = "1.25") -> None:
    for base, quote, one in (("EUR", "USD", text), ("USD", "EUR", "0.8")):
        record_rate(actor=OPERATOR, kind="operational", base=base, quote=quote, text=one, valid_from=date(2024, 1, 1))


def made(world: World) -> Document:
    subject = {"agreement": "EU-1", "from": "2024-01-01", "until": "2024-12-31"}
    return report(world, kind="agreement", **subject)


def statement(document: Document) -> dict[str, list[str]]:
    found = next(one for title, one in tables(document).items() if "Financial" in title)
    assert [plain(cell)[-3:] for cell in found.header[1:]] == ["EUR", "EUR", "USD", "USD"]
    return {row[0]: row[1:] for row in rows(found)}


def test_each_amount_stands_in_both_currencies_at_the_rate_of_its_day(world: World, agreement: Agreement) -> None:
    rate()
    spend(world, agreement)
    told = statement(made(world))
    assert told["Received"] == ["200.00", "200.00", "250.00", "250.00"]
    assert told["Released"] == ["320.00", "320.00", "400.00", "400.00"]
    assert told["Spent"] == ["90.40", "90.40", "113.00", "113.00"]
    assert told["Balance"] == ["", "109.60", "", "137.00"]


def test_support_cost_is_part_of_what_was_spent(world: World, agreement: Agreement) -> None:
    rate()
    spend(world, agreement)
    document = made(world)
    assert statement(document)["of which support cost"] == ["10.40", "10.40", "13.00", "13.00"]
    assert rows(tables(document)["Spent by result"])[-1] == ["Total", "90.40", "90.40"]
    assert "Support cost is charged at 13% of what is spent." in " ".join(said(document))


def test_without_a_rate_nothing_is_converted_and_the_report_says_so(world: World, agreement: Agreement) -> None:
    spend(world, agreement)
    told = statement(made(world))
    assert told["Received"][:2] == ["200.00", "200.00"]
    assert told["Received"][2] == told["Spent"][0] == "no rate"
    assert told["Spent"][2:] == ["113.00", "113.00"]
