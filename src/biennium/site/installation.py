"""The installation a command is about: whether there is one, and the making of it.

Invariant: a command that only looks makes nothing where it was run, and without an installation ends in one line that
says where none was found.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from biennium.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

MAKE = "Make one with biennium migrate or biennium demo, or name the folder of another with BIENNIUM_DATA_DIR."


def must_be_there() -> None:
    """Raises `InvalidInput` when there is no database, none that can be used, or one of an earlier version."""
    if refusal := lacking():
        raise refusal


def lacking() -> InvalidInput | None:
    """What is wrong with the database and what to do; nothing when all is as it should be. Makes no file."""
    if (path := _file()) and not path.exists():
        return InvalidInput("There is no installation here.", where=str(path), remedy=MAKE)
    try:
        executor = _connected()
    except InvalidInput as error:
        return error
    if not executor.loader.applied_migrations:
        return InvalidInput("This database is empty.", where=_name(), remedy=MAKE)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        remedy = "Make a backup, then run biennium migrate."
        return InvalidInput("This database is of an earlier version of Biennium.", where=_name(), remedy=remedy)
    return None


def bring_up_to_date() -> None:
    """Makes the data directory and its key, creates or migrates the tables and loads the facts; safe to do again.

    Raises `InvalidInput` where that cannot be.
    """
    from django.core.management import call_command

    from biennium.foundation.actors import OPERATOR
    from biennium.organisation.services.facts import load_facts

    make_folder()
    _connected()
    call_command("migrate", verbosity=0, interactive=False)
    load_facts(actor=OPERATOR)


def make_folder() -> None:
    """The data directory with the key of the installation. Raises `InvalidInput` where nothing can be kept."""
    from django.conf import settings

    from biennium.site import secret

    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        settings.SECRET_KEY = secret.kept(settings.SECRET_KEY)
    except OSError as error:
        raise InvalidInput(
            f"Nothing can be kept in this folder: {error.strerror}.",
            where=str(settings.DATA_DIR),
            remedy="Name another with BIENNIUM_DATA_DIR.",
        ) from None


def _connected() -> MigrationExecutor:
    """The migrations of the database, which is thereby known to answer. Raises `InvalidInput`."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        return MigrationExecutor(connection)
    except DatabaseError as error:
        connection.close()
        raise InvalidInput(
            f"This database cannot be used: {' '.join(str(error).split())}.",
            where=_name(),
            remedy="See BIENNIUM_DATABASE_URL and BIENNIUM_DATA_DIR.",
        ) from None


def _file() -> Path | None:
    """The file of the database, where it has one of its own."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    return Path(name) if connection.vendor == "sqlite" and not name.startswith(("file:", ":memory:")) else None


def _name() -> str:
    """How the database is called where somebody reads it: without its password."""
    from django.db import connection

    of = connection.settings_dict
    return str(_file() or f"{of['HOST'] or 'localhost'}:{of['PORT'] or 5432}/{of['NAME']}")
