"""Partners: who pays for the programme, and what each one's money became."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.funding.models import Partner
from biennium.kernel.errors import NotFound
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors.contributions import Income
from biennium.ledger.selectors.scope import Scope
from biennium.portal.money import answers, givers
from biennium.portal.money.naming import naming_of
from biennium.portal.money.parts import money_parts
from biennium.portal.money.tables import Cut
from biennium.portal.pages import Page, open_page, show
from biennium.web import exports
from biennium.web import tables as web


@require_safe
def partners(request: HttpRequest, code: str) -> HttpResponse:
    """Who pays for this programme, and how much?"""
    page = open_page(request, code)
    rows, currency = givers.givers(naming_of(page)), reporting_currency()
    files = {one: reverse("portal:partners_file", args=[code, one]) for one in exports.FORMATS}
    shown = web.show(givers.table(page, rows, currency), rows, request.GET, files)
    context = {"shown": shown, "title": _("Partners"), "answer": givers.answer(rows, currency)}
    return show(request, page, "table", "resources/partners", **context)


@require_safe
def partners_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The partners as a file."""
    page = open_page(request, code)
    rows = givers.givers(naming_of(page))
    return web.save(givers.table(page, rows, reporting_currency()), rows, request.GET, file_format)


@require_safe
def partner(request: HttpRequest, code: str, partner: str) -> HttpResponse:
    """What did this partner give and sign, and where did its money go?"""
    page = open_page(request, code)
    return show(request, page, "money/partner", "resources/", **_parts(page, _find(page, partner)))


@require_safe
def agreements_file(request: HttpRequest, code: str, partner: str, file_format: str) -> HttpResponse:
    """The agreements of a partner as a file."""
    page = open_page(request, code)
    found = _find(page, partner)
    return web.save(givers.agreements_table(page, found), givers.agreements(found), request.GET, file_format)


def _find(page: Page, code: str) -> Partner:
    """A published partner. Raises `NotFound`; one who is not published is as little there as one that never was."""
    found = Partner.objects.filter(code=code, published=True).first()
    if found is None:
        raise NotFound(
            _("There is no partner %(code)s.") % {"code": code},
            remedy=_("All partners: %(url)s") % {"url": page.url("partners")},
        )
    return found


def _parts(page: Page, found: Partner) -> dict[str, Any]:
    naming, scope = naming_of(page), Scope(page.programme, {"partner": found.code})
    cut = Cut.of(naming, scope, "outcome")
    parts = money_parts(page, scope, cut)
    name = page.words(found.name)
    signed, files = givers.agreements_table(page, found), givers.agreements_files(page, found)
    income = answers.income_figure(page, Income(page.programme, {"partner": found.code}))
    above = [(_("Resources"), page.url("resources")), (_("Partners"), page.url("partners")), (name, "")]
    return {
        **parts,
        "title": name,
        "answer": givers.partner_answer(name, income["figure"], cut.total, cut.found.currency),
        "kind": naming.words("type", found.contributor_type),
        "figures": [income, *parts["figures"]],
        "agreements": web.show(signed, givers.agreements(found), QueryDict(), files),
        "breadcrumb": [{"label": label, "url": url} for label, url in above],
    }
