"""Reading the tables of this room."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`, read once."""
    content = resources.files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(content.splitlines()))


def text(row: dict[str, str]) -> dict[str, str]:
    """The names of a row by language, absent rather than empty."""
    return {lang: row[lang] for lang in ("en", "fr", "es") if row.get(lang)}
