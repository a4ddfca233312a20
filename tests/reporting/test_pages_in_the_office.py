"""The pages of reporting in the office: what they answer, and how few questions they ask."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from biennium.foundation.actors import OPERATOR
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator
from biennium.programme.services.work_items import add_work_item
from biennium.reporting.models import CountryResult, Observation, Round
from biennium.reporting.selectors.columns import WORLD
from biennium.reporting.selectors.matrix import PAGE
from reporting.pages import HERE, read, send, signed_in
from reporting.world import Clock, World

RESULT = {
    "unit": "NBO",
    "place": "KEN",
    "date": "2024-06-01",
    "statement_en": "The Convention was ratified.",
    "indicators": ["1.1.1"],
}


@pytest.fixture
def reported(world: World, clock: Clock) -> World:
    """One result that counts, one that waits, and values in one round."""
    world.verified("KEN", "1.1.1", "1.2.1")
    world.submitted("PER", "1.1.1", by="per")
    world.observe("1.1.2", place="KEN", value="12", cells={"sex": {"female": "5", "male": "4", "unknown": "3"}})
    return world


def test_every_page_asks_few_questions(reported: World) -> None:
    client = signed_in(reported.planner)
    seen = Observation.objects.get()
    for address in (
        "framework/",
        "framework/?level=output&under=1&period=2024&as_of=2024-06-30",
        "framework/1.1.1/",
        "framework/1.1.2/?region=africa",
        "country-results/",
        "country-results/?status=submitted&indicator=1.1.1",
        "country-results/KEN-R1/",
        "rounds/",
        "rounds/2024/",
        "open-round/",
        "values/",
        f"values/{seen.uid}/",
    ):
        read(client, f"{HERE}/{address}")
    client = signed_in(reported.ken)
    read(client, f"{HERE}/report-result/?indicator=1.1.1")
    read(client, f"{HERE}/report-value/")
    read(client, f"{HERE}/report-value/?indicator=1.1.2&round=2024")


def test_the_matrix_says_achieved_of_target_what_is_missing_and_what_waits(reported: World, clock: Clock) -> None:
    clock.set(date(2025, 3, 1))
    page = read(signed_in(reported.planner), f"{HERE}/framework/")
    assert "1 of 24" in page
    assert "1 more waits" in page
    assert "not reported" in page
    assert "not applicable" in page
    assert "Of 8 indicators shown" in page


def test_an_indicator_opens_into_its_countries_results_criteria_and_evidence(reported: World) -> None:
    page = read(signed_in(reported.planner), f"{HERE}/framework/1.1.1/")
    assert "1 country or territory is counted" in page
    assert "1 more waits to be verified, and is not counted" in page
    for words in ("KEN-R1", "PER-R1", "Deposited", "Gazette", "It serves 2 indicators and counts once in each"):
        assert words in page


@pytest.mark.parametrize("address", ["framework/?period=1999", "framework/?as_of=yesterday"])
def test_what_is_not_known_is_refused_with_what_there_is(world: World, address: str) -> None:
    page = read(signed_in(world.planner), f"{HERE}/{address}", 400)
    assert "2024" in page or "2025-06-30" in page


def test_a_region_there_is_none_of_is_refused_with_those_there_are(world: World) -> None:
    assert "americas" in read(signed_in(world.planner), f"{HERE}/framework/1.1.1/?region=moon", 404)


def test_an_officer_reports_answers_proves_and_submits_and_a_verifier_makes_it_count(world: World) -> None:
    officer, verifier = signed_in(world.ken), signed_in(world.evaluator)
    page = send(officer, f"{HERE}/report-result/", **RESULT)
    assert "KEN-R1" in page
    assert "Criterion a of indicator 1.1.1 is not answered." in page
    here = f"{HERE}/country-results/KEN-R1/"
    law = SimpleUploadedFile("law.pdf", b"%PDF-1.7\n1 0 obj\n", content_type="application/pdf")
    page = send(officer, f"{here}evidence/", title="The law", kind="law", file=law)
    assert "The evidence was attached." in page
    result = CountryResult.objects.get()
    key = f"{world.indicator().pk}_a"
    fields = {f"met_{key}": "yes", f"text_{key}_en": "Deposited in May", f"evidence_{key}": [_proof(result)]}
    page = send(officer, f"{here}criteria/", revision=result.revision, **fields)
    assert "Deposited in May" in page
    page = send(officer, f"{here}steps/submit/", revision=CountryResult.objects.get().revision)
    assert "KEN-R1 was submitted." in page
    assert "Whoever wrote or submitted a result cannot judge it." not in read(verifier, here)
    page = send(verifier, f"{here}steps/verify/", revision=CountryResult.objects.get().revision)
    assert "(counts)" in page
    assert world.cell("1.1.1", WORLD).value == 1


def _proof(result: CountryResult) -> str:
    return str(result.evidence.get().uid)


def test_a_refused_step_says_which_rule_forbids_it_and_who_can_lift_it(world: World) -> None:
    world.submitted("KEN")
    page = read(signed_in(world.ken), f"{HERE}/country-results/KEN-R1/")
    assert "No role of yours allows you to verify country results for NBO." in page
    assert "Whoever manages people and roles can give you one that does." in page


def test_a_returned_result_shows_the_reason_and_can_be_corrected(world: World) -> None:
    world.submitted("KEN")
    here = f"{HERE}/country-results/KEN-R1/"
    send(signed_in(world.evaluator), f"{here}steps/return/", reason="Name the gazette.")
    page = read(signed_in(world.ken), here)
    assert "Returned to be corrected" in page
    assert "Name the gazette." in page
    result = CountryResult.objects.get()
    changed = {**RESULT, "statement_en": "Ratified, gazette no. 12.", "revision": result.revision}
    assert "gazette no. 12" in send(signed_in(world.ken), f"{here}edit/", **changed)


def test_a_step_that_was_read_at_an_earlier_revision_is_refused(world: World) -> None:
    world.submitted("KEN")
    page = send(signed_in(world.evaluator), f"{HERE}/country-results/KEN-R1/steps/verify/", 409, revision="1")
    assert "Somebody else changed KEN-R1 while you were editing it." in page


def test_the_desk_says_what_is_due_what_came_back_and_what_waits_to_be_verified(world: World) -> None:
    world.round("2024")
    world.submitted("KEN", statement="Came back")
    send(signed_in(world.evaluator), f"{HERE}/country-results/KEN-R1/steps/return/", reason="Name the gazette.")
    world.submitted("PER", by="per", statement="Waits")
    world.draft("UGA", statement="Begun")
    officer = read(signed_in(world.ken), "/office/")
    for words in ("Came back", "Name the gazette.", "Round 2024", "Begun"):
        assert words in officer
    assert "Nothing. What you type" not in officer
    assert "country-results/PER-R1/" not in officer
    verifier = read(signed_in(world.evaluator), "/office/")
    assert "country-results/PER-R1/" in verifier
    assert "Came back" not in verifier
    reader = read(signed_in(world.reader), "/office/")
    assert 'id="reporting"' not in reader
    assert "Nothing. What you type" in reader


def test_two_who_change_the_same_result_see_both_texts(world: World) -> None:
    result = world.draft("KEN")
    here = f"{HERE}/country-results/KEN-R1/edit/"
    fields = {**RESULT, "revision": result.revision}
    send(signed_in(world.colleague), here, **{**fields, "statement_en": "Theirs"})
    page = send(signed_in(world.ken), here, 409, **{**fields, "statement_en": "Mine"})
    assert "They saved" in page
    assert "Theirs" in page
    assert "Mine" in page


def test_what_was_submitted_cannot_be_changed(world: World) -> None:
    world.submitted("KEN")
    page = read(signed_in(world.ken), f"{HERE}/country-results/KEN-R1/edit/", 400)
    assert "A verifier can return it to be corrected." in page


def test_a_file_of_another_kind_is_refused_where_the_button_was(world: World) -> None:
    world.draft("KEN")
    program = SimpleUploadedFile("law.pdf", b"MZ\x90\x00", content_type="application/pdf")
    here = f"{HERE}/country-results/KEN-R1/"
    page = send(signed_in(world.ken), f"{here}evidence/", title="The law", kind="law", file=program)
    assert "Files of this kind are not taken." in page
    assert 'value="The law"' in page
    assert '<option value="law" selected>' in page


def test_evidence_is_saved_never_shown_inside_a_page(world: World) -> None:
    world.draft("KEN")
    page = SimpleUploadedFile("note.txt", b"Only words, whatever its name says", content_type="text/html")
    send(signed_in(world.ken), f"{HERE}/country-results/KEN-R1/evidence/", title="Note", kind="other", file=page)
    proof = CountryResult.objects.get().evidence.get()
    answer = signed_in(world.ken).get(f"/office/evidence/{proof.uid}/")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_value_is_reported_with_its_breakdown_and_corrected_with_a_reason(world: World, clock: Clock) -> None:
    world.round("2024")
    officer = signed_in(world.ken)
    here = f"{HERE}/report-value/?indicator=1.1.2&round=2024"
    fields = {"unit": "NBO", "where": "p:KEN", "measured_on": "2024-12-31", "source_en": "Register"}
    page = send(officer, here, **fields, value="1,200", cell_sex_female="500")
    assert "The breakdown by sex differs from the total by -700." in page
    seen = Observation.objects.get()
    assert (seen.value, seen.place and seen.place.code) == (1200, "KEN")
    clock.set(date(2025, 3, 1))
    address = f"{HERE}/values/{seen.uid}/"
    corrected = {"value": "1100", "measured_on": "2024-12-31", "revision": "1"}
    assert "Say why this is corrected after the round was due." in send(officer, address, 400, **corrected)
    page = send(officer, address, **corrected, reason="Counted twice")
    assert "Counted twice" in page
    assert "1,200" in page
    assert Observation.objects.get(superseded_at__isnull=True).value == 1100


def test_a_value_names_the_work_it_comes_from(world: World) -> None:
    world.round("2024")
    work = {"code": "KEN101", "kind": "country_outcome", "title": {"en": "Safer work"}, "place": "KEN"}
    for values in ({**work, "result": "1.1"}, {**work, "code": "KEN201", "result": "1.2"}):
        add_work_item(actor=OPERATOR, programme=world.programme, values=exchange.WorkItem.model_validate(values))
    officer = signed_in(world.ken)
    here = f"{HERE}/report-value/?indicator=1.1.2&round=2024"
    offered = read(officer, here)
    assert 'value="KEN101"' in offered
    assert 'value="KEN201"' not in offered
    fields = {"unit": "NBO", "where": "p:KEN", "measured_on": "2024-12-31"}
    page = send(officer, here, **fields, value="1200", work_item="KEN101")
    seen = Observation.objects.get()
    assert seen.work_item is not None
    assert seen.work_item.code == "KEN101"
    assert f"{HERE}/planned-work/KEN101/" in page
    page = send(officer, here, 400, **{**fields, "where": "p:PER"}, value="300", work_item="KEN101")
    assert "KEN101 is work for KEN, not for PER." in page
    send(officer, here, **fields, value="300", work_item="")
    assert Observation.objects.filter(work_item=None, superseded_at=None).count() == 1


def test_a_round_is_opened_extended_and_closed(world: World) -> None:
    planner = signed_in(world.planner)
    fields = {"code": "2024", "title_en": "First", "start": "2024-01-01", "end": "2024-12-31"}
    send(planner, f"{HERE}/open-round/", **fields, opens="2024-01-01", due="2025-01-31")
    send(planner, f"{HERE}/rounds/2024/extend/", until="2025-02-28", reason="A flood")
    assert Round.objects.get().extended_to == date(2025, 2, 28)
    assert "Round 2024 was closed." in send(planner, f"{HERE}/rounds/2024/close/")
    page = send(planner, f"{HERE}/open-round/", 400, **fields, opens="2024-01-01", due="2025-01-31")
    assert "There is a round with the code 2024 already." in page


def test_a_reader_is_told_why_no_round_can_be_opened(world: World) -> None:
    page = read(signed_in(world.reader), f"{HERE}/rounds/")
    assert "No role of yours allows you to open and close rounds, and publish results." in page
    read(signed_in(world.reader), f"{HERE}/open-round/", 403)


def test_the_matrix_is_saved_with_words_for_what_is_missing_and_what_waits(reported: World) -> None:
    answer = signed_in(reported.planner).get(f"{HERE}/framework.csv?under=1&page=2")
    lines = answer.content.decode("utf-8-sig").splitlines()
    counted = next(line for line in lines if line.startswith("1.1.1,") and ",World,2024–2025," in line)
    assert ",24,1,4.1667," in counted
    assert ",On track,0,1," in counted
    assert any("not yet due" in line or "not reported" in line for line in lines)


def test_the_file_of_the_matrix_asks_no_more_for_a_framework_of_many_pages(reported: World) -> None:
    client, address = signed_in(reported.planner), f"{HERE}/framework.csv"
    read(client, address)
    one = Indicator.objects.get(code="1.1.2")
    more = [
        Indicator(result=one.result, programme=one.programme, kind=one.kind, code=f"M{n}", position=n)
        for n in range(PAGE)
    ]
    Indicator.objects.bulk_create(more)
    assert "M49," in read(client, address)


@pytest.mark.parametrize("name", ["country-results", "values"])
def test_tables_are_saved_as_they_are_shown(reported: World, name: str) -> None:
    answer = signed_in(reported.planner).get(f"{HERE}/{name}.csv")
    assert answer.status_code == 200
    assert "KEN" in answer.content.decode("utf-8-sig")


def test_an_answer_is_taken_back_only_with_its_words_and_its_evidence(world: World) -> None:
    world.proved("KEN")
    result = CountryResult.objects.get()
    answers = f"{HERE}/country-results/KEN-R1/criteria/"
    key = f"{world.indicator().pk}_a"
    emptied = {f"met_{key}": "", f"text_{key}_en": "", "revision": result.revision}
    proof = {f"evidence_{key}": [_proof(result)]}
    assert "Say whether it is met" in send(signed_in(world.ken), answers, 400, **emptied, **proof)
    page = send(signed_in(world.ken), answers, **emptied)
    assert "Criterion a of indicator 1.1.1 is not answered." in page
    assert "Answer to a criterion taken back" in page
