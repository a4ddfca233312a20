"""Rates are exact fractions that serve both directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.rates import Rate


def test_a_rate_converts_in_both_directions_exactly() -> None:
    rate = Rate.parse("USD", "CHF", "0.90")
    assert rate.convert(Money(85_300_000_000, "USD")) == Money(76_770_000_000, "CHF")
    assert rate.convert(Money(76_770_000_000, "CHF")) == Money(85_300_000_000, "USD")


def test_minor_units_of_both_currencies_are_respected() -> None:
    assert Rate.parse("USD", "JPY", "150").convert(Money(1_234, "USD")) == Money(1_851, "JPY")
    assert Rate.parse("USD", "KWD", "0.3").convert(Money(1_000, "USD")) == Money(3_000, "KWD")


def test_half_a_minor_unit_rounds_away_from_zero() -> None:
    rate = Rate.parse("EUR", "USD", "0.5")
    assert rate.convert(Money(1, "EUR")) == Money(1, "USD")
    assert rate.convert(Money(-1, "EUR")) == Money(-1, "USD")


def test_a_third_currency_is_not_converted() -> None:
    with pytest.raises(CurrencyMismatch, match="does not convert JPY"):
        Rate.parse("USD", "CHF", "0.90").convert(Money(1, "JPY"))


@pytest.mark.parametrize("text", ["", "-1", "1,2", "0", "0.0", "1.00000000001", "٣", ".5", "1e3"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        Rate.parse("USD", "CHF", text)


def test_a_currency_needs_no_rate_to_itself() -> None:
    with pytest.raises(InvalidInput, match="to itself"):
        Rate("USD", "USD", 1)


@pytest.mark.parametrize(("text", "shown"), [("0.90", "0.9"), ("1", "1"), ("0.0000000001", "0.0000000001")])
def test_a_rate_is_written_as_people_write_it(text: str, shown: str) -> None:
    assert str(Rate.parse("USD", "CHF", text)) == f"USD 1 = CHF {shown}"


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**14))
def test_converting_is_wrong_by_at_most_half_a_minor_unit(minor: int, scaled: int) -> None:
    rate = Rate("USD", "EUR", scaled)
    exact = minor * rate.value
    assert abs(2 * (rate.convert(Money(minor, "USD")).minor - exact)) <= 1
