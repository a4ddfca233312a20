"""Each amount of the account of an agreement is a figure: its parts are lines, theirs are postings, which sum to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement
from biennium.funding.services.agreements import receive_instalment
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.figures import Figure, State, recompute
from biennium.kernel.money import Money
from biennium.ledger.models import Line
from biennium.ledger.selectors.scope import pairs
from biennium.ledger.selectors.statement_figures import KEYS, opened
from biennium.ledger.selectors.statements import Account
from biennium.ledger.services.rates import record_rate
from biennium.programme.figures import figure
from biennium.programme.selectors import versions
from biennium.programme.services.versions import seal_version
from office.funding import signed

from . import world as ledger

pytestmark = pytest.mark.django_db
YEAR = {"agreement": "NOR-1", "from": "2024-01-01", "until": "2024-12-31"}


@pytest.fixture
def agreement(world: ledger.World) -> Agreement:
    """USD 400 agreed, half received; 50 spent for Kenya in 2024; 20 spent and 10 given back in 2025."""
    row = signed()
    receive_instalment(actor=OPERATOR, instalment=row.instalments.first(), day=date(2024, 3, 4), amount=20_000)
    line = replace(world.line("XBDC", result="1.1", place="KEN"), agreement=row.pk)
    world.enter("authority", 40_000, line)
    world.enter("allotment", 30_000, line)
    world.spend(5_000, line)
    world.spend(2_000, line, date=date(2025, 2, 1))
    world.enter("refund", 1_000, line, date=date(2025, 3, 1))
    return row


def one(world: ledger.World, column: str, **values: str) -> Figure:
    return opened(column, {**YEAR, **values}, world.programme.pk)


def since(world: ledger.World, column: str, **values: str) -> Figure:
    return opened(column, {"agreement": "NOR-1", "until": "2025-12-31", **values}, world.programme.pk)


def part(found: Figure, world: ledger.World) -> Figure:
    """The figure behind the only part of another."""
    (row,) = found.inputs
    head, _colon, text = row.name[1].partition(":")
    return opened(head.partition(".")[2], pairs(text, KEYS), world.programme.pk)


@pytest.mark.parametrize("column", ["received", "approved", "allotted", "committed", "spent", "support", "balance"])
def test_a_figure_is_the_amount_of_the_account(world: ledger.World, agreement: Agreement, column: str) -> None:
    account = Account(agreement, date(2024, 1, 1), date(2025, 12, 31), world.programme.pk)
    within, whole = account.row(column).amounts["USD"]
    made = since(world, column)
    assert made.value == Money(whole or 0, "USD")
    assert recompute(made) == made
    if within is not None:
        assert since(world, column, **{"from": "2024-01-01"}).value == Money(within, "USD")


def test_an_amount_opens_into_lines_and_a_line_into_the_postings_of_the_days(
    world: ledger.World, agreement: Agreement
) -> None:
    first, whole = part(one(world, "spent"), world), part(since(world, "spent"), world)
    assert first.value == Money(5_000, "USD")
    assert {row.name[0] for row in [*first.inputs, *whole.inputs]} == {"posting"}
    assert [row.value for row in whole.inputs] == [Money(minor, "USD") for minor in (5_000, 2_000, -1_000)]


def test_an_amount_of_a_result_or_a_place_is_what_stands_right_on_it(world: ledger.World, agreement: Agreement) -> None:
    assert one(world, "spent", result="1.1").value == one(world, "spent", place="KEN").value == Money(5_000, "USD")
    assert one(world, "spent", result="1.2").value == one(world, "spent", place="-").value == Money(0, "USD")
    assert part(one(world, "spent", result="1.1"), world).value == Money(5_000, "USD")


def test_what_was_received_opens_into_instalments(world: ledger.World, agreement: Agreement) -> None:
    (row,) = one(world, "received").inputs
    assert (row.name[0], row.value) == ("instalment", Money(20_000, "USD"))
    assert one(world, "received", **{"from": "2024-04-01"}).value == Money(0, "USD")


def test_another_currency_is_converted_at_a_rate_that_is_named(world: ledger.World, agreement: Agreement) -> None:
    missing = one(world, "spent", currency="EUR")
    assert (missing.state, missing.value) == (State.NOT_APPLICABLE, None)
    assert one(world, "received", currency="EUR").state is State.NOT_APPLICABLE
    Agreement.objects.filter(pk=agreement.pk).update(currency="EUR")
    record_rate(actor=OPERATOR, kind="operational", base="USD", quote="EUR", text="0.8", valid_from=date(2024, 1, 1))
    made = one(world, "spent")
    assert made.value == Money(4_000, "EUR")
    assert [rate.label for rate in made.rates] == [str(made.rates[0].label)]
    assert part(made, world).value == Money(5_000, "USD")
    assert one(world, "received", currency="USD").value == Money(25_000, "USD")


@pytest.mark.parametrize(
    ("column", "values", "error"),
    [
        ("colour", {}, NotFound),
        ("spent", {"agreement": "NOR-7"}, NotFound),
        ("spent", {"until": "soon"}, InvalidInput),
        ("spent", {"until": "2023-12-31"}, InvalidInput),
        ("spent", {"result": "9.9"}, NotFound),
        ("spent", {"line": "1"}, InvalidInput),
        ("spent", {"line": "0190a4be-0000-7000-8000-000000000000"}, NotFound),
    ],
)
def test_what_there_is_none_of_is_refused(
    world: ledger.World, agreement: Agreement, column: str, values: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        one(world, column, **values)


def test_a_line_of_another_agreement_is_not_opened(world: ledger.World, agreement: Agreement) -> None:
    world.line("RB", result="1.1")
    world.enter("appropriation", 100, world.line("RB", budget_item="I.A", result="1"))
    other = Line.objects.filter(agreement=None).first()
    assert other is not None
    with pytest.raises(NotFound):
        one(world, "spent", line=str(other.uid))


def test_it_is_named_in_a_version_and_is_no_figure_of_the_public(
    world: ledger.World, agreement: Agreement, client: Client
) -> None:
    version = seal_version(actor=OPERATOR, programme=world.programme, stage="adopted")
    name = "agreement.spent:agreement=NOR-1,from=2024-01-01,until=2024-12-31"
    made = figure(versions.opened(version), version, name)
    assert (made.value, made.version.stage if made.version else "") == (Money(5_000, "USD"), "adopted")
    for address in (f"/p/2024-25/explain/{name}/", f"/api/v1/programmes/2024-25/figure?name={name}"):
        assert client.get(address).status_code == 404
