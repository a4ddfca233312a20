"""Sharing an amount of a project out over its results and places.

Invariant: a posting is shared out once, when it is posted, by the shares that hold on its day; the parts sum to the
amount, those of a result (of a place) to what the largest remainder gives that result (that place). What a line names
itself is not shared out. A project that one agreement of the fund pays for is paid by that one, named or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from biennium.funding.models import Agreement, ProjectShare
from biennium.funding.selectors.shares import holding
from biennium.kernel.fitting import spread
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Part

WHOLE = "-"
"""The key of the only part where a project is not shared out over results, or not over places."""
Weights = dict[str, tuple[int | None, int]]


class Sharing:
    """The shares of the projects at hand, and who pays for them; read in two queries."""

    def __init__(self, projects: Iterable[int | None]) -> None:
        self._shares: dict[int, list[ProjectShare]] = {}
        wanted = {project for project in projects if project is not None}
        self._payers: dict[tuple[int, int], list[int]] = {}
        if not wanted:
            return
        for one in ProjectShare.objects.filter(project__in=wanted).select_related("result", "place"):
            self._shares.setdefault(one.project_id, []).append(one)
        paid = Agreement.objects.filter(projects__in=wanted).exclude(status=Agreement.Status.DROPPED)
        for project, fund, agreement in paid.values_list("projects", "fund", "pk"):
            self._payers.setdefault((project, fund), []).append(agreement)

    def parts(self, line: Dimensions, money: Money, day: date) -> tuple[Part, ...]:
        """The parts of an amount on a line that names a project, and no result or no place; none where all of it is
        posted on the line as it is named."""
        if line.project is None or line.work_item is not None:
            return ()
        paid = self._paid(line)
        cells = self._cells(paid, day)
        if not cells:
            return () if paid == line else (Part(paid, money),)
        rows, columns = cells
        amounts = spread(
            money.minor,
            {code: share for code, (_pk, share) in rows.items()},
            {code: share for code, (_pk, share) in columns.items()},
        )
        return tuple(
            Part(replace(paid, result=rows[row][0], place=columns[column][0]), Money(minor, money.currency))
            for (row, column), minor in amounts.items()
        )

    def _paid(self, line: Dimensions) -> Dimensions:
        payers = self._payers.get((line.project or 0, line.fund), ())
        return replace(line, agreement=payers[0]) if line.agreement is None and len(payers) == 1 else line

    def _cells(self, line: Dimensions, day: date) -> tuple[Weights, Weights] | None:
        """The shares of results and of places by code, each with its primary key; None where there is nothing to share
        out. Shares in the results of another programme do not hold for this one."""
        shares = holding(self._shares.get(line.project or 0, ()), day)
        results: Weights = {one.result.code: (one.result_id, one.share) for one in shares if one.result is not None}
        if line.result is not None or any(one.result and one.result.programme_id != line.programme for one in shares):
            results = {}
        places: Weights = {one.place.code: (one.place_id, one.share) for one in shares if one.place is not None}
        if line.place is not None:
            places = {}
        if not results and not places:
            return None
        return results or {WHOLE: (line.result, 1)}, places or {WHOLE: (line.place, 1)}
