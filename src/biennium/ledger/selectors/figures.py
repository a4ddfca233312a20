"""Money as figures that open: a total into its parts, a part into lines, a line into postings.

A figure is named `money.COLUMN:SCOPE`, e.g. `money.spent:fund=RB,result=3.2`. Its parts are by the first dimension of
`PARTS` that the scope does not say yet and that divides it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input, RowRef, VersionPin, compute
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line, Move
from biennium.ledger.selectors import scope as scopes
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import COLUMNS, cumulative, table
from biennium.programme.models import Version
from biennium.programme.selectors.versions import Book

FAMILY = "money"
PARTS = (("fund", "fund"), ("result", "outcome"), ("result", "result"))
INTO = {
    "approved": ("approved", "allotted", "committed", "spent", "uncovered"),
    "allotted": ("allotted", "committed", "spent", "uncovered"),
    "committed": ("committed", "spent", "uncovered"),
    "spent": ("spent",),
    "uncovered": ("uncovered",),
    "accrued": ("accrued",),
}
"""The stages that a column adds up."""


def figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name. Raises `NotFound` for a column there is none of, `InvalidInput` for a wrong scope."""
    head, _, text = name.partition(":")
    column = head.removeprefix(f"{FAMILY}.")
    if column not in COLUMNS:
        raise NotFound(
            f"There is no figure “{head}”.", remedy=f"Figures: {', '.join(f'{FAMILY}.{one}' for one in COLUMNS)}."
        )
    made = money(Scope.parse(version.programme, text), column)
    pin = VersionPin(version.programme.code, version.stage, version.short_hash)
    return replace(made, version=pin)


def money(scope: Scope, column: str) -> Figure:
    """The figure of a column in a scope, with its parts one level down."""
    currency = reporting_currency()
    inputs = list(_inputs(scope, column, currency))
    key = _key(scope, column)
    if not inputs:
        return Figure.known(key, Money.zero(currency), formula="no line of this scope holds money")
    return compute("sum", key, inputs, unit=currency)


def _key(scope: Scope, column: str) -> str:
    text = str(scope)
    return f"{FAMILY}.{column}:{text}" if text else f"{FAMILY}.{column}"


def _inputs(scope: Scope, column: str, currency: str) -> Iterable[Input]:
    if "line" in scope.values:
        return _postings(scope, column, currency)
    for name, by in PARTS:
        rows = _parts(scope, column, name, by, currency)
        if len(rows) > 1 or (rows and name not in scope.values and name == "fund"):
            return rows
    return _lines(scope, column, currency)


def _parts(scope: Scope, column: str, name: str, by: str, currency: str) -> list[Input]:
    """The parts by one dimension; none where the scope is as narrow already, or money is not specified that far."""
    if scope.values.get(name) and by in ("fund", "outcome"):
        return []
    made = table(scope, [by])
    rows = [row for row in made.rows if getattr(row.amounts, column)]
    if by == "result" and {row.key[0] for row in rows} <= {scope.values.get("result")}:
        return []
    return [
        RowRef(
            "figure",
            _key(scope.within(name, row.key[0]), column),
            f"{row.key[0]} {_title(made.names.title(by, row.key[0]))}".strip(),
            Money(getattr(row.amounts, column), currency),
        )
        for row in rows
    ]


def _title(text: dict[str, str]) -> str:
    return text.get("en") or next(iter(text.values()), "")


def _lines(scope: Scope, column: str, currency: str) -> list[Input]:
    found: list[Input] = []
    for line in scopes.lines(scope).order_by("id"):
        amount = getattr(cumulative(_standing(line)), column)
        if amount:
            key = _key(Scope(scope.programme, {"line": str(line.uid)}), column)
            found.append(RowRef("figure", key, line.words, Money(amount, currency)))
    return found


def _standing(line: Line) -> dict[str, int]:
    return {stage: getattr(line.balance, f"{stage}_reporting") for stage in COLUMNS}


def _postings(scope: Scope, column: str, currency: str) -> list[Input]:
    """What each posting added to the column of a line, with the rate it was converted at."""
    line = Line.objects.filter(scope.lines()).first()
    if line is None:
        raise NotFound("There is no such line in this programme.")
    stages = INTO[column]
    moves = (
        Move.objects.filter(Q(to_line=line, to_stage__in=stages) | Q(from_line=line, from_stage__in=stages))
        .select_related("posting__batch", "reporting_rate")
        .order_by("id")
    )
    added: dict[int, list[Move]] = {}
    for move in moves:
        added.setdefault(move.posting_id, []).append(move)
    rows: list[Input] = []
    for posting, made in added.items():
        amount = sum(_added(move, line, stages) for move in made)
        if amount:
            rows.append(RowRef("posting", str(posting), _posting_words(made), Money(amount, currency)))
    return rows


def _added(move: Move, line: Line, stages: tuple[str, ...]) -> int:
    """What a move adds to the stages of a line, minor units of the reporting currency."""
    came = move.to_line_id == line.pk and move.to_stage in stages
    went = move.from_line_id == line.pk and move.from_stage in stages
    return move.reporting * (came - went)


def _posting_words(moves: list[Move]) -> str:
    posting = moves[0].posting
    rates = sorted({str(move.reporting_rate) for move in moves if move.reporting_rate})
    words = [str(posting), posting.text, *rates]
    return " · ".join(dict.fromkeys(word for word in words if word))
