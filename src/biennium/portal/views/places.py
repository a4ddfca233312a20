"""Countries and territories: what is done in each, and with how much money."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.kernel.errors import NotFound
from biennium.ledger.selectors.scope import Scope
from biennium.organisation.models import Place
from biennium.portal import achieved, places
from biennium.portal.money.naming import naming_of
from biennium.portal.money.parts import money_parts
from biennium.portal.money.tables import Cut
from biennium.portal.pages import Page, open_page, show
from biennium.web import exports
from biennium.web import tables as web


@require_safe
def countries(request: HttpRequest, code: str) -> HttpResponse:
    """In which countries does this programme work, on how much, and with how much money?"""
    page = open_page(request, code)
    rows = places.rows(naming_of(page))
    files = {one: reverse("portal:countries_file", args=[code, one]) for one in exports.FORMATS}
    shown = web.show(places.table(page, rows), rows, request.GET, files)
    return show(
        request, page, "table", "countries", shown=shown, title=_("Countries"), answer=places.answer(page, rows)
    )


@require_safe
def countries_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The countries as a file."""
    page = open_page(request, code)
    rows = places.rows(naming_of(page))
    return web.save(places.table(page, rows), rows, request.GET, file_format)


@require_safe
def place(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """What does this programme do in this country, and what was spent on it?"""
    page = open_page(request, code)
    found = Place.objects.filter(code=place).first()
    if found is None:
        raise NotFound(
            _("There is no country or territory %(code)s.") % {"code": place},
            remedy=_("All countries: %(url)s") % {"url": page.url("countries")},
        )
    return show(request, page, "money/place", "countries", **_parts(page, found))


def _parts(page: Page, found: Place) -> dict[str, Any]:
    naming, scope = naming_of(page), Scope(page.programme, {"place": found.code})
    cut = Cut.of(naming, scope, "outcome")
    work = places.work(page, found.code)
    name = page.words(found.name)
    return {
        **money_parts(page, scope, cut),
        "title": name,
        "place": found,
        "work": work,
        "results": list(achieved.published(page).filter(place=found)),
        "figures": places.key_figures(page, work, cut),
        "answer": places.place_answer(name, work, cut),
        "breadcrumb": [{"label": _("Countries"), "url": page.url("countries")}, {"label": name, "url": ""}],
    }
