"""Agreements from the first idea to the last instalment; partners and projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biennium.funding.models import Agreement
from biennium.funding.registration import MANAGE_AGREEMENTS
from biennium.funding.services import agreements as services
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.money import Money
from biennium.ledger.services.authority import releasable, released
from biennium.office.acting import act, reason
from biennium.office.budget import funding
from biennium.office.forms.funding import DayForm, ReceivedForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.web import exports, tables


def _files(name: str) -> dict[str, str]:
    return {one: reverse(f"office:{name}_file", args=[one]) for one in exports.FORMATS}


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Which agreements are there, what is signed, and what is likely to come?"""
    table, rows = funding.agreement_table(), funding.agreements()
    chosen = funding.sums(table.chosen(rows, table.asked(request.GET)))
    shown = tables.show(table, rows, request.GET, _files("agreements"))
    return show(request, "funding/agreements", "agreements", shown=shown, sums=chosen)


@require_safe
def agreements_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Agreements as a file."""
    return tables.save(funding.agreement_table(), funding.agreements(), request.GET, file_format)


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Who pays, and by how many agreements?"""
    shown = tables.show(funding.partner_table(), funding.partners(), request.GET, _files("partners"))
    return show(request, "funding/partners", "partners", shown=shown)


@require_safe
def partners_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Partners as a file."""
    return tables.save(funding.partner_table(), funding.partners(), request.GET, file_format)


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Which projects are there, who pays for them, and for which outputs and countries are they?"""
    shown = tables.show(funding.project_table(), funding.projects(), request.GET, _files("projects"))
    return show(request, "funding/projects", "projects", shown=shown)


@require_safe
def projects_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Projects as a file."""
    return tables.save(funding.project_table(), funding.projects(), request.GET, file_format)


def _agreement(code: str) -> Agreement:
    found = funding.agreements().filter(code=code).first()
    if not isinstance(found, Agreement):
        raise NotFound(_("There is no agreement %(code)s.") % {"code": code})
    return found


@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """What was agreed, what of it came, and what of it is authority to spend?"""
    row = _agreement(code)
    free, so_far = releasable(row), released(row)

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    page: dict[str, Any] = {
        "row": row,
        "status_words": funding.STATUSES[row.status],
        "amount": money(row.amount),
        "came": money(row.came),  # type: ignore[attr-defined]
        "likely": money(funding.likely(row)),
        "released": money(so_far),
        "left": money(free - so_far),
        "steps": funding.steps(request, row),
        "instalments": [_instalment(one, row.currency) for one in row.instalments.all()],
        "earmarks": row.earmarks.select_related("result", "place", "cost_category"),
        "projects": row.projects.all(),
        "may_receive": may(request, MANAGE_AGREEMENTS, row),
        "events": of(row.uid),
    }
    return show(request, "funding/agreement", "agreements", **page)


def _instalment(one: Any, currency: str) -> dict[str, Any]:
    return {"row": one, "amount": Money(one.amount, currency), "received": Money(one.received, currency)}


@require_POST
def move(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Takes a step in the life of an agreement."""
    row = _agreement(code)
    here = reverse("office:agreement", args=[code])
    if step not in funding.STEPS:
        raise NotFound(_("There is no such step."))

    def action() -> object:
        day = _day(request) if step == "sign" else None
        return services.move_agreement(actor=request.user, agreement=row, step=step, day=day, reason=reason(request))

    return act(request, action, said=_("Saved."), done=here, back=here)


def _day(request: HttpRequest) -> Any:
    form = DayForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("A signed agreement has a day of signature."))
    return form.cleaned_data["day"]


@require_POST
def receive(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Says what came of an instalment."""
    row = _agreement(code)
    here = reverse("office:agreement", args=[code])
    instalment = row.instalments.filter(pk=pk).first()
    if instalment is None:
        raise NotFound(_("There is no such instalment."))

    def action() -> object:
        form = ReceivedForm(request.POST, currency=row.currency)
        if not form.is_valid():
            raise InvalidInput(form.first_error)
        day, amount = form.cleaned_data["day"], form.cleaned_data["amount"]
        return services.receive_instalment(actor=request.user, instalment=instalment, day=day, amount=amount.minor)

    return act(request, action, said=_("Saved."), done=here, back=here)
