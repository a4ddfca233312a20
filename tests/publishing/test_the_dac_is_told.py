"""Records of the CRS: codes, contributors, markers; what is left out has a rule, and core contributions stand apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund, Partner
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.services.income import Income, record_income
from biennium.organisation.models import Organisation, Place
from biennium.programme.models import Reference, Result, WorkItem
from biennium.publishing.crs.package import package
from biennium.publishing.crs.records import TIED, donor_code, fund_of, parent_channel
from biennium.publishing.datasets import Check
from biennium.publishing.publications.services import describe_publisher
from biennium.workplan.models import Marker, MarkerScore, Plan, PlanMarker
from publications import world as worlds
from publications.world import World


@pytest.fixture
def world(db: None) -> World:
    made = worlds.build()
    made.adopt()
    made.allot(1_000_00)
    return made


def records() -> list[dict[str, object]]:
    dataset = package(2024).datasets[0]
    return [dict(zip(dataset.columns, row, strict=True)) for row in dataset.rows]


def check(start: str) -> Check:
    return next(one for one in package(2024).checks if one.rule.startswith(start))


def test_a_record_says_who_spent_how_much_where_and_what_for(world: World) -> None:
    describe_publisher(actor=OPERATOR, values={"sectors": {"1": "16070"}, "markers": {"1.1": {"1": "2"}}})
    world.cost(100_00, "KEN101")
    (record,) = records()
    assert (record["year"], record["project_number"], record["crs_id"]) == (
        2024,
        "KEN101",
        "XM-DAC-41302-2024-25-KEN101-RB",
    )
    assert (record["recipient_code"], record["recipient_name"], record["geography"]) == ("248", "Kenya", "Kenya")
    assert (record["usd_disbursement"], record["usd_commitment"], record["currency_code"]) == (
        Decimal("100.00"),
        Decimal("100.00"),
        "USD",
    )
    assert (record["purpose_code"], record["purpose_name"], record["sector_code"]) == ("16070", "Labour rights", "160")
    assert (record["bi_multi"], record["donor_name"]) == ("4", "The organisation")
    assert (record["gender"], record["environment"]) == ("2", "")
    assert record["sdg_focus"] == "8.8;16"
    assert package(2024).holds


@pytest.mark.parametrize(("highest", "significance"), [(2, "2"), (3, "1")])
def test_a_marker_of_the_plan_is_told_to_the_dac_on_its_own_scale(
    world: World, highest: int, significance: str
) -> None:
    describe_publisher(actor=OPERATOR, values={"marker_terms": {"gender": "1"}, "markers": {"1.1": {"1": "0"}}})
    gender = Marker.objects.create(code="gender", name={"en": "Gender"})
    MarkerScore.objects.bulk_create(
        MarkerScore(marker=gender, score=score, name={"en": str(score)}) for score in range(highest + 1)
    )
    plan = Plan.objects.create(work_item=WorkItem.objects.get(code="KEN101"))
    PlanMarker.objects.create(plan=plan, marker=gender, score=2)
    world.cost(100_00, "KEN101")
    (record,) = records()
    assert record["gender"] == significance


def test_the_region_is_that_of_the_dac(world: World) -> None:
    world.cost(100_00, "KEN101")
    world.cost(100_00, "GLO101")
    assert [(row["region_code"], row["region_name"]) for row in records()] == [("", ""), ("289", "South of Sahara")]


def test_desertification_goes_to_three_and_no_further(world: World) -> None:
    describe_publisher(actor=OPERATOR, values={"markers": {"1.1": {"8": "3"}}})
    world.cost(100_00, "KEN101")
    assert check("desertification").state == "holds"
    describe_publisher(actor=OPERATOR, values={"markers": {"1.1": {"8": "4"}}})
    assert check("desertification").state == "fails"


def test_a_contributor_who_channels_money_is_the_donor_unless_not_published(world: World) -> None:
    Fund.objects.filter(code="XBDC").update(iati_earmarking="3")
    agreement = world.sign("A1", world.partner("NOR"), 900_00)
    world.allot(900_00, "XBDC", agreement=agreement.code)
    world.cost(50_00, "KEN101", "XBDC", agreement="A1")
    (record,) = records()
    assert (record["donor_name"], record["donor_code"], record["bi_multi"]) == ("Country NOR", "", "1")
    told = check("Every provider has its number at the DAC")
    assert (told.state, told.rows) == ("known", ("Country NOR",))
    norway, _made = Place.objects.get_or_create(code="NOR", defaults={"alpha2": "NO", "name": {"en": "Norway"}})
    Partner.objects.update(place=norway)
    assert records()[0]["donor_code"] == "8"
    assert check("Every provider has its number at the DAC").state == "holds"
    Partner.objects.update(published=False)
    (record,) = records()
    assert (record["donor_name"], record["donor_code"]) == ("The organisation", "940")


@pytest.mark.parametrize(
    ("known_by", "code"),
    [
        ({"contributor_type": "C08A", "crs_channel": "42001"}, "918"),
        ({"contributor_type": "C04C", "iati_identifier": "XM-DAC-41114"}, "959"),
        ({"contributor_type": "C05", "iati_identifier": "XM-DAC-1601"}, "1601"),
        ({"contributor_type": "C05", "iati_identifier": "US-EIN-13-1684331"}, ""),
    ],
)
def test_a_contributor_that_is_no_government_goes_by_its_own_number(
    world: World, known_by: dict[str, str], code: str
) -> None:
    partner = world.partner("X", place=Place.objects.get(code="KEN"))
    for name, value in known_by.items():
        setattr(partner, name, value)
    assert donor_code(partner) == code


def test_two_agreements_of_one_fund_and_one_work_item_are_two_records(world: World) -> None:
    giver = world.partner("NOR")
    for code in ("A-1", "A-2"):
        world.sign(code, giver, 900_00)
        world.allot(900_00, "XBDC", agreement=code)
        world.cost(50_00, "KEN101", "XBDC", agreement=code)
    found = [str(row["crs_id"]) for row in records()]
    assert found == [f"XM-DAC-41302-2024-25-KEN101-XBDC/{code}" for code in ("A-1", "A-2")]
    assert {fund_of(name, "KEN101") for name in found} == {"XBDC"}
    assert check("Every record has an identifier").state == "holds"


@pytest.mark.parametrize(
    ("tied", "field"), [("5", "usd_amount_untied"), ("4", "usd_amount_tied"), ("3", "usd_amount_partial_tied")]
)
def test_what_is_committed_is_untied_or_tied_as_the_publisher_says(world: World, tied: str, field: str) -> None:
    describe_publisher(actor=OPERATOR, values={"tied": tied})
    world.cost(100_00, "KEN101")
    (record,) = records()
    assert {name for name in TIED.values() if record[name]} == {field}
    assert record[field] == record["usd_commitment"]


def test_a_channel_stands_below_its_kind(world: World) -> None:
    world.cost(100_00, "KEN101")
    assert records()[0]["parent_channel_code"] == "41000"
    assert [parent_channel(code) for code in ("41000", "99999", "")] == ["", "", ""]


def test_what_is_for_no_one_country_goes_to_developing_countries_unspecified(world: World) -> None:
    world.cost(10_00, "GLO101")
    (record,) = records()
    assert (record["recipient_code"], record["geography"]) == ("9998", "")


def test_what_is_left_out_is_left_out_by_a_rule_and_not_lost(world: World) -> None:
    Place.objects.get_or_create(code="CHE", defaults={"alpha2": "CH", "kind": "country", "name": {"en": "Switzerland"}})
    world.item("CHE101", "CHE")
    world.cost(7_00, "CHE101")
    world.spend(3_00, world.line("RB", result="1.1", unit="LAW"), date=date(2024, 3, 1))
    world.cost(100_00, "KEN101")
    whole = check("What is reported")
    assert (whole.state, whole.words) == ("known", "USD 100.00 + 10.00")
    assert [row.split(" (")[0] for row in whole.rows] == ["RB: 3.00", "RB: 7.00"]


def test_a_code_that_is_none_fails_with_its_record(world: World) -> None:
    Fund.objects.filter(code="RB").update(crs_channel="99999", iati_aid_type="Z9")
    world.cost(100_00, "KEN101")
    assert check("channel_code").rows == ("XM-DAC-41302-2024-25-KEN101-RB: channel_code “99999”",)
    assert check("aid_t").state == "fails"
    assert not package(2024).holds


def test_at_most_ten_targets_are_named_the_largest_shares_first(world: World) -> None:
    result = Result.objects.get(programme=world.programme, code="1.1")
    for number in range(1, 9):
        Reference.objects.get_or_create(result=result, scheme="sdg", code=f"16.{number}")
    for number in range(1, 6):
        Reference.objects.get_or_create(result=result, scheme="sdg", code=f"8.{number}")
    world.cost(100_00, "KEN101")
    (record,) = records()
    named = str(record["sdg_focus"]).split(";")
    assert len(named) == 10
    assert named[0].startswith("8.")


def test_core_contributions_stand_apart_and_name_nobody_unpublished(world: World) -> None:
    norway, peru = world.partner("NOR"), world.partner("PER", place=Place.objects.get(code="PER"))
    Partner.objects.filter(pk=norway.pk).update(published=False)
    norway.refresh_from_db()
    regular = Fund.objects.get(code="RB")
    rows = (("R01", peru, 40), ("R01", norway, 30), ("R03E", peru, 20))
    record_income(
        actor=OPERATOR,
        entries=[
            Income(
                step="recognised",
                instrument=code,
                year=2024,
                day=date(2024, 12, 31),
                amount=Money(amount * 100, "USD"),
                partner=who,
                fund=regular,
            )
            for code, who, amount in rows
        ],
    )
    core = package(2024).datasets[1]
    found = [dict(zip(core.columns, row, strict=True)) for row in core.rows]
    assert [(row["donor_name"], row["donor_code"], row["amount"]) for row in found] == [
        ("Country PER", "", Decimal(40)),
        ("not published", "", Decimal(30)),
    ]
    assert {row["bi_multi"] for row in found} == {"2"}


def test_without_an_identifier_nothing_is_reported(world: World) -> None:
    Organisation.objects.update(iati="")
    with pytest.raises(InvalidInput, match="no IATI identifier"):
        package(2024)


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    world.cost(1_00, "KEN101")
    with CaptureQueriesContext(connection) as few:
        package(2024)
    for number in range(10):
        world.item(f"PER9{number:02}", "PER")
        world.cost(1_00, f"PER9{number:02}")
    with CaptureQueriesContext(connection) as many:
        package(2024)
    assert len(many) == len(few)
