"""`biennium validate`: is a file what its standard asks for. Needs no settings, no database and no data directory."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from biennium.site.commands.console import Verbs, command, group, read

if TYPE_CHECKING:
    from biennium.publishing.iati.report import Report
    from biennium.publishing.iati.setting import Setting


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "validate", "Check files against the standards they are written in.")
    iati = command(nouns, "iati", "Check IATI files as the official validator does, without a network.", run)
    iati.set_defaults(standalone=True)
    iati.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help="activity or organisation files; - is the input"
    )
    iati.add_argument("--json", action="store_true", help="the official report; an array of them for several files")
    iati.add_argument("--out", metavar="FILE", type=Path, help="write the report there instead of the terminal")
    iati.add_argument("--today", metavar="DATE", help="the day after which dates are in the future (today), YYYY-MM-DD")
    iati.add_argument(
        "--strict", action="store_true", help="also rules the official validator declares but never applies"
    )
    iati.add_argument("--publishers", metavar="FILE", type=Path, help="more identifiers of IATI publishers, one a line")
    iati.add_argument(
        "--known", metavar="FILE", type=Path, help="activities published elsewhere, one identifier a line"
    )


def run(options: argparse.Namespace) -> int:
    """Validates every file; exit status 1 when any has a critical finding or an error."""
    from biennium.publishing.iati.validator import Validator

    validator = Validator(_setting(options))
    with ExitStack() as stack:
        streams = [(str(path), stack.enter_context(_opened(path))) for path in options.files]
        reports = [stack.enter_context(validator.validate(stream, name)) for name, stream in streams]
        _write(reports, options)
        return 0 if all(report.is_clean() for report in reports) else 1


def _setting(options: argparse.Namespace) -> Setting:
    from biennium.publishing.iati.setting import Setting

    setting = Setting(now=_end_of(options.today) if options.today else datetime.now(UTC), strict=options.strict)
    return replace(
        setting,
        publishers=setting.publishers | _lines(options.publishers),
        activities=_lines(options.known),
    )


def _end_of(text: str) -> datetime:
    """The last moment of a day. Raises `InvalidInput`."""
    from datetime import date, time

    from biennium.kernel.errors import InvalidInput

    try:
        return datetime.combine(date.fromisoformat(text), time.max, UTC)
    except ValueError:
        raise InvalidInput(f"“{text}” is not a day.", where="--today", remedy="Write it as YYYY-MM-DD.") from None


def _lines(path: Path | None) -> frozenset[str]:
    return frozenset(read(path).decode("utf-8", errors="replace").splitlines()) - {""} if path else frozenset()


def _opened(path: Path) -> BinaryIO:
    """Opens a file, so that one that is not there stops the command before any is read. Raises `InvalidInput`."""
    from biennium.kernel.errors import InvalidInput

    if str(path) == "-":
        return sys.stdin.buffer
    try:
        stream = path.open("rb")
        stream.peek(1)
    except OSError as error:
        raise InvalidInput(f"This file cannot be read: {error.strerror}.", where=str(path)) from None
    return stream


def _write(reports: Sequence[Report], options: argparse.Namespace) -> None:
    from biennium.kernel.errors import InvalidInput

    if not options.out:
        sys.stdout.writelines(_pieces(reports, as_json=options.json))
        return
    try:
        with options.out.open("w", encoding="utf-8") as file:
            file.writelines(_pieces(reports, as_json=options.json))
    except OSError as error:
        raise InvalidInput(f"This file cannot be written: {error.strerror}.", where=str(options.out)) from None


def _pieces(reports: Sequence[Report], *, as_json: bool) -> Iterator[str]:
    known = frozenset().union(*(report.identifiers for report in reports)) if len(reports) > 1 else frozenset()
    if not as_json:
        for report in reports:
            yield from report.text(known)
        return
    several = len(reports) > 1
    yield "[\n" if several else ""
    for number, report in enumerate(reports):
        yield ",\n" if number else ""
        yield from report.json(known)
    yield "\n]\n" if several else "\n"
