"""Evidence: taken for what its bytes are, kept outside the web root, and never deleted."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from biennium.foundation import files
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.reporting.models import Evidence
from biennium.reporting.selectors.visibility import evidence_of
from biennium.reporting.services.evidence import attach_address, attach_file, remove_evidence
from biennium.reporting.services.results import answer_criterion
from biennium.reporting.services.verification import publish_result
from reporting.world import World

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def attach(world: World, content: bytes = PDF, filename: str = "gazette.pdf") -> Evidence:
    return attach_file(
        actor=world.ken, target=world.draft(), content=content, filename=filename, title="Gazette", kind="law"
    )


def test_a_file_is_kept_under_its_hash_with_the_kind_its_bytes_have(world: World) -> None:
    attached = attach(world)
    assert attached.file is not None
    assert (attached.file.sha256, attached.file.media_type) == (hashlib.sha256(PDF).hexdigest(), "application/pdf")
    assert files.read(attached.file) == PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\windows\\gazette.pdf", "gazette.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("gazette.pdf.exe", "gazette.pdf.exe.pdf"),
        ("ga\nzet\x00te.pdf", "ga zette.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_a_name_loses_its_folders_and_ends_as_the_file_is(world: World, given: str, kept: str) -> None:
    assert attach(world, filename=given).filename == kept


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html><script>1</script>", b"<svg onload='x'/>", b"\x00\x01\x02"])
def test_what_could_run_or_is_unknown_is_not_taken(world: World, content: bytes) -> None:
    with pytest.raises(InvalidInput, match="not taken"):
        attach(world, content, "gazette.pdf")


def test_an_empty_or_too_large_file_is_refused_with_the_limit(world: World, settings: Any) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        attach(world, b"")
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(InvalidInput, match="larger than 1 MB"):
        attach(world, PDF + b" " * 1024 * 1024)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/a", "https://", "gazette"])
def test_an_address_is_one_of_the_web(world: World, url: str) -> None:
    with pytest.raises(InvalidInput, match="not a web address"):
        attach_address(actor=world.ken, target=world.draft(), url=url, title="Gazette", kind="law")


def test_evidence_has_a_title_and_a_kind_there_is(world: World) -> None:
    with pytest.raises(InvalidInput, match="title"):
        attach_address(actor=world.ken, target=world.draft(), url="https://example.org", title=" ", kind="law")
    with pytest.raises(InvalidInput, match="no kind"):
        attach_address(actor=world.ken, target=world.draft(), url="https://example.org", title="G", kind="rumour")


def test_nothing_is_added_to_a_result_that_was_submitted(world: World) -> None:
    with pytest.raises(InvalidInput, match="cannot be changed"):
        attach_address(actor=world.ken, target=world.submitted(), url="https://example.org", title="G", kind="law")


def test_evidence_taken_away_proves_nothing_and_stays_in_the_records(world: World) -> None:
    result = world.proved()
    proof = result.evidence.get()
    remove_evidence(actor=world.ken, evidence=proof, reason="The wrong gazette")
    assert Evidence.objects.get().removed_at is not None
    assert not proof.answers.exists()
    with pytest.raises(InvalidInput, match="already"):
        remove_evidence(actor=world.ken, evidence=proof, reason="Again")


def test_evidence_of_another_result_proves_nothing_here(world: World) -> None:
    foreign = world.proved("TUN").evidence.get()
    result = world.draft()
    with pytest.raises(InvalidInput, match="not that of this result"):
        answer_criterion(
            actor=world.ken, result=result, indicator=world.indicator(), criterion="a", met=True, evidence=[foreign]
        )


def test_an_observation_has_evidence_too(world: World) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12")
    attached = attach_file(
        actor=world.ken, target=seen, content=b"a;b\n1;2\n", filename="list.csv", title="List", kind="statistics"
    )
    assert (attached.observation, attached.filename) == (seen, "list.csv")


def test_the_database_wants_one_thing_that_is_proved_and_a_file_or_an_address(world: World) -> None:
    proof = world.proved().evidence.get()
    for change in ({"result": None}, {"url": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(pk=proof.pk).update(**change)


def test_evidence_is_read_by_whoever_may_see_what_it_proves(world: World) -> None:
    from django.contrib.auth.models import AnonymousUser

    result = world.verified()
    proof = result.evidence.get()
    assert evidence_of(world.reader, proof.uid) == proof
    with pytest.raises(NotFound):
        evidence_of(AnonymousUser(), proof.uid)
    publish_result(actor=world.planner, result=result)
    assert evidence_of(AnonymousUser(), proof.uid) == proof
