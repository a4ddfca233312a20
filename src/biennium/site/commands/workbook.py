"""`biennium workbook`: Excel workbooks out, checked, in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from biennium.site.commands.choosing import chosen_programme
from biennium.site.commands.console import Verbs, command, group, must_have_folder, say, say_json, write

if TYPE_CHECKING:
    from biennium.foundation.actors import Actor
    from biennium.intake.workbooks.reading import Outcome


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "workbook", "Excel workbooks: taken along, filled in, read back.")
    out = command(nouns, "export", "Write a workbook (.xlsx) to be filled in.", export)
    out.add_argument("file", type=Path, metavar="FILE")
    out.add_argument("--sheet", action="append", default=[], metavar="NAME", help="only this sheet; may be repeated")
    out.add_argument("--empty", action="store_true", help="a template, without the rows there are")
    out.add_argument("--everything", action="store_true", help="all stored fields instead, to be read only")
    out.add_argument("--lang", default="en", metavar="LANG", help="language of headings and instructions (en)")
    out.add_argument("--programme", metavar="CODE", help="a programme (the latest)")
    for name, words, run in (
        ("check", "Say what a workbook would change, and each cell that is wrong; nothing is saved.", check),
        ("import", "Save what a workbook changes, all of it or nothing.", load),
    ):
        verb = command(nouns, name, words, run)
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.add_argument("--as", dest="person", metavar="EMAIL", help="whose work it is (the operator's)")
        verb.add_argument("--reason", default="", metavar="WORDS", help="why, for corrections after a round was due")
        verb.add_argument("--programme", metavar="CODE", help="a programme (the latest)")
        verb.add_argument("--json", action="store_true", help="for machines")


def export(options: argparse.Namespace) -> int:
    """Writes the file."""
    from django.utils.translation import override

    from biennium.foundation.actors import OPERATOR
    from biennium.intake.workbooks.everything import everything
    from biennium.intake.workbooks.writing import workbook

    must_have_folder(options.file)
    programme = chosen_programme(options.programme)
    with override(options.lang):
        if options.everything:
            content = everything(actor=OPERATOR, programme=programme)
        else:
            content = workbook(actor=OPERATOR, programme=programme, names=options.sheet, filled=not options.empty)
    write(options.file, content)
    say(f"{options.file}: {len(content)} bytes.")
    return 0


def check(options: argparse.Namespace) -> int:
    """Exit status 1 when a cell is wrong."""
    from biennium.intake.workbooks.services import check_file

    programme = chosen_programme(options.programme)
    outcome = check_file(actor=_actor(options), programme=programme, path=options.file, reason=options.reason)
    return _tell(options, outcome, saved=False)


def load(options: argparse.Namespace) -> int:
    """Exit status 1 when a cell is wrong; then nothing was saved."""
    from biennium.intake.workbooks.services import save_file

    programme = chosen_programme(options.programme)
    outcome = save_file(actor=_actor(options), programme=programme, path=options.file, reason=options.reason)
    return _tell(options, outcome, saved=not outcome.faults)


def _actor(options: argparse.Namespace) -> Actor:
    """Whoever is named, else the operator. Raises `NotFound` for an address that nobody has."""
    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.errors import NotFound
    from biennium.organisation.models import Person

    if not options.person:
        return OPERATOR
    person = Person.objects.filter(email__iexact=options.person, is_active=True).first()
    if person is None:
        raise NotFound(f"Nobody has the address {options.person}.", where="--as")
    return person


def _tell(options: argparse.Namespace, outcome: Outcome, *, saved: bool) -> int:
    from biennium.intake.workbooks.report import report

    if options.json:
        say_json({**report(outcome), "saved": saved})
        return 1 if outcome.faults else 0
    for fault in outcome.faults:
        shown = f" “{fault.value}”" if fault.value else ""
        print(f"{fault.sheet}!{fault.cell}, {fault.column}{shown}: {fault.message}", file=sys.stderr)
    for part in outcome.parts:
        emptied = f" ({len(part.emptied)} taken out)" if part.emptied else ""
        say(f"{part.title}: {len(part.new)} new, {len(part.changed)} changed{emptied}, {part.unchanged} unchanged.")
    outcome_words = "Saved." if saved else "Nothing was saved."
    say(f"{len(outcome.faults)} cells are wrong. Nothing was saved." if outcome.faults else outcome_words)
    return 1 if outcome.faults else 0
