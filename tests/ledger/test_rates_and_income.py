"""The rate of the day is the latest from before or on it, as recorded last; a payment settles the oldest arrears."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.funding.services.agreements import add_partner
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.rates import RateTable
from biennium.ledger.models import IncomeEntry
from biennium.ledger.services.income import Income, arrears, receive_assessment, record_income
from biennium.ledger.services.rates import record_rate
from ledger.world import World

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)


def rate(text: str, day: date, kind: str = "operational", **more: object) -> None:
    record_rate(actor=OPERATOR, kind=kind, base="CHF", quote="USD", text=text, valid_from=day, **more)  # type: ignore[arg-type]


def in_dollars(minor: int, day: date, kind: str = "operational", programme: int = 0) -> int:
    found = RateTable({"CHF"}).find("CHF", "USD", kind, programme, day)
    return found.exact.convert(Money(minor, "CHF")).minor


def test_the_rate_of_a_day_is_the_latest_before_it_as_it_was_recorded_last(world: World) -> None:
    rate("1.10", MARCH)
    rate("1.20", APRIL)
    assert [in_dollars(1_000, day) for day in (MARCH, date(2024, 3, 31), APRIL)] == [1_100, 1_100, 1_200]
    rate("1.15", MARCH)
    assert in_dollars(1_000, MARCH) == 1_150
    with pytest.raises(InvalidInput, match="no operational rate of CHF and USD for 2024-02-29"):
        in_dollars(1_000, date(2024, 2, 29))


def test_the_rate_of_the_budget_is_that_of_its_programme(world: World) -> None:
    rate("1.25", MARCH, "budget", programme=world.programme)
    assert in_dollars(400, APRIL, "budget", world.programme.pk) == 500
    with pytest.raises(InvalidInput, match="no budget rate"):
        in_dollars(400, APRIL, "budget", world.programme.pk + 1)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("budget", "1.1", "belongs to a programme"),
        ("weekly", "1.1", "There are: budget, operational, spot"),
        ("spot", "1,1", "is not a rate"),
        ("spot", "0", "more than zero"),
    ],
)
def test_what_is_no_rate_is_refused_in_words(world: World, kind: str, text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        rate(text, MARCH, kind)


@pytest.fixture
def norway(world: World) -> Partner:
    """Owes USD 1.00 of 2023 and USD 2.00 of 2024."""
    partner = add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    due = [
        Income(step="due", instrument="R01", year=year, day=MARCH, amount=Money(minor, "USD"), partner=partner)
        for year, minor in ((2024, 200), (2023, 100))
    ]
    record_income(actor=OPERATOR, entries=due)
    return partner


def pay(partner: Partner, minor: int) -> None:
    fund, amount = Fund.objects.get(code="RB"), Money(minor, "USD")
    receive_assessment(actor=OPERATOR, partner=partner, fund=fund, instrument="R01", amount=amount, day=APRIL)


def test_a_payment_settles_the_oldest_arrears_and_what_is_more_is_for_its_year(norway: Partner) -> None:
    assert arrears(norway, "R01", "USD") == {2023: 100, 2024: 200}
    pay(norway, 150)
    assert arrears(norway, "R01", "USD") == {2024: 150}
    pay(norway, 200)
    assert arrears(norway, "R01", "USD") == {}
    received = IncomeEntry.objects.filter(step="received").order_by("id").values_list("year", "amount")
    assert list(received) == [(2023, 100), (2024, 50), (2024, 150), (2024, 50)]


@pytest.mark.parametrize("minor", [0, -5])
def test_a_payment_of_nothing_or_less_is_refused(norway: Partner, minor: int) -> None:
    with pytest.raises(InvalidInput, match="more than zero"):
        pay(norway, minor)


def test_income_in_another_currency_is_reported_at_the_rate_of_its_day_or_refused(world: World) -> None:
    entry = Income(step="received", instrument="R03A", year=2024, day=APRIL, amount=Money(1_000, "CHF"))
    with pytest.raises(InvalidInput, match="no operational rate"):
        record_income(actor=OPERATOR, entries=[entry])
    rate("1.20", MARCH)
    record_income(actor=OPERATOR, entries=[entry])
    assert IncomeEntry.objects.get().reporting == 1_200
