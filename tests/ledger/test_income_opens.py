"""Income opens into instruments, contributors and entries; who is not published has no name."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.figures import RowRef, recompute
from biennium.kernel.money import Money
from biennium.ledger.selectors.contributions import Income, figure, income
from biennium.ledger.services.income import Income as Entry
from biennium.ledger.services.income import record_income
from biennium.programme.models import Version
from biennium.programme.selectors.versions import opened
from biennium.programme.services.versions import seal_version
from ledger.world import World

DAY = date(2024, 12, 31)


@pytest.fixture
def books(world: World) -> World:
    """Kenya 100.00 assessed; Peru 40.00, one who is not published 7.00 and nobody known 5.00 earmarked; 3.00 of other
    revenue; 9.00 of another period."""
    rb, xbdc = Fund.objects.get(code="RB"), Fund.objects.get(code="XBDC")
    ken, per, shy = (
        Partner.objects.create(code=code, name={"en": code}, contributor_type="C01", published=code != "SHY")
        for code in ("KEN", "PER", "SHY")
    )
    rows: list[tuple[Partner | None, Fund | None, str, int, int]] = [
        (ken, rb, "R01", 10_000, 2024),
        (per, xbdc, "R03E", 4_000, 2024),
        (shy, xbdc, "R03E", 700, 2025),
        (None, xbdc, "R03A", 500, 2025),
        (None, None, "R04A", 300, 2024),
        (ken, rb, "R01", 900, 2023),
    ]
    entries = [
        Entry(
            step="recognised",
            instrument=instrument,
            year=year,
            day=DAY,
            amount=Money(amount, "USD"),
            partner=partner,
            fund=fund,
        )
        for partner, fund, instrument, amount, year in rows
    ]
    record_income(actor=OPERATOR, entries=entries, reason="Revenue")
    return world


def value(books: World, text: str = "") -> int:
    made = income(Income.parse(books.programme, text), "recognised")
    assert isinstance(made.value, Money)
    return made.value.minor


def test_the_income_of_a_programme_is_that_of_its_years(books: World) -> None:
    assert value(books) == 15_500


@pytest.mark.parametrize(
    ("text", "amount"),
    [("fund=RB", 10_000), ("fund=-", 300), ("partner=PER", 4_000), ("partner=~", 1_200), ("partner=-", 300)],
)
def test_income_is_narrowed_by_what_is_named(books: World, text: str, amount: int) -> None:
    assert value(books, text) == amount


def test_every_part_of_income_opens_to_the_same_value_down_to_its_entries(books: World) -> None:
    waiting, entries = [income(Income.parse(books.programme, ""), "recognised")], 0
    while waiting:
        made = waiting.pop()
        assert recompute(made) == made
        for row in made.inputs:
            assert isinstance(row, RowRef)
            assert "SHY" not in row.label
            if row.type == "income":
                entries += 1
                continue
            opened_below = income(Income.parse(books.programme, row.identity.partition(":")[2]), "recognised")
            assert opened_below.value == row.value
            waiting.append(opened_below)
    assert entries == 5


@pytest.mark.parametrize("text", ["partner=SHY", "fund=NO", "colour=red", "year=soon"])
def test_who_is_not_published_and_what_is_unknown_are_refused_alike(books: World, text: str) -> None:
    with pytest.raises(InvalidInput):
        value(books, text)


def test_income_is_a_figure_of_the_version_and_an_unknown_step_is_refused(books: World) -> None:
    seal_version(actor=OPERATOR, programme=books.programme, stage="preliminary")
    version = Version.objects.get()
    assert figure(opened(version), version, "income.recognised").version is not None
    assert figure(opened(version), version, "income.received").value == Money(0, "USD")
    with pytest.raises(NotFound, match=r"income\.due"):
        figure(opened(version), version, "income.hoped_for")
