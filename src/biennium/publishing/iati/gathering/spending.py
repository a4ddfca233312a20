"""What was paid to organisations, and what else was spent, by work item.

Invariants: a payment or commitment stands for itself only where its posting names an organisation and it pays for no
personnel; everything else of a fund and a year is one expenditure. Personnel is never seen by itself: where other costs
make up less than a tenth of such an expenditure, it is published with the programme as a whole. What was spent is
published once: support cost where it is spent, not where it is charged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf

from biennium.ledger.models import Move
from biennium.programme.models import Programme
from biennium.publishing.iati.gathering.folding import INTERNAL, SPENT, folded

OUTGOING_COMMITMENT, DISBURSEMENT = "2", "3"
LEAST_OTHER = 10
"""Personnel is shown with other costs where these are at least one in so many of the whole."""

BY = ("work_item", "fund", "year", "cost_category__staff")
ORGANISATION = Coalesce(
    NullIf("posting__counterparty", Value("")), NullIf("posting__follows__counterparty", Value("")), Value("")
)


@dataclass(frozen=True, slots=True)
class Paid:
    """A commitment to an organisation, or a payment; minor units of the reporting currency. `clears` is the key of the
    posting that a payment or release refers to."""

    type: str
    fund: int
    year: int
    day: date
    amount: int
    organisation: str
    posting: int
    number: str
    clears: int | None


Totals = dict[tuple[int, int], int]
"""Amounts by fund (primary key) and year."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What one work item spent: to organisations, and otherwise by fund and year; `withheld` is personnel alone."""

    paid: tuple[Paid, ...]
    other: Totals
    withheld: Totals


def of_items(programme: Programme, items: Sequence[int], as_of: date) -> dict[int, Spending]:
    """The spending of some work items: five queries."""
    paid = _paid(programme, items, as_of)
    staff: dict[int, Totals] = defaultdict(lambda: defaultdict(int))
    other: dict[int, Totals] = defaultdict(lambda: defaultdict(int))

    def mine(to: str) -> Q:
        return Q(**{f"{to}programme": programme, f"{to}work_item__in": items})

    for (item, fund, year, is_staff), amount in folded(mine, SPENT, BY, as_of, ~Q(mark=INTERNAL)).items():
        (staff if is_staff else other)[item][fund, year] += amount
    for item, rows in paid.items():
        for row in rows:
            if row.type == DISBURSEMENT:
                other[item][row.fund, row.year] -= row.amount
    return {item: _spending(paid.get(item, []), staff[item], other[item]) for item in {*paid, *staff, *other}}


def of_none(programme: Programme, as_of: date) -> Totals:
    """What was spent for no work item."""

    def none(to: str) -> Q:
        return Q(**{f"{to}programme": programme, f"{to}work_item__isnull": True})

    return dict(folded(none, SPENT, ("fund", "year"), as_of, ~Q(mark=INTERNAL)))


def _spending(paid: Sequence[Paid], staff: Totals, other: Totals) -> Spending:
    shown: Totals = {}
    withheld: Totals = {}
    for key in sorted({*staff, *other}):
        people, rest = staff.get(key, 0), other.get(key, 0)
        if people and rest * LEAST_OTHER < people + rest:
            withheld[key] = people
            shown[key] = rest
        else:
            shown[key] = people + rest
    return Spending(tuple(paid), {key: amount for key, amount in shown.items() if amount}, withheld)


_FIELDS = ("posting", "posting__batch__uid", "posting__number", "posting__date", "posting__follows", "reporting")


def _paid(programme: Programme, items: Sequence[int], as_of: date) -> dict[int, list[Paid]]:
    """Moves between allotted and committed, and into spent or back, whose posting names an organisation."""
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    for stage, kind, sign, line in _DIRECTIONS:
        mine = Q(**{f"{line}__programme": programme, f"{line}__work_item__in": items})
        not_staff = Q(**{f"{line}__cost_category__isnull": True}) | Q(**{f"{line}__cost_category__staff": False})
        moves = Move.objects.filter(mine & not_staff & stage, posting__date__lte=as_of).exclude(mark=INTERNAL)
        rows = moves.annotate(paid_to=ORGANISATION).exclude(paid_to="").order_by("pk")
        dimensions = (f"{line}__work_item", f"{line}__fund", f"{line}__year")
        for *key, reporting in rows.values_list(*dimensions, "paid_to", *_FIELDS):
            sums[(kind, *key)] += sign * reporting
    found: dict[int, list[Paid]] = defaultdict(list)
    for (kind, item, fund, year, organisation, posting, batch, number, day, clears), amount in sums.items():
        if amount:
            name = f"{batch.hex}-{number}"
            found[item].append(Paid(kind, fund, year, day, amount, organisation, posting, name, clears))
    return found


_DIRECTIONS = (
    (Q(from_stage="allotted", to_stage="committed"), OUTGOING_COMMITMENT, 1, "to_line"),
    (Q(from_stage="committed", to_stage="allotted"), OUTGOING_COMMITMENT, -1, "from_line"),
    (Q(to_stage="spent") & ~Q(from_stage="spent"), DISBURSEMENT, 1, "to_line"),
    (Q(from_stage="spent") & ~Q(to_stage="spent"), DISBURSEMENT, -1, "from_line"),
)
