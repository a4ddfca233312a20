"""The book of income: who was to pay, what was recognised, what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, Sum, Value, When

from biennium.ledger.models import IncomeEntry


def _of_published(path: str) -> Case:
    """A fact of a contributor, where it is published."""
    return Case(When(partner__published=True, then=path), default=Value(""))


PATHS: dict[str, str | Case] = {
    "partner": _of_published("partner__code"),
    "contributor_type": _of_published("partner__contributor_type"),
    "fund": "fund__code",
    "instrument": "instrument",
    "year": "year",
}
STEPS = ("due", "recognised", "received")
NOT_PUBLISHED = ""
"""The code of a contributor who is not published, and of income that gives no authority."""


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """The codes of its dimensions, and minor units of the reporting currency at each step."""

    key: tuple[str, ...]
    due: int
    recognised: int
    received: int


def income(by: Sequence[str], *, years: Sequence[int] = (), authority: bool | None = None) -> list[IncomeRow]:
    """Income by dimensions of `PATHS`, the largest first, and one sum without any; `authority` keeps income that gives
    some, or gives none. Contributors who are not published are one, without a code and a type."""
    rows = IncomeEntry.objects.order_by()
    if years:
        rows = rows.filter(year__in=list(years))
    if authority is not None:
        rows = rows.filter(fund__isnull=not authority)
    sums = {step: Sum("reporting", filter=Q(step=step), default=0) for step in STEPS}
    paths = [PATHS[name] for name in by]
    found = [
        IncomeRow(tuple(NOT_PUBLISHED if code is None else str(code) for code in row[: len(paths)]), *row[len(paths) :])
        for row in (rows.values_list(*paths).annotate(**sums) if paths else [tuple(rows.aggregate(**sums).values())])
    ]
    return sorted(found, key=lambda row: (-row.recognised, -row.due, row.key))
