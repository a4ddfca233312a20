"""Reconciliation: the files that left are read back, and every difference has a name or is an error."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from biennium.foundation import files
from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import StoredFile
from biennium.kernel.errors import BienniumError, Conflict, InvalidInput, NotPermitted
from biennium.organisation.models import Person
from biennium.programme.models import WorkItem
from biennium.publishing.datacube.services import name_difference
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.packages import MAKERS, prepare_packages
from biennium.publishing.publications.services import release
from biennium.publishing.reconcile.comparing import Named, Report, compare
from biennium.publishing.reconcile.services import reconcile
from publications import world as worlds
from publications.world import World


@pytest.fixture
def world(db: None) -> World:
    made = worlds.build()
    WorkItem.objects.filter(programme=made.programme).update(function="development")
    made.adopt()
    made.allot(1_000_00)
    for amount, item in ((100_00, "KEN101"), (40_00, "PER101"), (7_00, "GLO101")):
        made.cost(amount, item)
    return made


def publish(world: World, standard: str) -> Publication:
    return release(
        actor=OPERATOR,
        publication=prepare_packages(actor=OPERATOR, standard=standard, programme=world.programme),
    )


def publish_all(world: World) -> None:
    world.publish()
    for standard in MAKERS:
        publish(world, standard)


def test_the_same_money_stands_in_all_of_them(world: World) -> None:
    publish_all(world)
    report = compare(world.programme)
    assert report.holds
    amounts = {(line.standard, line.fund): (line.books, line.published) for line in report.lines}
    assert amounts["iati", "RB"] == amounts["crs", "RB"] == (147_00, 147_00)
    assert amounts["uninfo", "RB"] == (147_00, 140_00)
    assert {amount for (name, _fund), amount in amounts.items() if name.startswith("datacube")} == {(147_00, 147_00)}
    (line,) = [line for line in report.lines if line.named]
    assert (line.standard, [one.amount for one in line.named]) == ("uninfo", [7_00])


def test_what_was_not_published_yet_is_told(world: World) -> None:
    publish(world, "crs")
    report = compare(world.programme)
    assert (report.missing, report.errors, report.holds) == (("iati", "datacube", "uninfo"), [], False)


def test_what_was_posted_since_differs_without_a_name(world: World) -> None:
    publish_all(world)
    world.cost(5_00, "KEN101")
    report = compare(world.programme)
    assert {line.unexplained for line in report.errors} == {5_00}
    assert {line.standard.partition(" ")[0] for line in report.errors} == {"iati", "datacube", "crs", "uninfo"}


def test_a_file_that_was_changed_on_disk_is_found(world: World) -> None:
    publish_all(world)
    stored = StoredFile.objects.get(pk=Publication.objects.get(standard="crs").files.get().file_id)
    content = files.path_of(stored.sha256).read_bytes()
    files.path_of(stored.sha256).chmod(0o600)
    files.path_of(stored.sha256).write_bytes(content[:-1])
    with pytest.raises(BienniumError, match=r"crs-2024\.zip of publication 3 is missing"):
        compare(world.programme)


def test_a_difference_with_a_name_is_explained_by_it(world: World) -> None:
    words = {"en": "Rounding", "fr": "Arrondi"}
    name_difference(actor=OPERATOR, table="sdg", year=2024, code="8", amount=1_00, reason=words)
    publish_all(world)
    report = compare(world.programme)
    assert report.holds
    line = next(one for one in report.lines if one.standard == "datacube expenses_sdgs")
    assert (line.published, [(one.amount, one.words) for one in line.named]) == (
        148_00,
        [(-1_00, "A difference that was named: Rounding")],
    )
    with translation.override("fr"):
        kept = Report.from_json(json.loads(json.dumps(report.as_json())))
        (words,) = {one.words for line in kept.lines for one in line.named if one.reason}
        assert words.endswith(": Arrondi")
    assert Named.read({"rule": "x: %(reason)s", "amount": 1, "reason": "Rounding"}).words == "x: Rounding"


def test_a_check_that_fails_is_in_the_way(world: World) -> None:
    WorkItem.objects.filter(code="KEN101").update(function="")
    made = prepare_packages(actor=OPERATOR, standard="datacube", programme=world.programme)
    assert [one.message.partition(":")[0] for one in made.findings.all()] == [
        "Every function is one of standard II",
        "Expense has a work item with a function",
    ]
    with pytest.raises(Conflict):
        release(actor=OPERATOR, publication=made)


def test_the_report_is_kept_and_reads_the_same(world: World) -> None:
    publish_all(world)
    kept = reconcile(actor=OPERATOR, programme=world.programme)
    kept.refresh_from_db()
    assert Report.from_json(kept.report) == compare(world.programme)
    assert kept.holds


def test_only_who_may_publish_reconciles_and_only_known_standards_are_published(world: World) -> None:
    reader = Person.objects.create_user(email="reader@example.org", name="Reader", password="a-long-word-9")
    with pytest.raises(NotPermitted):
        reconcile(actor=reader, programme=world.programme)
    with pytest.raises(NotPermitted):
        prepare_packages(actor=reader, standard="crs", programme=world.programme)
    with pytest.raises(InvalidInput, match="no standard"):
        prepare_packages(actor=OPERATOR, standard="xbrl", programme=world.programme)
