"""The lines of a programme, one line with its postings, and the decisions about money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger import actions
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line
from biennium.ledger.models.lines import DIMENSIONS as NAMED
from biennium.ledger.selectors import scope
from biennium.ledger.selectors.tables import Amounts, cumulative
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import choices, deciding, decisions, explaining, postings, scoping, verdicts
from biennium.office.budget import tables as described
from biennium.office.pages import may, show
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web import exports, tables


@require_safe
def lines(request: HttpRequest, code: str) -> HttpResponse:
    """What is left to allot and available on the lines of this scope, and what is uncovered?"""
    programme = versions.programme(code)
    asked = scoping.asked(programme, request.GET)
    rows = scope.lines(asked.scope)
    sums = described.standing_sums(rows)
    files = {name: reverse("office:lines_file", args=[code, name]) for name in exports.FORMATS}
    shown = tables.show(described.lines(programme), rows, request.GET, files)
    return show(request, "budget/lines", "lines", programme, asked=asked, shown=shown, sums=sums)


@require_safe
def lines_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The lines of a scope as a file."""
    programme = versions.programme(code)
    rows = scope.lines(scoping.asked(programme, request.GET).scope)
    return tables.save(described.lines(programme), rows, request.GET, file_format)


@require_safe
def line(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """What stands on this line, how did it get there, and what can be decided about it?"""
    programme, row = _line(code, uid)
    page = postings.of_line(row, request.GET.get("page", 1))
    return show(
        request,
        "budget/line",
        "lines",
        programme,
        line=row,
        crumbs=_crumbs(programme, (row.words, "")),
        said=_said(row),
        stages=stages(row),
        amounts=_amounts(row),
        possible=verdicts.on_line(request, row),
        may_load=may(request, actions.LOAD),
        may_commit=may(request, actions.COMMIT, row),
        page=page,
        told=postings.told(page, row),
    )


def _line(code: str, uid: UUID) -> tuple[Programme, Line]:
    programme = versions.programme(code)
    row = scope.lines(scope.Scope(programme)).filter(uid=uid).first()
    if row is None:
        raise NotFound(_("There is no such line in this programme."))
    row.programme = programme
    return programme, row


def _amounts(row: Line) -> dict[str, Money]:
    """What stands on the line, what is left where it is controlled, and what is uncovered."""
    of_account = {f"account_{stage}": getattr(row.account, stage) for stage in ("approved", "allotted")}
    of_line = {stage: getattr(row.balance, stage) for stage in described.STANDINGS}
    found = {**of_line, **of_account, "uncovered": abs(row.balance.uncovered)}
    return {name: Money(amount, row.fund.currency) for name, amount in found.items()}


def _said(row: Line) -> list[tuple[Any, str, dict[str, str]]]:
    """What the line is of: the dimension, the code, and what it is called."""
    known = [(DIMENSIONS[name], getattr(row, name)) for name in NAMED if getattr(row, name) is not None]
    named = [(words, *choices.called(one)) for words, one in known]
    return [*named, (DIMENSIONS["year"], str(row.year), {})]


def _crumbs(programme: Programme, *items: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page: the lines, then each label with its address, which the page itself has not."""
    first = (_("Lines"), reverse("office:lines", args=[programme.code]))
    return [{"label": label, "url": url} for label, url in (first, *items)]


def stages(row: Line) -> list[dict[str, Any]]:
    """The stages of a line, cumulative as in the budget tables, in the reporting currency."""
    standing = {stage: getattr(row.balance, f"{stage}_reporting") for stage in (*described.STANDINGS, "accrued")}
    made: Amounts = cumulative(standing)
    currency = reporting_currency()
    here = scope.Scope(row.programme, {"line": str(row.uid)})
    return [explaining.stage(here, stage, Money(getattr(made, stage), currency)) for stage in described.STANDINGS]


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str, uid: UUID, name: str) -> HttpResponse:
    """What would this decision do to the balances, and does the rule allow it?"""
    programme, row = _line(code, uid)
    decision = decisions.on(name, row)
    place = _place(programme, decision, f"decide:{name}:{row.uid}")
    return deciding.page(request, place, decision, verdicts.role(request, verdicts.ROLES[name], row))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, code: str, batch: UUID, number: int, name: str) -> HttpResponse:
    """What would it do to release this commitment, or to take this posting back?"""
    programme = versions.programme(code)
    posting, moves = postings.find(batch, number)
    decision = decisions.about(name, posting, moves)
    asked = may(request, actions.COMMIT, decision.line) if name == "release" else may(request, actions.LOAD)
    place = _place(programme, decision, f"correct:{name}:{batch}:{number}")
    return deciding.page(request, place, decision, asked, posting=posting)


def _place(programme: Programme, decision: decisions.Decision, key: str) -> deciding.Place:
    back = described.line_url(decision.line, programme)
    crumbs = _crumbs(programme, (decision.line.words, back), (decision.title, ""))
    return deciding.Place(programme, back, _("Back to the line"), crumbs, "lines", key)
