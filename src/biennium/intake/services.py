"""Papers on their way into the programme: uploaded, read by a job, previewed, accepted."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from biennium.foundation import audit, files, jobs
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.intake.choosing import part
from biennium.intake.models import PaperDraft
from biennium.intake.reading import Reading, read_file
from biennium.intake.registration import USE
from biennium.kernel.errors import BienniumError, InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import from_data, plain
from biennium.programme.models import Programme
from biennium.programme.selectors.document import document
from biennium.programme.services.importing import import_programme
from biennium.programme.services.merging import Proposal, accept_changes, propose_changes

State = PaperDraft.State


@transaction.atomic
def upload_paper(*, actor: Actor, name: str, content: bytes, language: str = "") -> PaperDraft:
    """Keeps an uploaded file and enqueues its reading. Raises `InvalidInput` for one that is too large or empty."""
    require(actor, USE)
    if len(content) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1024 // 1024
        raise InvalidInput(
            f"The file is larger than {limit} MB.", where=name, remedy="Split it, or leave out pictures."
        )
    if not content:
        raise InvalidInput("The file is empty.", where=name)
    stored = files.store(content, "application/octet-stream")
    draft = PaperDraft.objects.create(
        file=stored, file_name=Path(name).name[:200], language=language, uploaded_by_id=actor.pk
    )
    audit.record(
        actor=actor, verb="intake.paper_uploaded", target=draft, after={"sha256": stored.sha256, "size": stored.size}
    )
    jobs.enqueue(read_paper, draft=draft.pk)
    return draft


@jobs.job
def read_paper(draft: int) -> None:
    """Reads the file of a draft that waits; safe to do twice."""
    row = PaperDraft.objects.select_related("file").get(pk=draft)
    if row.state != State.WAITING:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{Path(row.file_name).suffix.lower()}"
        path.write_bytes(files.read(row.file))
        try:
            _keep(row, read_file(path, language=row.language or None))
        except BienniumError as error:
            row.state, row.error = State.FAILED, str(error).replace(path.name, row.file_name)
    row.save()


def _keep(row: PaperDraft, reading: Reading) -> None:
    row.language = reading.draft.language
    row.document = plain(reading.draft.programme)
    row.repairs = [{"where": str(one.where), "message": one.message} for one in reading.source.notes] + [
        {
            "where": str(one.where),
            "kind": one.kind,
            "said": one.said,
            "values": dict(one.values),
            "before": one.before,
            "after": one.after,
        }
        for one in reading.draft.repairs
    ]
    row.unrecognised = [{"where": str(one.where), "text": one.text} for one in reading.draft.unrecognised]
    row.state = State.READY


@transaction.atomic
def keep_draft(*, actor: Actor, reading: Reading) -> PaperDraft:
    """Keeps what the command line has read, to be accepted in the office."""
    require(actor, USE)
    stored = files.store(reading.path.read_bytes(), reading.source.media_type)
    draft = PaperDraft(file=stored, file_name=reading.path.name[:200], uploaded_by_id=actor.pk)
    _keep(draft, reading)
    draft.save()
    audit.record(actor=actor, verb="intake.paper_read", target=draft, after={"sha256": stored.sha256})
    return draft


def programme_of(draft: PaperDraft) -> exchange.Programme:
    """What was read, as a document."""
    return from_data(draft.document, where=draft.file_name)


@transaction.atomic
def accept_as_new(*, actor: Actor, draft: PaperDraft, code: str, keep: Collection[str] | None = None) -> Programme:
    """Creates a programme from a draft: from all of it, or from the part to keep (`choosing.part`)."""
    row = _ready(actor, draft)
    read = programme_of(row).model_copy(update={"code": code.strip()})
    values = read if keep is None else part(read, keep)
    if not values.results:
        raise InvalidInput("No result is left to accept.", remedy="Keep at least one.")
    programme = import_programme(actor=actor, values=values)
    return _accepted(actor, row, programme, {"results": len(values.results)})


def proposal_for(draft: PaperDraft, programme: Programme) -> Proposal:
    """What accepting the draft would change in a programme."""
    return propose_changes(document(programme), programme_of(draft), partial=True)


@transaction.atomic
def merge_into(*, actor: Actor, draft: PaperDraft, programme: Programme, keys: Collection[str]) -> Programme:
    """Carries out the chosen changes in an existing programme."""
    row = _ready(actor, draft)
    if not keys:
        raise InvalidInput("No change was chosen.", remedy="Choose at least one, or put the paper aside.")
    proposal = proposal_for(row, programme)
    if set(keys) - {change.key for change in proposal.changes}:
        raise InvalidInput(
            "The programme was changed since this comparison was made.", remedy="Look at it again, and choose anew."
        )
    reason = f"Read from {row.file_name}"
    count = accept_changes(actor=actor, programme=programme, proposal=proposal, keys=keys, reason=reason)
    return _accepted(actor, row, programme, {"changes": count})


def _ready(actor: Actor, draft: PaperDraft) -> PaperDraft:
    require(actor, USE)
    row = PaperDraft.objects.select_for_update().get(pk=draft.pk)
    if row.state != State.READY:
        raise InvalidInput(f"This draft is {row.get_state_display().lower()}, not ready.", where=row.file_name)
    return row


def _accepted(actor: Actor, draft: PaperDraft, programme: Programme, after: dict[str, Any]) -> Programme:
    draft.state, draft.programme = State.ACCEPTED, programme
    draft.save(update_fields=["state", "programme"])
    audit.record(actor=actor, verb="intake.paper_accepted", target=draft, scope=programme, after=after)
    return programme


@transaction.atomic
def discard_draft(*, actor: Actor, draft: PaperDraft, reason: str = "") -> PaperDraft:
    """Puts a draft aside; the file and what was read stay on record."""
    require(actor, USE)
    row = PaperDraft.objects.select_for_update().get(pk=draft.pk)
    if row.state == State.ACCEPTED:
        raise InvalidInput("This draft was accepted already.", where=row.file_name)
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    audit.record(actor=actor, verb="intake.paper_discarded", target=row, reason=reason)
    return row
