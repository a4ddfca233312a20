"""Money: budget tables by any dimensions, income, and for the office the lines and what was posted on them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from biennium.api.asking import Asked, Paged, Part, only_known, part
from biennium.api.core import answers, with_etag
from biennium.api.expected import YEAR
from biennium.api.opening import published
from biennium.foundation.permission import require
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money, scaled_string
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line, Move
from biennium.ledger.selectors import income as incomes
from biennium.ledger.selectors import scope as scopes
from biennium.ledger.selectors import tables
from biennium.ledger.selectors.scope import Scope
from biennium.organisation.registration import SEE_OFFICE

router = Router(tags=["money"])
router.add_decorator(only_known, mode="operation")
router.add_decorator(with_etag, mode="view")


class ScopeAsked(Asked):
    """Which lines. A result, unit, budget item or cost category stands for all below it; `-` is not yet specified."""

    fund: str = ""
    partner: str = ""
    agreement: str = ""
    project: str = ""
    budget_item: str = ""
    result: str = ""
    work_item: str = ""
    unit: str = ""
    region: str = ""
    place: str = ""
    cost_category: str = ""
    staff: Literal["yes", "no", ""] = Field("", description="“yes” for staff, “no” for everything else")
    year: str = Field("", description="a calendar year", pattern=YEAR)


class TableAsked(ScopeAsked):
    """A budget table."""

    by: str = Field("fund", description=f"dimensions, separated by commas: {', '.join(tables.BY)}")


class IncomeAsked(Asked):
    """A table of income."""

    by: str = Field("instrument", description=f"dimensions, separated by commas: {', '.join(incomes.PATHS)}")
    year: str = Field("", description="a calendar year", pattern=YEAR)


class LinesAsked(ScopeAsked, Paged):
    """Which lines, part by part."""


class AmountsRow(Schema):
    """Codes by dimension, and cumulative authority: approved includes allotted, allotted committed, committed spent."""

    key: dict[str, str]
    approved: str
    allotted: str
    committed: str
    spent: str
    uncovered: str
    accrued: str


class TableOut(Schema):
    """`consolidated` is what was spent with support cost counted once. `modelled` says that amounts are modelled."""

    currency: str
    modelled: bool
    items: list[AmountsRow]
    total: AmountsRow
    consolidated: str


class IncomeRow(Schema):
    """Codes by dimension (empty: not published, or no authority); what was due, recognised and received."""

    key: dict[str, str]
    due: str
    recognised: str
    received: str


class IncomeOut(Schema):
    """Income by its dimensions, the largest first."""

    currency: str
    items: list[IncomeRow]


class FundOut(Schema):
    """A source of money with its rules."""

    code: str
    name: dict[str, str]
    kind: str
    currency: str
    releases: str
    year_end: str
    period_end: str
    transfer: str
    support_cost_rate: str
    instruments: list[str]


class LineOut(Schema):
    """Where money stands, and how much at each stage in the reporting currency."""

    uid: UUID
    words: str
    year: int
    currency: str
    approved: str
    allotted: str
    committed: str
    spent: str
    uncovered: str
    accrued: str


class MoveOut(Schema):
    """A move of a posting to or from a line."""

    date: date
    kind: str
    document: str
    text: str
    from_stage: str
    to_stage: str
    incoming: bool
    currency: str
    amount: str
    reporting: str


@router.get("/funds", response=answers(Part[FundOut]), summary="Funds")
def list_funds(request: HttpRequest, asked: Query[Paged]) -> Any:
    """The sources of money and their rules."""
    return part(request, asked, Fund.objects.filter(retired_at__isnull=True), _fund)


@router.get("/programmes/{programme}/money", response=answers(TableOut), summary="A budget table")
def show_table(request: HttpRequest, programme: str, asked: Query[TableAsked]) -> Any:
    """What was approved, allotted, committed and spent, by any dimensions, in the reporting currency. Partners who are
    not published, and their agreements, are one: `~`."""
    found = published(programme)
    made = tables.table(_scope(found, asked, public=True), _dimensions(asked.by, tables.BY))
    rows = [_amounts(dict(zip(made.by, row.key, strict=True)), row.amounts, made.currency) for row in made.rows]
    return {
        "currency": made.currency,
        "modelled": found.is_demonstration,
        "items": rows,
        "total": _amounts({}, made.total, made.currency),
        "consolidated": _digits(made.consolidated, made.currency),
    }


@router.get("/income", response=answers(IncomeOut), summary="Income")
def show_income(request: HttpRequest, asked: Query[IncomeAsked]) -> Any:
    """What contributors were to pay, what was recognised and received; who is not published is not named."""
    by, currency = _dimensions(asked.by, tuple(incomes.PATHS)), reporting_currency()
    rows = incomes.income(by, years=[int(asked.year)] if asked.year else [])
    steps = incomes.STEPS
    return {
        "currency": currency,
        "items": [
            {
                "key": dict(zip(by, row.key, strict=True)),
                **{step: _digits(getattr(row, step), currency) for step in steps},
            }
            for row in rows
        ],
    }


@router.get("/programmes/{programme}/lines", response=answers(Part[LineOut]), summary="Lines (office)")
def list_lines(request: HttpRequest, programme: str, asked: Query[LinesAsked]) -> Any:
    """Where money stands, line by line. Takes the token of somebody who works in the office."""
    require(request.auth, SEE_OFFICE)  # type: ignore[attr-defined]
    currency = reporting_currency()
    rows = scopes.lines(_scope(published(programme), asked)).order_by("key")
    return part(request, asked, rows, lambda line: _line(line, currency))


@router.get("/programmes/{programme}/lines/{line}/moves", response=answers(Part[MoveOut]), summary="Moves (office)")
def list_moves(request: HttpRequest, programme: str, line: UUID, asked: Query[Paged]) -> Any:
    """What was posted on a line, in the order of posting. Takes the token of somebody who works in the office."""
    require(request.auth, SEE_OFFICE)  # type: ignore[attr-defined]
    condition = Scope(published(programme), {"line": str(line)})
    moves = Move.objects.filter(condition.lines("from_line__")) | Move.objects.filter(condition.lines("to_line__"))
    rows = moves.select_related("posting", "to_line").order_by("pk")
    currency = reporting_currency()
    return part(request, asked, rows, lambda move: _move(move, line, currency))


def _scope(programme: Any, asked: ScopeAsked, *, public: bool = False) -> Scope:
    given = {name: getattr(asked, name) for name in ScopeAsked.model_fields}
    return Scope(programme, {name: value for name, value in given.items() if value}, public=public)


def _dimensions(text: str, known: tuple[str, ...]) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if unknown := [name for name in names if name not in known]:
        raise InvalidInput(
            _("“%(name)s” is no dimension.") % {"name": unknown[0][:100]},
            remedy=_("Dimensions: %(known)s.") % {"known": ", ".join(known)},
            field="by",
        )
    return names


def _digits(minor: int, currency: str) -> str:
    return Money(minor, currency).decimal_string()


def _amounts(key: dict[str, str], amounts: tables.Amounts, currency: str) -> dict[str, Any]:
    return {"key": key, **{column: _digits(getattr(amounts, column), currency) for column in tables.COLUMNS}}


def _fund(fund: Fund) -> dict[str, Any]:
    names = ("code", "name", "kind", "currency", "releases", "year_end", "period_end", "transfer", "instruments")
    rate = scaled_string(fund.support_cost_rate, 2)
    return {**{name: getattr(fund, name) for name in names}, "support_cost_rate": rate}


def _line(line: Line, currency: str) -> dict[str, Any]:
    standing = {stage: getattr(line.balance, f"{stage}_reporting") for stage in tables.COLUMNS}
    amounts = _amounts({}, tables.cumulative(standing), currency)
    del amounts["key"]
    return {"uid": line.uid, "words": line.words, "year": line.year, "currency": currency, **amounts}


def _move(move: Move, line: UUID, currency: str) -> dict[str, Any]:
    posting = move.posting
    return {
        "date": posting.date,
        "kind": posting.kind,
        "document": posting.document,
        "text": posting.text,
        "from_stage": move.from_stage,
        "to_stage": move.to_stage,
        "incoming": move.to_line.uid == line,
        "currency": move.currency,
        "amount": _digits(move.amount, move.currency),
        "reporting": _digits(move.reporting, currency),
    }
