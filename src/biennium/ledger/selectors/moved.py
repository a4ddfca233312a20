"""What moved on the lines of an agreement between two days, from its postings.

Invariant: what moved until the day of the last posting is what stands on the lines; a move between two lines of one
agreement changes nothing but the rows it goes between.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from biennium.funding.models import Agreement
from biennium.ledger.models import Move
from biennium.ledger.selectors.tables import COLUMNS, Amounts, cumulative

INTERNAL = "internal"
"""The mark of support cost that one fund pays to another."""
SIDES = (("to", 1), ("from", -1))
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The columns of a table of money as they changed: minor units of the fund's currency, and of the reporting one."""

    control: Amounts
    reporting: Amounts


NOTHING = Moved(Amounts(), Amounts())


def moved(
    agreement: Agreement, *, until: date, start: date | None = None, by: Sequence[str] = (), mark: str = ""
) -> dict[Key, Moved]:
    """What moved from `start` (the beginning, unless told) to `until`, both days included, by fields of lines.

    `by` names fields of a line, such as `result` (its primary key, None where it is not specified); `mark` keeps moves
    with this mark. Two queries.
    """
    days = Q(posting__date__lte=until)
    if start is not None:
        days &= Q(posting__date__gte=start)
    if mark:
        days &= Q(mark=mark)
    sums: dict[Key, tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
    for key, stage, control, reporting in _rows(agreement, days, by):
        sums[key][0][stage] += control
        sums[key][1][stage] += reporting
    return {key: Moved(_columns(control), _columns(reporting)) for key, (control, reporting) in sums.items()}


def _rows(agreement: Agreement, days: Q, by: Sequence[str]) -> Iterable[tuple[Key, str, int, int]]:
    """What came to a stage, and, negative, what left it."""
    for side, sign in SIDES:
        rows = Move.objects.filter(days, **{f"{side}_line__agreement": agreement}).order_by()
        grouped = rows.values_list(*[f"{side}_line__{name}" for name in by], f"{side}_stage")
        for *key, stage, control, reporting in grouped.annotate(Sum("control"), Sum("reporting")):
            yield tuple(key), stage, sign * control, sign * reporting


def _columns(standing: Counter[str]) -> Amounts:
    return cumulative({name: standing[name] for name in COLUMNS})
