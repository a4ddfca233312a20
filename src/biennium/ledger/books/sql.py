"""Many rows in one statement, on PostgreSQL (COPY, arrays) and SQLite (one prepared statement) alike.

The ORM would make an object of every row and a statement of every few hundred; a file of a million rows has neither
the time nor the memory for it. Names come from the models, never from input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def on_postgres() -> bool:
    """Whether this is PostgreSQL."""
    return connection.vendor == "postgresql"


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys nobody else uses, on SQLite, where the writer has the database to itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        last = cursor.fetchone()
    start = (last[0] if last else 0) + 1
    return list(range(start, start + count))


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, known: bool = False) -> None:
    """Inserts the rows; with `known`, rows whose key is there already are left out."""
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    ignore = " ON CONFLICT DO NOTHING" if known else ""
    table = f"{model._meta.db_table} ({names})"
    into = f"INSERT INTO {table}"
    if on_postgres() and not known:
        _copy(table, rows)
        return
    with connection.cursor() as cursor:
        if on_postgres():
            statement = f"{into} SELECT * FROM {_arrays(fields)}{ignore}"
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({places}){ignore}", _prepared(fields, rows))


def _copy(table: str, rows: Sequence[Row]) -> None:
    """COPY knows no conflict, and takes a third of the time of arrays."""
    statement = f"COPY {table} FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def add(model: type[models.Model], key: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Adds to columns of rows, on SQLite: each row is the key and what to add to each column. Keys are known and
    distinct."""
    keyed: Any = model._meta.get_field(key)
    changes = ", ".join(f"{one} = {one} + %s" for one in map(connection.ops.quote_name, columns))
    statement = f"UPDATE {model._meta.db_table} SET {changes} WHERE {keyed.column} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*row[1:], row[0]) for row in rows])


def member_of(column: str) -> str:
    """A condition with one parameter (see `members`): the column is one of many values."""
    if on_postgres():
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"


def members(values: Iterable[Any]) -> Any:
    """The parameter of `member_of`."""
    if on_postgres():
        return list(values)
    return connection.ops.adapt_json_value(list(values), None)


def _arrays(fields: Sequence[Any]) -> str:
    casts = ", ".join(f"%s::{_type(field)}[]" for field in fields)
    return f"unnest({casts})"


def _type(field: Any) -> str:
    name: str = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return name


def _prepared(fields: Sequence[Any], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows as SQLite stores them; only days, times and identities need it."""
    kinds = (models.DateField, models.UUIDField)
    special = [index for index, field in enumerate(fields) if isinstance(field, kinds)]
    if not special:
        return rows
    prepared = []
    for row in rows:
        values = list(row)
        for index in special:
            values[index] = fields[index].get_db_prep_value(values[index], connection)
        prepared.append(values)
    return prepared
