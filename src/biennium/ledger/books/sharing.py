"""Sharing an amount of a project out over its results and places.

Invariant: a posting is shared out once, when it is posted, by the shares that hold on its day; the parts sum to the
amount, those of a result (of a place) to what the largest remainder gives that result (that place). What a line names
itself is not shared out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from biennium.funding.models import ProjectShare
from biennium.funding.selectors.shares import holding
from biennium.kernel.fitting import spread
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Part

WHOLE = "-"
"""The key of the only part where a project is not shared out over results, or not over places."""


class Sharing:
    """The shares of the projects at hand, read in one query."""

    def __init__(self, projects: Iterable[int | None]) -> None:
        self._shares: dict[int, list[ProjectShare]] = {}
        wanted = {project for project in projects if project is not None}
        for one in ProjectShare.objects.filter(project__in=wanted).select_related("result", "place") if wanted else ():
            self._shares.setdefault(one.project_id, []).append(one)

    def parts(self, line: Dimensions, money: Money, day: date) -> tuple[Part, ...]:
        """The parts of an amount on a line that names a project, and no result or no place; none where it is whole."""
        if line.project is None or line.work_item is not None:
            return ()
        shares = holding(self._shares.get(line.project, ()), day)
        results = {one.result.code: (one.result_id, one.share) for one in shares if one.result is not None}
        if line.result is not None or any(one.result and one.result.programme_id != line.programme for one in shares):
            results = {}
        places = {one.place.code: (one.place_id, one.share) for one in shares if one.place is not None}
        if line.place is not None:
            places = {}
        if not results and not places:
            return ()
        rows, columns = results or {WHOLE: (line.result, 1)}, places or {WHOLE: (line.place, 1)}
        cells = spread(
            money.minor,
            {code: share for code, (_pk, share) in rows.items()},
            {code: share for code, (_pk, share) in columns.items()},
        )
        return tuple(
            Part(replace(line, result=rows[row][0], place=columns[column][0]), Money(minor, money.currency))
            for (row, column), minor in cells.items()
        )
