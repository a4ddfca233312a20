"""`biennium paper`: a programme as a governing-body paper."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from biennium.site.commands.console import Verbs, command, say, write


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    paper = command(verbs, "paper", "Write a programme as a governing-body paper.", run)
    paper.add_argument("code", metavar="CODE")
    paper.add_argument("--lang", default="en", help="en, fr or es")
    paper.add_argument("--format", choices=("pdf", "docx", "html"), help="taken from the name of the file if left out")
    paper.add_argument("--out", metavar="FILE", type=Path, required=True)
    paper.add_argument("--kind", choices=("programme", "framework"), default="programme")
    paper.add_argument(
        "--version", dest="which", metavar="V", help="a sealed version (the latest); “live” for the draft"
    )


def run(options: argparse.Namespace) -> int:
    """Writes the file and says which version it speaks of."""
    from biennium.kernel.errors import InvalidInput
    from biennium.papers.services import FORMATS, write_paper
    from biennium.programme.selectors.versions import programme

    chosen = options.format or options.out.suffix.lstrip(".").lower()
    if chosen not in FORMATS:
        raise InvalidInput(f"“{chosen}” is not a format.", remedy=f"Use --format {', '.join(FORMATS)}.")
    written = write_paper(
        programme=programme(options.code), kind=options.kind, lang=options.lang, file_format=chosen, which=options.which
    )
    write(options.out, written.content)
    if sys.stdout.isatty():
        say(f"{options.out}: {written.pin}, {len(written.content) // 1024} KB")
    return 0
