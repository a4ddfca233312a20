"""The programme as a whole: at a glance, and its texts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from biennium.portal import achieved, key_figures, tree
from biennium.portal.money import parts
from biennium.portal.pages import open_page, show
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.versions import published


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which programme is under way: the latest that is published, or how to begin."""
    found = published().first()
    return redirect("portal:glance", found.code) if found else render(request, "portal/empty.html")


@require_safe
def glance(request: HttpRequest, code: str) -> HttpResponse:
    """What does this programme promise, and where does it stand?"""
    page = open_page(request, code)
    return show(
        request,
        page,
        "glance",
        "glance/glance",
        figures=key_figures.of_programme(page),
        money=parts.of_programme(page),
        nodes=tree.items(page, tree.tree(page.book)),
        action_programmes=[term for term in page.book.document.terms if term.scheme == "action-programme"],
        why=next((one for one in page.book.document.sections if one.kind == "vision" and one.body), None),
        versions=list(selectors.versions(page.programme)),
        reported=achieved.published(page).count(),
        others=published().exclude(pk=page.programme.pk),
    )


@require_safe
def texts(request: HttpRequest, code: str) -> HttpResponse:
    """Why this programme, and what happens next?"""
    page = open_page(request, code)
    return show(request, page, "texts", "glance/texts", groups=tree.sections_by_kind(page.book))
