"""An alphabet as other installations have: that of a dictionary, which is not that of the code points."""

from __future__ import annotations

from django.db import connection, models

DICTIONARY = "und-x-icu"


def like_a_dictionary(*fields: tuple[type[models.Model], str]) -> None:
    """PostgreSQL sorts these columns as a dictionary does (a, B, c) until the test ends; SQLite has no such alphabet.
    To be asked before there are rows."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model, name in fields:
            column = model._meta.get_field(name)
            table, kind = model._meta.db_table, column.db_type(connection)
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN {column.column} TYPE {kind} COLLATE "{DICTIONARY}"')
