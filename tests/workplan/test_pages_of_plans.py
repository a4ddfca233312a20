"""The pages of the work plan: what they answer, who may do what there, and how few questions they ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from biennium.funding.models import CostCategory
from biennium.workplan.models import Activity, CountryProgramme, Milestone, Plan, PlanUpdate, StandardCost
from biennium.workplan.services.standards import Staff, set_capacity
from workplan.world import World

HERE = "/office/programmes/2024-25"
MOST_QUERIES = 20


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def read(client: Client, url: str, status: int = 200) -> str:
    """The page at an address, made with few enough queries."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert len(captured) <= MOST_QUERIES, [one["sql"][:160] for one in captured]
    return answer.content.decode()


def post(client: Client, url: str, data: dict[str, Any], status: int = 302) -> str:
    answer = client.post(url, data)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


@pytest.fixture
def planned(world: World) -> World:
    """Two offices plan; one work item lacks 400, another has 500 too much."""
    programme = world.country_programme()
    world.plan("KEN101", country_programme=programme, situation={"en": "No law yet"})
    world.plan("PER101", unit="LIM")
    world.plan("GLO101", unit="LAW")
    world.need("KEN101", y2024=100_000, months=10)
    world.need("PER101", y2024=100_000)
    world.allot("KEN101", 210_000)
    world.allot("PER101", 150_000)
    return world


def test_the_work_plan_says_what_is_lacking_output_by_output(planned: World) -> None:
    page = read(signed_in(planned, "reader"), f"{HERE}/plan/")
    assert "The work needs USD\u00a03,500.00 and has USD\u00a03,600.00" in page
    assert "it lacks USD\u00a0400.00" in page
    assert f"{HERE}/planned-work/?result=1.1" in page
    assert "plan.gap" not in page


def test_a_slice_is_shown_with_its_work_and_the_link_that_widens_it(planned: World) -> None:
    page = read(signed_in(planned, "reader"), f"{HERE}/planned-work/?result=1.1")
    assert "1.1 <span" in page
    for code in ("KEN101", "PER101", "NPL101"):
        assert f"{HERE}/planned-work/{code}/" in page
    assert "GLO101" not in page
    assert "1 work item has no plan yet" in page
    assert "Work plan of LIM" in read(signed_in(planned, "reader"), f"{HERE}/planned-work/?unit=LIM")
    assert "KEN101" in read(signed_in(planned, "reader"), f"{HERE}/planned-work/?place=KEN&year=2024&region=africa")


def test_a_slice_there_is_none_of_is_refused(planned: World) -> None:
    page = read(signed_in(planned, "reader"), f"{HERE}/planned-work/?region=atlantis", 404)
    assert "region=atlantis" in page


@pytest.mark.parametrize("name", ["plan", "planned-work", "staff"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_tables_are_saved_as_they_are_shown(planned: World, name: str, file_format: str) -> None:
    answer = signed_in(planned, "reader").get(f"{HERE}/{name}.{file_format}")
    assert answer.status_code == 200
    if file_format == "csv" and name == "plan":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[-1].startswith("Total,3500.00,3600.00,400.00,400.00,500.00,0.00,0.10")


def test_the_gap_map_names_the_largest_gap_and_tints_it_darkest(planned: World) -> None:
    page = read(signed_in(planned, "reader"), f"{HERE}/gap-map/")
    assert "the largest single one is USD\u00a0400.00: output 1.1 in Africa" in page
    assert page.count('data-tint="4"') == 1
    assert "no work" in page


def test_staff_months_say_who_is_planned_for_more_than_there_is(planned: World) -> None:
    set_capacity(actor=planned.people["ken"], staff=[Staff(planned.unit("NBO"), "P4", 2024, 5)])
    page = read(signed_in(planned, "reader"), f"{HERE}/staff/")
    assert "1 of 1 combinations of unit, grade and year is planned for more months than there are" in page


def test_a_plan_shows_everything_and_others_read_why_they_cannot_change_it(planned: World) -> None:
    page = read(signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/")
    assert "No law yet" in page
    assert f"{HERE}/planned-work/KEN101/edit/" in page
    page = read(signed_in(planned, "per"), f"{HERE}/planned-work/KEN101/")
    assert "No role of yours allows you to plan work for NBO" in page
    assert "Say how it goes" not in page
    page = read(signed_in(planned, "ken"), f"{HERE}/planned-work/NPL101/")
    assert "It has no plan yet" in page


def form(planned: World, **more: Any) -> dict[str, Any]:
    """A filled-in form of a plan."""
    managed = {
        f"{prefix}-{name}": "0" for prefix in ("markers", "language_versions") for name in ("INITIAL_FORMS",)
    } | {f"{prefix}-TOTAL_FORMS": "1" for prefix in ("markers", "language_versions")}
    return {"lead_unit": "NBO", "situation_en": "No law yet", "revision": "0", **managed, **more}


def test_a_country_officer_plans_an_outcome_with_a_marker(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/NPL101/edit/"
    read(client, address)
    row = {"markers-0-score": "gender/1", "markers-0-evidence_en": "A study"}
    post(client, address, form(planned, outputs="1.1 = 70\n2.1=30", sdg="8.5 = 100", government="on", **row))
    plan = Plan.objects.get(work_item__code="NPL101")
    assert dict(plan.outputs.values_list("result__code", "share")) == {"1.1": 7_000, "2.1": 3_000}
    assert (plan.sdg, plan.government, plan.markers.get().score) == ({"8.5": 10_000}, True, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outputs": "1.1 = 70"}, "70.00 %"),
        ({"outputs": "seventy"}, "not of the form"),
        ({"outputs": "1.1 = 50\n1.1 = 50"}, "there twice"),
        ({"outputs": "1.1=50\n9.9=50"}, "There is no result 9.9"),
        ({"sdg": "88.8 = 100"}, "no SDG target"),
        ({"partners": "NOBODY"}, "There is no partner NOBODY"),
        ({"markers-0-score": "gender/1"}, "needs its evidence"),
        ({"due": "2024-01-01", "starts": "2025-01-01"}, "due before it starts"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_what_was_typed(
    planned: World, wrong: dict[str, str], words: str
) -> None:
    page = post(signed_in(planned, "ken"), f"{HERE}/planned-work/NPL101/edit/", form(planned, **wrong), 400)
    assert words in page
    assert "No law yet" in page
    assert not Plan.objects.filter(work_item__code="NPL101").exists()


def test_two_who_plan_at_once_see_both_texts(planned: World) -> None:
    address = f"{HERE}/planned-work/NPL101/edit/"
    post(signed_in(planned, "ken"), address, form(planned))
    page = post(signed_in(planned, "planner"), address, form(planned, situation_en="Another text"), 409)
    assert "Somebody else saved this" in page
    assert "No law yet" in page


def test_a_product_is_planned_with_its_languages(planned: World) -> None:
    address = f"{HERE}/planned-work/GLO101/edit/"
    read(signed_in(planned, "lead"), address)
    row = {"language_versions-0-language": "FR", "language_versions-0-status": "drafted"}
    data = form(planned, lead_unit="LAW", revision="1", product_kind="guide", **row)
    post(signed_in(planned, "lead"), address, data)
    plan = Plan.objects.get(work_item__code="GLO101")
    assert [str(one) for one in plan.languages.all()] == ["fr drafted"]


def test_needs_are_typed_in_money_and_in_months(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/needs/"
    read(client, address)
    plan = Plan.objects.get(work_item__code="KEN101")
    rows = {
        "needed_money-TOTAL_FORMS": "2",
        "needed_money-INITIAL_FORMS": "0",
        "needed_money-0-year": "2025",
        "needed_money-0-cost_category": "travel",
        "needed_money-0-amount": "1,234.50",
        "needed_money-1-year": "2024",
        "needed_money-1-cost_category": "",
        "needed_money-1-amount": "",
        "needed_staff-TOTAL_FORMS": "1",
        "needed_staff-INITIAL_FORMS": "0",
        "needed_staff-0-unit": "NBO",
        "needed_staff-0-standard_cost": str(StandardCost.objects.get().pk),
        "needed_staff-0-months": "1.5",
    }
    post(client, address, {"revision": str(plan.revision), **rows})
    assert [str(one) for one in plan.work_item.requirements.all()] == ["KEN101 2025 travel: 123450"]
    assert plan.work_item.staff_requirements.get().months == 150
    page = post(client, address, {"revision": str(plan.revision), **rows, "needed_money-0-amount": "99"}, 409)
    assert "Somebody else saved this" in page
    page = post(client, address, {**rows, "needed_money-1-amount": "5"}, 400)
    assert "row 2" in page
    plan.refresh_from_db()
    nothing = {**rows, "revision": str(plan.revision), "needed_money-0-amount": "0"}
    page = post(client, address, nothing, 400)
    assert "KEN101, 2025 travel: What is needed is more than zero." in page
    assert 'href="#id_needed_money-0-amount"' in page


def test_milestones_activities_and_news_are_added_on_the_page(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/"
    post(client, f"{address}milestones/", {"title_en": "Bill tabled", "due": "2024-06-01"})
    post(client, f"{address}activities/", {"title_en": "Draft", "starts": "2024-01-01", "ends": "2024-05-01"})
    post(client, f"{address}updates/", {"kind": "strategy", "text_en": "Through the courts"})
    milestone = Milestone.objects.get()
    page = read(client, address)
    for words in ("Bill tabled", "Draft", "Through the courts", "Change of strategy"):
        assert words in page
    post(client, f"{address}reached/{milestone.uid}/", {})
    milestone.refresh_from_db()
    assert milestone.reached_on is not None
    post(client, f"{address}taken-off/{Activity.objects.get().uid}/", {"reason": "No money"})
    assert Activity.objects.get().retired_at is not None
    answer = client.post(f"{address}updates/", {"kind": "strategy"}, follow=True)
    assert "Write it in at least one language" in answer.content.decode()
    assert PlanUpdate.objects.count() == 1


def test_what_is_refused_beside_a_plan_stands_in_the_form_again_until_it_is_added(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/"
    typed = {"title_en": "Draft the bill", "starts": "2024-06-01", "ends": "2024-05-01"}
    post(client, f"{address}activities/", typed)
    page = read(client, address)
    assert "It would end before it starts." in page
    assert "Draft the bill" in page
    assert 'value="2024-05-01"' in page
    assert "Draft the bill" not in read(signed_in(planned, "planner"), address)
    post(client, f"{address}activities/", {**typed, "ends": "2024-07-01"})
    assert 'value="2024-06-01"' not in read(client, address)


def test_work_takes_its_steps_on_the_page(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/"
    post(client, f"{address}steps/start/", {})
    answer = client.post(f"{address}steps/drop/", {"reason": " "}, follow=True)
    assert "needs a reason" in answer.content.decode()
    post(client, f"{address}steps/drop/", {"reason": "The ministry closed"})
    assert Plan.objects.get(work_item__code="KEN101").status == "dropped"


def test_country_programmes_are_listed_read_changed_and_endorsed(planned: World) -> None:
    client = signed_in(planned, "ken")
    page = read(client, "/office/country-programmes/")
    assert "0 of 1 are active" in page
    page = read(client, "/office/country-programmes/KEN-CP/")
    assert "Inclusive growth" in page
    assert f"{HERE}/planned-work/KEN101/" in page
    post(client, "/office/country-programmes/KEN-CP/steps/endorse/", {"day": "2022-02-01", "workers": "A\nB"})
    post(client, "/office/country-programmes/KEN-CP/steps/start/", {})
    programme = CountryProgramme.objects.get()
    assert (programme.status, programme.signatories.count()) == ("active", 2)
    answer = client.get("/office/country-programmes.csv")
    assert "KEN-CP" in answer.content.decode("utf-8-sig")


def country_form(**more: Any) -> dict[str, Any]:
    managed = {
        f"{prefix}-{name}": value
        for prefix in ("priorities", "framework_links")
        for name, value in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))
    }
    return {
        **managed,
        "code": "NPL-CP",
        "title_en": "Nepal",
        "kind": "none",
        "places": "NPL",
        "unit": "NBO",
        "start": "2024-01-01",
        "end": "2027-12-31",
        "priorities-0-code": "1",
        "framework_links-0-kind": "un_outcome",
        "priorities-0-title_en": "Jobs",
        **more,
    }


def test_a_country_programme_is_begun_and_changed(planned: World) -> None:
    client = signed_in(planned, "ken")
    read(client, "/office/country-programmes/new/")
    page = post(client, "/office/country-programmes/new/", country_form(places="XYZ"), 400)
    assert "There is no country or territory XYZ" in page
    twice = {"priorities-TOTAL_FORMS": "2", "priorities-1-code": "1", "priorities-1-title_en": "Law"}
    page = post(client, "/office/country-programmes/new/", country_form(**twice), 400)
    assert "The code 1 is there twice." in page
    assert 'href="#id_priorities-1-code"' in page
    post(client, "/office/country-programmes/new/", country_form())
    made = CountryProgramme.objects.get(code="NPL-CP")
    assert [str(one) for one in made.priorities.all()] == ["1 Jobs"]
    address = "/office/country-programmes/NPL-CP/edit/"
    read(client, address)
    post(client, address, country_form(title_en="Nepal at work", revision="1"))
    made.refresh_from_db()
    assert made.title == {"en": "Nepal at work"}
    page = post(client, address, country_form(title_en="Other", revision="1"), 409)
    assert "Nepal at work" in page


def test_a_reader_begins_no_country_programme(planned: World) -> None:
    assert "Begin a country programme" in read(signed_in(planned, "reader"), "/office/country-programmes/")
    read(signed_in(planned, "reader"), "/office/country-programmes/new/", 403)


def test_nobody_without_a_role_sees_a_work_plan(planned: World) -> None:
    assert Client().get(f"{HERE}/plan/").status_code == 302


def test_money_for_staff_is_not_offered(planned: World) -> None:
    assert CostCategory.objects.filter(code="staff").exists()
    assert 'value="staff"' not in read(signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/needs/")


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_pages_speak_the_language_of_the_reader(planned: World, language: str) -> None:
    client = signed_in(planned, "reader")
    client.cookies["django_language"] = language
    words = {"fr": "Plan de travail", "es": "Plan de trabajo"}
    with translation.override("en"):
        assert words[language] in read(client, f"{HERE}/plan/")


def test_a_milestone_is_moved_and_reached_and_both_can_be_taken_back(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/"
    post(client, f"{address}milestones/", {"title_en": "Bill tabled", "due": "2024-06-01"})
    milestone = Milestone.objects.get()
    here = f"{address}milestones/{milestone.uid}/"
    read(client, here)
    typed = {"title_en": "Bill tabled", "due": "2099-06-01", "unit": "LIM", "revision": "1"}
    assert "late already: say why it moves" in post(client, here, typed, 400)
    post(client, here, {**typed, "reason": "Elections"})
    assert "cannot be reached on a day to come" in post(
        client, here, {**typed, "reached_on": "2099-01-01", "revision": "2"}, 400
    )
    post(client, here, {**typed, "reached_on": "2024-02-03", "revision": "2"})
    milestone.refresh_from_db()
    assert (str(milestone.due), str(milestone.reached_on), milestone.unit.code) == ("2099-06-01", "2024-02-03", "LIM")  # type: ignore[union-attr]
    assert "Somebody else saved this" in post(client, here, {**typed, "revision": "1"}, 409)
    post(client, here, {**typed, "revision": "3"})
    milestone.refresh_from_db()
    assert milestone.reached_on is None
    assert "No role of yours" in read(signed_in(planned, "per"), here)


def test_the_progress_of_an_activity_is_told_with_what_was_done(planned: World) -> None:
    client, address = signed_in(planned, "ken"), f"{HERE}/planned-work/KEN101/"
    post(client, f"{address}activities/", {"title_en": "Draft", "starts": "2024-01-01", "ends": "2024-05-01"})
    activity = Activity.objects.get()
    post(
        client,
        f"{address}activities/{activity.uid}/",
        {
            "title_en": "Draft the bill",
            "starts": "2024-01-01",
            "ends": "2024-06-01",
            "unit": "NBO",
            "revision": "1",
        },
    )
    told = {"kind": "progress", "text_en": "Half of it", "activity": str(activity.uid), "progress": "50"}
    post(client, f"{address}updates/", told)
    activity.refresh_from_db()
    assert (str(activity), activity.progress) == ("Draft the bill", 50)
    answer = client.post(f"{address}updates/", {**told, "activity": ""}, follow=True)
    assert "Say which activity is so far" in answer.content.decode()


def test_a_plan_that_nobody_leads_is_not_offered_to_whoever_cannot_save_it(planned: World) -> None:
    planned.plan("NPL101", unit=None)
    page = read(signed_in(planned, "ken"), f"{HERE}/planned-work/NPL101/edit/")
    assert "No role of yours allows you to plan work" in page
    assert "data-autosave=" not in page
    assert "data-autosave=" in read(signed_in(planned, "planner"), f"{HERE}/planned-work/NPL101/edit/")
