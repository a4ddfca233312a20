"""Papers on their way into the programme: uploaded, read by a job, previewed, accepted."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from biennium.foundation import audit, files, jobs
from biennium.foundation.actors import OPERATOR, Actor
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
from biennium.programme.services.acceptance import Proposal
from biennium.programme.services.importing import import_programme
from biennium.programme.services.merging import accept_changes, propose_changes

State = PaperDraft.State
_CODE = re.compile(r"[^\s/\\]{1,64}")
_NOT_READY = {
    State.WAITING: gettext_lazy("This paper is not read yet."),
    State.FAILED: gettext_lazy("This paper could not be read."),
    State.ACCEPTED: gettext_lazy("This paper was accepted already."),
    State.DISCARDED: gettext_lazy("This paper was put aside."),
}


@transaction.atomic
def upload_paper(*, actor: Actor, name: str, content: bytes, language: str = "") -> PaperDraft:
    """Keeps an uploaded file and enqueues its reading. Raises `InvalidInput` for one that is too large or empty."""
    require(actor, USE)
    if len(content) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1024 // 1024
        raise InvalidInput(
            _("The file is larger than %(limit)s MB.") % {"limit": limit},
            where=name,
            remedy=_("Split it, or leave out pictures."),
        )
    if not content:
        raise InvalidInput(_("The file is empty."), where=name)
    stored = files.store(content, "application/octet-stream")
    draft = PaperDraft.objects.create(
        file=stored, file_name=Path(name).name[:200], language=language, uploaded_by_id=actor.pk
    )
    audit.record(
        actor=actor, verb="intake.paper_uploaded", target=draft, after={"sha256": stored.sha256, "size": stored.size}
    )
    jobs.enqueue(read_paper, draft=draft.pk, speaking=get_language() or settings.LANGUAGE_CODE)
    return draft


@jobs.job
def read_paper(draft: int, speaking: str) -> None:
    """Reads the file of a draft that waits, and notes what it finds in the uploader's language; safe to do twice."""
    row = PaperDraft.objects.select_related("file", "uploaded_by").get(pk=draft)
    if row.state != State.WAITING:
        return
    with override(speaking):
        try:
            _keep(row, _read(row))
        except BienniumError as error:
            row.state, row.error = State.FAILED, str(error)
        except Exception:
            # A fault of ours: nobody shall wait for this paper, and the fault shall be seen in the log of the worker.
            row.state = State.FAILED
            row.error = _("%(file)s: Biennium failed to read this file.") % {"file": row.file_name}
            raise
        finally:
            _conclude(row)


def _read(row: PaperDraft) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{Path(row.file_name).suffix.lower()}"
        path.write_bytes(files.read(row.file))
        try:
            return read_file(path, language=row.language or None)
        except InvalidInput as refusal:
            raise InvalidInput(refusal.message, where=row.file_name, remedy=refusal.remedy) from refusal


@transaction.atomic
def _conclude(row: PaperDraft) -> None:
    row.save()
    audit.record(
        actor=row.uploaded_by or OPERATOR,
        verb="intake.paper_read" if row.state == State.READY else "intake.paper_refused",
        target=row,
        reason=row.error,
    )


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
    read = programme_of(row).model_copy(update={"code": _code(code)})
    values = read if keep is None else part(read, keep)
    if not values.results:
        raise InvalidInput(_("No result is left to accept."), remedy=_("Keep at least one."))
    programme = import_programme(actor=actor, values=values)
    return _accepted(actor, row, programme, {"results": len(values.results)})


def _code(typed: str) -> str:
    code = typed.strip()
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            _("“%(code)s” is no code of a programme.") % {"code": code},
            remedy=_("Give up to 64 characters without blanks or slashes, such as 2026-27."),
            field="code",
        )
    return code


def proposal_for(draft: PaperDraft, programme: Programme) -> Proposal:
    """What accepting the draft would change in a programme."""
    return propose_changes(document(programme), programme_of(draft), partial=True)


@transaction.atomic
def merge_into(*, actor: Actor, draft: PaperDraft, programme: Programme, keys: Collection[str]) -> Programme:
    """Carries out the chosen changes in an existing programme."""
    row = _ready(actor, draft)
    if not keys:
        raise InvalidInput(_("No change was chosen."), remedy=_("Choose at least one, or put the paper aside."))
    proposal = proposal_for(row, programme)
    if set(keys) - {change.key for change in proposal.changes}:
        raise InvalidInput(
            _("The programme was changed since this comparison was made."),
            remedy=_("Look at it again, and choose anew."),
        )
    reason = _("Read from %(file)s") % {"file": row.file_name}
    count = accept_changes(actor=actor, programme=programme, proposal=proposal, keys=keys, reason=reason)
    return _accepted(actor, row, programme, {"changes": count})


def _ready(actor: Actor, draft: PaperDraft) -> PaperDraft:
    require(actor, USE)
    row = PaperDraft.objects.select_for_update().get(pk=draft.pk)
    if row.state != State.READY:
        raise InvalidInput(str(_NOT_READY[State(row.state)]), where=row.file_name)
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
        raise InvalidInput(str(_NOT_READY[State.ACCEPTED]), where=row.file_name)
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    audit.record(actor=actor, verb="intake.paper_discarded", target=row, reason=reason)
    return row
