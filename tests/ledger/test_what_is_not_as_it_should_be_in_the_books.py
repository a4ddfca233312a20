"""Expense that nobody allotted is a finding until it is covered; so is a refund of more than was spent."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.foundation.quality import Finding, findings
from biennium.kernel.money import Money
from biennium.ledger.models import Line
from biennium.ledger.services import decisions
from ledger.world import DAY, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build()


def found(world: World, rule: str) -> list[Finding]:
    return [one for one in findings(world.programme) if one.rule == rule]


def test_expense_that_nobody_allotted_is_a_finding_until_it_is_covered(world: World) -> None:
    line = world.line("RB", result="1.1", unit="LAW")
    world.spend(300, line)
    (one,) = found(world, "uncovered-expense")
    assert one.message == "USD 3.00 was spent without being allotted."
    assert (one.where, one.unit, one.kind) == ("RB · 1.1 · LAW · 2024", "LAW", "line")
    assert one.code == str(Line.objects.get(unit__code="LAW").uid)
    world.enter("appropriation", 1_000, line)
    world.enter("allotment", 300, line)
    decisions.cover(actor=OPERATOR, line=line, amount=Money(300, "USD"), day=DAY, reason="Late")
    assert found(world, "uncovered-expense") == []


def test_a_refund_of_more_than_was_spent_is_a_finding(world: World) -> None:
    line = world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 1_000, line)
    world.enter("allotment", 1_000, line)
    world.spend(300, line)
    world.enter("refund", 200, line)
    assert found(world, "refund-beyond-expense") == []
    world.enter("refund", 250, line)
    (one,) = found(world, "refund-beyond-expense")
    assert one.message == "USD 1.50 more came back than was spent."
