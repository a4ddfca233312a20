"""The modelled weights of `data/money/modelled`, and the scatter that keeps modelled countries from looking alike.

Invariant: the same codes give the same number on every machine (a checksum, no random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from biennium.demo.money.facts import document, table

FUNCTIONS = ("development", "humanitarian", "global_agenda")


@dataclass(frozen=True, slots=True, eq=False)
class Purse:
    """A fund, or a budget item of one: its share of all expense (hundredths of a percent), and how much it leans to a
    function in countries and globally."""

    fund: str
    item: str | None
    spent: int
    country: dict[str, int]
    worldwide: dict[str, int]

    @property
    def code(self) -> str:
        """`RB/I.B`, `XBDC`."""
        return f"{self.fund}/{self.item}" if self.item else self.fund


@dataclass(frozen=True, slots=True, eq=False)
class Category:
    """What money buys; `weights` are hundredths of a percent of what a fund spends."""

    code: str
    un_category: str
    staff: bool
    name: dict[str, str]
    weights: dict[str, int]


@cache
def purses() -> tuple[Purse, ...]:
    """In the order of the table."""
    return tuple(
        Purse(
            row["fund"],
            row["item"] or None,
            int(row["spent"]),
            {function: int(row[f"{function}_country"]) for function in FUNCTIONS},
            {function: int(row[f"{function}_global"]) for function in FUNCTIONS},
        )
        for row in table("modelled/purses")
    )


@cache
def categories() -> tuple[Category, ...]:
    """The tree's leaves; the last one is internal."""
    funds = dict.fromkeys(purse.fund for purse in purses())
    return tuple(
        Category(
            row["code"],
            row["un_category"],
            row["staff"] == "yes",
            {lang: row[lang] for lang in ("en", "fr", "es")},
            {fund: int(row[fund]) for fund in funds},
        )
        for row in table("modelled/categories")
    )


@cache
def affinity() -> dict[str, dict[str, int]]:
    """Weights of goals by result (an outcome's hold for its outputs without their own) or budget item."""
    found: dict[str, dict[str, int]] = {}
    for row in table("modelled/affinity"):
        found.setdefault(row["result"], {})[row["goal"]] = int(row["weight"])
    return found


@cache
def crises() -> dict[str, int]:
    """Weight of humanitarian work by place."""
    return {row["place"]: int(row["weight"]) for row in table("modelled/crises")}


@cache
def rules() -> Any:
    """Rates, shares and sizes."""
    return document("modelled/rules")


def upto(steps: list[tuple[int | None, int]], amount: int) -> int:
    """The number for an amount: that of the first step it is below."""
    return next(number for limit, number in steps if limit is None or amount < limit)


def scatter(below: int, *codes: str) -> int:
    """A number from 0 to below `below` that looks random and depends on the codes only."""
    return crc32("|".join(codes).encode()) % below


def between(low: int, high: int, *codes: str) -> int:
    """A scattered number from low to high."""
    return low + scatter(high - low + 1, *codes)
