"""`biennium publish iati`: activities and the organisation as IATI 2.03 files, checked before they leave."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from biennium.site.commands.console import Verbs, command, progress, say_json, whole

if TYPE_CHECKING:
    from datetime import date


def add(nouns: Verbs) -> None:
    """Declares the verb among those of `publish`."""
    iati = command(nouns, "iati", "Activities, results and money as IATI 2.03 files, checked before they leave.", run)
    iati.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    iati.add_argument("--programme", action="append", default=[], metavar="CODE", help="only this one; may be repeated")
    iati.add_argument("--as-of", metavar="DATE", help="what was posted and reported until then (today), YYYY-MM-DD")
    iati.add_argument(
        "--most-mb", type=whole(1, 10_000), default=40, metavar="N", help="split files beyond N megabytes (40)"
    )
    iati.add_argument(
        "--waive", action="append", default=[], metavar="FINDING=REASON", help="let one error pass, as RULE@IDENTIFIER"
    )
    iati.add_argument("--check", action="store_true", help="only write and check: nothing is published")
    iati.add_argument("--profile", type=Path, metavar="FILE", help="JSON: how the organisation publishes, from now on")
    iati.add_argument("--json", action="store_true", help="for machines")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 while an error is in the way; the files and reports are written all the same."""
    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.errors import BienniumError
    from biennium.publishing.publications import selectors, services
    from biennium.site.commands import publications

    day, folder = _day(options.as_of), publications.made(options.out)
    if options.profile:
        services.describe_publisher(actor=OPERATOR, values=_profile(options.profile))
    publication = services.prepare(
        actor=OPERATOR,
        programmes=selectors.chosen(options.programme),
        as_of=day,
        most_bytes=options.most_mb * 1_000_000,
        progress=progress("Activities"),
    )
    try:
        publications.waive([publication], options.waive)
        publications.write_files(publication, folder)
    except BienniumError:
        services.discard(actor=OPERATOR, publication=publication)
        raise
    blocked = selectors.is_blocked(publication)
    close = services.discard if blocked or options.check else services.release
    told = selectors.summary(close(actor=OPERATOR, publication=publication))
    publications.write_json(folder / "publication.json", told)
    if options.json:
        say_json(told)
    else:
        publications.tell(told, folder)
    return 1 if blocked else 0


def _day(text: str | None) -> date | None:
    from datetime import date

    from biennium.kernel.errors import InvalidInput

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(f"“{text}” is not a day.", where="--as-of", remedy="Write it as YYYY-MM-DD.") from None


def _profile(path: Path) -> dict[str, object]:
    from biennium.kernel.errors import InvalidInput
    from biennium.site.commands.console import read

    try:
        values = json.loads(read(path))
    except ValueError:
        raise InvalidInput("This is no JSON.", where=str(path)) from None
    if not isinstance(values, dict):
        raise InvalidInput("A profile is a JSON object.", where=str(path))
    return values
