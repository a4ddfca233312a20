"""Sealing: stages, immutability, hashes, and reading a version as it was."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import InvalidInput, NotFound, Sealed
from biennium.programme import sealing
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.document import document
from biennium.programme.selectors.versions import find, opened
from biennium.programme.services.results import change_result, described
from biennium.programme.services.versions import seal_version


def _reword(programme: Programme, title: str) -> None:
    result = programme.results.get(code="1.1")
    values = described(result)
    values.title["en"] = title
    change_result(actor=OPERATOR, result=result, values=values, revision=result.revision)


def test_a_version_says_what_the_programme_said_when_it_was_sealed(programme: Programme) -> None:
    before = document(programme)
    version = seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    _reword(programme, "Something else")
    assert opened(version).document == before
    assert opened(version).result("1.1").title["en"] == "Ratification"


def test_the_same_content_has_the_same_hash_and_other_content_another(programme: Programme) -> None:
    first = seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    second = seal_version(actor=OPERATOR, programme=programme, stage="proposed")
    _reword(programme, "Something else")
    third = seal_version(actor=OPERATOR, programme=programme, stage="adopted")
    assert first.sha256 == second.sha256 != third.sha256


@pytest.mark.parametrize("change", ["UPDATE programme_version SET stage = 'adopted'", "DELETE FROM programme_version"])
def test_the_database_refuses_to_change_or_delete_a_version(programme: Programme, change: str) -> None:
    from django.db import connection

    seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_refuses_to_change_an_audit_event(programme: Programme) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(actor_label="nobody")


def test_bytes_that_were_changed_are_found(programme: Programme) -> None:
    version = seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    content = bytes(version.content).replace(b"Ratification", b"Denunciation")
    with pytest.raises(Sealed, match="not what was sealed"):
        sealing.open_sealed(content, version.sha256)


@pytest.mark.parametrize(
    ("stages", "refused"),
    [
        (["proposed"], "preliminary"),
        (["adopted"], "proposed"),
        (["adopted"], "adopted"),
        ([], "revised"),
        (["preliminary"], "revised"),
        ([], "final"),
    ],
)
def test_a_stage_that_cannot_follow_is_refused(programme: Programme, stages: list[str], refused: str) -> None:
    for stage in stages:
        seal_version(actor=OPERATOR, programme=programme, stage=stage)
    with pytest.raises(InvalidInput, match=r"cannot be|no stage"):
        seal_version(actor=OPERATOR, programme=programme, stage=refused, reason="correction", reason_text="x")


def test_a_revised_version_needs_a_reason_of_the_list_and_a_text(programme: Programme) -> None:
    seal_version(actor=OPERATOR, programme=programme, stage="adopted", decision={"en": "ORG.1/1, paragraph 9"})
    _reword(programme, "Mended")
    for reason, text in (("", ""), ("correction", ""), ("whim", "because")):
        with pytest.raises(InvalidInput, match="reason"):
            seal_version(actor=OPERATOR, programme=programme, stage="revised", reason=reason, reason_text=text)
    revised = seal_version(
        actor=OPERATOR, programme=programme, stage="revised", reason="correction", reason_text="A misprint"
    )
    assert (revised.number, revised.previous.decision) == (2, {"en": "ORG.1/1, paragraph 9"})


def test_nothing_new_is_not_sealed_twice_at_one_stage(programme: Programme) -> None:
    seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    with pytest.raises(InvalidInput, match="Nothing has changed since version 1"):
        seal_version(actor=OPERATOR, programme=programme, stage="preliminary")


def test_a_version_is_found_by_number_stage_or_hash(programme: Programme) -> None:
    version = seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    for which in ("1", "v1", "preliminary", version.sha256[:8]):
        assert find(programme, which) == version
    with pytest.raises(NotFound, match="Versions: 1"):
        find(programme, "9")
    assert Version.objects.count() == 1
