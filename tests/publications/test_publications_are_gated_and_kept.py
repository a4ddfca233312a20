"""Errors block or are waived one by one; the difference is told; what was published is kept."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from biennium.foundation import files
from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.organisation.models import Organisation, Person, Place, Role, Unit
from biennium.organisation.services.people import assign_role
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.services.importing import import_programme
from biennium.programme.services.versions import seal_version
from biennium.publishing.publications import selectors
from biennium.publishing.publications.models import BlockingFinding, Publication, PublishedActivity, Waiver
from biennium.publishing.publications.services import describe_publisher, discard, prepare, release, waive
from biennium.workplan.models import Marker, Plan, PlanMarker
from programme import samples
from publications.world import AS_OF, World, activities, text

LARGE = 10_000_000


def differences(publication: Publication) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier, change in publication.activities.values_list("identifier", "change"):
        found.setdefault(change, set()).add(identifier.rpartition("-")[2])
    return found


def break_a_code(world: World) -> None:
    Place.objects.filter(code="KEN").update(alpha2="QQ")


def test_a_publication_has_no_finding_at_all(world: World):
    world.allot(LARGE)
    world.cost(1_000, "KEN101")
    publication = world.publish()
    assert selectors.severities(publication) == {"critical": 0, "error": 0, "warning": 0, "advisory": 0}


def test_the_first_publication_is_all_new(world: World):
    assert differences(world.publish()) == {"new": {"KEN101", "PER101", "GLO101"}}


def test_publishing_the_same_again_changes_nothing_not_even_the_day_of_an_update(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(1_000, "KEN101")
    first = activities(world.publish(), tmp_path)
    again = world.publish()
    assert set(differences(again)) == {"unchanged"}
    assert {one.updated for one in activities(again, tmp_path).values()} == {one.updated for one in first.values()}


def test_what_changed_is_told_and_dated(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(1_000, "KEN101")
    first = activities(world.publish(), tmp_path)
    world.cost(500, "PER101")
    WorkItem.objects.filter(code="GLO101").update(retired_at=timezone.now())
    world.item("PER102", "PER")
    second = world.prepare()
    found = differences(second)
    assert (found["new"], found["changed"], found["withdrawn"]) == ({"PER102"}, {"KEN101", "PER101"}, {"GLO101"})
    read = activities(second, tmp_path)
    assert read["PER101"].updated >= first["PER101"].updated


def test_what_is_withdrawn_once_is_not_withdrawn_again(world: World):
    world.publish()
    WorkItem.objects.filter(code="GLO101").delete()
    _seal_again(world)
    assert differences(world.publish())["withdrawn"] == {"GLO101"}
    assert "withdrawn" not in differences(world.publish())


def _seal_again(world: World) -> None:
    programme = Programme.objects.get(pk=world.programme.pk)
    seal_version(
        actor=OPERATOR, programme=programme, stage="revised", reason="correction", reason_text="What is new is sealed."
    )


def test_an_error_blocks_until_it_is_waived_with_a_reason(world: World):
    break_a_code(world)
    publication = world.prepare()
    findings = list(selectors.blocking(publication))
    assert {one.rule for one in findings} >= {"9.50.1"}
    with pytest.raises(Conflict, match="in the way"):
        release(actor=OPERATOR, publication=publication)
    for finding in findings:
        waive(actor=OPERATOR, finding=finding, reason="The list is older than the country.")
    assert release(actor=OPERATOR, publication=publication).published_at


def test_a_waiver_needs_a_reason_and_is_given_once(world: World):
    break_a_code(world)
    finding = selectors.blocking(world.prepare())[0]
    with pytest.raises(InvalidInput, match="why"):
        waive(actor=OPERATOR, finding=finding, reason="  ")
    waive(actor=OPERATOR, finding=finding, reason="Known.")
    with pytest.raises(Conflict):
        waive(actor=OPERATOR, finding=finding, reason="Known.")


def test_nothing_critical_can_be_waived(world: World):
    publication = world.prepare()
    finding = BlockingFinding.objects.create(
        publication=publication, identifier="x", rule="0.3.1", severity="critical", message="Not valid."
    )
    with pytest.raises(InvalidInput, match="critical"):
        waive(actor=OPERATOR, finding=finding, reason="Please.")


def test_a_draft_that_differs_from_what_was_sealed_blocks(world: World):
    Result.objects.filter(programme=world.programme, code="1.1").update(title={"en": "Not decided yet"})
    (finding,) = selectors.blocking(world.prepare())
    assert (finding.rule, finding.file) == ("draft", "")


def test_a_publication_that_another_one_overtook_is_not_published(world: World):
    first = world.prepare()
    world.publish()
    with pytest.raises(Conflict, match="since"):
        release(actor=OPERATOR, publication=first)


def test_a_publication_is_published_or_discarded_once(world: World):
    publication = world.publish()
    for again in (release, discard):
        with pytest.raises(Conflict, match="closed"):
            again(actor=OPERATOR, publication=publication)


def test_what_was_discarded_is_not_what_the_next_one_is_compared_with(world: World):
    discard(actor=OPERATOR, publication=world.prepare())
    assert set(differences(world.prepare())) == {"new"}


@pytest.mark.parametrize("name", ["as_of", "created_by_label", "number"])
def test_a_publication_is_never_changed(world: World, name):
    publication = world.publish()
    value = {"as_of": AS_OF - timedelta(1), "created_by_label": "Somebody", "number": 99}[name]
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**{name: value})


@pytest.mark.parametrize("model", [Publication, PublishedActivity])
def test_the_history_is_never_deleted(world: World, model):
    world.publish()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_every_file_is_kept_with_its_hash_and_its_report(world: World):
    publication = world.publish()
    for one in publication.files.select_related("file", "report"):
        assert hashlib.sha256(files.read(one.file)).hexdigest() == one.file.sha256
        report = json.loads(files.read(one.report))
        assert (report["file"], report["valid"], report["iatiVersion"]) == (one.name, True, "2.03")


def test_an_identifier_stays_when_the_code_of_the_work_item_changes(world: World, tmp_path):
    world.publish()
    WorkItem.objects.filter(code="KEN101").update(code="KEN901")
    found = activities(world.prepare(), tmp_path)
    assert "KEN101" in found
    assert "KEN901" not in found


def test_a_code_that_is_used_again_gets_an_identifier_of_its_own(world: World, tmp_path):
    world.publish()
    WorkItem.objects.filter(code="KEN101").update(code="OLD")
    world.item("KEN101", "KEN")
    identifiers = [one.identifier for one in activities(world.prepare(), tmp_path).values()]
    assert len(identifiers) == len(set(identifiers)) == 4


def test_transactions_keep_their_references(world: World, tmp_path):
    world.allot(LARGE)
    world.cost(1_000, "KEN101", counterparty="Printers Ltd")
    world.cost(2_000, "KEN101")
    first = activities(world.publish(), tmp_path)["KEN101"].transactions
    world.cost(3_000, "KEN101")
    second = activities(world.publish(), tmp_path)["KEN101"].transactions
    assert [one.ref for one in first] == [one.ref for one in second]
    assert len({one.ref for one in second}) == len(second)


def test_large_files_are_split_and_every_piece_is_checked(world: World):
    publication = world.prepare(most_bytes=5_000)
    names = [one.name for one in publication.files.exclude(programme=None)]
    assert names[:2] == ["activities-2024-25-1.xml", "activities-2024-25-2.xml"]
    assert selectors.severities(publication)["critical"] == 0


def test_a_day_to_come_cannot_be_published(world: World):
    with pytest.raises(InvalidInput, match="still to come"):
        world.prepare(timezone.localdate() + timedelta(2))


def test_a_programme_that_was_not_adopted_is_not_published(world: World):
    with pytest.raises(InvalidInput, match="was not adopted"):
        selectors.chosen(["2022-23"])


def test_an_organisation_without_an_identifier_does_not_publish(world: World):
    Organisation.objects.update(iati="")
    with pytest.raises(InvalidInput, match="no IATI identifier"):
        world.prepare()


def test_who_has_no_role_for_it_can_do_nothing(world: World):
    nobody = Person.objects.create(email="nobody@example.org", name="Nobody")
    publication = world.prepare()
    for attempt in (
        lambda: prepare(actor=nobody, programmes=[world.programme]),
        lambda: release(actor=nobody, publication=publication),
        lambda: discard(actor=nobody, publication=publication),
        lambda: describe_publisher(actor=nobody, values={}),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_a_role_that_has_the_action_may_publish(world: World):
    officer = Person.objects.create(email="officer@example.org", name="Officer")
    role = Role.objects.create(code="publisher", name={"en": "Publisher"}, actions=["publishing.publish"])
    assign_role(actor=OPERATOR, person=officer, role=role, unit=Unit.objects.get(code="ORG"))
    done = release(actor=officer, publication=prepare(actor=officer, programmes=[world.programme], as_of=AS_OF))
    assert done.published_by == officer
    verbs = set(AuditEvent.objects.filter(object_uid=done.uid).values_list("verb", flat=True))
    assert verbs == {"publishing.prepared", "publishing.published"}


def test_a_profile_with_a_code_that_is_none_is_refused(world: World):
    for values in ({"sector": "99999"}, {"tied": "x"}, {"colour": "blue"}, {"markers": {"1": {"77": "1"}}}):
        with pytest.raises(InvalidInput):
            describe_publisher(actor=OPERATOR, values=values)


def test_the_profile_says_purposes_and_markers_of_results_and_what_is_below(world: World, tmp_path):
    values = {"sectors": {"1": "16070", "1.2": "16080"}, "markers": {"1": {"1": "2"}}, "website": "https://example.org"}
    describe_publisher(actor=OPERATOR, values=values)
    one = activities(world.publish(), tmp_path)["KEN101"]
    assert [(code.vocabulary, code.code) for code in one.sectors] == [
        ("1", "16070"),
        ("7", "16"),
        ("7", "8"),
        ("99", "1.1"),
    ]
    assert [code.share for code in one.sectors if code.vocabulary == "7"] == [4000, 6000]
    assert [(marker.code, marker.significance) for marker in one.markers] == [("1", "2")]
    assert one.contacts[0].website == "https://example.org"


def test_the_marker_of_a_plan_comes_before_that_of_its_result(world: World, tmp_path):
    describe_publisher(actor=OPERATOR, values={"markers": {"1": {"1": "2"}}, "marker_terms": {"gender": "1"}})
    gender = Marker.objects.create(code="gender", name={"en": "Gender"})
    plan = Plan.objects.create(work_item=WorkItem.objects.get(code="KEN101"))
    PlanMarker.objects.create(plan=plan, marker=gender, score=0)
    found = activities(world.publish(), tmp_path)
    assert [found[code].markers[0].significance for code in ("KEN101", "PER101")] == ["0", "2"]


def test_texts_come_in_the_languages_they_were_written_in(world: World, tmp_path):
    one = activities(world.publish(), tmp_path)["PER101"]
    assert one.title == {"en": "Work PER101", "fr": "Travail PER101"}
    assert "programme" in one.descriptions[0].words["fr"]


def test_a_waiver_is_kept_with_name_and_reason(world: World):
    break_a_code(world)
    finding = selectors.blocking(world.prepare())[0]
    waive(actor=OPERATOR, finding=finding, reason="The list is old.")
    kept = Waiver.objects.get()
    assert (kept.reason, kept.actor_label) == ("The list is old.", "Operator (command line)")
    assert "The list is old." in AuditEvent.objects.get(verb="publishing.waived").reason


def test_current_files_are_the_latest_of_each_programme_and_the_organisation(world: World):
    first = world.publish()
    second = world.publish()
    found = selectors.current_files()
    assert {one.publication for one in found} == {second}
    assert first != second
    assert {one.name for one in found} == {"activities-2024-25.xml", "organisation.xml"}
    assert text(second)


def test_the_organisations_file_is_written_only_with_all_programmes(world: World):
    other = import_programme(
        actor=OPERATOR, values=samples.programme(code="2026-27", start="2026-01-01", end="2027-12-31")
    )
    for stage in ("preliminary", "proposed", "adopted"):
        seal_version(actor=OPERATOR, programme=other, stage=stage)
    one = prepare(actor=OPERATOR, programmes=selectors.chosen(["2024-25"]), as_of=AS_OF)
    assert [file.name for file in one.files.all()] == ["activities-2024-25.xml"]
    both = prepare(actor=OPERATOR, programmes=selectors.chosen([]), as_of=AS_OF)
    assert {file.name for file in both.files.all()} == {
        "activities-2024-25.xml",
        "activities-2026-27.xml",
        "organisation.xml",
    }


def test_work_that_goes_on_in_the_next_programme_is_related_to_what_it_was(world: World, tmp_path):
    release(actor=OPERATOR, publication=world.prepare())
    uid = WorkItem.objects.get(code="KEN101").uid
    values = samples.programme(code="2026-27", start="2026-01-01", end="2027-12-31")
    other = import_programme(actor=OPERATOR, values=values)
    WorkItem.objects.filter(programme=other, code="KEN101").update(uid=uid)
    for stage in ("preliminary", "proposed", "adopted"):
        seal_version(actor=OPERATOR, programme=other, stage=stage)
    publication = prepare(actor=OPERATOR, programmes=selectors.chosen(["2026-27"]), as_of=AS_OF)
    (one,) = [one for one in activities(publication, tmp_path).values() if one.identifier.endswith("KEN101")]
    assert one.identifier == "XM-DAC-41302-2026-27-KEN101"
    assert one.related == (("3", "XM-DAC-41302-2024-25-KEN101"),)
    assert one.status == "1"
    assert set(selectors.severities(publication).values()) == {0}
