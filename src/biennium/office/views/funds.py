"""Funds as data: each with its rules, shown to everybody and changed where the books allow it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.funding.models import Fund
from biennium.funding.registration import MANAGE_FUNDS
from biennium.funding.services import funds as services
from biennium.kernel.errors import NotFound
from biennium.office.acting import act, reason
from biennium.office.budget import funds as described
from biennium.office.budget.funding import may_change
from biennium.office.editing import Editing
from biennium.office.forms.funds import FundForm
from biennium.office.history import of
from biennium.office.pages import files, may, show
from biennium.web import tables


@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """Which sources of money are there, and which rules do they have?"""
    shown = tables.show(described.table(), described.every_fund(), request.GET, files("funds"))
    return show(request, "funding/funds", "funds", shown=shown, may_add=may(request, MANAGE_FUNDS))


@require_safe
def funds_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Funds as a file."""
    return tables.save(described.table(), described.every_fund(), request.GET, file_format)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Which source of money is to be opened, and by which rules?"""
    known = list(described.funds())
    editing = Editing(
        request=request,
        key="fund:new",
        label=_("a new fund"),
        verdict=may(request, MANAGE_FUNDS),
        build=lambda data: FundForm(data, funds=known),
        save=lambda form, _sets: services.open_fund(actor=request.user, **form.rules(known)),  # type: ignore[attr-defined]
        done=reverse("office:funds"),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "funding/fund", "funds", **editing.context)


@require_http_methods(["GET", "POST"])
def fund(request: HttpRequest, code: str) -> HttpResponse:
    """By which rules does this fund live?"""
    row = _fund(code)
    known = list(described.funds())
    editing = Editing(
        request=request,
        key=f"fund:{row.uid}",
        label=str(row),
        verdict=may_change(request, MANAGE_FUNDS, row),
        build=lambda data: FundForm(data, initial=described.shown(row), funds=known, own=row.code),
        save=lambda form, _sets: services.change_fund(
            actor=request.user,
            fund=row,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            **form.rules(known),  # type: ignore[attr-defined]
        ),
        current=lambda: described.shown(_fund(code)),
        done=reverse("office:fund", args=[code]),
    )
    page: dict[str, Any] = {"row": row, "events": of(row.uid), "in_use": services.in_use(row)}
    page |= {"rules": described.rules(row), "may_bring_back": may(request, MANAGE_FUNDS, row)}
    return editing.respond() or show(request, "funding/fund", "funds", **page, **editing.context)


def _fund(code: str) -> Fund:
    found = described.every_fund().filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no fund %(code)s.") % {"code": code})
    return found


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Retires a fund."""
    row = _fund(code)
    return act(
        request,
        lambda: services.retire_fund(actor=request.user, fund=row, reason=reason(request)),
        said=_("Fund %(code)s was retired.") % {"code": row.code},
        done=reverse("office:funds"),
        back=reverse("office:fund", args=[code]),
    )


@require_POST
def bring_back(request: HttpRequest, code: str) -> HttpResponse:
    """Lets a retired fund be chosen again."""
    row = _fund(code)
    page = reverse("office:fund", args=[code])
    return act(
        request,
        lambda: services.bring_back_fund(actor=request.user, fund=row, reason=reason(request)),
        said=_("Fund %(code)s was brought back.") % {"code": row.code},
        done=page,
        back=page,
    )
