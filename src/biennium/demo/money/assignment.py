"""Which work items the allotments of the second year are for.

Nothing is published of it. What is allotted to a line goes, in the main, to the work on which that line was spent in
the first year, the largest first; the rest stays with the output, not yet given to any work. Only work that exists can
have money, and an earmarked agreement pays only for work in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from biennium.demo.money import seeds
from biennium.demo.money.facts import YEAR
from biennium.demo.money.lines import Line, line_of
from biennium.demo.money.outlook import renamed
from biennium.demo.money.rows import AllotmentRow, ExpenseCell
from biennium.kernel.shares import WHOLE, apportion


@dataclass(frozen=True, slots=True)
class Assigned:
    """A part of an allotment: the work it is for and where that is (both empty: none yet), and what is committed."""

    row: AllotmentRow
    work_item: str
    place: str
    amount: int
    committed: int


def assigned(
    rows: Iterable[AllotmentRow], expense: Iterable[ExpenseCell], earmarks: Mapping[str, str]
) -> list[Assigned]:
    """The parts of the allotments, which sum to them; `earmarks` are the places of agreements that have one."""
    worked = _worked(expense)
    return [part for row in rows for part in _parts(row, worked.get(line_of(row), {}), earmarks)]


def _worked(expense: Iterable[ExpenseCell]) -> dict[Line, dict[tuple[str, str], int]]:
    """What was spent on each line of the second year's kind, by work item and place."""
    found: dict[Line, dict[tuple[str, str], int]] = {}
    for cell in expense:
        line = line_of(cell)
        following = replace(line, agreement=renamed(line.agreement)) if line.agreement else line
        spent = found.setdefault(following, {})
        key = (cell.work_item, cell.place)
        spent[key] = spent.get(key, 0) + cell.amount
    return found


def _parts(row: AllotmentRow, worked: Mapping[tuple[str, str], int], earmarks: Mapping[str, str]) -> list[Assigned]:
    rules = seeds.rules()["assignment"]
    home = earmarks.get(row.agreement or "", "")
    fitting = [key for key in worked if row.year > YEAR and home in ("", key[1])]
    kept = sorted(fitting, key=lambda key: (-worked[key], key))[: rules["work_items"]]
    given = row.amount * rules["given"] // WHOLE if kept else 0
    parts = zip(kept, apportion(given, [worked[key] for key in kept]), strict=True)
    found, committed = [], row.committed
    for (work_item, place), amount in (*parts, (("", home), row.amount - given)):
        if amount:
            bound = min(amount, committed)
            found.append(Assigned(row, work_item, place, amount, bound))
            committed -= bound
    return found
