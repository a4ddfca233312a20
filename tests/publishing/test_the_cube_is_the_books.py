"""The tables of the cube are the money of the books, in the published layouts, and say where they are not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.kernel.money import Money
from biennium.ledger.selectors.reconciliation import budget_to_accounts
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.services.facts import accrue
from biennium.ledger.services.income import Income, record_income
from biennium.organisation.models import Person, Place
from biennium.programme.models import Reference, Result, WorkItem
from biennium.publishing import datasets
from biennium.publishing.datacube.models import KnownDifference
from biennium.publishing.datacube.package import package
from biennium.publishing.datacube.services import forget_difference, name_difference
from biennium.publishing.datasets import Check, Dataset, Package
from biennium.publishing.expenses import expenses, years
from biennium.workplan.models import Marker, Plan, PlanMarker
from ledger.world import World

RESULT, UNIT = "1.1", "LAW"


def item(world: World, code: str, place: str | None = None, **facts: object) -> WorkItem:
    return WorkItem.objects.create(
        programme=world.programme,
        code=code,
        kind="country_outcome" if place else "product",
        place=Place.objects.get(code=place) if place else None,
        result=Result.objects.get(programme=world.programme, code=RESULT),
        title={"en": code},
        **facts,
    )


def spend(world: World, amount: int, code: str = "", *, day: date = date(2024, 3, 1), **more: object) -> None:
    line = world.line("RB", year=day.year, result=RESULT, unit=UNIT)
    if code:
        line = replace(line, work_item=WorkItem.objects.get(code=code).pk)
    world.spend(amount, line, date=day, **more)


def table(name: str, year: int = 2024) -> Dataset:
    return next(one for one in package(year).datasets if one.name == name)


def checks(year: int = 2024) -> dict[str, Check]:
    return {one.rule: one for one in package(year).checks}


def failing(year: int = 2024) -> list[str]:
    return [one.rule for one in package(year).checks if one.state == "fails"]


@pytest.fixture
def spent(world: World) -> World:
    item(world, "KEN901", "KEN", function="development", sdg={"8": 6667, "1.3": 3333})
    item(world, "PER901", "PER", function="humanitarian", sdg={"16": 10_000})
    item(world, "GLO901", function="global_agenda", sdg={"17": 10_000})
    for amount, code in ((100_01, "KEN901"), (50_00, "PER901"), (7_00, "GLO901")):
        spend(world, amount, code)
    return world


def test_the_tables_of_expense_are_the_same_money(spent: World) -> None:
    names = [one.name for one in package(2024).datasets if one.name.startswith("expenses")]
    assert len(names) == 4
    assert {table(name).total() for name in names} == {Decimal("157.01")}
    assert failing() == []


def test_expense_by_function_has_the_layout_of_the_published_table(spent: World) -> None:
    assert table("expenses_sub_agency").columns == (
        *("calendar_year", "amount", "currency", "agency", "sub_agency", "transaction_type"),
    )
    assert table("expenses_sub_agency").rows == [
        (2024, Decimal("100.01"), "USD", "ORG", "ORG", "Development Assistance"),
        (2024, Decimal("7.00"), "USD", "ORG", "ORG", "Global Agenda and Specialised Assistance"),
        (2024, Decimal("50.00"), "USD", "ORG", "ORG", "Humanitarian Assistance"),
    ]


def test_a_work_item_splits_over_its_goals_and_loses_no_cent(spent: World) -> None:
    rows = [(row[4], row[5], row[3]) for row in table("expenses_sdgs").rows]
    assert rows == [
        ("1", "1.3", Decimal("33.33")),
        ("8", "", Decimal("66.68")),
        ("16", "", Decimal("50.00")),
        ("17", "", Decimal("7.00")),
    ]


def test_expense_by_location_names_region_and_sub_region(spent: World) -> None:
    rows = [tuple(row[3:]) for row in table("expenses_by_country_region_sub_agency").rows]
    assert rows == [
        ("Africa", "Sub-Saharan Africa", "Kenya", "COU", Decimal("100.01")),
        ("Americas", "Latin America and the Caribbean", "Peru", "COU", Decimal("50.00")),
        ("Global", "Global", "Global", "GLO", Decimal("7.00")),
    ]


def test_the_gender_marker_of_a_result_holds_for_what_stands_below(spent: World) -> None:
    assert table("expenses_gender_marker").rows == [(2024, "ORG", "", "not scored", Decimal("157.01"))]
    above = Result.objects.get(programme=spent.programme, code="1")
    Reference.objects.create(result=above, scheme="marker", code="gender", score=2)
    (row,) = table("expenses_gender_marker").rows
    assert row[2:] == ("2", "Gender equality is a significant objective", Decimal("157.01"))


def test_the_gender_marker_of_a_plan_comes_before_that_of_its_result(spent: World) -> None:
    above = Result.objects.get(programme=spent.programme, code="1")
    Reference.objects.create(result=above, scheme="marker", code="gender", score=2)
    gender = Marker.objects.create(code="gender", name={"en": "Gender"})
    plan = Plan.objects.create(work_item=WorkItem.objects.get(code="KEN901"))
    PlanMarker.objects.create(plan=plan, marker=gender, score=3)
    rows = [(row[2], row[4]) for row in table("expenses_gender_marker").rows]
    assert rows == [("2", Decimal("57.00")), ("3", Decimal("100.01"))]


def test_expense_belongs_to_the_year_of_its_date(spent: World) -> None:
    spend(spent, 9_00, "GLO901", day=date(2025, 1, 1))
    assert (table("expenses_sdgs").total(), table("expenses_sdgs", 2025).total()) == (Decimal("157.01"), Decimal(9))
    assert years() == [2025, 2024]


def test_a_reversal_takes_the_expense_back(spent: World) -> None:
    before = package(2024).datasets
    spend(spent, 5_00, "GLO901")
    line = spent.line("RB", result=RESULT, unit=UNIT)
    spent.enter("refund", 5_00, replace(line, work_item=WorkItem.objects.get(code="GLO901").pk))
    assert package(2024).datasets == before


def test_what_is_internal_is_no_expense_and_what_was_accrued_is(spent: World) -> None:
    line = replace(spent.line("RB", result=RESULT, unit=UNIT), work_item=WorkItem.objects.get(code="GLO901").pk)
    spend(spent, 3_00, "GLO901")
    spent.enter("refund", 3_00, line, mark="internal")
    assert sum(one.amount for one in expenses(2024)) == 160_01
    accrue(actor=OPERATOR, line=line, amount=Money(4_00, "USD"), day=date(2024, 12, 31), reason="Leave not taken")
    assert sum(one.amount for one in expenses(2024)) == 164_01
    assert budget_to_accounts(Scope(spent.programme)).accounts == 164_01


def test_expense_without_function_or_goal_fails_by_name_and_is_not_lost(world: World) -> None:
    spend(world, 12_00)
    assert table("expenses_sdgs").rows == [(2024, "ORG", "EXP", Decimal("12.00"), "X00", "", "")]
    assert table("expenses_sub_agency").total() == Decimal(12)
    assert failing() == ["Every function is one of standard II", "Expense has a work item with a function"]
    assert checks()["Expense has a work item with a function"].rows == ("RB · 1.1: USD 12.00 (not specified)",)


def test_codes_that_are_none_fail_with_their_row(world: World) -> None:
    item(world, "KEN901", "KEN", function="tourism", sdg={"18": 9_000})
    spend(world, 12_00, "KEN901")
    found = checks()
    assert found["Every function is one of standard II"].rows == (
        "expenses_sub_agency, row 2: 2024, 12.00, USD, ORG, ORG, tourism",
    )
    assert found["Every goal is one of standard V"].rows == ("expenses_sdgs, row 2: 2024, ORG, EXP, 12.00, 18",)
    assert found["The shares of a work item over goals sum to 100 %"].rows == ("KEN901: 90.0 %",)


def test_a_difference_fails_until_it_has_a_name_and_again_when_it_is_another(spent: World) -> None:
    rule = "expenses_sdgs sums to the expense of the books"
    named = name_difference(actor=OPERATOR, table="sdg", year=2024, code="8", amount=8_00, reason={"en": "Rounding"})
    assert (checks()[rule].state, checks()[rule].rows) == ("known", ("8: +8.00 (Rounding)",))
    assert table("expenses_sdgs").rows[-1] == (2024, "ORG", "EXP", Decimal("8.00"), "8", "", "")
    assert package(2024).holds
    forget_difference(actor=OPERATOR, difference=named, reason="Published anew")
    assert checks()[rule].state == "holds"


def test_only_who_may_names_a_difference_and_gives_a_reason(spent: World) -> None:
    reader = Person.objects.create_user(email="reader@example.org", name="Reader", password="a-long-word-9")
    values = {"table": "sdg", "year": 2024, "code": "8", "amount": 1, "reason": {"en": "Rounding"}}
    with pytest.raises(NotPermitted):
        name_difference(actor=reader, **values)
    refused = (
        ({"amount": 0}, "nothing"),
        ({"reason": {"en": " "}}, "reason"),
        ({"table": "x"}, "no table"),
        ({"year": 2031}, "Nothing was spent in 2031"),
        ({"code": "99"}, "“99” is no code of the table sdg"),
        ({"table": "location", "code": "KE"}, "alpha-3"),
    )
    for wrong, said in refused:
        with pytest.raises(InvalidInput, match=said):
            name_difference(actor=OPERATOR, **{**values, **wrong})
    assert KnownDifference.objects.count() == 0


def test_revenue_is_by_instrument_contributor_and_donor_and_names_nobody_unpublished(spent: World) -> None:
    norway = Partner.objects.create(code="NOR", name={"en": "Norway"}, contributor_type="C01")
    bank = Partner.objects.create(code="BANK", name={"en": "=A bank"}, contributor_type="C04A")
    regular = Fund.objects.get(code="RB")
    day = date(2024, 12, 31)
    recognised = (
        ("R01", norway, regular, 100),
        ("R03E", bank, regular, 40),
        ("R03A", None, regular, 7),
        ("R04A", None, None, 5),
    )
    record_income(
        actor=OPERATOR,
        entries=[
            Income(
                step="recognised",
                instrument=code,
                year=2024,
                day=day,
                amount=Money(amount * 100, "USD"),
                partner=who,
                fund=of,
            )
            for code, who, of, amount in recognised
        ],
    )
    assert [(row[6], row[5], row[3]) for row in table("revenue_sub_agency").rows] == [
        ("R01", "R01", Decimal(100)),
        ("R03A", "R03", Decimal(7)),
        ("R03E", "R03", Decimal(40)),
        ("R04A", "R04", Decimal(5)),
    ]
    assert [row[2:4] for row in table("revenue_contrib_type").rows] == [
        ("C01", "R01"),
        ("C04A", "R03E"),
        ("C09", "R04A"),
        ("not published", "R03A"),
    ]
    assert table("revenue_government_donors").rows == [(2024, "Norway", "ORG", "R01", Decimal(100))]
    assert {row[5] for row in table("revenue_non_gov_donors").rows} == {"=A bank", "not published"}
    assert failing() == []


def test_what_is_written_can_be_read_back_and_is_the_same_each_time(spent: World, tmp_path: Path) -> None:
    Partner.objects.create(code="BANK", name={"en": "=A bank"}, contributor_type="C04A")
    made = package(2024)
    written = datasets.write(made, tmp_path / "one")
    again = datasets.write(package(2024), tmp_path / "two")
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in again]
    back = datasets.read((tmp_path / "one" / "expenses_sdgs.csv").read_bytes(), "expenses_sdgs")
    assert [tuple(map(str, row)) for row in table("expenses_sdgs").rows] == list(back.rows)
    assert back.total() == Decimal("157.01")
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["files"]) == sorted(path.name for path in written if path.name != "manifest.json")
    book = CalamineWorkbook.from_path(str(tmp_path / "one" / "datacube.xlsx"))
    assert book.sheet_names[:2] == ["revenue_sub_agency", "revenue_contrib_type"]
    assert "checks" in book.sheet_names


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    dataset = Dataset("t", "T", ("name", "amount"), [("=1+1", Decimal("-5.00"))])
    assert datasets.as_csv(dataset) == b"name,amount\r\n'=1+1,-5.00\r\n"


def test_a_folder_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("", encoding="utf-8")
    empty = Package("x", "X", [Dataset("t", "T", ("a",), [])], [])
    with pytest.raises(InvalidInput, match="This is a file, not a folder"):
        datasets.write(empty, taken)
    with pytest.raises(InvalidInput, match="cannot be written"):
        datasets.write(empty, taken / "below")


def test_the_number_of_queries_does_not_grow_with_the_expense(spent: World) -> None:
    with CaptureQueriesContext(connection) as few:
        package(2024)
    for number in range(20):
        item(spent, f"NPL{number}", "NPL", function="development", sdg={"8": 10_000})
        spend(spent, 1_00, f"NPL{number}")
    with CaptureQueriesContext(connection) as many:
        package(2024)
    assert len(many) == len(few) <= 20
