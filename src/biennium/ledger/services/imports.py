"""Loading a file of the ERP: staged and checked in chunks that can be resumed, then posted together or not at all.

Invariants: nothing is posted while a row has a fault; a document and line is posted once, however often its file is
loaded; a run that broke off goes on at the row after the last one that was staged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from biennium.documents.read.tables import Row, rows
from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Fund
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.actions import LOAD
from biennium.ledger.books import sql
from biennium.ledger.books.dimensions import Dimensions, ensure
from biennium.ledger.books.orders import Entry, Expense, Step
from biennium.ledger.books.sharing import Sharing
from biennium.ledger.erp.columns import FileMapping
from biennium.ledger.erp.reading import Fault, Read, Reader, split_faults
from biennium.ledger.models import ImportFault, ImportRow, ImportRun, Line
from biennium.ledger.services.posting import add_to, open_batch, record
from biennium.programme.models import Programme

CHUNK = 20_000
MOST_FAULTS = 1_000
Progress = Callable[[int, int], None]
BETWEEN = {
    "commitment": (Stage.ALLOTTED, Stage.COMMITTED),
    "refund": (Stage.SPENT, Stage.ALLOTTED),
    "accrual": (Stage.SOURCE, Stage.ACCRUED),
}
COLUMNS = (
    *("run", "number", "kind", "date", "document", "document_line", "line"),
    *("currency", "amount", "text", "counterparty", "commitment"),
)


def stage_file(
    *,
    actor: Actor,
    programme: Programme,
    path: Path,
    name: str = "",
    mapping: Any = None,
    progress: Progress = lambda _done, _total: None,
) -> ImportRun:
    """Reads and checks a file. A run of the same file and mapping that broke off is taken up where it stopped.

    Raises `InvalidInput` for a file that is no table or lacks a column; faults of rows are in the run.
    """
    require(actor, LOAD)
    read_as = FileMapping.of({} if mapping is None else mapping)
    iterator = rows(path)
    heading = next(iterator, None)
    if heading is None:
        raise InvalidInput(_("The file is empty."), where=name or path.name)
    places = read_as.places(heading.values, heading.sheet)
    run = _run(actor, programme, path, name or path.name, mapping or {})
    if run.status != ImportRun.Status.STAGING:
        return run
    reader = Reader(programme, read_as, places, len(heading.values))
    size = path.stat().st_size
    for chunk in _chunks(iterator):
        _stage(run, reader, chunk)
        progress(min(chunk[-1].number * size // max(chunk[-1].number + CHUNK, 1), size), size)
    _require_rows(run)
    return _conclude(run, progress, size)


def _run(actor: Actor, programme: Programme, path: Path, name: str, mapping: Any) -> ImportRun:
    with path.open("rb") as readable:
        sha256 = hashlib.file_digest(readable, "sha256").hexdigest()
    unfinished = ImportRun.objects.filter(
        programme=programme, sha256=sha256, mapping=mapping, status=ImportRun.Status.STAGING
    ).first()
    return unfinished or ImportRun.objects.create(
        programme=programme, name=name[:200], sha256=sha256, mapping=mapping, created_by_id=actor.pk
    )


def _chunks(iterator: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


@transaction.atomic
def _stage(run: ImportRun, reader: Reader, chunk: Sequence[Row]) -> None:
    """Understands a chunk and keeps it; rows that were staged before are read again only to know their documents."""
    good, faults = split_faults(reader.understand(row) for row in chunk if any(row.values) or row.formulas)
    if chunk[-1].number <= run.staged:
        return
    good, known, changed = _against_the_books(good)
    faults += changed
    lines = ensure({one.line for one in good}, Fund.objects.in_bulk({one.line.fund for one in good}))
    sql.insert(ImportRow, COLUMNS, [_staged(run, one, lines[one.line].pk) for one in good])
    room = max(0, MOST_FAULTS - run.faults.count())
    ImportFault.objects.bulk_create(
        ImportFault(run=run, number=one.number, column=one.column, value=one.value[:200], message=one.message[:300])
        for one in faults[:room]
    )
    run.staged, run.known = chunk[-1].number, run.known + known
    run.save(update_fields=["staged", "known"])


def _staged(run: ImportRun, one: Read, line: int) -> tuple[Any, ...]:
    head = (run.pk, one.number, one.kind, one.day, one.document, one.document_line, line)
    return (*head, one.money.currency, one.money.minor, one.text, one.counterparty, one.commitment)


_POSTED = """
SELECT p.document, p.document_line, p.kind, p.date, MIN(m.currency), SUM(
  CASE WHEN m.to_stage IN ('spent', 'accrued') OR p.kind IN ('commitment', 'refund') THEN m.amount ELSE 0 END)
FROM ledger_posting p JOIN ledger_move m ON m.posting_id = p.id
WHERE {condition} GROUP BY p.document, p.document_line, p.kind, p.date
"""


def _against_the_books(read: Sequence[Read]) -> tuple[list[Read], int, list[Fault]]:
    """The rows that are new, how many are posted already as they stand, and those that were posted otherwise."""
    with connection.cursor() as cursor:
        wanted = sql.members({one.document for one in read})
        cursor.execute(_POSTED.format(condition=sql.member_of("p.document")), [wanted])
        posted = {row[:2]: (row[2], str(row[3]), row[4], int(row[5])) for row in cursor.fetchall()}
    fresh: list[Read] = []
    faults: list[Fault] = []
    for one in read:
        before = posted.get((one.document, one.document_line))
        if before is None:
            fresh.append(one)
        elif before != (one.kind, one.day.isoformat(), one.money.currency, one.money.minor):
            amount = Money(before[3], before[2])
            message = _("It is posted already, as %(kind)s of %(amount)s on %(day)s; reverse that posting first.") % {
                "kind": before[0],
                "amount": amount,
                "day": before[1],
            }
            faults.append(Fault(one.number, "document", f"{one.document}/{one.document_line}", message))
    return fresh, len(read) - len(fresh) - len(faults), faults


def _require_rows(run: ImportRun) -> None:
    if not (run.known or run.rows.exists() or run.faults.exists()):
        name = run.name
        run.delete()
        raise InvalidInput(
            _("The file has no row below its heading."), where=name, remedy=_("Export it again, with its documents.")
        )


@transaction.atomic
def _conclude(run: ImportRun, progress: Progress, size: int) -> ImportRun:
    _require_commitments(run)
    run.status = ImportRun.Status.FAULTY if run.faults.exists() else ImportRun.Status.CHECKED
    run.save(update_fields=["status"])
    progress(size, size)
    return run


def _require_commitments(run: ImportRun) -> None:
    """A fault for every expense whose commitment is neither in the books nor in the file."""
    named = set(run.rows.exclude(commitment="").values_list("commitment", flat=True).distinct())
    here = {
        f"{one}/{line}" for one, line in run.rows.filter(kind="commitment").values_list("document", "document_line")
    }
    missing = named - here - set(_commitments(named))
    rows_without = run.rows.filter(commitment__in=sorted(missing)[:MOST_FAULTS]) if missing else run.rows.none()
    ImportFault.objects.bulk_create(
        ImportFault(
            run=run,
            number=number,
            column="commitment",
            value=name,
            message=_("There is no commitment with this document and line, written document/line."),
        )
        for number, name in rows_without.values_list("number", "commitment")[:MOST_FAULTS]
    )


@transaction.atomic
def post_run(
    *, actor: Actor, run: ImportRun, reason: str = "", progress: Progress = lambda _done, _total: None
) -> ImportRun:
    """Posts all rows of a checked run, in one batch. Raises `InvalidInput` for a run with faults or nothing to post,
    and with the document for a commitment that finds no money."""
    require(actor, LOAD)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    total = _require_postable(run)
    batch = open_batch(actor=actor, origin="import", reason=reason or run.name)
    lines = {line.pk: Dimensions.of(line) for line in Line.objects.filter(pk__in=run.rows.values("line")).iterator()}
    sharing = Sharing(line.project for line in lines.values())
    done = 0
    for chunk in chain(_staged_chunks(run, commitments=True), _staged_chunks(run, commitments=False)):
        add_to(batch, _orders(chunk, lines, sharing), first=done)
        done += len(chunk)
        progress(done, total)
    run.batch, run.status = batch, ImportRun.Status.POSTED
    run.save(update_fields=["batch", "status"])
    run.rows.all().delete()
    record(batch, actor=actor, postings=done, about={"file": run.name, "sha256": run.sha256})
    return run


def _require_postable(run: ImportRun) -> int:
    if run.status != ImportRun.Status.CHECKED:
        words = {
            ImportRun.Status.POSTED: _("This file is posted already."),
            ImportRun.Status.FAULTY: _("This file has faults; nothing of it is posted."),
            ImportRun.Status.STAGING: _("This file was not read to its end."),
        }
        raise InvalidInput(
            words[ImportRun.Status(run.status)], where=run.name, remedy=_("Correct the file and load it again.")
        )
    if not (total := run.rows.count()):
        raise InvalidInput(_("Every row of this file is posted already."), where=run.name)
    return total


def _staged_chunks(run: ImportRun, *, commitments: bool) -> Iterator[list[tuple[Any, ...]]]:
    """The staged rows: commitments first, so that the expenses of the same file find them."""
    after = 0
    of_kind = run.rows.filter(kind="commitment") if commitments else run.rows.exclude(kind="commitment")
    while True:
        chunk = list(of_kind.filter(number__gt=after).order_by("number").values_list(*COLUMNS[1:])[:CHUNK])
        if not chunk:
            return
        yield chunk
        after = chunk[-1][0]


def _orders(chunk: Sequence[tuple[Any, ...]], lines: dict[int, Dimensions], sharing: Sharing) -> list[Expense | Entry]:
    """The rows as orders; one that names only a project is shared out by what holds on its day, in one posting."""
    commitments = _commitments({row[10] for row in chunk if row[10]})
    made: list[Expense | Entry] = []
    for _number, kind, day, document, document_line, line, currency, amount, text, counterparty, commitment in chunk:
        money = Money(amount, currency)
        parts = sharing.parts(lines[line], money, day)
        header: dict[str, Any] = {
            "date": day,
            "document": document,
            "document_line": document_line,
            "text": text,
            "counterparty": counterparty,
        }
        if kind == "expense":
            made.append(
                Expense(line=lines[line], money=money, parts=parts, follows=commitments.get(commitment), **header)
            )
        else:
            from_stage, to_stage = BETWEEN[kind]
            step = Step(line=lines[line], from_stage=from_stage, to_stage=to_stage, money=money, parts=parts)
            made.append(Entry(kind=kind, steps=(step,), **header))
    return made


def _commitments(documents: set[str]) -> dict[str, int]:
    """The posting of each commitment, named `document/line`."""
    if not documents:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT document, document_line, id FROM ledger_posting WHERE kind = 'commitment' AND "  # noqa: S608
            f"{sql.member_of('document')}",
            [sql.members({name.rpartition("/")[0] or name for name in documents})],
        )
        return {f"{document}/{line}" if line else document: pk for document, line, pk in cursor.fetchall()}


@transaction.atomic
def discard_run(*, actor: Actor, run: ImportRun) -> None:
    """Forgets a run that was not posted, with what was staged of it."""
    require(actor, LOAD)
    if run.status == ImportRun.Status.POSTED:
        raise InvalidInput(_("This file is posted already."), where=run.name)
    audit.record(actor=actor, verb="ledger.import_discarded", target=run, after={"file": run.name})
    run.delete()
