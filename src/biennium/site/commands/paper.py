"""`biennium paper`: a programme as a governing-body paper."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from biennium.site.commands.console import Verbs, command, must_have_folder, say, write


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    paper = command(verbs, "paper", "Write a programme as a governing-body paper.", run)
    paper.add_argument("code", metavar="CODE")
    paper.add_argument("--lang", default="en", help="en, fr or es")
    paper.add_argument("--format", help="pdf, docx or html; taken from the name of the file if left out")
    paper.add_argument("--out", metavar="FILE", type=Path, required=True)
    paper.add_argument(
        "--kind", default="programme", help="programme (if left out), framework, implementation, agreement"
    )
    paper.add_argument("--agreement", metavar="CODE", help="the agreement that a report to a partner is about")
    paper.add_argument("--from", dest="start", metavar="DAY", help="the first day it reports on, such as 2024-01-01")
    paper.add_argument("--until", metavar="DAY", help="the last day it reports on")
    paper.add_argument(
        "--version", dest="which", metavar="V", help="a sealed version (the latest); “live” for the draft"
    )


def run(options: argparse.Namespace) -> int:
    """Writes the file and says which version it speaks of."""
    from biennium.foundation.actors import OPERATOR
    from biennium.papers.services import write_paper
    from biennium.programme.selectors.versions import programme

    must_have_folder(options.out)
    chosen = _format(options)
    written = write_paper(
        programme=programme(options.code),
        kind=options.kind,
        lang=options.lang,
        file_format=chosen,
        which=options.which,
        actor=OPERATOR,
        subject=_subject(options),
    )
    write(options.out, written.content)
    if sys.stdout.isatty():
        say(f"{options.out}: {written.pin}, {len(written.content) // 1024} KB")
    return 0


def _subject(options: argparse.Namespace) -> dict[str, str]:
    """What the paper is about besides a programme, as far as it is told."""
    told = {"agreement": options.agreement, "from": options.start, "until": options.until}
    return {name: str(value) for name, value in told.items() if value}


def _format(options: argparse.Namespace) -> str:
    """The format asked for, or the one the name of the file tells."""
    from biennium.kernel.errors import InvalidInput
    from biennium.papers.services import FORMATS

    if options.format is not None:
        return str(options.format)
    told = options.out.suffix.lstrip(".").lower()
    if told not in FORMATS:
        where, remedy = str(options.out), f"End it in .{', .'.join(FORMATS)}, or use --format."
        raise InvalidInput("The name of the file tells no format of papers.", where=where, remedy=remedy)
    return str(told)
