"""Numbers, amounts and dates as the reader's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.figures import Figure, State
from biennium.kernel.money import Money
from biennium.web import formatting

THIN, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("lang", "expected"), [("en", "1,234,567"), ("fr", f"1{THIN}234{THIN}567"), ("es", "1.234.567")]
)
def test_digits_are_grouped_by_the_language(lang: str, expected: str) -> None:
    with translation.override(lang):
        assert formatting.number(1234567) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("12.50", None, "12.50"),
        (0, None, "0"),
        (Decimal("-3.5"), None, "-3.5"),
        (Fraction(1, 3), None, "0"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        ("1234.5", 2, "1,234.50"),
    ],
)
def test_a_value_keeps_its_decimals_unless_told_to_round(value: object, decimals: int | None, expected: str) -> None:
    assert formatting.number(value, decimals) == expected  # type: ignore[arg-type]


def test_a_share_is_a_percentage() -> None:
    assert formatting.percent(Fraction(1, 2)) == "50%"
    assert formatting.percent(Fraction(1, 3), 1) == "33.3%"
    with translation.override("fr"):
        assert formatting.percent(Fraction(1, 2)) == f"50{WIDE}%"


def test_an_amount_carries_its_currency_where_the_language_has_it() -> None:
    amount = Money.parse("1234.50", "USD")
    assert formatting.money(amount) == f"USD{WIDE}1,234.50"
    with translation.override("fr"):
        assert formatting.money(amount) == f"1{THIN}234,50{WIDE}USD"


def test_a_figure_shows_its_value_and_nothing_when_it_has_none() -> None:
    assert formatting.figure(Figure.known("x", 1250, decimals=1)) == "125.0"
    assert formatting.figure(Figure.known("x", Money.parse("5", "JPY"))) == f"JPY{WIDE}5"
    assert formatting.figure(Figure.absent("x", State.NOT_REPORTED)) == ""


@pytest.mark.parametrize(
    ("lang", "expected"), [("en", "7 October 2022"), ("fr", "7 octobre 2022"), ("es", "7 de octubre de 2022")]
)
def test_a_date_is_written_out(lang: str, expected: str) -> None:
    with translation.override(lang):
        assert formatting.day(date(2022, 10, 7)) == expected
        assert formatting.day("2022-10-07") == expected


def test_a_date_known_to_the_year_or_month_stays_so() -> None:
    assert formatting.day("2022") == "2022"
    assert formatting.day("2022-10") == "October 2022"


def test_a_time_is_shown_in_the_time_zone_of_the_installation() -> None:
    with translation.override("en"):
        assert formatting.moment(datetime(2022, 10, 7, 14, 5, tzinfo=UTC)) == "7 October 2022, 14:05"


@given(
    digits=st.integers(min_value=-(10**20), max_value=10**20),
    shown=st.integers(min_value=0, max_value=6),
    lang=st.sampled_from(["en", "fr", "es", "de", "ar", "hi", "pt", "sv"]),
)
def test_digits_are_those_of_the_pattern_of_the_language(digits: int, shown: int, lang: str) -> None:
    with translation.override(lang):
        value = Decimal(digits).scaleb(-shown)
        pattern = formatting.locale().decimal_formats[None].pattern.split(".")[0] + ("." + "0" * shown if shown else "")
        assert formatting.number(value) == format_decimal(value, pattern, formatting.locale())
