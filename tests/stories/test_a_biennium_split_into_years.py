"""A biennium is its two years, and its money can be laid over them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from biennium.kernel.money import Money
from biennium.kernel.periods import Period


def test_2024_25_is_2024_and_2025() -> None:
    biennium = Period.parse("2024–25")
    assert [year.code for year in biennium.years()] == ["2024", "2025"]
    assert (biennium.days, len(biennium.months())) == (731, 24)


def test_the_price_of_a_biennium_laid_over_its_days_loses_nothing() -> None:
    biennium = Period.parse("2024-25")
    price = Money.parse("803548920.00", "USD")
    parts = price.split([year.days for year in biennium.years()])
    assert Money.sum(parts, "USD") == price
    assert parts[0] > parts[1]


def test_a_biennium_follows_another() -> None:
    assert Period.parse("2024-25").previous().code == "2022-23"
    assert Period.parse("2024-25").next().code == "2026-27"


def test_after_twelve_of_twenty_four_months_a_little_more_than_half_the_days_are_gone() -> None:
    assert Period.parse("2024-25").elapsed(date(2024, 12, 31)) == Fraction(366, 731)
