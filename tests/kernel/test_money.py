"""Amounts are exact, and of one currency."""

from __future__ import annotations

import operator
import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.currencies import MINOR_DIGITS, WITHDRAWN, minor_digits
from biennium.kernel.errors import CurrencyMismatch, InvalidInput
from biennium.kernel.money import Money, scaled_string

ISO_4217 = Path(__file__).parents[2] / ".." / "shared/data/standards/codes/iso4217_table_20260101.xml"

minors = st.integers(min_value=-(10**17), max_value=10**17)
currencies = st.sampled_from(sorted(MINOR_DIGITS))
amounts = st.builds(Money, minors, currencies)
dollars = st.builds(Money, minors, st.just("USD"))


@given(amounts)
def test_an_amount_written_as_decimals_reads_back_the_same(amount: Money) -> None:
    assert Money.parse(amount.decimal_string(), amount.currency) == amount


@given(dollars, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_a_split_always_sums_to_the_whole(amount: Money, weights: list[int]) -> None:
    assert Money.sum(amount.split(weights), "USD") == amount


@given(dollars, st.integers(1, 100))
def test_equal_parts_differ_by_one_minor_unit_at_most(amount: Money, count: int) -> None:
    parts = amount.split(count)
    assert len(parts) == count
    assert Money.sum(parts, "USD") == amount
    assert (max(parts) - min(parts)).minor <= 1


@given(dollars, dollars)
def test_adding_and_subtracting_undo_each_other(one: Money, other: Money) -> None:
    assert one + other - other == one
    assert one - other == -(other - one)


@given(dollars, dollars)
def test_amounts_are_ordered_like_their_minor_units(one: Money, other: Money) -> None:
    assert (one < other) == (one.minor < other.minor)
    assert (one >= other) == (one.minor >= other.minor)


@given(amounts, amounts, st.sampled_from([operator.add, operator.sub, operator.lt, operator.ge, operator.truediv]))
def test_different_currencies_never_meet(one: Money, other: Money, operation) -> None:
    if one.currency != other.currency:
        with pytest.raises(CurrencyMismatch, match=f"{one.currency} and {other.currency}"):
            operation(one, other)


def test_amounts_of_different_currencies_are_not_equal() -> None:
    assert Money(100, "USD") != Money(100, "CHF")


def test_a_sum_in_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        Money.sum([Money(1, "USD"), Money(1, "CHF")], "USD")


def test_the_sum_of_nothing_is_zero() -> None:
    assert Money.sum([], "JPY") == Money.zero("JPY")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.50", "USD", 123450),
        ("1234.5", "USD", 123450),
        ("1234", "USD", 123400),
        ("-0.05", "USD", -5),
        ("-0", "USD", 0),
        ("12", "JPY", 12),
        ("1.234", "BHD", 1234),
        ("0.0001", "CLF", 1),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    ["", "1,234.50", "1 234", "1'234", "+1", "1.", ".5", "1e3", " 1", "1\n", "USD 1", "١٢", "--1", "9" * 19, 1.5],
)
def test_what_is_not_plain_digits_is_no_amount(text) -> None:
    with pytest.raises(InvalidInput, match="is not an amount"):
        Money.parse(text, "USD")


@pytest.mark.parametrize(("text", "currency"), [("1.005", "USD"), ("1.0", "JPY"), ("1.0000", "BHD")])
def test_more_decimals_than_the_currency_has_are_refused(text: str, currency: str) -> None:
    with pytest.raises(InvalidInput, match="more decimals"):
        Money.parse(text, currency)


@pytest.mark.parametrize("minor", [1.0, True, "1", None, Fraction(1)])
def test_only_integers_are_minor_units(minor) -> None:
    with pytest.raises(InvalidInput, match="not a whole number"):
        Money(minor, "USD")


@pytest.mark.parametrize("currency", ["", "usd", "XXX", "XAU", "US", "EURO"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(InvalidInput, match="not a currency"):
        Money(1, currency)


def test_money_does_not_combine_with_numbers() -> None:
    with pytest.raises(InvalidInput, match="not an amount of money"):
        Money(1, "USD") + 1  # type: ignore[operator]


def test_an_amount_is_written_with_all_the_decimals_of_its_currency() -> None:
    assert str(Money(5, "USD")) == "USD 0.05"
    assert str(Money(-1234, "JPY")) == "JPY -1234"
    assert Money(1234, "BHD").decimal_string() == "1.234"


def test_one_amount_goes_into_another_exactly() -> None:
    assert Money(300, "USD") / Money(900, "USD") == Fraction(1, 3)


def test_a_split_into_no_parts_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot be divided"):
        Money(1, "USD").split(0)


@given(st.integers(), st.integers(0, 9))
def test_a_scaled_integer_is_written_without_loss(value: int, decimals: int) -> None:
    assert Fraction(scaled_string(value, decimals)) == Fraction(value, 10**decimals)


@pytest.mark.skipif(not ISO_4217.exists(), reason="the shared copy of ISO 4217 is not here")
def test_every_currency_of_the_published_table_has_its_decimals() -> None:
    rows = ElementTree.parse(ISO_4217).iter("CcyNtry")
    published = {row.findtext("Ccy"): row.findtext("CcyMnrUnts") for row in rows if row.findtext("Ccy")}
    with_units = {code: int(digits) for code, digits in published.items() if code and digits and digits.isdigit()}
    assert {code: minor_digits(code) for code in with_units} == with_units
    assert set(MINOR_DIGITS) - set(with_units) == set(WITHDRAWN.split())
