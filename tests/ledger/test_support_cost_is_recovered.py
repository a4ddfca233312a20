"""Support cost is recovered once: at the rate that holds, of all that was spent, and consolidated totals count it once
(design: arithmetic, § 3)."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, CostCategory, Fund
from biennium.funding.services import agreements
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Expense
from biennium.ledger.models import Batch, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.selectors.reconciliation import budget_to_accounts
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import Table, table
from biennium.ledger.services import decisions, facts
from biennium.ledger.services.authority import release_authority
from biennium.ledger.services.posting import single
from biennium.ledger.services.rates import record_rate
from biennium.ledger.services.recovery import recover_support_cost
from biennium.organisation.models import Organisation
from biennium.programme.models import Result
from ledger import world as worlds
from ledger.world import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(world: World) -> Agreement:
    """USD 1,000.00 a year, allotted to the results 1.1 and 1.2; 13 % of what is spent goes to the fund PSI."""
    CostCategory.objects.create(code="psc", name={"en": "Support cost"}, un_category="support_cost", support_cost=True)
    worlds.fund("PSI", kind="other", releases="nothing", control_dimensions=[])
    project_fund("XBDC", "USD")
    return signed(world, "XBDC", "USD")


def project_fund(code: str, currency: str) -> None:
    into = Fund.objects.get(code="PSI")
    Fund.objects.filter(code=code).update(support_cost_fund=into, support_cost_rate=1_300, currency=currency)


def signed(world: World, fund: str, currency: str) -> Agreement:
    partner = agreements.add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    made = agreements.add_agreement(
        actor=OPERATOR,
        code="NOR-1",
        title={"en": "Care"},
        partner=partner,
        fund=Fund.objects.get(code=fund),
        amount=Money(200_000, currency),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
    )
    made = agreements.move_agreement(actor=OPERATOR, agreement=made, step="sign", day=DAY)
    for year in (2024, 2025):
        approved, half = line(world, made, year=year), Money(50_000, currency)
        release_authority(actor=OPERATOR, agreement=made, line=approved, amount=Money(100_000, currency))
        for result in ("1.1", "1.2"):
            goal = line(world, made, result, year)
            decisions.allot(actor=OPERATOR, source=approved, target=goal, amount=half, day=DAY)
    return made


def line(world: World, agreement: Agreement, result: str = "", year: int = 2024) -> Dimensions:
    found = Result.objects.get(programme=world.programme, code=result).pk if result else None
    return Dimensions(world.programme.pk, agreement.fund_id, agreement=agreement.pk, result=found, year=year)


def spend(world: World, agreement: Agreement, minor: int, result: str = "1.1", year: int = 2024) -> None:
    money = Money(minor, agreement.currency)
    facts.spend(actor=OPERATOR, expense=Expense(line=line(world, agreement, result, year), money=money, date=DAY))


def give_back(world: World, agreement: Agreement, minor: int, result: str = "1.1", year: int = 2024) -> None:
    """The supplier pays back."""
    money, of = Money(minor, agreement.currency), line(world, agreement, result, year)
    facts.refund(actor=OPERATOR, line=of, amount=money, day=DAY, reason="Not delivered")


def recover(world: World, agreement: Agreement, year: int = 2024, day: date = DAY) -> Batch | None:
    return recover_support_cost(actor=OPERATOR, agreement=agreement, programme=world.programme, year=year, day=day)


def stands(world: World, *by: str) -> Table:
    return table(Scope(world.programme), by or ("fund",))


def recovered(world: World) -> int:
    return stands(world).internal


@pytest.mark.parametrize(("rate", "first", "more"), [(None, 1_300, 1), (700, 700, 0), (1_250, 1_250, 1)])
def test_the_rate_is_the_agreements_else_its_funds_of_all_that_was_spent(
    world: World, agreement: Agreement, rate: int | None, first: int, more: int
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(support_cost_rate=rate)
    agreement.refresh_from_db()
    spend(world, agreement, 10_000)
    assert recover(world, agreement) is not None
    assert recovered(world) == first
    assert recover(world, agreement) is None
    spend(world, agreement, 4)
    recover(world, agreement)
    assert recovered(world) == first + more


def test_an_agreement_that_waives_support_cost_pays_none_and_gets_back_what_it_paid(
    world: World, agreement: Agreement
) -> None:
    spend(world, agreement, 10_000)
    Agreement.objects.filter(pk=agreement.pk).update(support_cost_rate=0)
    agreement.refresh_from_db()
    assert recover(world, agreement) is None
    assert recovered(world) == 0
    Agreement.objects.filter(pk=agreement.pk).update(support_cost_rate=None)
    agreement.refresh_from_db()
    assert recover(world, agreement) is not None
    assert recovered(world) == 1_300
    Agreement.objects.filter(pk=agreement.pk).update(support_cost_rate=0)
    agreement.refresh_from_db()
    assert recover(world, agreement) is not None
    assert recovered(world) == 0


def test_what_is_due_is_shared_out_by_what_the_lines_spent(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 7_001, "1.1")
    spend(world, agreement, 2_999, "1.2")
    recover(world, agreement)
    rows = {row.key: row.amounts.spent for row in stands(world, "result", "cost_category").rows if row.amounts.spent}
    assert (rows["1.1", "psc"], rows["1.2", "psc"]) == (910, 390)


def test_consolidated_totals_count_it_once_also_when_it_is_spent(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 10_000)
    recover(world, agreement)
    income = Dimensions(world.programme.pk, Fund.objects.get(code="PSI").pk, year=2024)
    amounts = {row.key[0]: row.amounts for row in stands(world).rows}
    assert (amounts["XBDC"].spent, amounts["PSI"].approved) == (11_300, 1_300)
    assert (stands(world).total.spent, stands(world).consolidated) == (11_300, 10_000)
    decisions.allot(actor=OPERATOR, source=income, target=income, amount=Money(1_300, "USD"), day=DAY)
    facts.spend(actor=OPERATOR, expense=Expense(line=income, money=Money(1_300, "USD"), date=DAY))
    assert (stands(world).total.spent, stands(world).consolidated) == (12_600, 11_300)
    assert budget_to_accounts(Scope(world.programme)).accounts == 11_300
    assert stands(world, "result").consolidated == stands(world, "year", "fund").consolidated == 11_300


def test_a_reversal_takes_both_sides_back_and_it_is_due_again(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 10_000)
    before = stands(world).rows
    batch = recover(world, agreement)
    assert batch is not None
    facts.reverse(actor=OPERATOR, posting=single(batch), day=DAY, reason="Another rate was agreed")
    assert (stands(world).rows, recovered(world), stands(world).consolidated) == (before, 0, 10_000)
    recover(world, agreement)
    assert (recovered(world), stands(world).consolidated) == (1_300, 10_000)
    proof = prove()
    assert proof.holds, proof.faults


@pytest.mark.parametrize(("back", "left"), [(4_000, 780), (10_000, 0)])
def test_of_a_refund_the_support_cost_is_given_back(world: World, agreement: Agreement, back: int, left: int) -> None:
    spend(world, agreement, 10_000)
    recover(world, agreement)
    give_back(world, agreement, back)
    recover(world, agreement)
    assert (recovered(world), stands(world).consolidated) == (left, 10_000 - back)
    amounts = {row.key[0]: row.amounts for row in stands(world).rows}
    assert (amounts["PSI"].approved if left else 0) == left
    assert recover(world, agreement) is None
    assert prove().holds


def test_a_line_that_has_nothing_left_gives_its_part_to_the_others(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 10_000, "1.1")
    recover(world, agreement)
    give_back(world, agreement, 10_000, "1.1")
    spend(world, agreement, 10_000, "1.2")
    recover(world, agreement)
    rows = {row.key: row.amounts.spent for row in stands(world, "result", "cost_category").rows}
    assert (rows.get(("1.1", "psc"), 0), rows["1.2", "psc"], recovered(world)) == (0, 1_300, 1_300)


def test_a_year_gives_back_no_more_than_it_bore(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 10_000, year=2024)
    recover(world, agreement, 2024)
    spend(world, agreement, 1_000, year=2025)
    recover(world, agreement, 2025)
    give_back(world, agreement, 10_000, year=2024)
    recover(world, agreement, 2025)
    years = {row.key: row.amounts.spent for row in stands(world, "year", "cost_category").rows}
    assert (years["2024", "psc"], years.get(("2025", "psc"), 0)) == (1_300, 0)
    recover(world, agreement, 2024)
    assert recovered(world) == 130


def test_what_was_spent_again_by_the_support_cost_fund_is_not_given_back(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 10_000)
    recover(world, agreement)
    income = Dimensions(world.programme.pk, Fund.objects.get(code="PSI").pk, year=2024)
    decisions.allot(actor=OPERATOR, source=income, target=income, amount=Money(1_000, "USD"), day=DAY)
    give_back(world, agreement, 10_000)
    count = Posting.objects.count()
    with pytest.raises(InvalidInput, match=r"Only USD 3\.00 is left"):
        recover(world, agreement)
    assert Posting.objects.count() == count


def test_without_enough_allotted_it_is_uncovered_and_counted_once(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 50_000)
    recover(world, agreement)
    total = stands(world).total
    assert (total.uncovered, recovered(world), stands(world).consolidated) == (-6_500, 6_500, 50_000)


def test_across_currencies_both_sides_are_worth_the_same_in_the_reports(world: World) -> None:
    CostCategory.objects.create(code="psc", name={"en": "Support cost"}, un_category="support_cost", support_cost=True)
    worlds.fund("PSI", kind="other", releases="nothing", control_dimensions=[])
    Organisation.objects.update(currency="USD")
    project_fund("XBDC", "CHF")
    for text, day in (("1.10", date(2024, 1, 1)), ("1.20", date(2024, 6, 1))):
        record_rate(actor=OPERATOR, kind="operational", base="CHF", quote="USD", text=text, valid_from=day)
    agreement = signed(world, "XBDC", "CHF")
    spend(world, agreement, 10_000)
    recover(world, agreement)
    assert (recovered(world), stands(world).consolidated) == (1_430, 11_000)
    spend(world, agreement, 10_000)
    recover(world, agreement, day=date(2024, 6, 30))
    amounts = {row.key[0]: row.amounts for row in stands(world).rows}
    assert recovered(world) == amounts["PSI"].approved == 1_430 + 1_560
    assert stands(world).consolidated == 22_000
    proof = prove()
    assert proof.holds, proof.faults


def test_a_fund_that_does_not_say_where_it_goes_is_refused(world: World, agreement: Agreement) -> None:
    spend(world, agreement, 10_000)
    Fund.objects.filter(code="XBDC").update(support_cost_fund=None)
    agreement.refresh_from_db()
    with pytest.raises(InvalidInput, match="XBDC does not say where its support cost goes"):
        recover(world, Agreement.objects.select_related("fund").get())
