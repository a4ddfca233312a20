"""Resources: where the money comes from, where it goes, and how much of it is spent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.funding.models import Fund
from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.selectors.contributions import Income
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import Scope
from biennium.portal.money import answers, funds
from biennium.portal.money.asking import asked
from biennium.portal.money.naming import naming_of
from biennium.portal.money.source import source
from biennium.portal.money.tables import CUTS, TITLES, Cut, dimensions, stages
from biennium.portal.pages import Page, open_page, show
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
    return show(request, page, "money/resources", "resources/resources", **parts)


def money_parts(page: Page, scope: Scope, cut: Cut) -> dict[str, Any]:
    """What every page of money shows of its scope: the answer, key figures, stages, a table, and the other cuts."""
    total, currency = cut.total, cut.found.currency
    return {
        "answer": answers.answer(page, scope, total, currency),
        "figures": answers.key_figures(page, scope, total, currency),
        "stages": stages(total, currency, lambda name: page.url("explain", name_of(scope, name))),
        "currency": currency,
        "shown": cut.shown(),
        "cuts": other_cuts(cut),
        "consolidated": consolidated(page, scope, cut),
        "source": " · ".join(source(page)[1:2]),
    }


def consolidated(page: Page, scope: Scope, cut: Cut) -> dict[str, Any] | None:
    """What is spent when support cost between funds counts once; None where there is none."""
    if not cut.found.internal:
        return None
    spent = Money(cut.found.consolidated, cut.found.currency)
    return {"value": spent, "url": page.url("explain", name_of(scope, "consolidated"))}


def other_cuts(cut: Cut) -> list[dict[str, str]]:
    """The addresses of a scope divided otherwise."""
    others = [Cut(cut.naming, cut.scope, name, cut.found) for name in CUTS]
    return [{"label": str(TITLES[one.name]), "url": one.url} for one in others]


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
