"""A biennium in fourteen postings: adopt, allot, transfer, commit, spend, release, refund, overrun, cover, carry over,
lapse, close (design: arithmetic, § 3). Amounts in dollars, times 100 in the books."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Expense
from biennium.ledger.models import Batch, BudgetItem, LineBalance, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import decisions, facts
from biennium.ledger.services.checkpoints import make_checkpoint
from biennium.ledger.services.estimates import add_budget_item, estimate
from biennium.ledger.services.year_end import close_year
from biennium.programme.models import Result
from biennium.programme.services.versions import seal_version
from ledger.conftest import world as world
from ledger.world import DAY, World


def usd(amount: int) -> Money:
    return Money(amount * 100, "USD")


def stands(line: Dimensions) -> dict[str, int]:
    """What stands on a line, in dollars."""
    balance = LineBalance.objects.get(line__key=line.key)
    return {stage.value: getattr(balance, stage) // 100 for stage in Stage if getattr(balance, stage)}


@pytest.mark.django_db
def test_a_biennium_in_fourteen_postings(world: World) -> None:
    fund = Fund.objects.get(code="RB")
    Fund.objects.filter(pk=fund.pk).update(period_end="lapse")
    outcome = Result.objects.get(programme=world.programme, code="1")
    item = add_budget_item(
        actor=OPERATOR, programme=world.programme, code="II.1", title={"en": "Outcome 1"}, result=outcome
    )
    for step, amount in (("constant", 980), ("cost_increase", 16), ("exchange", 4)):
        estimate(actor=OPERATOR, item=item, fund=fund, step=step, amount=usd(amount))

    # 1. adopted: the appropriation follows from the seal
    seal_version(actor=OPERATOR, programme=world.programme, stage="adopted", decision={"en": "Resolution 1"})
    voted = world.line("RB", budget_item="II.1", result="1", year=2024)
    assert stands(voted) == {"source": -1000, "approved": 1000}

    law = world.line("RB", budget_item="II.1", result="1.1", unit="LAW", year=2024)
    office = world.line("RB", budget_item="II.1", result="1.2", unit="ORG", year=2024)
    say = {"actor": OPERATOR, "day": DAY, "reason": "Work plan 2024"}
    # 2, 3. allotted to two outputs; 4. transferred between them
    decisions.allot(source=voted, target=law, amount=usd(500), **say)
    decisions.allot(source=voted, target=office, amount=usd(300), **say)
    decisions.transfer(source=office, target=law, amount=usd(100), **say)
    # 5. committed; 6. part of it spent; 7. the rest released
    order = decisions.commit(line=law, amount=usd(250), **say)
    facts.spend(actor=OPERATOR, expense=Expense(line=law, money=usd(200), date=DAY, follows=order.pk))
    decisions.release(commitment=order, amount=usd(50), **say)
    with pytest.raises(InvalidInput, match="More would be released"):
        decisions.release(commitment=order, amount=usd(1), **say)
    # 8. refunded
    facts.refund(line=law, amount=usd(20), **say)
    assert stands(law) == {"allotted": 420, "spent": 180}
    # 9. payroll does not ask; 10. more is allotted, 11. and covers it
    facts.spend(actor=OPERATOR, expense=Expense(line=office, money=usd(260), date=DAY))
    assert stands(office) == {"spent": 260, "uncovered": -60}
    decisions.allot(source=voted, target=office, amount=usd(80), **say)
    decisions.cover(line=office, amount=usd(60), **say)
    assert stands(office) == {"allotted": 20, "spent": 260}
    # 12. the first year is closed: authority is for the whole period, so everything is carried over
    close_year(actor=OPERATOR, fund=fund, programme=world.programme, year=2024)
    assert stands(voted) == {"source": -1000}
    next_law = world.line("RB", budget_item="II.1", result="1.1", unit="LAW", year=2025)
    assert stands(next_law) == {"allotted": 420}
    with pytest.raises(InvalidInput, match="2024 of RB is closed"):
        facts.spend(actor=OPERATOR, expense=Expense(line=law, money=usd(1), date=DAY))
    # 13. spent in the second year; 14. what is left lapses when the period is closed
    facts.spend(actor=OPERATOR, expense=Expense(line=next_law, money=usd(400), date=DAY))
    close_year(actor=OPERATOR, fund=fund, programme=world.programme, year=2025)
    account = world.account(next_law)
    assert (account.approved, account.allotted, account.committed, account.uncovered) == (0, 0, 0, 0)
    spent = sum(LineBalance.objects.values_list("spent", flat=True))
    source = sum(LineBalance.objects.values_list("source", flat=True))
    assert (spent, source) == (84_000, -84_000)

    make_checkpoint(actor=OPERATOR)
    proof = prove()
    assert proof.holds, proof.faults
    assert proof.tail == 0
    kinds = set(Posting.objects.values_list("kind", flat=True))
    assert kinds >= {"appropriation", "allotment", "transfer", "commitment", "expense", "release", "refund", "cover"}
    assert kinds >= {"carry_over", "lapse", "withdrawal"}
    assert Batch.objects.count() == 14
    assert BudgetItem.objects.count() == 2
