"""Bars and tints: what is drawn agrees with the numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.figures import Figure, State
from biennium.kernel.money import Money
from biennium.web import shapes
from web.gallery import render, usd

STAGES = [
    {"stage": "spent", "value": usd(25)},
    {"stage": "approved", "value": usd(100), "url": "/explain"},
    {"stage": "allotted", "value": usd(50)},
]


def test_stages_stand_in_the_order_in_which_money_passes_them() -> None:
    assert [(bar.stage, bar.length) for bar in shapes.bars(STAGES)] == [
        ("approved", 1000),
        ("allotted", 500),
        ("spent", 250),
    ]


def test_bars_beside_each_other_have_one_scale() -> None:
    assert [bar.length for bar in shapes.bars(STAGES, usd(200))] == [500, 250, 125]


def test_what_is_uncovered_is_the_end_of_what_is_spent() -> None:
    overrun = [
        {"stage": "approved", "value": usd(100)},
        {"stage": "spent", "value": usd(125)},
        {"stage": "uncovered", "value": usd(-25)},
    ]
    bars = {bar.stage: bar for bar in shapes.bars(overrun)}
    assert (bars["uncovered"].start, bars["uncovered"].length) == (800, 200)
    assert bars["approved"].length == 800


def test_a_bar_of_nothing_has_no_length() -> None:
    assert [bar.length for bar in shapes.bars([{"stage": "approved", "value": usd(0)}])] == [0]
    assert [
        bar.length for bar in shapes.bars([{"stage": "spent", "value": Figure.absent("x", State.NOT_REPORTED)}])
    ] == [0]


@given(st.lists(st.integers(-(10**12), 10**12), max_size=20))
def test_tints_follow_the_order_of_the_values(values: list[int]) -> None:
    found = shapes.tints(values)
    assert all(0 <= tint <= shapes.TINTS for tint in found)
    assert all((tint == 0) == (value == 0) for tint, value in zip(found, values, strict=True))
    pairs = sorted(zip(map(abs, values), found, strict=True))
    assert [tint for _value, tint in pairs] == sorted(tint for _value, tint in pairs)
    assert not any(values) or max(found) == shapes.TINTS


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_length_stays_within_the_picture(value: int, whole: int) -> None:
    assert 0 <= shapes.length(Fraction(value), Fraction(whole)) <= shapes.FULL


def test_a_fund_bar_says_in_words_what_it_draws() -> None:
    html = render('<c-fund-bar label="All funds" :stages="stages" scale="3" />', stages=STAGES)
    assert 'aria-label="All funds: Approved 100, Allotted 50, Spent 25"' in html
    assert 'class="stage-spent" x="0" y="4" width="250"' in html
    assert '<a class="figure" href="/explain">100' in html


def test_a_bare_fund_bar_stands_in_a_cell_beside_its_numbers() -> None:
    html = render('<c-fund-bar label="RB" :stages="stages" bare="1" />', stages=STAGES)
    assert "figcaption" not in html
    assert 'role="img"' in html


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("ahead", "Ahead", "good"),
        ("on_track", "On track", "good"),
        ("behind", "Behind", "late"),
        ("no_data", "No data", "neutral"),
    ],
)
def test_the_status_of_progress_is_a_shape_and_a_word(status: str, words: str, kind: str) -> None:
    html = render(f'<c-progress label="x" :value="1" :target="2" status="{status}" />')
    assert words in html
    assert f"status-{kind}" in html


def test_an_amount_in_a_scale_has_no_currency_of_its_own() -> None:
    assert (
        render('<c-figure :value="amount" scale="3" />', amount=Money(123_456_789, "USD"))
        == '<span class="figure">1,235</span>'
    )
    assert (
        render('<c-figure :value="amount" scale="0" />', amount=Money(1234, "USD"))
        == '<span class="figure">12.34</span>'
    )


def test_a_matrix_has_a_row_of_totals_in_its_unit() -> None:
    html = render(
        '<c-matrix caption="Gap" corner="Output" :columns="columns" :rows="rows" :totals="totals" scale="3" />',
        columns=[{"label": "Africa"}],
        rows=[{"label": "1.1", "cells": [{"value": usd(7), "tint": 4}]}],
        totals=[{"value": usd(7), "url": "/explain"}],
    )
    assert '<th scope="row">Total</th>' in html
    assert 'data-tint="4"' in html
    assert "USD" not in html
