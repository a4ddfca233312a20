"""Projects over some agreements: what they are for, as far as their money says. All modelled.

Invariants: an agreement pays for one project at most, in both years, with all of its money; the shares of a project
are what its agreements spend, or have to spend, by result and by place, so that they divide what the books hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from biennium.demo.money.assignment import Assigned
from biennium.demo.money.facts import YEAR, document
from biennium.demo.money.outlook import NEXT, renamed
from biennium.demo.money.rows import GLOBAL, ExpenseCell
from biennium.kernel.shares import Shares


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How much of a project is for each result and each place from a year on, in hundredths of a percent."""

    since: int
    results: dict[str, int]
    places: dict[str, int]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project, and the agreements of both years that pay for it."""

    symbol: str
    title: dict[str, str]
    agreements: tuple[str, ...]


def projects() -> list[ProjectRow]:
    """The projects there are; those of agreements of the first year go on with the agreements that follow them."""
    return [
        ProjectRow(
            row["symbol"], row["title"], (*row["agreements"], *(renamed(agreement) for agreement in row["agreements"]))
        )
        for row in document("modelled/projects")
    ]


@cache
def symbols() -> dict[str, str]:
    """The project of each agreement that pays for one."""
    return {agreement: row.symbol for row in projects() for agreement in row.agreements}


def unit(row: ProjectRow, spent: Iterable[ExpenseCell]) -> str:
    """The unit that spends most of it."""
    return max(
        _sums((cell.unit, cell.amount) for cell in spent if cell.agreement in row.agreements).items(), key=_size
    )[0]


def shares(row: ProjectRow, spent: Iterable[ExpenseCell], parts: Iterable[Assigned]) -> list[ShareRow]:
    """The first year by what was spent; the second, where anything is allotted yet, by what is allotted."""
    cells = [cell for cell in spent if cell.agreement in row.agreements]
    given = [part for part in parts if part.row.year == NEXT and part.row.agreement in row.agreements]
    first = _shares(YEAR, [(cell.result, cell.place, cell.amount) for cell in cells])
    second = _shares(NEXT, [(part.row.result, part.place, part.amount) for part in given])
    return [first, second] if second.results and second != first else [first]


def _shares(year: int, amounts: list[tuple[str | None, str, int]]) -> ShareRow:
    """Nothing over places where some of it is in none."""
    results = _sums((result, amount) for result, _place, amount in amounts if result)
    places = _sums((place, amount) for _result, place, amount in amounts)
    named = {} if {"", GLOBAL} & places.keys() else places
    return ShareRow(year, *(dict(Shares.of_weights(one)) if one else {} for one in (results, named)))


def _sums(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, amount in amounts:
        found[code] = found.get(code, 0) + amount
    return found


def _size(one: tuple[str, int]) -> tuple[int, str]:
    return one[1], one[0]
