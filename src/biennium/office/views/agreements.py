"""Agreements from the first idea to the last instalment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import Verdict
from biennium.funding.models import Agreement, Fund, Partner
from biennium.funding.registration import MANAGE_AGREEMENTS
from biennium.funding.selectors.terms import support_cost_rate
from biennium.funding.services import agreements as services
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.money import Money
from biennium.ledger.actions import APPROPRIATE
from biennium.ledger.services import agreements as books
from biennium.ledger.services.authority import releasable, released
from biennium.office.acting import act, reason
from biennium.office.budget import deciding, decisions, funding
from biennium.office.budget.words import RELEASES
from biennium.office.editing import Editing, Sets
from biennium.office.forms.agreements import (
    REPORT_KINDS,
    AgreementForm,
    currency_typed,
    initial,
    instalments,
    listed,
    rows,
)
from biennium.office.forms.instalments import DayForm, ReceivedForm
from biennium.office.history import of
from biennium.office.pages import files, may, show
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web import tables


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Which agreements are there, what is signed, and what is likely to come?"""
    table, rows = funding.agreement_table(), funding.agreements()
    chosen = funding.sums(table.chosen(rows, table.asked(request.GET)))
    shown = tables.show(table, rows, request.GET, files("agreements"))
    return show(request, "funding/agreements", "agreements", shown=shown, sums=chosen, may_add=_may(request))


@require_safe
def agreements_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Agreements as a file."""
    return tables.save(funding.agreement_table(), funding.agreements(), request.GET, file_format)


def _may(request: HttpRequest) -> Verdict:
    return may(request, MANAGE_AGREEMENTS)


@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """What was agreed, what of it came, and what of it is authority to spend?"""
    row = funding.agreement(code)
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
        "reports": [{**one, "kind": REPORT_KINDS[one["kind"]]} for one in listed(row)["reports_due"]],
        "may_edit": _may(request),
        "support_cost": funding.share_words(support_cost_rate(row)),
        "may_release": _may_release(request, row, money(free - so_far)),
        "programmes": [
            {
                "code": one.code,
                "release": reverse("office:release_authority", args=[one.code, row.code]),
                "lines": f"{reverse('office:lines', args=[one.code])}?{urlencode({'agreement': row.code})}",
            }
            for one in _programmes(row)
        ],
        "events": of(row.uid),
    }
    return show(request, "funding/agreement", "agreements", **page)


def _may_release(request: HttpRequest, row: Agreement, left: Money) -> Verdict:
    """Whether authority of an agreement can be released: by whom, and whether anything is left to release."""
    asked = may(request, APPROPRIATE)
    if asked.allowed and left.minor <= 0:
        return Verdict(False, _("Nothing is left to release."), str(RELEASES[row.fund.releases]))
    return asked


def _programmes(row: Agreement) -> list[Programme]:
    """The programmes in its time."""
    return [one for one in versions.programmes() if one.start <= row.ends and one.end >= row.starts]


def _instalment(one: Any, currency: str) -> dict[str, Any]:
    return {"row": one, "amount": Money(one.amount, currency), "received": Money(one.received, currency)}


@require_POST
def move(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Takes a step in the life of an agreement."""
    row = funding.agreement(code)
    here = reverse("office:agreement", args=[code])
    asked = next((one for one in funding.steps(request, row) if one.name == step), None)
    if asked is None:
        raise NotFound(_("There is no such step."))

    def action() -> object:
        if row.status not in services.LIFE.transition(step).sources:
            raise InvalidInput(asked.verdict.rule, remedy=asked.verdict.who_can_lift)
        if asked.reason_required and not reason(request).strip():
            raise InvalidInput(_("This step needs a reason."), remedy=_("Say why."))
        if step == "close":
            return books.close(actor=request.user, agreement=row, reason=reason(request))
        day = _day(request) if asked.asks_day else None
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
    row = funding.agreement(code)
    here = reverse("office:agreement", args=[code])
    instalment = row.instalments.filter(pk=pk).first()
    if instalment is None:
        raise NotFound(_("There is no such instalment."))

    def action() -> object:
        form = ReceivedForm(request.POST, currency=row.currency)
        if not form.is_valid():
            raise InvalidInput(form.first_error)
        day, amount = form.cleaned_data["day"], form.cleaned_data["amount"]
        return books.receive(actor=request.user, instalment=instalment, day=day, amount=amount.minor)

    return act(request, action, said=_("Saved."), done=here, back=here)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Who is to pay how much, for what, and how likely is it?"""
    editing = Editing(
        request=request,
        key="agreement:new",
        label=_("a new agreement"),
        verdict=_may(request),
        build=lambda data: AgreementForm(data, adding=True),
        sets=lambda data: rows(data, None, currency_typed(data, "USD")),
        save=lambda form, sets: _added(request, form, sets),
        typed=lambda form, sets: form.shown(sets),  # type: ignore[attr-defined]
        done=lambda: reverse("office:agreement", args=[editing.form.cleaned_data["code"]]),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "funding/edit_agreement", "agreements", **editing.context)


@transaction.atomic
def _added(request: HttpRequest, form: Any, sets: Sets) -> None:
    said = form.terms(sets)
    row = services.add_agreement(
        actor=request.user,
        code=form.cleaned_data["code"],
        partner=Partner.objects.get(pk=form.cleaned_data["partner"]),
        fund=Fund.objects.get(pk=form.cleaned_data["fund"]),
        earmarks=form.earmarks,
        **{**said, "amount": form.cleaned_data["amount"], "currency": form.cleaned_data["currency"]},
    )
    services.foresee_instalments(actor=request.user, agreement=row, due=instalments(sets[0]))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What are its terms, what is its money for, and when is it to come?"""
    row = funding.agreement(code)
    editing = Editing(
        request=request,
        key=f"agreement:{row.uid}",
        label=str(row),
        verdict=_may(request),
        build=lambda data: AgreementForm(data, initial=initial(row)),
        sets=lambda data: rows(data, row, currency_typed(data, row.currency)),
        save=lambda form, sets: _changed(request, row, form, sets),
        current=lambda: {**initial(funding.agreement(code)), **listed(funding.agreement(code))},
        typed=lambda form, sets: form.shown(sets),  # type: ignore[attr-defined]
        done=reverse("office:agreement", args=[code]),
    )
    return editing.respond() or show(request, "funding/edit_agreement", "agreements", row=row, **editing.context)


@transaction.atomic
def _changed(request: HttpRequest, row: Agreement, form: Any, sets: Sets) -> None:
    said = form.cleaned_data
    services.change_agreement(
        actor=request.user,
        agreement=row,
        revision=said["revision"],
        reason=said["reason"],
        partner=Partner.objects.get(pk=said["partner"]),
        fund=Fund.objects.get(pk=said["fund"]),
        **form.terms(sets),
    )
    services.set_earmarks(actor=request.user, agreement=row, earmarks=form.earmarks, reason=said["reason"])
    services.foresee_instalments(actor=request.user, agreement=row, due=instalments(sets[0]))


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, code: str, agreement: str) -> HttpResponse:
    """How much of the agreement is to become authority, and on which line?"""
    programme, row = versions.programme(code), funding.agreement(agreement)
    back = reverse("office:agreement", args=[row.code])
    crumbs = [
        {"label": _("Agreements"), "url": reverse("office:agreements")},
        {"label": row.code, "url": back},
        {"label": _("Release authority"), "url": ""},
    ]
    key = f"release:{programme.uid}:{row.uid}"
    place = deciding.Place(programme, back, _("Back to the agreement"), crumbs, "agreements", key)
    left = decisions.left_to_release(row)
    return deciding.page(request, place, decisions.releasing(row, programme, left), _may_release(request, row, left))
