"""Arithmetic § 1: USD 100.00 over three equal shares."""

from __future__ import annotations

from biennium.kernel.money import Money
from biennium.kernel.shares import Shares


def test_usd_100_over_three_equal_shares_is_33_34_and_twice_33_33() -> None:
    parts = Money.parse("100.00", "USD").split(3)
    assert [part.decimal_string() for part in parts] == ["33.34", "33.33", "33.33"]
    assert Money.sum(parts, "USD") == Money.parse("100.00", "USD")


def test_a_project_shared_by_three_outputs_divides_the_same_way() -> None:
    shares = Shares.of_weights({"1.1": 1, "1.2": 1, "1.3": 1})
    assert dict(shares) == {"1.1": 3334, "1.2": 3333, "1.3": 3333}
    parts = shares.split(Money.parse("100.00", "USD"))
    assert {key: str(part) for key, part in parts.items()} == {
        "1.1": "USD 33.34",
        "1.2": "USD 33.33",
        "1.3": "USD 33.33",
    }


def test_two_outputs_at_seventy_and_thirty_per_cent_receive_the_whole() -> None:
    parts = Shares({"3.1": 7000, "3.2": 3000}).split(Money.parse("0.05", "USD"))
    assert {key: part.minor for key, part in parts.items()} == {"3.1": 4, "3.2": 1}
