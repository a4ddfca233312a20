"""Payroll does not ask (design: arithmetic, § 3): an expense beyond the allotment loads and stands uncovered; it is a
finding, and is covered after a transfer; a decision of the same size would have been refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.books.accounts import NothingLeft
from biennium.kernel.money import Money
from biennium.ledger.models import LineBalance
from biennium.ledger.selectors.proof import prove
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import table
from biennium.ledger.services import decisions
from biennium.ledger.services.imports import post_run, stage_file
from ledger.conftest import world as world
from ledger.world import DAY, World

PAYROLL = """document,document_line,date,fund,result,unit,cost_category,currency,amount,text
PAY-2024-03,1,2024-03-31,RB,1.1,LAW,staff,USD,900.00,Payroll of March
PAY-2024-03,2,2024-03-31,RB,1.1,LAW,staff,USD,350.00,Payroll of March
"""


def usd(amount: int) -> Money:
    return Money(amount * 100, "USD")


@pytest.mark.django_db
def test_payroll_does_not_ask(world: World, tmp_path: Path) -> None:
    voted, law, office = (
        world.line("RB", result="1"),
        world.line("RB", result="1.1", unit="LAW"),
        world.line("RB", result="1.1", unit="ORG"),
    )
    say = {"actor": OPERATOR, "day": DAY, "reason": "Work plan 2024"}
    world.enter("appropriation", 200_000, voted)
    decisions.allot(source=voted, target=law, amount=usd(1_000), **say)
    decisions.allot(source=voted, target=office, amount=usd(400), **say)
    with pytest.raises(NothingLeft, match=r"Only USD 1000\.00 is left of the allotment"):
        decisions.commit(line=law, amount=usd(1_250), **say)

    path = tmp_path / "payroll.csv"
    path.write_text(PAYROLL)
    post_run(actor=OPERATOR, run=stage_file(actor=OPERATOR, programme=world.programme, path=path))
    account = world.account(law)
    assert (account.allotted, account.spent, account.uncovered) == (0, 125_000, -25_000)
    finding = table(Scope.parse(world.programme, "fund=RB,unit=LAW"), ["unit"])
    assert finding.total.uncovered == -25_000

    with pytest.raises(NothingLeft, match="is left of the allotment"):
        decisions.cover(line=law, amount=usd(250), **say)
    decisions.transfer(source=office, target=law, amount=usd(300), **say)
    with pytest.raises(NothingLeft, match="Only what is uncovered"):
        decisions.cover(line=law, amount=usd(251), **say)
    decisions.cover(line=law, amount=usd(250), **say)
    account = world.account(law)
    assert (account.allotted, account.spent, account.uncovered) == (5_000, 125_000, 0)
    staff = LineBalance.objects.get(line__cost_category__code="staff")
    assert (staff.spent, staff.uncovered) == (125_000, -25_000)
    assert prove().holds
