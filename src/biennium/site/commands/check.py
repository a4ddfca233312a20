"""`biennium check`: is the installation sound, are the books what they were when sealed, and are the data good.

Warnings of data quality are told and change nothing in the exit status: they may mislead, but no figure is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from biennium.site.commands.console import Verbs, command, say

ERROR, WARNING = "error", "warning"
Found = tuple[str, str]


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    words = "Check the installation, its sealed versions, its files and its data."
    check = command(verbs, "check", words, run, installed=False)
    check.add_argument("--deploy", action="store_true", help="refuse settings that are unsafe in production")


def run(options: argparse.Namespace) -> int:
    """One line a finding; exit status 1 when there is any that is not a warning."""
    findings = [*_settings(options.deploy), *_database()]
    wrong = [words for severity, words in findings if severity == ERROR]
    for _severity, words in findings:
        say(words)
    say(_summary(len(wrong), len(findings) - len(wrong)))
    return 1 if wrong else 0


def _summary(wrong: int, warnings: int) -> str:
    if not wrong and not warnings:
        return "All is well."
    return f"{_counted(wrong, 'finding')}, {_counted(warnings, 'warning')}"


def _counted(count: int, thing: str) -> str:
    """“1 finding”, “2 findings”."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _settings(deploy: bool) -> Iterator[Found]:
    from django.core import checks

    for message in checks.run_checks(include_deployment_checks=deploy):
        if message.level >= checks.WARNING:
            yield ERROR, f"settings: {' '.join(str(message.msg).split())} ({message.id})"
    if deploy:
        yield from _unsafe()


def _unsafe() -> Iterator[Found]:
    from biennium.site import environment, secret

    if not secret.is_given():
        yield (
            ERROR,
            "settings: BIENNIUM_SECRET_KEY is not set: the key lies in the data directory and so in its backups.",
        )
    if not environment.flag("BIENNIUM_HTTPS"):
        yield ERROR, "settings: BIENNIUM_HTTPS is off: passwords would cross the network in the clear."
    if environment.read("BIENNIUM_EMAIL_URL") == "console":
        yield ERROR, "settings: BIENNIUM_EMAIL_URL is not set: nobody can reset a password."


def _database() -> Iterator[Found]:
    from biennium.site import installation

    if refusal := installation.lacking():
        yield ERROR, f"database: {refusal}"
        return
    yield from _triggers()
    yield from _versions()
    yield from _files()
    yield from _data()


def _triggers() -> Iterator[Found]:
    from biennium.foundation.database import unprotected

    for table in unprotected():
        yield ERROR, f"database: {table} is no longer append-only; restore the database from the backup."


def _versions() -> Iterator[Found]:
    from biennium.kernel.errors import Sealed
    from biennium.programme.models import Version
    from biennium.programme.sealing import open_sealed

    for version in Version.objects.select_related("programme").iterator(chunk_size=1):
        try:
            open_sealed(bytes(version.content), version.sha256)
        except (Sealed, ValueError, KeyError):
            yield ERROR, f"versions: {version} is not what was sealed; restore it from the backup."


def _files() -> Iterator[Found]:
    from biennium.foundation.files import read
    from biennium.foundation.models import StoredFile
    from biennium.kernel.errors import NotFound

    for stored in StoredFile.objects.iterator():
        try:
            read(stored)
        except NotFound as error:
            yield ERROR, f"files: {error}"


def _data() -> Iterator[Found]:
    """The rules of data quality over every programme, a full recomputation of the results among them."""
    from biennium.foundation import quality
    from biennium.programme.models import Programme

    for programme in Programme.objects.all():
        for one in quality.findings(programme):
            severity = ERROR if one.severity == quality.ERROR else WARNING
            yield (
                severity,
                f"data ({one.rule}): {programme.code} {one.where}: {one.message} {one.remedy}",
            )
