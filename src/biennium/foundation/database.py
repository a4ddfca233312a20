"""Rules the database itself keeps, on SQLite and PostgreSQL alike.

`AppendOnly` is a migration operation: afterwards no row of the table can be changed, deleted, replaced or truncated
by anybody, whatever the code above does; fields that are to stay changeable are named.

Invariant: the tables that migrations made append-only are so; `unprotected` names those that lost it (SQLite drops
the triggers of a table that a later migration rebuilds, and then `AppendOnly` has to be repeated).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION biennium_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table} {when} EXECUTE FUNCTION biennium_append_only()
"""


class AppendOnly(Operation):
    """Forbids changing, deleting, replacing and truncating the rows of a model's table; the fields in `but` can be
    changed."""

    reversible = True

    def __init__(self, model: str, but: tuple[str, ...] = ()) -> None:
        self.model = model
        self.but = but

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model], {"but": self.but} if self.but else {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        kept = ", ".join(str(field.column) for field in model._meta.local_fields if field.name not in self.but)
        update = f"UPDATE OF {kept}" if self.but else "UPDATE"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES_FUNCTION, params=())
            template, rules = _POSTGRES, _rules_of_postgres(update)
        else:
            template, rules = _SQLITE, _rules_of_sqlite(model, update)
        for verb, event, when in rules:
            statement = template.format(table=model._meta.db_table, verb=verb, event=event, when=when)
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        postgres = schema_editor.connection.vendor == "postgresql"
        for verb in _verbs(schema_editor.connection.vendor):
            suffix = f" ON {table}" if postgres else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{suffix}", params=None)

    def describe(self) -> str:
        return f"Make {self.model} append-only"


class Changeable(AppendOnly):
    """Lifts what `AppendOnly` forbids, so that a migration can rewrite rows; it ends with `AppendOnly` again."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Let rows of {self.model} be rewritten"


Rules = list[tuple[str, str, str]]


def _rules_of_postgres(update: str) -> Rules:
    """Verb, event, and what the trigger stands on. A TRUNCATE fires no trigger of a row."""
    each_row, once = "FOR EACH ROW", "FOR EACH STATEMENT"
    return [("update", update, each_row), ("delete", "DELETE", each_row), ("truncate", "TRUNCATE", once)]


def _rules_of_sqlite(model: type[models.Model], update: str) -> Rules:
    """INSERT OR REPLACE deletes the row in its way without firing the trigger on DELETE, so it is caught before."""
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in _keys(model)
    )
    replaces = f"WHEN EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE {same})"  # noqa: S608 - names of our own
    return [("update", update, ""), ("delete", "DELETE", ""), ("replace", "INSERT", replaces)]


def _keys(model: type[models.Model]) -> Iterator[list[str]]:
    """The columns of each key that is unique without a condition."""
    for field in model._meta.local_fields:
        if field.unique:
            yield [str(field.column)]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.condition is None:
            yield [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]


def _verbs(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete", "replace")


def append_only_tables() -> list[str]:
    """The tables that migrations made append-only, sorted."""
    found = {
        apps.get_model(label, operation.model)._meta.db_table
        for (label, _name), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    }
    return sorted(found)


def refresh_statistics() -> None:
    """Tells the planner of PostgreSQL what the tables hold now. It finds out by itself after a while, but not about
    rows of a transaction that is still open. Tables without rows are left out: one whose rows were rolled back would
    pass for empty however it grows."""
    if connection.vendor != "postgresql":
        return
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in found if model._base_manager.exists()):
            cursor.execute(f"ANALYZE {table}")


def is_busy(error: OperationalError) -> bool:
    """Whether the database gave up only because others were writing: the same again may succeed."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(cause, "sqlstate", "") in _BUSY


_BUSY = ("40001", "40P01", "55P03")
"""PostgreSQL: could not be put in a row, deadlock, lock not available."""


def unprotected() -> list[str]:
    """The append-only tables whose triggers are not all in the database and on guard."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    verbs = _verbs(connection.vendor)
    return [table for table in append_only_tables() if not {f"{table}_no_{verb}" for verb in verbs} <= present]
