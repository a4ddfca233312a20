"""Statistics of reports: a commutative group, whatever the order of entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import State
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.statistics import NOTHING, Statistics, merge
from biennium.kernel.indicators.values import Node, places_counted, places_pending, value_of

PLACES = st.sampled_from(["KEN", "NPL", "PER", "TUN"])
DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))
REPORTS = st.one_of(
    st.builds(Statistics.of_amount, st.integers(0, 1000)),
    st.builds(Statistics.of_ratio, st.integers(0, 100), st.integers(1, 1000)),
    st.builds(
        Statistics.of_dated,
        DAYS,
        st.integers(-50, 50),
        place=PLACES,
        source=st.sampled_from("abc"),
        weight=st.integers(0, 9),
    ),
    st.builds(Statistics.of_result, PLACES, verified=st.booleans()),
    st.builds(Statistics.of_words),
)


@given(REPORTS, REPORTS, REPORTS)
def test_merging_is_associative_and_commutative(a: Statistics, b: Statistics, c: Statistics) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + NOTHING == a


@given(st.lists(REPORTS), REPORTS)
def test_removing_a_report_undoes_adding_it(others: list[Statistics], one: Statistics) -> None:
    before = merge(others)
    assert (before + one) - one == before


@given(st.lists(REPORTS).flatmap(lambda reports: st.tuples(st.just(reports), st.permutations(reports))))
def test_the_order_of_reporting_never_changes_any_value(orders: tuple[list[Statistics], list[Statistics]]) -> None:
    given_order, another = (merge(reports) for reports in orders)
    assert given_order == another
    for kind in Kind:
        assert value_of(kind, Node(given_order)) == value_of(kind, Node(another))
        assert value_of(kind, Node(below=given_order)) == value_of(kind, Node(below=another))


@given(st.lists(REPORTS))
def test_a_count_of_countries_is_never_more_than_there_are_countries(reports: list[Statistics]) -> None:
    merged = merge(reports)
    assert len(places_counted(merged)) <= 4
    assert places_counted(merged).isdisjoint(places_pending(merged))


@given(st.lists(st.lists(st.integers(0, 1000), min_size=1), min_size=1))
def test_a_count_is_the_sum_of_its_children(regions: list[list[int]]) -> None:
    children = [merge(map(Statistics.of_amount, amounts)) for amounts in regions]
    values = [value_of(Kind.COUNT, Node(below=child)) for child in children]
    assert value_of(Kind.COUNT, Node(below=merge(children))) == sum(value for value in values if type(value) is int)


@given(st.lists(st.sets(PLACES, min_size=1), min_size=1))
def test_countries_counted_over_several_periods_are_a_union_never_a_sum(periods: list[set[str]]) -> None:
    parts = [merge(Statistics.of_result(place, verified=True) for place in places) for places in periods]
    assert value_of(Kind.COUNTRY_COUNT, Node(merge(parts))) == len(set.union(*periods))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 500)), min_size=1))
def test_a_ratio_lies_between_the_lowest_and_the_highest_of_its_parts(pairs: Sequence[tuple[int, int]]) -> None:
    value = value_of(Kind.RATIO, Node(below=merge(Statistics.of_ratio(*pair) for pair in pairs)))
    rates = [Fraction(100 * numerator, denominator) for numerator, denominator in pairs]
    assert isinstance(value, Fraction)
    assert min(rates) <= value <= max(rates)


def test_a_denominator_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="more than zero"):
        Statistics.of_ratio(0, 0)


def test_places_can_be_left_out_of_the_count_and_nothing_else_changes() -> None:
    results = merge([Statistics.of_result("KEN", verified=True), Statistics.of_result("GIB", verified=True)])
    pending = Statistics.of_result("GIB", verified=False)
    kept = (results + pending).without(frozenset({"GIB"}))
    assert (places_counted(kept), places_pending(kept)) == ({"KEN"}, set())
    assert kept.reports == 3


def test_the_latest_value_counts_and_of_one_day_that_of_the_last_source() -> None:
    old = Statistics.of_dated(date(2024, 3, 1), 9, source="z")
    one = Statistics.of_dated(date(2024, 6, 1), 5, source="b")
    other = Statistics.of_dated(date(2024, 6, 1), 7, source="a")
    assert value_of(Kind.LEVEL, Node(old + one + other)) == 5
    assert value_of(Kind.LEVEL, Node(other + one + old)) == 5


def test_levels_of_countries_never_become_a_level_of_the_region() -> None:
    below = Statistics.of_dated(date(2024, 6, 1), 5, place="KEN") + Statistics.of_dated(
        date(2024, 6, 1), 7, place="TUN"
    )
    assert value_of(Kind.LEVEL, Node(below=below)) is State.NOT_APPLICABLE
    assert value_of(Kind.INDEX, Node(below=below)) is State.NOT_APPLICABLE


def test_an_index_is_aggregated_where_every_report_has_a_weight() -> None:
    old = Statistics.of_dated(date(2024, 1, 1), 100, place="KEN", weight=9)
    kenya = Statistics.of_dated(date(2024, 6, 1), 20, place="KEN", weight=3)
    tunisia = Statistics.of_dated(date(2024, 6, 1), 60, place="TUN", weight=1)
    assert value_of(Kind.INDEX, Node(below=old + kenya + tunisia), 1) == Fraction(3)


def test_what_was_reported_for_the_region_itself_comes_before_what_lies_below() -> None:
    below = Statistics.of_dated(date(2024, 6, 1), 20, place="KEN", weight=3)
    assert value_of(Kind.INDEX, Node(Statistics.of_dated(date(2024, 2, 1), 44), below), 1) == 44


def test_words_are_never_turned_into_a_number() -> None:
    assert value_of(Kind.QUALITATIVE, Node(Statistics.of_words())) is State.NOT_APPLICABLE
