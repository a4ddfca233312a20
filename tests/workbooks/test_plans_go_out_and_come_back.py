"""Country outcomes and what they need: taken along, filled in, read back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biennium.foundation.models import AuditEvent
from biennium.funding.models import Partner
from biennium.intake.workbooks.reading import letters
from biennium.kernel.text import normalise
from biennium.programme.models import WorkItem
from biennium.programme.selectors.document import work_item_values
from biennium.programme.services.work_items import change_work_item
from biennium.workplan.models import Plan, Requirement, StaffRequirement
from biennium.workplan.services.milestones import MilestoneValues, add_milestone
from biennium.workplan.services.plans import MarkerGiven
from workbooks.filling import Formula, check, counts, save, taken, told
from workplan.world import World

FULL = {
    "starts": date(2024, 2, 1),
    "due": date(2025, 6, 30),
    "situation": {"en": '=HYPERLINK("https://evil.example")', "fr": "+1 – « déjà »"},
    "assumptions": {"en": "Two\n\nparagraphs _x0041_ & <tags>"},
    "sdg": {"8.5": 3_333, "8.7": 6_667},
    "government": True,
}


@pytest.fixture
def planned(planning: World) -> World:
    """Work that is planned with everything a sheet holds."""
    partner = Partner.objects.create(code="ITUC", name={"en": "Trade unions"}, contributor_type="C02")
    programme = planning.country_programme()
    planning.plan("KEN101", country_programme=programme, partners=[partner], **FULL)
    shares = [(planning.item("KEN102").result, 6_000), (planning.item("KEN101").result, 4_000)]
    planning.plan("KEN102", outputs=shares)
    planning.need("KEN101", y2024=123_456, y2025=100, months=150)
    return planning


@pytest.mark.parametrize(("written", "read"), [("en", "en"), ("fr", "es"), ("es", "en")])
def test_a_workbook_that_comes_back_as_it_went_changes_nothing(planned: World, written: str, read: str) -> None:
    planner = planned.people["planner"]
    with override(written):
        book = taken(planner, planned.programme)
    events = AuditEvent.objects.count()
    with override(read):
        outcome = save(planner, planned.programme, book)
    assert told(outcome) == []
    assert counts(outcome)["work"] == (0, 0, 5)
    assert (counts(outcome)["money"], counts(outcome)["staff"]) == ((0, 0, 2), (0, 0, 1))
    assert AuditEvent.objects.count() == events


def test_what_was_filled_in_is_saved_and_read_again_it_is_known(planned: World) -> None:
    planner, programme = planned.people["planner"], planned.programme
    book = taken(planner, programme, "work", "money", "staff")
    book.row("work", code="KEN101")["title.en"] = "Another title"
    book.row("work", code="PER101").update({"lead_unit": "LIM", "due": "2025-01-31", "workers": "oui"})
    book.add("work", code="NEW1", kind="product", title__en="A guide", result="1.1 · whatever it is called")
    book.row("work", code="NPL101")["lead_unit"] = "LAW · Law"
    book.row("money", item="KEN101", year="2024")["amount"] = 99.5
    book.row("money", item="KEN101", year="2025")["amount"] = "0"
    book.add("money", item="NPL101", year="2025", category="contracts", amount=0.1 + 0.2)
    book.add("staff", item="PER101", unit="LIM", cost="P4|field|2024", months="2.25")
    dry = check(planner, programme, book)
    assert (told(dry), WorkItem.objects.filter(code="NEW1").exists()) == ([], False)
    outcome = save(planner, programme, book)
    assert told(outcome) == []
    assert counts(outcome) == counts(dry) == {"work": (1, 3, 2), "money": (1, 2, 0), "staff": (1, 0, 1)}
    assert WorkItem.objects.get(code="KEN101").title["en"] == "Another title"
    assert Plan.objects.get(work_item__code="KEN101").situation == FULL["situation"]
    plan = Plan.objects.get(work_item__code="PER101")
    assert (plan.lead_unit.code, plan.due, plan.workers) == ("LIM", date(2025, 1, 31), True)
    amounts = Requirement.objects.order_by("work_item__code").values_list("work_item__code", "amount")
    assert list(amounts) == [("KEN101", 9_950), ("NPL101", 30)]
    assert StaffRequirement.objects.get(unit__code="LIM").months == 225
    again = save(planner, programme, book)
    assert counts(again)["work"][:2] == counts(again)["staff"][:2] == (0, 0)
    assert WorkItem.objects.filter(code="NEW1").count() == 1


def test_a_row_that_somebody_else_changed_is_told_and_not_overwritten(planned: World) -> None:
    planner, programme = planned.people["planner"], planned.programme
    mine = taken(planner, programme, "work")
    theirs = taken(planner, programme, "work")
    theirs.row("work", code="KEN101")["title.en"] = "Theirs"
    theirs.row("work", code="KEN102")["title.en"] = "Also theirs"
    save(planner, programme, theirs)
    mine.row("work", code="KEN101")["title.en"] = "Mine"
    outcome = save(planner, programme, mine)
    assert told(outcome) == [
        ("E4", "Somebody else changed this row meanwhile; here it says “Theirs”. Take the workbook along anew.")
    ]
    assert WorkItem.objects.get(code="KEN101").title["en"] == "Theirs"
    del mine.row("work", code="KEN101")["title.en"]
    mine.rows["work"] = [row for row in mine.rows["work"] if not row["code"].startswith("KEN101")]
    assert counts(save(planner, programme, mine)) == {"work": (0, 0, 4)}
    assert WorkItem.objects.get(code="KEN102").title["en"] == "Also theirs"


CHANGING = ("programme.work_item_changed", "workplan.plan_changed")
BAD = [
    ("work", "KEN101", "place", "ATLANTIS", "“ATLANTIS” is not in the list; choose from the list."),
    ("work", "KEN101", "place", "", "A country outcome needs its country or territory."),
    ("work", "KEN101", "kind", "", "This is missing. Choose from the list."),
    ("work", "KEN101", "title.en", "", "The title is missing; write it in one language at least."),
    ("work", "KEN101", "code", "two words", "This is no code; write up to 64 characters without blanks or slashes."),
    ("work", "KEN101", "code", "PER101", "The code PER101 is taken; choose another one."),
    ("work", "KEN101", "due", "30.06.2025", "This is no day; write it as 2024-03-31."),
    ("work", "KEN101", "due", "2025-02-30", "This is no day; write it as 2024-03-31."),
    ("work", "KEN101", "due", "2024-01-01", "It would be due before it starts."),
    ("work", "KEN101", "government", "perhaps", "This is neither yes nor no; choose from the list."),
    ("work", "KEN101", "sdg", "8.5 sixty", "“8.5 sixty” is not understood; write A: 60; B: 40."),
    ("work", "KEN101", "sdg", "8.5: 60; 8.5: 40", "“8.5” stands there twice."),
    ("work", "KEN101", "sdg", "99.99: 100", "“99.99” is no SDG target."),
    ("work", "KEN101", "outputs", "1.1: 33.333; 2.1: 66.667", "A share has at most two decimals."),
    ("work", "KEN101", "partners", "NOBODY", "There is no “NOBODY”; write codes that exist, parted by ;."),
    ("work", "KEN101", "assumptions.en", Formula("=1+1"), "This is a formula; write the value itself."),
    ("work", "GLO101", "country_programme", "KEN-CP", "A product stands in no country programme."),
    (
        "money",
        "KEN101",
        "amount",
        "1 234,50",
        "This is no number; write digits with a point and nothing else, such as 1234.5.",
    ),
    (
        "money",
        "KEN101",
        "amount",
        "NaN",
        "This is no number; write digits with a point and nothing else, such as 1234.5.",
    ),
    ("money", "KEN101", "amount", -5, "This is less than zero; write zero or more."),
    ("money", "KEN101", "amount", Formula("=SUM(A1:A9)"), "This is a formula; write the value itself."),
    ("money", "KEN101", "year", "2025", "“2024” stood here and cannot be changed; add a new row for something else."),
    ("money", "KEN101", "year", "1999", "“1999” is not in the list; choose from the list."),
    (
        "money",
        "KEN101",
        "category",
        "contracts",
        "“travel” stood here and cannot be changed; add a new row for something else.",
    ),
    ("staff", "KEN101", "months", "1.505", "Months have at most two decimals."),
]


@pytest.mark.parametrize(("sheet", "of", "column", "value", "message"), BAD)
def test_a_bad_cell_is_told_with_its_address_and_nothing_is_saved(
    planned: World, sheet: str, of: str, column: str, value: object, message: str
) -> None:
    planner, programme = planned.people["planner"], planned.programme
    book = taken(planner, programme, sheet)
    key = "code" if sheet == "work" else "item"
    row = book.rows[sheet].index(book.row(sheet, **{key: of}))
    book.rows[sheet][row][column] = value
    outcome = save(planner, programme, book)
    address = f"{letters(book.columns[sheet].index(column))}{row + 3}"
    assert (address, message) in told(outcome)
    assert not AuditEvent.objects.filter(verb__in=CHANGING).exists()


def test_nothing_is_saved_when_one_row_of_many_is_wrong(planned: World) -> None:
    planner, programme = planned.people["planner"], planned.programme
    book = taken(planner, programme, "work", "money")
    book.row("work", code="PER101")["title.en"] = "Good"
    book.row("money", item="KEN101", year="2024")["amount"] = "much"
    outcome = save(planner, programme, book)
    assert [cell for cell, _message in told(outcome)] == ["F3"]
    assert WorkItem.objects.get(code="PER101").title["en"] != "Good"


def test_rows_may_name_what_the_same_workbook_adds(planned: World) -> None:
    planner, programme = planned.people["planner"], planned.programme
    book = taken(planner, programme, "work", "money", filled=False)
    book.add("work", code="KEN900", kind="country_outcome", title__en="New", place="KEN", result="1.1", lead_unit="NBO")
    book.add("money", item="KEN900", year="2024", category="travel", amount="10")
    assert told(check(planner, programme, book)) == []
    save(planner, programme, book)
    assert Requirement.objects.get(work_item__code="KEN900").amount == 1_000
    book.rows["work"].clear()
    book.rows["money"][0]["item"] = "KEN901"
    assert told(check(planner, programme, book)) == [("C3", "“KEN901” is not in the list; choose from the list.")]


def test_people_take_along_and_save_what_their_role_covers(planned: World) -> None:
    """The country officer in Nairobi plans for Nairobi; who only reads takes nothing along."""
    ken, per, reader = (planned.people[name] for name in ("ken", "per", "reader"))
    programme = planned.programme
    assert [row["code"] for row in taken(ken, programme, "work").rows["work"]] == ["KEN101", "KEN102"]
    assert taken(reader, programme, "work", "money").rows == {"work": [], "money": []}
    book = taken(ken, programme, "work", "money")
    book.row("work", code="KEN101")["due"] = "2025-07-31"
    refused = save(per, programme, book)
    assert [cell for cell, _message in told(refused)] == ["C3"]
    assert "No role of yours allows you to plan work" in told(refused)[0][1]
    assert told(save(ken, programme, book)) == []
    assert Plan.objects.get(work_item__code="KEN101").due == date(2025, 7, 31)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=TEXTS.filter(lambda text: bool(normalise(text))),
    situation=st.one_of(TEXTS, st.sampled_from(["=1+1", "@SUM", "-2+3", "_x000D_", "'quoted", "12", "2024-01-01"])),
    amount=st.integers(1, 10**17),
    months=st.integers(1, 10**6),
)
def test_whatever_is_stored_comes_back_as_it_was(
    planned: World, title: str, situation: str, amount: int, months: int
) -> None:
    planner, programme = planned.people["planner"], planned.programme
    WorkItem.objects.filter(code="KEN101").update(title={"en": normalise(title)})
    Plan.objects.filter(work_item__code="KEN101").update(
        situation={"fr": normalise(situation)} if normalise(situation) else {}
    )
    Requirement.objects.filter(year=2024).update(amount=amount)
    StaffRequirement.objects.update(months=months)
    outcome = check(planner, programme, taken(planner, programme))
    assert (told(outcome), outcome.differing) == ([], 0)


def test_reading_asks_no_more_for_more_rows(planned: World) -> None:
    """The number of queries of a dry run does not grow with the rows."""
    planner, programme = planned.people["planner"], planned.programme

    def asked(rows: int) -> int:
        book = taken(planner, programme, filled=False)
        for number in range(rows):
            shared = {"place": "KEN", "result": "1.1", "lead_unit": "NBO", "partners": "ITUC"}
            book.add("work", code=f"N{number}", kind="country_outcome", title__en="New", **shared)
            book.add("money", item=f"N{number}", year="2024", category="travel", amount="10")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            outcome = check(planner, programme, book)
        assert told(outcome) == []
        return len(queries)

    assert asked(40) == asked(2) <= 40


def test_a_filled_workbook_asks_once_for_each_of_its_tables(planned: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(planned.people["planner"], planned.programme)
        return len(queries)

    before = asked()
    for code in ("PER101", "NPL101"):
        planned.plan(code, unit="LIM", markers=[MarkerGiven(planned.gender, 1, {"en": "A study"})])
        planned.need(code, y2024=1, months=1)
    assert before == asked() <= 32


def test_work_that_gets_another_code_keeps_all_that_belongs_to_it(planned: World) -> None:
    """A workbook as it was taken along before, in which one code changed on one sheet, and a cell on each other."""
    planner, programme = planned.people["planner"], planned.programme
    planned.plan("KEN101", markers=[MarkerGiven(planned.gender, 1, {"en": "A study"})])
    plan = Plan.objects.get(work_item__code="KEN101")
    add_milestone(actor=planner, plan=plan, values=MilestoneValues({"en": "Tabled"}, date(2024, 6, 1)))
    book = taken(planner, programme)
    book.row("work", code="KEN101").update({"code": "KEN109", "due": "2025-07-31"})
    book.row("markers", item="KEN101")["evidence.en"] = "Another study"
    book.row("milestones", item="KEN101")["unit"] = "LAW"
    book.row("money", item="KEN101", year="2024")["amount"] = "99.5"
    book.add("money", item="KEN109", year="2024", category="contracts", amount="7")
    book.row("staff", item="KEN101").update({"months": "3", "item": "KEN109"})
    dry = check(planner, programme, book)
    outcome = save(planner, programme, book)
    assert told(dry) == told(outcome) == []
    assert counts(dry) == counts(outcome)
    changes = {name: (new, changed) for name, (new, changed, _same) in counts(outcome).items() if new or changed}
    assert changes == {"work": (0, 1), "markers": (0, 1), "milestones": (0, 1), "money": (1, 1), "staff": (0, 1)}
    plan.refresh_from_db()
    assert (plan.work_item.code, plan.due, plan.lead_unit.code) == ("KEN109", date(2025, 7, 31), "NBO")
    assert (plan.markers.get().evidence, plan.milestones.get().unit.code) == ({"en": "Another study"}, "LAW")
    amounts = Requirement.objects.filter(work_item=plan.work_item).order_by("amount").values_list("amount", flat=True)
    assert list(amounts) == [100, 700, 9_950]
    again = save(planner, programme, book)
    assert (told(again), again.differing) == ([], 0)


def test_a_code_that_is_given_up_is_not_taken_in_the_same_workbook(planned: World) -> None:
    planner, programme = planned.people["planner"], planned.programme
    book = taken(planner, programme, "work")
    book.row("work", code="KEN101")["code"] = "KEN109"
    book.row("work", code="KEN102")["code"] = "KEN101"
    (fault,) = told(check(planner, programme, book))
    assert "A row above gives up the code KEN101" in fault[1]


def test_work_that_the_office_gave_another_code_is_not_added_again(planned: World) -> None:
    planner, programme = planned.people["planner"], planned.programme
    template = taken(planner, programme, "work", "money", filled=False)
    template.add("work", code="NEW1", kind="product", title__en="A guide", result="1.1")
    assert told(save(planner, programme, template)) == []
    item = WorkItem.objects.get(code="NEW1")
    values = work_item_values(item).model_copy(update={"code": "NEW2"})
    change_work_item(actor=planner, item=item, values=values, revision=None)
    (fault,) = told(save(planner, programme, template))
    assert fault == ("C3", "This is stored already, and says “NEW2” here. Take the workbook along anew to change it.")
