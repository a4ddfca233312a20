"""A paper on its way into the programme: uploaded, read, accepted, merged, put aside; by whom it may be, and noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.intake import selectors, services
from biennium.intake.models import PaperDraft
from biennium.kernel.errors import InvalidInput, NotFound, NotPermitted
from biennium.organisation.models import Person
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.selectors.document import document
from intake.papers import STRUCTURE, TEXTS
from intake.reading import expected, file_of, reading_of, told

pytestmark = pytest.mark.django_db
State = PaperDraft.State


def verbs(draft: PaperDraft) -> list[str]:
    """What happened to a draft, the oldest first."""
    return list(AuditEvent.objects.filter(object_uid=draft.uid).order_by("pk").values_list("verb", flat=True))


def test_an_upload_waits_for_its_reading_and_keeps_the_file(
    officer: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as jobs:
        draft = services.upload_paper(actor=officer, name="../secret/paper.txt", content=file_of("en", "txt"))
    assert (draft.state, draft.file_name, draft.uploaded_by) == (State.WAITING, "paper.txt", officer)
    assert draft.file.size == len(file_of("en", "txt"))
    assert len(jobs) == 1
    assert verbs(draft) == ["intake.paper_uploaded"]


def test_what_was_read_is_kept_as_it_was_read(ready: PaperDraft, officer: Person) -> None:
    programme = services.programme_of(ready)
    assert (ready.state, ready.language, ready.error) == (State.READY, "en", "")
    assert told(programme, "en") == expected("en")
    assert {one["said"] for one in ready.repairs} == {"contents", "phrase", "phrase_once"}
    assert all(one["where"].startswith("line ") for one in ready.repairs)
    assert verbs(ready) == ["intake.paper_uploaded", "intake.paper_read"]


def test_reading_twice_reads_once(ready: PaperDraft) -> None:
    services.read_paper.func(ready.pk, "en")
    assert verbs(ready) == ["intake.paper_uploaded", "intake.paper_read"]


@pytest.mark.parametrize(
    ("speaking", "error"),
    [
        ("en", "scan.pdf: The PDF is cut or damaged. Export or download it again."),
        ("fr", "scan.pdf\u00a0: Le PDF est tronqué ou endommagé. Exportez-le ou téléchargez-le de nouveau."),
        ("es", "scan.pdf: El PDF está cortado o dañado. Expórtelo o descárguelo de nuevo."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_the_language_of_whoever_sent_it(
    officer: Person, speaking: str, error: str
) -> None:
    draft = services.upload_paper(actor=officer, name="scan.pdf", content=b"%PDF-1.7 nothing more")
    services.read_paper.func(draft.pk, speaking)
    draft.refresh_from_db()
    assert (draft.state, draft.error, draft.document) == (State.FAILED, error, {})
    assert verbs(draft) == ["intake.paper_uploaded", "intake.paper_refused"]


def test_a_fault_of_ours_leaves_no_paper_waiting(waiting: PaperDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: Any, **_named: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "read_file", fails)
    with pytest.raises(ZeroDivisionError):
        services.read_paper.func(waiting.pk, "en")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (State.FAILED, "paper.txt: Biennium failed to read this file.")


def test_what_is_too_large_or_empty_is_not_kept(officer: Person, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(InvalidInput, match=r"^big\.txt: The file is larger than 1 MB\."):
        services.upload_paper(actor=officer, name="big.txt", content=b"x" * (1024 * 1024 + 1))
    with pytest.raises(InvalidInput, match=r"^none\.txt: The file is empty\."):
        services.upload_paper(actor=officer, name="none.txt", content=b"")
    assert not PaperDraft.objects.exists()


def test_the_command_line_keeps_what_it_has_read(tmp_path: Any, unit: Any) -> None:
    draft = services.keep_draft(actor=OPERATOR, reading=reading_of(tmp_path, "paper.docx", file_of("fr", "docx")))
    assert (draft.state, draft.language, draft.uploaded_by) == (State.READY, "fr", None)
    assert draft.file.media_type.endswith("wordprocessingml.document")
    assert told(services.programme_of(draft), "fr") == expected("fr")
    assert verbs(draft) == ["intake.paper_read"]


def test_accepting_a_draft_makes_a_programme_of_it(ready: PaperDraft, officer: Person) -> None:
    programme = services.accept_as_new(actor=officer, draft=ready, code=" 2026-27 ")
    made = document(programme)
    assert (made.code, made.title["en"]) == ("2026-27", TEXTS["en"]["title"])
    assert told(made, "en") == expected("en")
    assert [(one.code, one.kind) for one in made.sections] == [
        ("vision-1", "vision"),
        ("next-step-1", "next_step"),
        ("decision", "decision"),
    ]
    ready.refresh_from_db()
    assert (ready.state, ready.programme) == (State.ACCEPTED, programme)
    assert verbs(ready)[-1] == "intake.paper_accepted"
    event = AuditEvent.objects.get(object_uid=ready.uid, verb="intake.paper_accepted")
    assert (event.actor, event.after) == (officer, {"results": len(STRUCTURE)})


@pytest.mark.parametrize("code", ["", "  ", "a b", "2026/27", "x" * 200])
def test_a_programme_needs_a_code_that_is_one(ready: PaperDraft, officer: Person, code: str) -> None:
    with pytest.raises(InvalidInput, match="is no code of a programme"):
        services.accept_as_new(actor=officer, draft=ready, code=code)
    assert not Programme.objects.exists()


def test_a_draft_is_accepted_once_and_its_code_is_its_own(ready: PaperDraft, officer: Person) -> None:
    services.accept_as_new(actor=officer, draft=ready, code="2026-27")
    with pytest.raises(InvalidInput, match=r"paper\.txt: This paper was accepted already\."):
        services.accept_as_new(actor=officer, draft=ready, code="2026-28")
    again = services.upload_paper(actor=officer, name="again.txt", content=file_of("en", "txt"))
    services.read_paper.func(again.pk, "en")
    with pytest.raises(InvalidInput, match="There is a programme 2026-27 already"):
        services.accept_as_new(actor=officer, draft=again, code="2026-27")
    again.refresh_from_db()
    assert again.state == State.READY


def test_a_draft_that_waits_is_neither_accepted_nor_merged(waiting: PaperDraft, officer: Person) -> None:
    with pytest.raises(InvalidInput, match=r"paper\.txt: This paper is not read yet\."):
        services.accept_as_new(actor=officer, draft=waiting, code="2026-27")


@pytest.fixture
def earlier(unit: Any, tmp_path: Any) -> Programme:
    """A programme made of an earlier state of the paper: one title, one text and one deliverable are other."""
    text = file_of("en", "txt").decode("utf-8")
    text = text.replace("Better knowledge of the ground water", "Knowledge of the ground water")
    text = text.replace("Most pumps stop within five years", "Most pumps stop within ten years")
    text = text.replace("- report each repair by telephone.\n", "").replace("agreed beforehand;", "agreed beforehand.")
    draft = services.keep_draft(actor=OPERATOR, reading=reading_of(tmp_path, "earlier.txt", text))
    return services.accept_as_new(actor=OPERATOR, draft=draft, code="2026-27")


def test_a_paper_is_compared_with_a_programme_that_exists(ready: PaperDraft, earlier: Programme) -> None:
    changes = services.proposal_for(ready, earlier).changes
    assert sorted((change.change, change.label.split()[0]) for change in changes) == [
        ("added", "1.1.C3"),
        ("reworded", "1.1"),
        ("reworded", "1.2"),
    ]


def test_only_the_chosen_changes_are_merged(ready: PaperDraft, earlier: Programme, officer: Person) -> None:
    before = {one.uid: one for one in document(earlier).results}
    proposal = services.proposal_for(ready, earlier)
    chosen = [change.key for change in proposal.changes if change.label.split()[0] in ("1.2", "1.1.C3")]
    services.merge_into(actor=officer, draft=ready, programme=earlier, keys=chosen)
    after = document(earlier)
    titles = {one.code: one.title["en"] for one in after.results}
    assert titles["1.2"] == "Better knowledge of the ground water"
    assert titles["1.1.C3"] == "report each repair by telephone"
    kept = next(one for one in after.results if one.code == "1.1")
    assert kept.strategy["en"].startswith("Most pumps stop within ten years")
    assert set(before) <= {one.uid for one in after.results}
    ready.refresh_from_db()
    assert (ready.state, ready.programme) == (State.ACCEPTED, earlier)
    assert AuditEvent.objects.get(object_uid=ready.uid, verb="intake.paper_accepted").after == {"changes": 2}
    assert AuditEvent.objects.filter(verb__startswith="programme.", reason="Read from paper.txt").exists()


def test_the_page_of_a_merge_has_parts_and_takes_one_of_them(
    ready: PaperDraft, earlier: Programme, officer: Person, client: Client
) -> None:
    client.force_login(officer)
    address = reverse("office:merge_paper", args=[ready.uid, earlier.code])
    part, *others = client.get(address).context["parts"]
    assert (part.label.split()[0], len(part.keys), part.open, others) == ("1", 3, False, [])
    assert "No change was chosen." in client.post(address, {"part": "none"}, follow=True).content.decode()
    stale = client.post(address, {"key": [part.keys[0], "result:none"]})
    assert f'value="{part.keys[0]}"' in stale.content.decode().partition("checked")[0]
    assert stale.context["parts"][0].open
    client.post(address, {"part": part.identity})
    assert services.proposal_for(ready, earlier).changes == []


def test_the_same_paper_again_changes_nothing(ready: PaperDraft, officer: Person) -> None:
    programme = services.accept_as_new(actor=officer, draft=ready, code="2026-27")
    again = services.upload_paper(actor=officer, name="again.txt", content=file_of("en", "txt"))
    services.read_paper.func(again.pk, "en")
    again.refresh_from_db()
    assert services.proposal_for(again, programme).changes == []


def test_a_paper_in_another_language_adds_its_texts(ready: PaperDraft, officer: Person) -> None:
    programme = services.accept_as_new(actor=officer, draft=ready, code="2026-27")
    french = services.upload_paper(actor=officer, name="papier.pdf", content=file_of("fr", "pdf"))
    services.read_paper.func(french.pk, "fr")
    french.refresh_from_db()
    proposal = services.proposal_for(french, programme)
    services.merge_into(
        actor=officer, draft=french, programme=programme, keys=[change.key for change in proposal.changes]
    )
    outcome = next(one for one in document(programme).results if one.code == "1")
    assert outcome.title == {"en": TEXTS["en"]["o1"], "fr": TEXTS["fr"]["o1"]}


def test_a_merge_of_nothing_or_of_a_stale_comparison_is_refused(
    ready: PaperDraft, earlier: Programme, officer: Person
) -> None:
    with pytest.raises(InvalidInput, match=r"No change was chosen\."):
        services.merge_into(actor=officer, draft=ready, programme=earlier, keys=[])
    with pytest.raises(InvalidInput, match="The programme was changed since this comparison was made"):
        services.merge_into(actor=officer, draft=ready, programme=earlier, keys=["result:none"])
    ready.refresh_from_db()
    assert ready.state == State.READY


def test_a_draft_is_put_aside_with_a_reason_and_an_accepted_one_is_not(ready: PaperDraft, officer: Person) -> None:
    services.discard_draft(actor=officer, draft=ready, reason="An old state of the paper")
    ready.refresh_from_db()
    assert ready.state == State.DISCARDED
    event = AuditEvent.objects.get(object_uid=ready.uid, verb="intake.paper_discarded")
    assert (event.actor, event.reason) == (officer, "An old state of the paper")
    with pytest.raises(InvalidInput, match=r"This paper was put aside\."):
        services.accept_as_new(actor=officer, draft=ready, code="2026-27")


def test_who_may_not_take_papers_in_does_nothing_and_sees_none(
    ready: PaperDraft, reader: Person, officer: Person, tmp_path: Any, unit: Any
) -> None:
    reading = reading_of(tmp_path, "paper.txt", file_of("en", "txt"))
    attempts: list[Callable[[], Any]] = [
        lambda: services.upload_paper(actor=reader, name="a.txt", content=b"x"),
        lambda: services.keep_draft(actor=reader, reading=reading),
        lambda: services.accept_as_new(actor=reader, draft=ready, code="2026-27"),
        lambda: services.discard_draft(actor=reader, draft=ready),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert list(selectors.drafts(reader)) == []
    with pytest.raises(NotFound):
        selectors.draft(reader, ready.uid)
    assert list(selectors.drafts(officer)) == [ready]
    assert selectors.draft(officer, ready.uid) == ready
    assert verbs(ready) == ["intake.paper_uploaded", "intake.paper_read"]


def test_who_may_read_papers_but_not_create_programmes_cannot_accept(
    ready: PaperDraft, reader: Person, unit: Any
) -> None:
    from biennium.organisation.models import Role
    from biennium.organisation.services.people import assign_role, define_role

    define_role(actor=OPERATOR, code="librarian", name={"en": "Librarian"}, actions=["intake.use"])
    assign_role(actor=OPERATOR, person=reader, role=Role.objects.get(code="librarian"), unit=unit)
    with pytest.raises(NotPermitted):
        services.accept_as_new(actor=reader, draft=ready, code="2026-27")
    assert not Programme.objects.exists()


def test_a_paper_nobody_sent_is_not_found(officer: Person) -> None:
    with pytest.raises(NotFound, match=r"There is no such paper\."):
        selectors.draft(officer, uuid4())


def test_lists_of_drafts_cost_one_query(
    ready: PaperDraft, officer: Person, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for place in range(5):
        services.upload_paper(actor=officer, name=f"paper-{place}.txt", content=file_of("en", "txt"))
    with django_assert_max_num_queries(4), override("en"):
        listed = list(selectors.drafts(officer))
        assert [(one.file_name, str(one.uploaded_by)) for one in listed][-1] == ("paper.txt", "Ada")


def test_the_document_of_a_draft_is_one_of_the_exchange_format(ready: PaperDraft) -> None:
    assert exchange.Programme.model_validate(ready.document).code == "2026-27"
