"""Resources: where the money comes from, where it goes, and how much of it is spent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.funding.models import Fund
from biennium.kernel.errors import NotFound
from biennium.ledger.selectors.contributions import Income
from biennium.ledger.selectors.scope import Scope
from biennium.portal.money import answers, funds, reconciling
from biennium.portal.money.asking import asked
from biennium.portal.money.flow import Flow
from biennium.portal.money.naming import naming_of
from biennium.portal.money.parts import money_parts
from biennium.portal.money.tables import TITLES, Cut, dimensions
from biennium.portal.pages import open_page, show
from biennium.web import tables as web

OVERVIEW = ("fund", "outcome", "region", "cost", "year")


@require_safe
def resources(request: HttpRequest, code: str) -> HttpResponse:
    """How much money is there for this programme, where does it come from, and what became of it?"""
    page = open_page(request, code)
    naming, scope = naming_of(page), Scope(page.programme)
    cut = Cut.of(naming, scope, "fund")
    parts = money_parts(page, scope, cut)
    parts["figures"] = [*parts["figures"], answers.income_figure(page, Income(page.programme))]
    flow = Flow(naming, scope)
    return show(request, page, "money/resources", "resources/resources", flow=flow, **parts)


@require_safe
def flow_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Where money comes from and where it goes, as a file."""
    page = open_page(request, code)
    found = Flow(naming_of(page), Scope(page.programme))
    return web.save(found.table(), found.steps, request.GET, file_format)


@require_safe
def by(request: HttpRequest, code: str, cut: str) -> HttpResponse:
    """How is this money divided, and how much of each part is spent?"""
    page = open_page(request, code)
    naming = naming_of(page)
    dimensions(cut)
    scope = asked(page, request.GET)
    found = Cut.of(naming, scope, cut)
    parts = money_parts(page, scope, found)
    parts["shown"] = found.shown(parameters=request.GET)
    words = naming.scope_words(scope)
    title = f"{TITLES[cut]}: {words}" if words else str(TITLES[cut])
    breadcrumb = [{"label": _("Resources"), "url": page.url("resources")}, {"label": title, "url": ""}]
    return show(
        request, page, "money/by", f"resources/money_by/{cut}", title=title, cut=cut, breadcrumb=breadcrumb, **parts
    )


@require_safe
def by_file(request: HttpRequest, code: str, cut: str, file_format: str) -> HttpResponse:
    """Divided money as a file."""
    page = open_page(request, code)
    dimensions(cut)
    found = Cut.of(naming_of(page), asked(page, request.GET), cut)
    return web.save(found.table(), found.rows, request.GET, file_format)


@require_safe
def fund(request: HttpRequest, code: str, fund: str) -> HttpResponse:
    """What rules has this fund, and what became of its money?"""
    page = open_page(request, code)
    found = Fund.objects.select_related("support_cost_fund").filter(code=fund).first()
    if found is None:
        known = ", ".join(Fund.objects.values_list("code", flat=True))
        raise NotFound(
            _("There is no fund %(code)s.") % {"code": fund}, remedy=_("There are: %(known)s.") % {"known": known}
        )
    scope = Scope(page.programme, {"fund": found.code})
    cut = Cut.of(naming_of(page), scope, "outcome")
    name = page.words(found.name)
    breadcrumb = [{"label": _("Resources"), "url": page.url("resources")}, {"label": name, "url": ""}]
    context = {"title": name, "fund": found, "rules": funds.rules(page, found), "breadcrumb": breadcrumb}
    return show(request, page, "money/fund", "resources/", **context, **money_parts(page, scope, cut))


@require_safe
def reconciliation(request: HttpRequest, code: str) -> HttpResponse:
    """Do the totals agree, and where two published tables differ, by how much and why?"""
    page = open_page(request, code)
    rows = reconciling.rows(page)
    shown = web.show(reconciling.side_by_side(page), rows, request.GET, reconciling.files(page))
    context = {"shown": shown, "title": _("Totals side by side"), "answer": reconciling.answer(rows)}
    return show(request, page, "table", "resources/reconciliation", **context)


@require_safe
def reconciliation_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The totals as a file."""
    page = open_page(request, code)
    return web.save(reconciling.side_by_side(page), reconciling.rows(page), request.GET, file_format)
