"""`biennium publish all`: the four standards from the same books, published together or not at all."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from biennium.site.commands.console import Verbs, command, progress, say, say_json

if TYPE_CHECKING:
    from biennium.publishing.publications.models import Publication
    from biennium.publishing.reconcile.comparing import Report


def add(nouns: Verbs) -> None:
    """Declares the verb among those of `publish`."""
    words = "IATI, data cube, CRS and UN INFO at once, checked, and published when all agree with the books."
    both = command(nouns, "all", words, run)
    both.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    both.add_argument("--programme", action="append", default=[], metavar="CODE", help="only this one; may be repeated")
    both.add_argument(
        "--waive", action="append", default=[], metavar="FINDING=REASON", help="let one error pass, as RULE@IDENTIFIER"
    )
    both.add_argument("--check", action="store_true", help="only write, check and reconcile: nothing is published")
    both.add_argument("--json", action="store_true", help="for machines")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 while an error is in the way or a difference has no name; the files are written all the same."""
    from biennium.foundation.actors import OPERATOR
    from biennium.publishing.publications import selectors
    from biennium.publishing.reconcile.together import prepare_all
    from biennium.site.commands import publications

    folder = publications.made(options.out)
    programmes = selectors.chosen(options.programme)
    made = prepare_all(actor=OPERATOR, programmes=programmes, progress=progress("Activities"))
    reports = _concluded(made, options, folder)
    told = [selectors.summary(selectors.find(one.number)) for one in made]
    publications.write_json(folder / "publications.json", told)
    publications.write_json(folder / "reconciliation.json", [one.as_json() for one in reports])
    if options.json:
        say_json({"publications": told, "reconciliation": [one.as_json() for one in reports]})
    else:
        for one in told:
            publications.tell(one, folder)
        _tell(reports)
    return 0 if reports and all(one.holds for one in reports) else 1


def _concluded(made: Sequence[Publication], options: argparse.Namespace, folder: Path) -> list[Report]:
    """The files are written, and the publications published, or laid aside: none of them stays half done."""
    from biennium.foundation.actors import OPERATOR
    from biennium.publishing.publications import selectors, services
    from biennium.publishing.reconcile.together import release_all
    from biennium.site.commands import publications

    published = False
    try:
        publications.waive(made, options.waive)
        for one in made:
            publications.write_files(one, folder)
        if any(selectors.is_blocked(one) for one in made):
            return []
        reports = release_all(actor=OPERATOR, publications=made, keep=not options.check)
        published = not options.check and all(one.holds for one in reports)
        return reports
    finally:
        for one in () if published else made:
            services.discard(actor=OPERATOR, publication=one)


def _tell(reports: Sequence[Report]) -> None:
    from biennium.site.commands.publish_others import tell_line, tell_outcome

    if not reports:
        say("Nothing is published: errors are in the way. Correct what is behind them, or waive them one by one.")
    for report in reports:
        for line in report.errors:
            tell_line(line, report.currency)
        agree = "agree" if report.holds else "do not agree"
        say(f"{report.programme}: IATI, data cube, CRS and UN INFO {agree} with the books.")
        tell_outcome(report)
