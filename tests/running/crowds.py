"""People who work at the same moment: real connections, real transactions, on a database of their own.

Invariant: what a crowd writes is gone afterwards. On SQLite it works on a file, because a database in memory has no
locks worth the name; on PostgreSQL in the test database, which is emptied after every test that commits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")


class Crowd:
    """Runs work in threads, each with a connection of its own."""

    def alone(self, work: Callable[[], T]) -> T:
        """The work of one person, while nobody else works."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_closing, work).result()

    def together(self, works: Sequence[Callable[[], Any]]) -> list[Any]:
        """What each gives, or the exception it ended with, when all begin at the same moment."""
        barrier = Barrier(len(works))

        def one(work: Callable[[], Any]) -> Any:
            barrier.wait(timeout=30)
            try:
                return work()
            except Exception as error:
                return error

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(lambda work: _closing(lambda: one(work)), works))


def _closing(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        connections.close_all()


@contextmanager
def crowd(folder: Path) -> Iterator[Crowd]:
    """A crowd on an empty database with all tables."""
    main = connections["default"]
    if main.vendor != "sqlite":
        yield Crowd()
        return
    name = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = str(_copied(main, folder / "crowd.sqlite3"))
    try:
        yield Crowd()
    finally:
        connections.settings["default"]["NAME"] = name


def _copied(connection: Any, path: Path) -> Path:
    """The database of a connection as a file."""
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    return path
