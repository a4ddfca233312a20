"""The sums above the list of agreements are those of its rows, each rounded by itself."""

from __future__ import annotations

from biennium.funding.models import Agreement
from biennium.kernel.identity import new_uid
from biennium.kernel.money import Money
from biennium.office.budget import funding
from ledger.world import World

from .funding import signed


def test_sums_are_those_of_the_rows_by_currency(world: World) -> None:
    signed("NOR-1")
    for code, amount, probability, currency, status in (
        ("B", 33_333, 5_001, "USD", "pipeline"),
        ("C", 1, 5_000, "USD", "concept"),
        ("D", 70_000, 9_000, "USD", "dropped"),
        ("E", 500, 10_000, "EUR", "concept"),
    ):
        row = Agreement.objects.get(code="NOR-1")
        row.pk, row.uid, row.code, row.amount = None, new_uid(), code, amount
        row.probability, row.currency, row.status = probability, currency, status
        row.save(force_insert=True)
    usd = [row for row in funding.agreements() if row.currency == "USD"]
    expected = sum(funding.likely(row) for row in usd if row.status in funding.EXPECTED)
    assert expected == 16_670 + 1
    assert funding.sums(funding.agreements()) == [
        {"currency": "EUR", "count": 1, "signed": Money(0, "EUR"), "likely": Money(500, "EUR")},
        {"currency": "USD", "count": 4, "signed": Money(40_000, "USD"), "likely": Money(expected, "USD")},
    ]
