"""Every table of a scope sums to the same totals, and every figure opens down to postings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.figures import Figure, RowRef, recompute
from biennium.kernel.money import Money
from biennium.ledger.selectors.figures import figure, money
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import BY, COLUMNS, table, totals
from biennium.programme.models import Version
from biennium.programme.selectors.versions import opened
from biennium.programme.services.versions import seal_version
from ledger.world import World


@pytest.fixture
def books(world: World) -> World:
    """1,000.00 approved; 600.00 allotted to 1.1 and 200.00 to 2.1; 250.00 and 40.00 spent; a project overspent."""
    top = world.line("RB")
    one, two = world.line("RB", result="1.1", unit="LAW"), world.line("RB", result="2.1", unit="ORG")
    world.enter("appropriation", 100_000, top)
    world.enter("allotment", 60_000, top, to=one)
    world.enter("allotment", 20_000, top, to=two)
    world.commit(10_000, one)
    world.spend(25_000, world.line("RB", result="1.1", unit="LAW", place="KEN", cost_category="travel"))
    world.spend(4_000, world.line("RB", result="2.1", unit="ORG", place="PER", cost_category="staff", year=2025))
    world.spend(7_000, world.line("XBDC", result="1.2", place="KEN", cost_category="staff"))
    return world


def scope(books: World, text: str = "") -> Scope:
    return Scope.parse(books.programme, text)


def test_columns_are_cumulative_authority(books: World) -> None:
    made = totals(scope(books, "fund=RB"))
    assert (made.approved, made.allotted, made.committed, made.spent, made.uncovered) == (
        100_000,
        80_000,
        39_000,
        29_000,
        0,
    )
    assert (made.left_to_allot, made.available) == (20_000, 41_000)


def test_what_nobody_allotted_is_no_authority(books: World) -> None:
    made = totals(scope(books, "fund=XBDC"))
    assert (made.approved, made.allotted, made.spent, made.uncovered) == (0, 0, 7_000, -7_000)


@pytest.mark.parametrize("by", BY)
def test_every_table_sums_to_the_same_totals(books: World, by: str) -> None:
    assert table(scope(books), [by]).total == totals(scope(books))


def test_rows_stand_in_the_order_of_their_dimensions(books: World) -> None:
    keys = [row.key for row in table(scope(books), ["result", "fund"]).rows]
    assert keys == [("1.1", "RB"), ("1.2", "XBDC"), ("2.1", "RB"), ("-", "RB")]


def test_outcome_and_region_gather_what_is_below_them(books: World) -> None:
    by_outcome = {row.key[0]: row.amounts.spent for row in table(scope(books), ["outcome"]).rows}
    assert by_outcome == {"1": 32_000, "2": 4_000, "-": 0}
    by_region = {row.key[0]: row.amounts.spent for row in table(scope(books), ["region"]).rows}
    assert by_region == {"africa": 32_000, "americas": 4_000, "-": 0}


@pytest.mark.parametrize(
    ("text", "spent"),
    [
        ("result=1", 32_000),
        ("region=africa,fund=RB", 25_000),
        ("staff=yes", 11_000),
        ("year=2025", 4_000),
        ("unit=ORG", 29_000),
        ("cost_category=travel", 25_000),
        ("result=-", 0),
    ],
)
def test_a_scope_keeps_the_lines_it_names(books: World, text: str, spent: int) -> None:
    assert totals(scope(books, text)).spent == spent


@pytest.mark.parametrize("text", ["colour=red", "fund", "fund=", "fund=NO", "year=soon", "region=moon", "result=99"])
def test_a_scope_that_names_nothing_known_is_refused(books: World, text: str) -> None:
    with pytest.raises(InvalidInput):
        totals(scope(books, text))


def test_a_table_is_a_constant_number_of_queries(books: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            table(scope(books), ["result", "fund", "year"])
        return len(captured)

    before = queries()
    for number in range(5):
        books.spend(10 + number, books.line("RB", result="1.2", unit="ORG", place="PER", year=2024 + number % 2))
    assert queries() == before <= 8


@pytest.mark.parametrize("column", COLUMNS)
def test_a_figure_is_the_total_and_recomputes_to_itself(books: World, column: str) -> None:
    made = money(scope(books), column)
    assert made.value == Money(getattr(totals(scope(books)), column), "USD")
    assert recompute(made) == made


def test_a_figure_opens_in_four_steps_down_to_its_postings(books: World) -> None:
    seal_version(actor=OPERATOR, programme=books.programme, stage="preliminary")
    version = Version.objects.get()
    opened_ = opened(version)

    def into(name: str, begins: str) -> str:
        made = figure(opened_, version, name)
        rows = [one for one in made.inputs if isinstance(one, RowRef) and one.label.startswith(begins)]
        assert len(rows) == 1, [one.label for one in made.inputs if isinstance(one, RowRef)]
        assert figure(opened_, version, rows[0].identity).value == rows[0].value
        return rows[0].identity

    name = into("money.spent", "RB")
    name = into(name, "1.1 ")
    line = figure(opened_, version, into(name, "RB · 1.1 · LAW · KEN"))
    posting = line.inputs[0]
    assert isinstance(posting, RowRef)
    assert (posting.type, posting.value) == ("posting", Money(25_000, "USD"))
    assert line.version is not None


@pytest.mark.parametrize("column", [*COLUMNS, "internal", "consolidated"])
@pytest.mark.parametrize(
    "text", ["", "fund=RB", "result=1", "region=-", "staff=no", "cost_category=staff", "year=2024"]
)
def test_what_a_figure_rests_on_is_each_a_figure_of_that_value(books: World, text: str, column: str) -> None:
    books.enter("allotment", 5_000, books.line("RB"), to=books.line("RB", result="1", unit="LAW"))
    waiting = [money(scope(books, text), column)]
    while waiting:
        made = waiting.pop()
        for row in made.inputs:
            assert isinstance(row, RowRef)
            if row.type == "figure":
                head, _colon, below = row.identity.partition(":")
                opened_below = money(scope(books, below), head.removeprefix("money."))
                assert opened_below.value == row.value, (made.key, row.identity)
                assert opened_below.key != made.key
                waiting.append(opened_below)


@pytest.mark.parametrize("by", [one for one in BY if one not in ("un_category",)])
def test_the_scope_of_a_row_has_exactly_what_the_row_has(books: World, by: str) -> None:
    books.enter("allotment", 5_000, books.line("RB"), to=books.line("RB", result="1", unit="LAW"))
    for of in ("", "result=1", "fund=RB,year=2024"):
        asked = scope(books, of)
        made = table(asked, [by])
        for row in made.rows:
            part = made.part(row.key)
            assert part is not None
            assert totals(part) == row.amounts, (of, row.key)


def test_delivery_is_what_was_spent_of_what_was_allotted(books: World) -> None:
    made = money(scope(books, "fund=RB"), "delivery")
    assert (made.decimal_string(), made.unit) == ("36.3", "%")
    assert recompute(made) == made


def test_a_scope_without_money_is_zero_and_says_so(books: World) -> None:
    made = money(scope(books, "result=A"), "spent")
    assert isinstance(made, Figure)
    assert (made.value, made.formula) == (Money(0, "USD"), "no line of this scope holds money")


def test_a_column_there_is_none_of_is_answered_with_those_there_are(books: World) -> None:
    seal_version(actor=OPERATOR, programme=books.programme, stage="preliminary")
    version = Version.objects.get()
    assert version.sealed_at < datetime.now(UTC)
    with pytest.raises(NotFound, match=r"money\.approved"):
        figure(opened(version), version, "money.wasted")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fund=RB,fund=XBDC", "“fund” is named twice"),
        ("year=1999", "1999 is no year of 2024-25"),
        ("year=abc", "is no year"),
    ],
)
def test_a_scope_that_would_say_something_else_is_refused(world: World, text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        table(Scope.parse(world.programme, text), ["fund"])
