"""Totals: a parent is the sum of what stands below it, and two published totals differ by what has a name."""

from __future__ import annotations

import csv

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.figures import recompute
from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import below, table, totals
from biennium.programme.figures import figure
from biennium.programme.models import Version
from biennium.programme.selectors.versions import opened
from biennium.publishing.datacube.services import name_difference
from ledger.world import World

from .conftest import Reader

AMOUNTS = ("Approved (USD)", "Allotted (USD)", "Committed (USD)", "Spent (USD)")


def rows(reader: Reader, address: str) -> list[dict[str, str]]:
    """The rows of a csv file by their headings."""
    return list(csv.DictReader(reader.file(address)))


@pytest.mark.parametrize("result", ["1", "2", "1.1"])
def test_p1_a_total_is_the_sum_of_what_stands_below_and_a_parent_adds_nothing(reader: Reader, result: str) -> None:
    *parts, total = rows(reader, f"resources/by/below.csv?result={result}")
    (*_funds, by_fund) = rows(reader, f"resources/by/fund.csv?result={result}")
    for column in AMOUNTS:
        cents = [int(row[column].replace(".", "")) for row in parts]
        assert sum(cents) == int(total[column].replace(".", "")) == int(by_fund[column].replace(".", ""))


def test_p1_the_parts_of_every_result_sum_to_it_however_deep_money_stands(world: World) -> None:
    world.enter("allotment", 1_000, world.line("RB", result="1"), to=world.line("RB", result="1", unit="LAW"))
    for text in ("", "result=1", "result=2", "result=1.1", "fund=RB", "fund=RB,result=1"):
        scope = Scope.parse(world.programme, text)
        made = below(scope)
        assert made.total == totals(scope) == table(scope, ["fund"]).total
        for row in made.rows:
            part = made.part(row.key)
            assert part is not None
            assert totals(part) == row.amounts


def test_a_result_shows_its_money_and_what_its_outputs_have_of_it(reader: Reader) -> None:
    page = reader.page("results/1/")
    assert "By what stands below" in page
    assert "No money stands on this result yet." in reader.page("results/A/")


def test_published_tables_differ_by_what_has_a_name(reader: Reader, world: World) -> None:
    reason = "One table is rounded otherwise"
    words = {"en": reason, "fr": "Arrondi"}
    name_difference(actor=OPERATOR, table="sdg", year=2024, code="8", amount=800, reason=words)
    page = reader.page("resources/totals/")
    assert f"Named difference, 2024, 8: {reason}" in page
    found = {row["Total"]: row["2024 (USD)"] for row in rows(reader, "resources/totals.csv")}
    assert found["Spent, support cost counted once"] == found["Expense by UN function"] == "390.00"
    assert found["Expense by Sustainable Development Goal"] == "398.00"
    assert found[f"Named difference, 2024, 8: {reason}"] == "8.00"


def test_a_published_total_opens_into_the_books_and_the_difference(reader: Reader, world: World) -> None:
    name_difference(actor=OPERATOR, table="sdg", year=2024, code="8", amount=800, reason={"en": "Rounded"})
    version = Version.objects.get()
    made = figure(opened(version), version, "published.sdg:year=2024")
    assert made.value == Money(39_800, "USD")
    assert recompute(made) == made
    assert figure(opened(version), version, "published.sdg-difference").value == Money(800, "USD")
    assert figure(opened(version), version, "published.function-difference").value == Money(0, "USD")
    page = reader.page("explain/published.sdg:year=2024/")
    assert "Spent, support cost counted once" in page
    assert "Named difference, 2024, 8: Rounded" in page


def test_a_published_table_there_is_none_of_is_answered_with_those_there_are(reader: Reader) -> None:
    reader.page("explain/published.moon/", 404)
    reader.page("explain/published.sdg:year=soon/", 400)
