"""The pages of the portal. Each answers one question, written above it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import RowRef
from biennium.papers.kinds import KINDS
from biennium.papers.services import FORMATS, write_paper
from biennium.portal import tree
from biennium.portal.pages import Page, open_page, show, tree_items
from biennium.programme import figures
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import to_text
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.comparison import compare_books
from biennium.programme.selectors.differences import grouped
from biennium.web.downloads import attachment


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which programme is under way: the latest that is published, or how to begin."""
    published = selectors.programmes().filter(versions__isnull=False).first()
    if published is None:
        return render(request, "portal/empty.html")
    return redirect("portal:glance", published.code)


@require_safe
def glance(request: HttpRequest, code: str) -> HttpResponse:
    """What does this programme promise?"""
    page = open_page(request, code)
    return show(
        request,
        page,
        "glance",
        "glance",
        figures=_key_figures(page),
        nodes=tree_items(page, tree.tree(page.book)),
        action_programmes=[term for term in page.book.document.terms if term.scheme == "action-programme"],
        sections=[section for section in page.book.document.sections if section.kind == "vision"],
        programmes=selectors.programmes().filter(versions__isnull=False).distinct(),
    )


def _key_figures(page: Page, code: str = "") -> list[dict[str, object]]:
    """At most four: the levels of the framework that have results, else its indicators."""
    under = f":{code}" if code else ""
    own = page.book.result(code).level if code else ""
    names = [(f"level.{one.code}{under}", one) for one, _count in tree.by_level(page.book) if one.code != own]
    found = [
        {"name": name, "level": level, "figure": figures.figure(page.book, page.version, name)} for name, level in names
    ]
    shown = [one for one in found if one["figure"].value][-3:] if code else found[:4]  # type: ignore[attr-defined]
    if len(shown) < 4:
        name = f"indicators{under}"
        shown.append({"name": name, "level": None, "figure": figures.figure(page.book, page.version, name)})
    return [{**one, "url": page.url("explain", str(one["name"]))} for one in shown]


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """What is promised, and where does each output stand in the framework?"""
    page = open_page(request, code)
    query = request.GET.get("q", "").strip()[:100]
    nodes = tree_items(page, tree.tree(page.book, query, page.lang))
    return show(request, page, "results", "results", nodes=nodes, query=query)


@require_safe
def result(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """What does this result promise, how is it measured, and what will be delivered?"""
    page = open_page(request, code)
    found = page.book.result(result)
    if not page.book.levels[found.level].counted and found.parent:
        return redirect(page.url("result", found.parent))
    siblings = page.book.children[found.parent]
    place = siblings.index(found)
    return show(
        request,
        page,
        "result",
        "results",
        result=found,
        level=page.book.levels[found.level],
        breadcrumb=_breadcrumb(page, found),
        children=tree_items(page, tree.tree_below(page.book, found)),
        indicators=page.book.indicators.get(found.code, []),
        deliverables=tree.by_scope(page.book, found),
        boxes=[section for section in page.book.document.sections if section.result == found.code],
        figures=_key_figures(page, found.code),
        previous=_neighbour(page, siblings, place - 1),
        following=_neighbour(page, siblings, place + 1),
    )


def _breadcrumb(page: Page, result: exchange.Result) -> list[dict[str, str]]:
    above = [
        {"label": f"{page.words(page.book.levels[one.level].name)} {one.code}", "url": page.url("result", one.code)}
        for one in page.book.ancestors(result)
    ]
    return [{"label": _("Results"), "url": page.url("results")}, *above, {"label": result.code, "url": ""}]


def _neighbour(page: Page, siblings: list[exchange.Result], place: int) -> dict[str, str] | None:
    if not 0 <= place < len(siblings):
        return None
    one = siblings[place]
    return {"label": f"{one.code} {page.words(one.title)}", "url": page.url("result", one.code)}


@require_safe
def texts(request: HttpRequest, code: str) -> HttpResponse:
    """Why this programme, and what happens next?"""
    page = open_page(request, code)
    return show(request, page, "texts", "glance", groups=tree.sections_by_kind(page.book))


@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Which versions were put before the governing body, and where is the paper of each?"""
    page = open_page(request, code)
    listed = list(selectors.versions(page.programme))
    return show(request, page, "papers", "papers", versions=listed, formats=FORMATS, kinds=KINDS)


@require_safe
def paper(request: HttpRequest, code: str, number: int, kind: str, lang: str, file_format: str) -> HttpResponse:
    """The paper of a sealed version as a file."""
    written = write_paper(
        programme=selectors.programme(code), kind=kind, lang=lang, file_format=file_format, which=str(number)
    )
    return attachment(written.content, written.name, written.media_type)


@require_safe
def compare(request: HttpRequest, code: str, before: int, after: int) -> HttpResponse:
    """What changed from one version to the other?"""
    page = open_page(request, code)
    old, new = (selectors.find(page.programme, str(number)) for number in (before, after))
    earlier, later = selectors.opened(old), selectors.opened(new)
    changes = compare_books(earlier, later)
    return show(
        request,
        page,
        "compare",
        "papers",
        before=old,
        after=new,
        groups=grouped(changes, earlier, later),
        changes=changes,
    )


@require_safe
def explain(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Where does this figure come from?"""
    page = open_page(request, code)
    figure = figures.figure(page.book, page.version, name)
    rows = [(one, _address(page, one)) for one in figure.inputs if isinstance(one, RowRef)]
    return show(request, page, "explain", "glance", figure=figure, rows=rows)


def _address(page: Page, row: RowRef) -> str:
    """Where the row can be read."""
    if row.type == "indicator":
        owner = next(one.result for one in page.book.document.indicators if one.code == row.identity)
        return f"{page.url('result', owner)}#{row.identity}"
    return page.url("result", row.identity) if row.type == "result" else ""


@require_safe
def data(request: HttpRequest, code: str) -> HttpResponse:
    """What can be downloaded, and how do I know it is what was sealed?"""
    page = open_page(request, code)
    return show(request, page, "data", "data", versions=list(selectors.versions(page.programme)))


@require_safe
def programme_json(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A sealed version in the exchange format."""
    programme = selectors.programme(code)
    version = selectors.find(programme, str(number))
    if version.number != number:
        raise NotFound(_("There is no such version."))
    text = to_text(selectors.opened(version).document)
    return attachment(text.encode(), f"{code}-v{number}.json", "application/json")
