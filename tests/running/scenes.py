"""What many tests start from is built once, through the services, and afterwards set again row by row.

Invariant: a scene that is set again has the same rows with the same keys as the one that was built, in the transaction
of the test that asks for it; so tests stay apart, on both databases, with any number of workers. It is the first thing
a test does: a scene built among other rows would keep them as its own.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

T = TypeVar("T")
Rows = dict[tuple[Any, ...], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the building gave back, and the rows it left, by table."""

    given: Any
    rows: dict[str, list[tuple[Any, ...]]]


def built_once(build: Callable[[], T]) -> Callable[[], T]:
    """The building runs once in a process; what it gives back is a copy each time."""
    kept: list[Scene] = []

    @wraps(build)
    def scene() -> T:
        if not kept:
            before = _everything()
            given = build()
            kept.append(Scene(deepcopy(given), _added(before, _everything())))
            return given
        with transaction.atomic():
            _set_again(kept[0].rows)
        return deepcopy(kept[0].given)

    return scene


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _everything() -> dict[str, Rows]:
    found = {}
    with connection.cursor() as cursor:
        for table in {model._meta.db_table for model in _models()}:
            cursor.execute(f"SELECT * FROM {table}")
            found[table] = dict.fromkeys(tuple(row) for row in cursor.fetchall())
    return found


def _added(before: dict[str, Rows], after: dict[str, Rows]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that are new. A row that was there before stays as it was: a scene adds, and changes nothing."""
    changed = [table for table, rows in before.items() if not rows.keys() <= after[table].keys()]
    if changed:
        raise AssertionError(f"a scene changes rows of {', '.join(changed)}")
    added = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    return {table: rows for table, rows in added.items() if rows}


def _set_again(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    with connection.cursor() as cursor:
        for table, values in rows.items():
            places = ", ".join(["%s"] * len(values[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", values)
        touched = [model for model in _models() if model._meta.db_table in rows]
        for statement in connection.ops.sequence_reset_sql(no_style(), touched):
            cursor.execute(statement)
