"""Figures opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure
from biennium.ledger.selectors import public
from biennium.portal import explanations, tree
from biennium.portal.money import explaining
from biennium.portal.money.source import books_words
from biennium.portal.pages import Page, open_page, show
from biennium.programme import figures
from biennium.web import exports, tables


@require_safe
def explain(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Where does this figure come from?"""
    page = open_page(request, code)
    figure = _figure(page, name)
    table = explanations.table(page, figure)
    files = {one: reverse("portal:explain_file", args=[code, name, one]) for one in exports.FORMATS}
    return show(
        request,
        page,
        "explain",
        "",
        figure=figure,
        books=books_words() if name.partition(".")[0] in public.FAMILIES else "",
        title=explanations.title(page, name),
        shown=tables.show(table, list(figure.inputs), request.GET, files),
        breadcrumb=_breadcrumb(page, name),
    )


@require_safe
def explain_file(request: HttpRequest, code: str, name: str, file_format: str) -> HttpResponse:
    """The rows of a figure as a file."""
    page = open_page(request, code)
    figure = _figure(page, name)
    return tables.save(explanations.table(page, figure), list(figure.inputs), request.GET, file_format)


def _breadcrumb(page: Page, name: str) -> list[dict[str, str]]:
    """Back to the result the figure is of, else to the programme."""
    here = {"label": _("Where this figure comes from"), "url": ""}
    if name.partition(".")[0] in public.FAMILIES:
        above = [{"label": words, "url": page.url("explain", one)} for one, words in explaining.above(page, name)]
        return [{"label": _("Resources"), "url": page.url("resources")}, *above, here]
    below = page.book.by_code.get(name.partition(":")[2])
    if below is None:
        return [{"label": _("At a glance"), "url": page.url("glance")}, here]
    line = [
        {"label": f"{page.words(page.level(one).name)} {one.code}", "url": page.url("result", one.code)}
        for one in [*page.book.ancestors(below), below]
    ]
    return [{"label": _("Results"), "url": page.url("results")}, *line, here]


def _figure(page: Page, name: str) -> Figure:
    """The figure of this name. Raises `NotFound` in the reader's language."""
    public.require_public(name)
    head, colon, code = name.partition(":")
    if colon and not head.startswith(tuple(figures.FAMILIES)):
        page.result(code)
    try:
        return figures.figure(page.book, page.version, name)
    except NotFound:
        if head.partition(".")[0] in public.FAMILIES:
            raise
        known = [f"level.{level.code}" for level, _count in tree.by_level(page.book)] + list(figures.FIGURES)
        raise NotFound(
            _("There is no figure “%(name)s”.") % {"name": name},
            remedy=_("Figures: %(known)s; with :CODE for one result.") % {"known": ", ".join(known)},
        ) from None
