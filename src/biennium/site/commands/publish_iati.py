"""`biennium publish iati`: activities and the organisation as IATI 2.03 files, checked before they leave."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biennium.site.commands.console import Verbs, command, progress, say, say_json, whole, write

if TYPE_CHECKING:
    from datetime import date

    from biennium.publishing.publications.models import Publication


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

    day, folder = _day(options.as_of), _folder(options.out)
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
        _waive(publication, options.waive)
    except BienniumError:
        services.discard(actor=OPERATOR, publication=publication)
        raise
    blocked = selectors.blocking(publication).exists()
    if blocked or options.check:
        publication = services.discard(actor=OPERATOR, publication=publication)
    else:
        publication = services.release(actor=OPERATOR, publication=publication)
    told = selectors.summary(publication)
    _write_files(publication, folder)
    write(folder / "publication.json", json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8"))
    if options.json:
        say_json(told)
    else:
        _tell(told, folder)
    return 1 if blocked else 0


def _day(text: str | None) -> date | None:
    from datetime import date

    from biennium.kernel.errors import InvalidInput

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(f"“{text}” is not a day.", where="--as-of", remedy="Write it as YYYY-MM-DD.") from None


def _folder(path: Path) -> Path:
    from biennium.kernel.errors import InvalidInput

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"This folder cannot be made: {error.strerror}.", where=str(path)) from None
    return path


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


def _waive(publication: Publication, texts: list[str]) -> None:
    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.errors import InvalidInput
    from biennium.publishing.publications import selectors, services

    left = {str(one): one for one in selectors.blocking(publication)}
    for text in texts:
        name, _, reason = text.partition("=")
        if name not in left:
            known = ", ".join(list(left)[:5]) or "none"
            raise InvalidInput(f"There is no error {name} to waive.", where="--waive", remedy=f"There are {known}.")
        services.waive(actor=OPERATOR, finding=left.pop(name), reason=reason)


def _write_files(publication: Publication, folder: Path) -> None:
    from biennium.foundation import files

    for one in publication.files.select_related("file", "report"):
        write(folder / one.name, files.read(one.file))
        write(folder / f"{Path(one.name).stem}.report.json", files.read(one.report))


def _tell(told: Mapping[str, Any], folder: Path) -> None:
    for one in told["files"]:
        say(f"{folder / one['name']}: {one['units']} entries, {one['size'] // 1024} KB, sha256 {one['sha256'][:12]}")
    say(", ".join(f"{number} {change}" for change, number in told["counts"].items()))
    say(", ".join(f"{number} {severity}" for severity, number in told["severities"].items()))
    for one in told["blocking"]:
        print(f"{one['severity']} {one['finding']}: {one['message']} {one['where']}".rstrip(), file=sys.stderr)
    outcome = "is published" if told["published_at"] else "is not published"
    say(f"Publication {told['number']} as of {told['as_of']} {outcome}.")
