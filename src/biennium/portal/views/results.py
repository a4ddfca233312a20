"""The results framework: as a tree, as tables, and result by result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.organisation import selectors as organisation
from biennium.portal import achieved, key_figures, places, sentences, tables, tree
from biennium.portal.money import parts
from biennium.portal.pages import Page, open_page, show
from biennium.programme.exchange import models as exchange
from biennium.web import exports
from biennium.web import tables as web_tables

LONGEST_QUERY = 100


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """What is promised, and where does each output stand in the framework?"""
    page = open_page(request, code)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    nodes = tree.tree(page.book, query)
    items = tree.items(page, nodes, opened=bool(query))
    return show(request, page, "results", "results/results", nodes=items, query=query, found=tree.found(nodes))


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Which results are there, sorted and filtered as I need them?"""
    page = open_page(request, code)
    shown = web_tables.show(tables.results(page), page.book.document.results, request.GET, _files(page, "results_file"))
    return show(
        request, page, "table", "results/table", shown=shown, title=_("Results"), answer=sentences.promise(page)
    )


@require_safe
def results_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The table of results as a file."""
    page = open_page(request, code)
    return web_tables.save(tables.results(page), page.book.document.results, request.GET, file_format)


@require_safe
def indicators(request: HttpRequest, code: str) -> HttpResponse:
    """How is all of it measured, from which baseline to which target?"""
    page = open_page(request, code)
    rows, files = page.book.document.indicators, _files(page, "indicators_file")
    shown = web_tables.show(tables.indicators(page), rows, request.GET, files)
    return show(
        request,
        page,
        "table",
        "results/indicators",
        shown=shown,
        title=_("Indicators"),
        answer=sentences.measured(page),
    )


@require_safe
def indicators_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The table of indicators as a file."""
    page = open_page(request, code)
    return web_tables.save(tables.indicators(page), page.book.document.indicators, request.GET, file_format)


def _files(page: Page, name: str) -> dict[str, str]:
    return {one: reverse(f"portal:{name}", args=[page.programme.code, one]) for one in exports.FORMATS}


@require_safe
def result(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """What does this result promise, how is it measured, and what will be delivered, where and by whom?"""
    page = open_page(request, code)
    found = page.result(result)
    if not page.level(found).counted and found.parent:
        return redirect(f"{page.url('result', found.parent)}#{found.code}")
    return show(request, page, "result", "results", **_parts(page, found))


def _parts(page: Page, found: exchange.Result) -> dict[str, Any]:
    siblings = page.book.children[found.parent]
    place = siblings.index(found)
    return {
        "result": found,
        "level": page.level(found),
        "breadcrumb": _breadcrumb(page, found),
        "children": tree.items(page, tree.tree_below(page.book, found)),
        "indicators": page.book.indicators.get(found.code, []),
        "achievements": achieved.of_result(page, page.book.indicators.get(found.code, [])),
        "deliverables": tree.by_scope(page.book, found),
        "work": _work(page, found),
        "work_below": _work_below(page, found),
        "money": parts.of_result(page, found),
        "boxes": [section for section in page.book.document.sections if section.result == found.code],
        "figures": key_figures.of_result(page, found),
        "previous": _neighbour(page, siblings, place - 1),
        "following": _neighbour(page, siblings, place + 1),
    }


def _work(page: Page, found: exchange.Result) -> list[tuple[str, list[dict[str, Any]]]]:
    """The work items of a result and of its deliverables, by kind, with the names of their places; those of the
    results below stand on the pages of these."""
    codes = {found.code, *(one.code for one in tree.deliverables(page.book, found))}
    listed = [one for one in page.book.document.work_items if one.result in codes]
    names = {one.code: one.name for one in organisation.places()} if any(one.place for one in listed) else {}
    kinds = dict.fromkeys(one.kind for one in listed)
    return [
        (kind, [{"item": one, "place": names.get(one.place or "")} for one in listed if one.kind == kind])
        for kind in kinds
    ]


def _work_below(page: Page, found: exchange.Result) -> str:
    """How much work stands on the results below; empty where there is none."""
    counted = {one.code for one in page.book.below(found) if page.level(one).counted}
    count = sum(one.result in counted for one in page.book.document.work_items)
    return _("On the results below: %(work)s.") % {"work": places.work_words(count)} if count else ""


def _breadcrumb(page: Page, result: exchange.Result) -> list[dict[str, str]]:
    above = [
        {"label": f"{page.words(page.level(one).name)} {one.code}", "url": page.url("result", one.code)}
        for one in page.book.ancestors(result)
    ]
    here = {"label": f"{page.words(page.level(result).name)} {result.code}", "url": ""}
    return [{"label": _("Results"), "url": page.url("results")}, *above, here]


def _neighbour(page: Page, siblings: list[exchange.Result], place: int) -> dict[str, str] | None:
    if not 0 <= place < len(siblings):
        return None
    one = siblings[place]
    return {"label": f"{one.code} {page.words(one.title)}", "url": page.url("result", one.code)}
