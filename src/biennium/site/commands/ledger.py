"""`biennium ledger`: balances, proof, checkpoints, the ERP's expenditure."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from biennium.kernel.books.stages import AUTHORITY
from biennium.site.commands.choosing import chosen_programme
from biennium.site.commands.console import Verbs, command, counted, group, progress, read, say, say_json

if TYPE_CHECKING:
    from biennium.ledger.selectors.tables import Table

COLUMNS = tuple(stage.value for stage in AUTHORITY)


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "ledger", "The books: balances, proof, checkpoints, the ERP's expenditure.")
    balances = command(nouns, "balances", "What was approved, allotted, committed and spent.", show_balances)
    balances.add_argument("--programme", metavar="CODE", help="a programme (the latest)")
    balances.add_argument("--by", default="fund", metavar="LIST", help="dimensions, e.g. result,fund,year (fund)")
    balances.add_argument("--where", default="", metavar="SCOPE", help="only some lines, e.g. fund=RB,year=2024")
    balances.add_argument("--format", choices=("text", "csv", "json"), default="text", help="text, csv or json (text)")
    load = command(nouns, "import", "Load the ERP's expenditure from a .csv or .xlsx file.", load_file)
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--programme", metavar="CODE", help="a programme (the latest)")
    load.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: headings, codes and defaults of this ERP")
    load.add_argument("--dry-run", action="store_true", help="only check: every fault is told, nothing is posted")
    load.add_argument("--json", action="store_true", help="for machines")
    verify = command(nouns, "verify", "Prove that the books agree with themselves.", prove_books)
    verify.add_argument("--head", default="", metavar="HASH", help="a head that was kept elsewhere: it must be there")
    verify.add_argument("--json", action="store_true", help="for machines")
    command(nouns, "checkpoint", "Chain what was posted since the last checkpoint; prints the head.", checkpoint)


def load_file(options: argparse.Namespace) -> int:
    """Exit status 1 when the file has faults; then nothing was posted."""
    import json

    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.errors import InvalidInput
    from biennium.ledger.services.imports import discard_run, post_run, stage_file

    mapping = None
    if options.mapping:
        try:
            mapping = json.loads(read(options.mapping))
        except ValueError:
            raise InvalidInput("This is no JSON.", where=str(options.mapping)) from None
    run = stage_file(
        actor=OPERATOR,
        programme=chosen_programme(options.programme),
        path=options.file,
        mapping=mapping,
        progress=progress("Checking"),
    )
    faults = [(one.number, one.column, one.value, one.message) for one in run.faults.all()]
    ready = run.rows.count()
    if faults or options.dry_run:
        discard_run(actor=OPERATOR, run=run)
    elif ready:
        post_run(actor=OPERATOR, run=run, progress=progress("Posting"))
    posted = 0 if faults or options.dry_run else ready
    _tell_load(options, faults, ready, run.known, posted)
    return 1 if faults else 0


def _tell_load(
    options: argparse.Namespace, faults: list[tuple[int, str, str, str]], ready: int, known: int, posted: int
) -> None:
    names = ("row", "column", "value", "message")
    if options.json:
        told = [dict(zip(names, fault, strict=True)) for fault in faults]
        say_json({"faults": told, "ready": ready, "known": known, "posted": posted})
        return
    for row, column, value, message in faults:
        shown = f" “{value}”" if value else ""
        print(f"{options.file.name}, row {row}, {column}{shown}: {message}", file=sys.stderr)
    already = f", {known} posted already" if known else ""
    if faults:
        say(f"{counted(len(faults), 'fault')}; nothing was posted.")
    elif options.dry_run:
        say(f"{counted(ready, 'row')} ready to post{already}; nothing was posted.")
    else:
        say(f"{counted(posted, 'row')} posted{already}.")


def show_balances(options: argparse.Namespace) -> int:
    """A table, in the reporting currency."""
    from biennium.kernel.errors import InvalidInput
    from biennium.ledger.selectors.scope import Scope
    from biennium.ledger.selectors.tables import BY, table

    by = [name.strip() for name in options.by.split(",") if name.strip()]
    if unknown := [name for name in by if name not in BY]:
        raise InvalidInput(f"“{unknown[0]}” is no dimension.", remedy=f"Dimensions: {', '.join(BY)}.", where="--by")
    if twice := next((name for name in by if by.count(name) > 1), ""):
        raise InvalidInput(f"“{twice}” is named twice.", remedy="Name each dimension once.", where="--by")
    made = table(Scope.parse(chosen_programme(options.programme), options.where), by)
    {"text": _as_text, "csv": _as_csv, "json": _as_json}[options.format](made)
    return 0


def _rows(made: Table) -> list[list[str]]:
    """Codes and amounts in digits, the total last."""
    from biennium.kernel.money import Money

    def amounts(of: object) -> list[str]:
        return [Money(getattr(of, column), made.currency).decimal_string() for column in COLUMNS]

    listed = [[*row.key, *amounts(row.amounts)] for row in made.rows]
    total = ["total", *[""] * (len(made.by) - 1)] if made.by else []
    return [*listed, [*total, *amounts(made.total)]]


def _as_text(made: Table) -> None:
    rows = [[*made.by, *COLUMNS], *_rows(made)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        cells = [
            value.ljust(width) if index < len(made.by) else value.rjust(width)
            for index, (value, width) in enumerate(zip(row, widths, strict=True))
        ]
        say("  ".join(cells).rstrip())
    say(made.currency)


def _as_csv(made: Table) -> None:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*made.by, *COLUMNS, "currency"])
    writer.writerows([*row, made.currency] for row in _rows(made))
    sys.stdout.write(written.getvalue())


def _as_json(made: Table) -> None:
    rows = [dict(zip((*made.by, *COLUMNS), row, strict=True)) for row in _rows(made)]
    say_json({"currency": made.currency, "rows": rows[:-1], "total": {name: rows[-1][name] for name in COLUMNS}})


def prove_books(options: argparse.Namespace) -> int:
    """Exit status 1 when anything does not agree."""
    from biennium.ledger.selectors.proof import prove

    proof = prove(options.head)
    if options.json:
        names = ("holds", "faults", "checkpoints", "head", "tail")
        say_json({name: getattr(proof, name) for name in names})
    else:
        for fault in proof.faults:
            print(fault, file=sys.stderr)
        chain = (
            f"{counted(proof.checkpoints, 'checkpoint')}, head {proof.head[:12]}" if proof.head else "no checkpoint yet"
        )
        tail = f"; {counted(proof.tail, 'batch', 'batches')} not checkpointed" if proof.tail else ""
        outcome = "The books agree" if proof.holds else counted(len(proof.faults), "fault")
        say(f"{outcome}: {chain}{tail}.")
    return 0 if proof.holds else 1


def checkpoint(options: argparse.Namespace) -> int:
    """Prints the head, to be kept outside the database."""
    from biennium.foundation.actors import OPERATOR
    from biennium.ledger.services.checkpoints import make_checkpoint

    made = make_checkpoint(actor=OPERATOR)
    say(f"checkpoint {made.number} {made.head}")
    return 0
