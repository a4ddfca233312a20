"""`biennium check`: is the installation sound, and are the books what they were when they were sealed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from biennium.site.commands.console import Verbs, command, say


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    check = command(verbs, "check", "Check the installation, its sealed versions and its files.", run)
    check.add_argument("--deploy", action="store_true", help="refuse settings that are unsafe in production")


def run(options: argparse.Namespace) -> int:
    """One line a finding; exit status 1 when there is any."""
    findings = [*_settings(options.deploy), *_database()]
    for finding in findings:
        say(finding)
    say(f"{len(findings)} findings" if findings else "All is well.")
    return 1 if findings else 0


def _settings(deploy: bool) -> Iterator[str]:
    from django.core import checks

    for message in checks.run_checks(include_deployment_checks=deploy):
        if message.level >= checks.WARNING:
            yield f"settings: {' '.join(str(message.msg).split())} ({message.id})"
    if deploy:
        yield from _unsafe()


def _unsafe() -> Iterator[str]:
    from biennium.site import environment

    if environment.read("BIENNIUM_SECRET_KEY") == "generated in DATA_DIR":
        yield "settings: BIENNIUM_SECRET_KEY is not set: the key lies in the data directory and so in its backups."
    if not environment.flag("BIENNIUM_HTTPS"):
        yield "settings: BIENNIUM_HTTPS is off: passwords would cross the network in the clear."
    if environment.read("BIENNIUM_EMAIL_URL") == "console":
        yield "settings: BIENNIUM_EMAIL_URL is not set: nobody can reset a password."


def _database() -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "database: not up to date; run biennium migrate."
        return
    yield from _triggers()
    yield from _versions()
    yield from _files()


def _triggers() -> Iterator[str]:
    from biennium.foundation.database import unprotected

    for table in unprotected():
        yield f"database: {table} is no longer append-only; restore the database from the backup."


def _versions() -> Iterator[str]:
    from biennium.kernel.errors import Sealed
    from biennium.programme.models import Version
    from biennium.programme.sealing import open_sealed

    for version in Version.objects.select_related("programme").iterator(chunk_size=1):
        try:
            open_sealed(bytes(version.content), version.sha256)
        except (Sealed, ValueError, KeyError):
            yield f"versions: {version} is not what was sealed; restore it from the backup."


def _files() -> Iterator[str]:
    from biennium.foundation.files import read
    from biennium.foundation.models import StoredFile
    from biennium.kernel.errors import NotFound

    for stored in StoredFile.objects.iterator():
        try:
            read(stored)
        except NotFound as error:
            yield f"files: {error}"
