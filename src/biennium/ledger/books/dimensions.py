"""Lines by their dimensions: found, or made with the control account they belong to.

Invariant: equal dimensions are one line, whoever asked first; its account is the projection of the line on the
dimensions at which its fund is controlled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from django.db import connection

from biennium.funding.models import Fund
from biennium.kernel.books.stages import Stage
from biennium.kernel.identity import new_uid
from biennium.ledger.books import sql
from biennium.ledger.models import BudgetItem, ControlAccount, Line, LineBalance
from biennium.ledger.models.lines import DIMENSIONS

COLUMNS = ("key", "programme", *DIMENSIONS, "year")


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Primary keys of what a line is of; None is not yet specified."""

    programme: int
    fund: int
    agreement: int | None = None
    project: int | None = None
    budget_item: int | None = None
    result: int | None = None
    work_item: int | None = None
    unit: int | None = None
    place: int | None = None
    cost_category: int | None = None
    year: int | None = None

    @property
    def key(self) -> str:
        """The unique text of the dimensions."""
        return "-".join([str(part or 0) for part in _values(self)])

    @staticmethod
    def of(line: Line | ControlAccount) -> Dimensions:
        """Those of a row."""
        named: dict[str, Any] = {name: getattr(line, f"{name}_id") for name in DIMENSIONS}
        return Dimensions(programme=line.programme_id, year=line.year, **named)


_values = attrgetter(*(one.name for one in fields(Dimensions)))


@dataclass(frozen=True, slots=True)
class LineRef:
    """A line that exists: its key, its account and its fund."""

    pk: int
    account: int
    fund: int
    programme: int


def controlled(dimensions: Dimensions, fund: Fund) -> Dimensions:
    """The dimensions of the account at which decisions on the line stop."""
    kept = {"programme", "fund", *fund.control_dimensions, *(("year",) if fund.control_by_year else ())}
    left_out: dict[str, Any] = {name: None for name in (*DIMENSIONS, "year") if name not in kept}
    return replace(dimensions, **left_out)


def ensure(wanted: Iterable[Dimensions], funds: Mapping[int, Fund]) -> dict[Dimensions, LineRef]:
    """The line of each of the dimensions, made where there was none."""
    by_key = {one.key: one for one in wanted}
    found = _found(by_key)
    missing = {key: one for key, one in by_key.items() if key not in found}
    if missing:
        _make(missing, funds)
        found |= _found(missing)
    return {by_key[key]: line for key, line in found.items()}


def _found(keys: Iterable[str]) -> dict[str, LineRef]:
    condition = sql.member_of("key")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, id, account_id, fund_id, programme_id FROM ledger_line WHERE {condition}",
            [sql.members(keys)],
        )
        return {row[0]: LineRef(*row[1:]) for row in cursor.fetchall()}


def _make(missing: Mapping[str, Dimensions], funds: Mapping[int, Fund]) -> None:
    """Accounts first, then lines, then their empty balances; in the order of their keys, so that two writers who make
    the same lines wait for each other rather than both."""
    ordered = [missing[key] for key in sorted(missing)]
    projected = {one.key: controlled(one, funds[one.fund]) for one in ordered}
    accounts = _accounts({one.key: one for one in projected.values()})
    rows = [(*_row(one), new_uid(), accounts[projected[one.key].key]) for one in ordered]
    sql.insert(Line, (*COLUMNS, "uid", "account"), rows, known=True)
    made = _found(missing)
    sql.insert(LineBalance, _BALANCES, [(line.pk, *_ZEROS) for line in made.values()], known=True)


def _accounts(wanted: Mapping[str, Dimensions]) -> dict[str, int]:
    negative = set(
        BudgetItem.objects.filter(pk__in={one.budget_item for one in wanted.values() if one.budget_item})
        .filter(may_be_negative=True)
        .values_list("pk", flat=True)
    )
    rows = [(*_row(wanted[key]), wanted[key].budget_item in negative, *_ACCOUNT_ZEROS) for key in sorted(wanted)]
    sql.insert(ControlAccount, (*COLUMNS, "may_be_negative", *_STAGES), rows, known=True)
    condition = sql.member_of("key")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, id FROM ledger_controlaccount WHERE {condition}", [sql.members(wanted)])
        return dict(cursor.fetchall())


def _row(one: Dimensions) -> tuple[str | int | None, ...]:
    return (one.key, *_values(one))


_STAGES = tuple(stage.value for stage in Stage)
_BALANCES = ("line", *_STAGES, *(f"{stage}_reporting" for stage in _STAGES))
_ACCOUNT_ZEROS = (0,) * len(_STAGES)
_ZEROS = _ACCOUNT_ZEROS * 2
