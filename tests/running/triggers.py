"""The guards of append-only tables, lifted: by Django to empty a database, and by an administrator who tampers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from biennium.foundation.database import append_only_tables


def lift() -> list[str]:
    """Takes the guards off; the statements that put them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statements = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in append_only_tables()]
            restore = [statement.replace("DISABLE", "ENABLE") for statement in statements]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            statements, restore = [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
        for statement in statements:
            cursor.execute(statement)
    return restore


@contextmanager
def lifted() -> Iterator[None]:
    """Append-only tables can be emptied meanwhile, as Django does between tests that commit."""
    restore = lift()
    yield
    with connection.cursor() as cursor:
        for statement in restore:
            cursor.execute(statement)
