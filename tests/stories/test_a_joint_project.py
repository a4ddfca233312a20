"""A joint project: three partners, two outputs 70/30, two countries, 13 % support cost. The sum over outputs, over
countries and over partners is the same number, and the consolidated total counts the recovery once (design:
arithmetic, § 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, CostCategory, Fund, Project
from biennium.funding.services import agreements, projects
from biennium.kernel.books.expense import recovery_amount
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.shares import apportion
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import Line, Move, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import table
from biennium.ledger.services import decisions
from biennium.ledger.services.authority import release_authority
from biennium.ledger.services.imports import post_run, stage_file
from biennium.ledger.services.recovery import recover_support_cost
from biennium.organisation.models import Place
from biennium.programme.models import Result
from ledger import world as worlds
from ledger.conftest import world as world
from ledger.world import DAY, World

pytestmark = pytest.mark.django_db
AMOUNTS = {"NOR": 100_000_01, "KOR": 33_333_33, "FRA": 7_000_03}
"""What each partner pays, in cents."""
SPENT = {"NOR": 60_000_01, "KOR": 12_345_67, "FRA": 6_000_01}
OUTPUTS = {"1.1": 7_000, "1.2": 3_000}
COUNTRIES = {"KEN": 3_333, "NPL": 6_667}


@pytest.fixture
def project(world: World) -> Project:
    """One project, three agreements signed, their authority released and allotted to the project as a whole."""
    CostCategory.objects.create(code="psc", name={"en": "Support cost"}, un_category="support_cost", support_cost=True)
    worlds.fund("PSI", kind="other", releases="nothing", control_dimensions=[])
    fund = Fund.objects.get(code="XBDC")
    Fund.objects.filter(pk=fund.pk).update(support_cost_fund=Fund.objects.get(code="PSI"), support_cost_rate=1_300)
    signed = [_signed(code, amount, fund) for code, amount in AMOUNTS.items()]
    made = projects.add_project(
        actor=OPERATOR,
        symbol="GLO/24/01/MUL",
        title={"en": "Better work in care"},
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
        agreements=signed,
    )
    projects.share_project(
        actor=OPERATOR,
        project=made,
        results={Result.objects.get(code=code): share for code, share in OUTPUTS.items()},
        places={Place.objects.get(code=code): share for code, share in COUNTRIES.items()},
    )
    for agreement in signed:
        approved = Dimensions(world.programme.pk, fund.pk, agreement=agreement.pk, year=2024)
        release_authority(actor=OPERATOR, agreement=agreement, line=approved)
        decisions.allot(
            actor=OPERATOR,
            source=approved,
            target=replace(approved, project=made.pk),
            amount=Money(agreement.amount, "USD"),
            day=DAY,
        )
    return made


def _signed(code: str, amount: int, fund: Fund) -> Agreement:
    partner = agreements.add_partner(actor=OPERATOR, code=code, name={"en": code}, contributor_type="C01")
    agreement = agreements.add_agreement(
        actor=OPERATOR,
        code=f"{code}-1",
        title={"en": code},
        partner=partner,
        fund=fund,
        amount=Money(amount, "USD"),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
    )
    return agreements.move_agreement(actor=OPERATOR, agreement=agreement, step="sign", day=DAY)


def loaded(world: World, folder: Path, rows: list[str]) -> int:
    """Loads rows that name the agreement and the project only; how many postings that made."""
    file = folder / "march.csv"
    heading = "document,document_line,date,fund,agreement,project,currency,amount,kind"
    file.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    before = Posting.objects.count()
    run = stage_file(actor=OPERATOR, programme=world.programme, path=file)
    assert not run.faults.exists(), list(run.faults.values_list("message", flat=True))
    if run.rows.exists():
        post_run(actor=OPERATOR, run=run)
    return Posting.objects.count() - before


def row(code: str, amount: int, *, day: str = "2024-03-05", document: str = "INV", kind: str = "expense") -> str:
    money = Money(amount, "USD").decimal_string()
    return f"{document}-{code},1,{day},XBDC,{code}-1,GLO/24/01/MUL,USD,{money},{kind}"


def spent(world: World, by: str, **scope: str) -> dict[str, int]:
    """What was spent, by a dimension."""
    made = table(Scope(world.programme, {"fund": "XBDC", **scope}), [by])
    return {one.key[0]: one.amounts.spent for one in made.rows if one.amounts.spent}


def test_a_joint_project(world: World, project: Project, tmp_path: Path) -> None:
    total = sum(AMOUNTS.values())
    allotted = table(Scope(world.programme, {"fund": "XBDC"}), ["result", "place"])
    assert allotted.total.allotted == total
    assert len(allotted.rows) == 4

    # the ERP names the agreement and the project: each row is shared out by 70/30 and by the two countries
    assert loaded(world, tmp_path, [row(code, amount) for code, amount in SPENT.items()]) == 3
    assert Move.objects.filter(posting__kind="expense").count() == 12
    whole = sum(SPENT.values())
    by = {name: spent(world, name) for name in ("result", "place", "partner")}
    assert {name: sum(parts.values()) for name, parts in by.items()} == dict.fromkeys(by, whole)
    assert by["partner"] == SPENT
    for name, shares in (("result", OUTPUTS), ("place", COUNTRIES)):
        each = [apportion(amount, list(shares.values())) for amount in SPENT.values()]
        assert list(by[name].values()) == [sum(column) for column in zip(*each, strict=True)]

    # loaded again, nothing is posted: a document and line stays one posting, however many lines it went to
    assert loaded(world, tmp_path, [row(code, amount) for code, amount in SPENT.items()]) == 0

    # 13 % of each is recovered, and counted once where all funds are put together
    due = 0
    for agreement in Agreement.objects.all():
        recover_support_cost(actor=OPERATOR, agreement=agreement, programme=world.programme, year=2024, day=DAY)
        due += recovery_amount(SPENT[agreement.partner.code], 1_300, 0)
    everything = table(Scope(world.programme), ["fund"])
    assert everything.total.spent == whole + due
    assert (everything.internal, everything.consolidated) == (due, whole)
    after = {name: sum(spent(world, name).values()) for name in ("result", "place", "partner")}
    assert after == dict.fromkeys(after, whole + due)

    # nothing is uncovered: the allotment was shared out as the expense was
    assert everything.total.uncovered == 0
    proof = prove()
    assert proof.holds, proof.faults


def test_shares_split_by_what_held_on_the_day_and_rewrite_nothing(
    world: World, project: Project, tmp_path: Path
) -> None:
    loaded(world, tmp_path, [row("NOR", 10_000, document="A")])
    before = spent(world, "result")
    projects.share_project(
        actor=OPERATOR,
        project=project,
        results={Result.objects.get(code="1.2"): 10_000},
        places={},
        since=date(2024, 6, 1),
    )
    assert spent(world, "result") == before == {"1.1": 7_000, "1.2": 3_000}
    loaded(world, tmp_path, [row("NOR", 10_000, document="B", day="2024-05-31")])
    assert spent(world, "result") == {"1.1": 14_000, "1.2": 6_000}
    loaded(world, tmp_path, [row("NOR", 10_000, document="C", day="2024-06-01")])
    assert spent(world, "result") == {"1.1": 14_000, "1.2": 16_000}
    assert spent(world, "place")["-"] == 10_000


def test_a_commitment_of_the_project_is_cleared_and_released_part_by_part(
    world: World, project: Project, tmp_path: Path
) -> None:
    order = row("NOR", 50_000, document="PO", kind="commitment")
    assert loaded(world, tmp_path, [order]) == 1
    commitment = Posting.objects.get(kind="commitment")
    assert commitment.moves.count() == 4
    file = tmp_path / "april.csv"
    heading = "document,document_line,date,fund,agreement,project,currency,amount,commitment"
    file.write_text(f"{heading}\nINV,1,2024-04-05,XBDC,NOR-1,GLO/24/01/MUL,USD,300.00,PO-NOR/1\n", encoding="utf-8")
    post_run(actor=OPERATOR, run=stage_file(actor=OPERATOR, programme=world.programme, path=file))
    stands = table(Scope(world.programme, {"agreement": "NOR-1"}), ["result"])
    assert {one.key[0]: one.amounts.committed - one.amounts.spent for one in stands.rows if one.key[0] != "-"} == {
        "1.1": 14_000,
        "1.2": 6_000,
    }
    say = {"actor": OPERATOR, "commitment": commitment, "day": DAY, "reason": "The rest is not needed"}
    decisions.release(amount=Money(20_000, "USD"), **say)
    assert table(Scope(world.programme, {"agreement": "NOR-1"}), ["result"]).total.committed == 30_000
    with pytest.raises(InvalidInput, match="More would be released"):
        decisions.release(amount=Money(1, "USD"), **say)
    assert prove().holds


def test_a_row_that_names_only_the_project_is_paid_by_its_one_agreement(
    world: World, project: Project, tmp_path: Path
) -> None:
    for code in ("KOR-1", "FRA-1"):
        project.agreements.remove(Agreement.objects.get(code=code))
    file = tmp_path / "may.csv"
    heading = "document,document_line,date,fund,project,currency,amount"
    file.write_text(f"{heading}\nINV,1,2024-05-05,XBDC,GLO/24/01/MUL,USD,100.00\n", encoding="utf-8")
    post_run(actor=OPERATOR, run=stage_file(actor=OPERATOR, programme=world.programme, path=file))
    assert spent(world, "partner") == {"NOR": 10_000}
    assert spent(world, "result") == {"1.1": 7_000, "1.2": 3_000}
    assert table(Scope(world.programme), ["fund"]).total.uncovered == 0


def test_more_than_is_left_is_refused_as_a_whole_with_what_is_left(world: World, project: Project) -> None:
    fund = Fund.objects.get(code="XBDC")
    agreement = Agreement.objects.get(code="NOR-1")
    approved = Dimensions(world.programme.pk, fund.pk, agreement=agreement.pk, year=2024)
    world.enter("withdrawal", 700_00, world_line(agreement, project, "1.1", "KEN"), to=approved)
    target = replace(approved, project=project.pk)
    with pytest.raises(InvalidInput, match=r"Only USD 700\.00 is left to allot .* \(asked: 700\.01\)"):
        decisions.allot(
            actor=OPERATOR, source=approved, target=target, amount=Money(700_01, "USD"), day=DAY, reason="Too much"
        )


def world_line(agreement: Agreement, project: Project, result: str, place: str) -> Dimensions:
    """The line of the agreement and project for a result and a place."""
    return Dimensions.of(Line.objects.get(agreement=agreement, project=project, result__code=result, place__code=place))
