"""The published figures of 2024, as they stand in `data/money/published`.

Invariant: nothing is added or changed here; dollars become cents. Source: UN CEB financial statistics.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from biennium.demo.money.rows import Contributor

YEAR = 2024
CENTS = 100


@dataclass(frozen=True, slots=True)
class Published:
    """Cents by code. `revenue_by_contributor` has R01, R02A and R03 (earmarked, of whichever instrument)."""

    contributors: tuple[Contributor, ...]
    revenue_by_contributor: Mapping[tuple[str, str], int]
    revenue_by_instrument: Mapping[str, int]
    expense_by_function: Mapping[str, int]
    expense_by_goal: Mapping[str, int]
    expense_by_place: Mapping[str, int]


def table(name: str) -> list[dict[str, str]]:
    """The rows of `data/money/<name>.csv`."""
    return list(csv.DictReader(_text(f"{name}.csv").splitlines()))


def document(name: str) -> Any:
    """The JSON of `data/money/<name>.json`."""
    return json.loads(_text(f"{name}.json"))


def _text(name: str) -> str:
    return resources.files("biennium.demo").joinpath("data", "money", *name.split("/")).read_text(encoding="utf-8")


def _amounts(name: str, key: str) -> dict[str, int]:
    return {row[key]: int(row["usd"]) * CENTS for row in table(f"published/{name}")}


@cache
def published() -> Published:
    """All of them."""
    return Published(
        contributors=tuple(
            Contributor(row["code"], row["name"], row["type"], row["place"] or None)
            for row in table("published/contributors")
        ),
        revenue_by_contributor={
            (row["contributor"], row["instrument"]): int(row["usd"]) * CENTS
            for row in table("published/revenue_by_contributor")
        },
        revenue_by_instrument=_amounts("revenue_by_instrument", "code"),
        expense_by_function=_amounts("expense_by_function", "code"),
        expense_by_goal=_amounts("expense_by_goal", "goal"),
        expense_by_place=_amounts("expense_by_place", "iso3"),
    )
