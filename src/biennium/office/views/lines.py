"""The lines of a programme, one line with its postings, and the decisions about money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.foundation.permission import Verdict
from biennium.kernel.errors import BienniumError, NotFound
from biennium.kernel.money import Money
from biennium.ledger import actions
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line
from biennium.ledger.models.lines import DIMENSIONS as NAMED
from biennium.ledger.selectors import scope
from biennium.ledger.selectors.tables import Amounts, cumulative
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import attempts, decisions, postings, scoping, verdicts
from biennium.office.budget import tables as described
from biennium.office.budget.words import refusal
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


def _said(row: Line) -> list[tuple[Any, str]]:
    """What the line is of, in words."""
    known = [(DIMENSIONS[name], str(value)) for name in NAMED if (value := getattr(row, name)) is not None]
    return [*known, (DIMENSIONS["year"], str(row.year))]


def _crumbs(programme: Programme, *items: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page: the lines, then each label with its address, which the page itself has not."""
    first = (_("Lines"), reverse("office:lines", args=[programme.code]))
    return [{"label": label, "url": url} for label, url in (first, *items)]


def _way(programme: Programme, decision: decisions.Decision) -> list[dict[str, str]]:
    line_here = (decision.line.words, described.line_url(decision.line, programme))
    return _crumbs(programme, line_here, (decision.title, ""))


def stages(row: Line) -> list[dict[str, Any]]:
    """The stages of a line, cumulative as in the budget tables, in the reporting currency."""
    standing = {stage: getattr(row.balance, f"{stage}_reporting") for stage in (*described.STANDINGS, "accrued")}
    made: Amounts = cumulative(standing)
    currency = reporting_currency()
    return [
        {"stage": stage, "value": Money(described.size(stage, getattr(made, stage)), currency)}
        for stage in described.STANDINGS
    ]


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str, uid: UUID, name: str) -> HttpResponse:
    """What would this decision do to the balances, and does the rule allow it?"""
    programme, row = _line(code, uid)
    decision = decisions.on(name, row)
    return _decided(request, programme, decision, verdicts.role(request, verdicts.ROLES[name], row))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, code: str, batch: UUID, number: int, name: str) -> HttpResponse:
    """What would it do to release this commitment, or to take this posting back?"""
    programme = versions.programme(code)
    posting, moves = postings.find(batch, number)
    decision = decisions.about(name, posting, moves)
    asked = may(request, actions.COMMIT, decision.line) if name == "release" else may(request, actions.LOAD)
    return _decided(request, programme, decision, asked, posting=posting)


def _decided(
    request: HttpRequest, programme: Programme, decision: decisions.Decision, verdict: Verdict, **page: Any
) -> HttpResponse:
    form = decision.build(request.POST or None)
    back = described.line_url(decision.line, programme)
    seen = None
    if request.method == "POST" and form.is_valid():
        try:
            seen = attempts.preview(lambda: decision.do(request.user, form), decision.lines(form), form.typed)
            form.data = {**request.POST.dict(), "seen": seen.seal}
            if "confirm" in request.POST and form.cleaned_data["seen"] == seen.seal:
                decision.do(request.user, form)
                messages.success(request, _("Posted."))
                return redirect(back)
        except BienniumError as error:
            form.add_error(error.field if error.field in form.fields else None, refusal(error))
    page |= {
        "form": form,
        "decision": decision,
        "verdict": verdict,
        "back": back,
        "seen": seen,
        "crumbs": _way(programme, decision),
    }
    page |= {"stale": "confirm" in request.POST, "status": 400 if form.errors else 200}
    return show(request, "budget/decide", "lines", programme, **page)
