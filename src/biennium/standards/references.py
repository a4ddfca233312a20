"""What a result may refer to: published schemes, each an entry in one registry, so that no room above names one.

`instrument` are international labour instruments (C087, P029, R204); `sdg` goals, targets and indicators of the
Sustainable Development Goals (8, 8.5, 8.8.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from biennium.standards.tables import rows, text

Lookup = Callable[[str], Mapping[str, str] | None]


@cache
def _sdg() -> dict[str, dict[str, str]]:
    return {row["code"]: text(row) for row in rows("sdg")}


@cache
def _instruments() -> dict[str, dict[str, str]]:
    return {
        row["code"]: {lang: f"{title}, {row['year']}" for lang, title in text(row).items()}
        for row in rows("instruments")
    }


SCHEMES: dict[str, Lookup] = {
    "sdg": lambda code: _sdg().get(code.lower()),
    "instrument": lambda code: _instruments().get(code.upper()),
}


def describe(scheme: str, code: str) -> Mapping[str, str] | None:
    """The title of a reference by language; None for a scheme or a code that is not listed."""
    lookup = SCHEMES.get(scheme)
    return lookup(code) if lookup else None
