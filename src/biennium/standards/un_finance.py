"""The code lists of the UN standards for system-wide reporting of financial data: financing instruments (IV),
contributors (VI), functions (II) and the gender equality marker (VII)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from biennium.standards.tables import rows, text

LISTS = ("instrument", "contributor", "function", "gender")


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a list. `group` says what it has in common with others: assessed, government …"""

    code: str
    group: str
    name: Mapping[str, str]

    @property
    def label(self) -> str:
        """The name the standard gives it, in English."""
        return self.name["en"]


@cache
def codes(listed: str) -> Mapping[str, Code]:
    """A list by code, in its own order. Raises `KeyError` for a list there is none of."""
    if listed not in LISTS:
        raise KeyError(listed)
    return {
        row["code"]: Code(row["code"], row["group"], text(row)) for row in rows("un_finance") if row["list"] == listed
    }
