"""Money as figures that open: a total into its parts, a part into lines, a line into postings.

A figure is named `money.COLUMN:SCOPE`, e.g. `money.spent:fund=RB,result=3.2`. Its parts are by the first dimension of
`PARTS` that divides it, then by line: a total is four steps from its postings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input, RowRef, VersionPin, compute
from biennium.kernel.money import Money
from biennium.kernel.text import Text, resolve
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line, Move
from biennium.ledger.selectors import scope as scopes
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import COLUMNS, cumulative, internal, table, totals
from biennium.programme.models import Version
from biennium.programme.selectors.versions import Book

FAMILY = "money"
PARTS = ("fund", "result")
NO_LINE = "no line of this scope holds money"
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
    head, _colon, text = name.partition(":")
    column = head.removeprefix(f"{FAMILY}.")
    if column not in (*COLUMNS, *MADE_OF):
        known = ", ".join(f"{FAMILY}.{one}" for one in (*COLUMNS, *MADE_OF))
        raise NotFound(
            _("There is no figure “%(name)s”.") % {"name": head}, remedy=_("Figures: %(known)s.") % {"known": known}
        )
    made = money(Scope.parse(version.programme, text), column)
    pin = VersionPin(version.programme.code, version.stage, version.short_hash)
    return replace(made, version=pin)


def money(scope: Scope, column: str) -> Figure:
    """The figure of a column in a scope, with its parts one level down."""
    if column in MADE_OF:
        return MADE_OF[column](scope)
    return _summed(scope, column, list(_inputs(scope, column, reporting_currency())))


def _summed(scope: Scope, column: str, inputs: Sequence[Input]) -> Figure:
    currency, key = reporting_currency(), name_of(scope, column)
    if not inputs:
        return Figure.known(key, Money.zero(currency), formula=NO_LINE)
    return compute("sum", key, inputs, unit=currency)


def _delivery(scope: Scope) -> Figure:
    """Spent in per cent of allotted."""
    amounts = totals(scope)
    inputs = [_part(scope, column, getattr(amounts, column)) for column in ("spent", "allotted")]
    return compute("percentage", name_of(scope, "delivery"), inputs, unit="%", decimals=1)


def _consolidated(scope: Scope) -> Figure:
    """Spent, with the support cost that funds paid each other counted once."""
    inputs = [_part(scope, "spent", totals(scope).spent), _part(scope, "internal", internal(scope))]
    return compute("difference", name_of(scope, "consolidated"), inputs, unit=reporting_currency())


def _internal(scope: Scope) -> Figure:
    """What was spent as support cost of another fund: the postings that recovered it."""
    came = Q(scope.lines("to_line__"), to_stage="spent")
    went = Q(scope.lines("from_line__"), from_stage="spent")
    moves = Move.objects.filter(came | went, mark="internal")
    keys = set(scopes.lines(scope).values_list("pk", flat=True))
    currency = reporting_currency()
    return _summed(scope, "internal", by_posting(moves, keys, ("spent",), lambda minor: Money(minor, currency)))


MADE_OF: dict[str, Callable[[Scope], Figure]] = {
    "delivery": _delivery,
    "consolidated": _consolidated,
    "internal": _internal,
}
"""Figures that are made of others."""


def _part(scope: Scope, column: str, amount: int) -> RowRef:
    return RowRef("figure", name_of(scope, column), column, Money(amount, reporting_currency()))


def name_of(scope: Scope, column: str) -> str:
    """What the figure of a column in a scope is named."""
    text = str(scope)
    return f"{FAMILY}.{column}:{text}" if text else f"{FAMILY}.{column}"


def _inputs(scope: Scope, column: str, currency: str) -> Iterable[Input]:
    if "line" in scope.values:
        return _postings(scope, column, currency)
    for by in PARTS:
        rows = _parts(scope, column, by, currency)
        if by == "fund" and not rows:
            return []
        if len(rows) > 1 or (rows and by == "fund" not in scope.values):
            return rows
    return _lines(scope, column, currency)


def _parts(scope: Scope, column: str, by: str, currency: str) -> list[Input]:
    """The parts by one dimension."""
    made = table(scope, [by])
    found: list[Input] = []
    for row in made.rows:
        amount, part = getattr(row.amounts, column), made.part(row.key)
        if amount and part:
            words = _words(row.key[0], made.names.title(by, row.key[0]))
            found.append(RowRef("figure", name_of(part, column), words, Money(amount, currency)))
    return found


def _words(code: str, title: Text) -> str:
    """A code with its title in the reader's language."""
    found = resolve(title, get_language() or "en")
    return _("not specified") if code == scopes.NONE else f"{code} {found.value if found else ''}".strip()


def _lines(scope: Scope, column: str, currency: str) -> list[Input]:
    found: list[Input] = []
    for line in scopes.lines(scope).order_by("id"):
        amount = getattr(cumulative(_standing(line)), column)
        if amount:
            key = name_of(Scope(scope.programme, {"line": str(line.uid)}), column)
            found.append(RowRef("figure", key, line.words, Money(amount, currency)))
    return found


def _standing(line: Line) -> dict[str, int]:
    return {stage: getattr(line.balance, f"{stage}_reporting") for stage in COLUMNS}


def _postings(scope: Scope, column: str, currency: str) -> list[RowRef]:
    """What each posting added to the column of a line, with the rate it was converted at."""
    line = Line.objects.filter(scope.lines()).first()
    if line is None:
        raise NotFound(_("There is no such line in this programme."))
    stages = INTO[column]
    moves = Move.objects.filter(Q(to_line=line, to_stage__in=stages) | Q(from_line=line, from_stage__in=stages))
    return by_posting(moves, {line.pk}, stages, lambda minor: Money(minor, currency))


def by_posting(
    moves: QuerySet[Move],
    keys: set[int],
    stages: Collection[str],
    money: Callable[[int], Money],
    measure: str = "reporting",
) -> list[RowRef]:
    """What each posting added to some stages of lines, by the primary keys of those; `measure` is which of the amounts
    of a move is meant, `money` what that is in."""
    added: dict[int, list[Move]] = {}
    for move in moves.select_related("posting__batch", "reporting_rate").order_by("id"):
        added.setdefault(move.posting_id, []).append(move)
    rows: list[RowRef] = []
    for made in added.values():
        amount = sum(getattr(move, measure) * _sign(move, keys, stages) for move in made)
        if amount:
            rows.append(RowRef("posting", str(made[0].posting_id), _posting_words(made), money(amount)))
    return rows


def _sign(move: Move, keys: set[int], stages: Collection[str]) -> int:
    """Whether a move comes to the stages of some lines (1), leaves them (-1), or neither."""
    came = move.to_line_id in keys and move.to_stage in stages
    went = move.from_line_id in keys and move.from_stage in stages
    return came - went


def _posting_words(moves: list[Move]) -> str:
    posting = moves[0].posting
    rates = sorted({str(move.reporting_rate) for move in moves if move.reporting_rate})
    words = [str(posting), posting.text, *rates]
    return " · ".join(dict.fromkeys(word for word in words if word))
