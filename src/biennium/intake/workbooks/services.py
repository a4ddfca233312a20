"""Workbooks on their way in: handed in and checked, looked at, saved whole or not at all.

Invariant: a workbook is saved as whoever handed it in, through the services, in one transaction; what was checked is
checked again then, because somebody may have changed something in between.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from biennium.foundation import audit, files, jobs, sniffing
from biennium.foundation.actors import OPERATOR, Actor
from biennium.foundation.context import remembering
from biennium.foundation.permission import require
from biennium.intake.models import Workbook
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.reading import Outcome, checked, parts
from biennium.intake.workbooks.report import report
from biennium.intake.workbooks.sheets.common import RefusedRow
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.programme.models import Programme

SEE = "organisation.see_office"
AT_ONCE = 200
"""How many rows are saved while the page waits; more are saved by the worker."""
XLSX = next(kind for kind, endings in sniffing.SUFFIXES.items() if ".xlsx" in endings)
State = Workbook.State
_NOT_READY = {
    State.FAULTY: gettext_lazy("This workbook has cells that are wrong; nothing of it is saved."),
    State.SAVING: gettext_lazy("This workbook is being saved."),
    State.SAVED: gettext_lazy("This workbook is saved already."),
    State.DISCARDED: gettext_lazy("This workbook was put aside."),
}


class _Undone(Exception):
    """Takes back what a transaction wrote."""


def check_file(*, actor: Actor, programme: Programme, path: Path, reason: str = "") -> Outcome:
    """What a workbook would change, and every cell that is wrong; nothing is saved.

    Raises `InvalidInput` for a file that is no workbook of this programme.
    """
    require(actor, SEE)
    with remembering():
        return checked(path, Frame(actor, programme, reason))


def save_file(*, actor: Actor, programme: Programme, path: Path, reason: str = "") -> Outcome:
    """Saves all rows of a workbook that differ, or none: then the outcome has the faults. Raises as `check_file`."""
    require(actor, SEE)
    outcome = Outcome()
    frame = Frame(actor, programme, reason)
    try:
        with transaction.atomic(), remembering():
            for part, reader in parts(path, frame, outcome):
                outcome.parts.append(part)
                if outcome.faults:
                    continue
                frame.saved()
                try:
                    part.sheet.save(frame, part.differing)
                except RefusedRow as refused:
                    reader.refused(refused.row, refused.error)
                frame.saved()
            if outcome.faults:
                raise _Undone
    except _Undone:
        pass
    return outcome


@transaction.atomic
def hand_in(*, actor: Actor, programme: Programme, name: str, content: bytes, reason: str = "") -> Workbook:
    """Keeps a workbook and what was found in it. Raises `InvalidInput` for what is no workbook of this programme, or
    one that is empty or too large."""
    require(actor, SEE)
    file_name = Path(name).name[:200]
    _refuse_strange(content, file_name)
    outcome = _on_disk(content, lambda path: check_file(actor=actor, programme=programme, path=path, reason=reason))
    stored = files.store(content, XLSX)
    made = Workbook.objects.create(
        programme=programme,
        file=stored,
        file_name=file_name,
        reason=reason.strip(),
        state=State.FAULTY if outcome.faults else State.CHECKED,
        report=report(outcome),
        uploaded_by_id=actor.pk,
    )
    after = {"sha256": stored.sha256, "rows": outcome.differing, "faults": len(outcome.faults)}
    audit.record(actor=actor, verb="intake.workbook_handed_in", target=made, scope=programme, after=after)
    return made


def save_workbook(*, actor: Actor, workbook: Workbook) -> Workbook:
    """Saves a workbook that was checked; a large one is saved by the worker, and its state says so meanwhile.

    Raises `InvalidInput` for one that is not ready. Where something was changed since it was checked, nothing is
    saved, and its report tells the cells.
    """
    with transaction.atomic():
        row = _own(actor, workbook)
        if row.state != State.CHECKED:
            raise InvalidInput(str(_NOT_READY[State(row.state)]), where=row.file_name)
        if row.report["row_count"] > AT_ONCE:
            row.state = State.SAVING
            row.save(update_fields=["state"])
            jobs.enqueue(save_in_background, workbook=row.pk, speaking=get_language() or settings.LANGUAGE_CODE)
            return row
        return _save(row, actor)


@jobs.job
def save_in_background(workbook: int, speaking: str) -> None:
    """Saves a large workbook, in the language of whoever handed it in; safe to do twice."""
    row = Workbook.objects.select_related("file", "programme", "uploaded_by").get(pk=workbook)
    if row.state != State.SAVING:
        return
    try:
        with override(speaking), transaction.atomic():
            _save(row, row.uploaded_by or OPERATOR)
    except Exception:
        # A fault of ours: whoever waits may try again, and the fault shall be seen in the log of the worker.
        Workbook.objects.filter(pk=row.pk, state=State.SAVING).update(state=State.CHECKED)
        raise


def _save(row: Workbook, actor: Actor) -> Workbook:
    content = files.read(row.file)
    outcome = _on_disk(
        content, lambda path: save_file(actor=actor, programme=row.programme, path=path, reason=row.reason)
    )
    row.state = State.FAULTY if outcome.faults else State.SAVED
    row.report = report(outcome)
    row.save(update_fields=["state", "report"])
    verb = "intake.workbook_refused" if outcome.faults else "intake.workbook_saved"
    after = {"rows": outcome.differing, "faults": len(outcome.faults)}
    audit.record(actor=actor, verb=verb, target=row, scope=row.programme, after=after, reason=row.reason)
    return row


@transaction.atomic
def discard_workbook(*, actor: Actor, workbook: Workbook) -> Workbook:
    """Puts a workbook aside that was not saved; the file stays on record."""
    row = _own(actor, workbook)
    if row.state in (State.SAVED, State.SAVING):
        raise InvalidInput(str(_NOT_READY[State(row.state)]), where=row.file_name)
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    audit.record(actor=actor, verb="intake.workbook_discarded", target=row, scope=row.programme)
    return row


def _own(actor: Actor, workbook: Workbook) -> Workbook:
    """The workbook under a lock. Raises `NotPermitted` for that of somebody else."""
    require(actor, SEE)
    locked = Workbook.objects.select_for_update(of=("self",)).select_related("file", "programme")
    row = locked.get(pk=workbook.pk)
    if row.uploaded_by_id != actor.pk:
        raise NotPermitted(
            _("This workbook is somebody else's."), remedy=_("Whoever handed it in saves it; or hand it in yourself.")
        )
    return row


def _refuse_strange(content: bytes, name: str) -> None:
    if not content:
        raise InvalidInput(_("The file is empty."), where=name)
    if len(content) > settings.UPLOAD_LIMIT:
        raise InvalidInput(
            _("The file is larger than %(limit)s MB.") % {"limit": settings.UPLOAD_LIMIT // 1024**2},
            where=name,
            remedy=_("Hand in fewer rows at a time."),
        )
    if sniffing.media_type(content) != XLSX:
        raise InvalidInput(
            _("This is no Excel workbook without macros."), where=name, remedy=_("Save it as .xlsx and try again.")
        )


def _on_disk(content: bytes, read: Callable[[Path], Outcome]) -> Outcome:
    """What reading the bytes as a file gives."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(content)
        return read(path)
