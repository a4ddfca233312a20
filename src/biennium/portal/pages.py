"""What the pages of the portal have in common: which programme, which sealed version, in which language.

Invariant: the public face reads sealed versions only; what is being edited in the office does not show here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.kernel.text import resolve
from biennium.portal.tree import Node
from biennium.programme.models import Programme, Version
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.versions import Book


@dataclass(frozen=True)
class Page:
    """One programme in one sealed version, for one reader. `pinned` is set when the reader chose the version."""

    programme: Programme
    version: Version
    book: Book
    lang: str
    pinned: bool

    def url(self, name: str, *arguments: str) -> str:
        """The address of a portal page of the same programme, in the same version when one was chosen."""
        address = reverse(f"portal:{name}", args=[self.programme.code, *arguments])
        return f"{address}?version={self.version.number}" if self.pinned else address

    def words(self, value: dict[str, str]) -> str:
        """A text in the reader's language, or the one there is."""
        found = resolve(value, self.lang)
        return found.value if found else ""

    @property
    def nav(self) -> list[dict[str, Any]]:
        """The main navigation."""
        entries = (
            ("glance", _("At a glance")),
            ("results", _("Results")),
            ("papers", _("Papers")),
            ("data", _("Data")),
        )
        return [{"name": name, "label": label, "url": self.url(name)} for name, label in entries]


def open_page(request: HttpRequest, code: str) -> Page:
    """The programme and the version the address names. Raises `NotFound` with what there is instead."""
    programme = selectors.programme(code)
    which = request.GET.get("version", "")
    version = selectors.find(programme, which) if which else selectors.latest(programme)
    if version is None:
        raise NotFound(
            _("The programme %(code)s has not been published yet.") % {"code": code},
            remedy=_("It appears here once its first version is sealed."),
        )
    return Page(programme, version, selectors.opened(version), get_language() or "en", pinned=bool(which))


def show(request: HttpRequest, page: Page, template: str, current: str, **context: Any) -> HttpResponse:
    """Renders a page inside the shell."""
    nav = [{**entry, "current": entry["name"] == current} for entry in page.nav]
    shared = {"page": page, "programme": page.programme, "version": page.version, "book": page.book, "nav": nav}
    return render(request, f"portal/{template}.html", {**shared, **context})


def tree_items(page: Page, nodes: list[Node]) -> list[dict[str, Any]]:
    """The nodes as the tree component shows them."""
    return [
        {
            "code": node.result.code,
            "title": node.result.title,
            "url": page.url("result", node.result.code),
            "note": _note(node),
            "children": tree_items(page, node.children),
            "open": False,
        }
        for node in nodes
    ]


def _note(node: Node) -> str:
    if node.children:
        return ngettext("%(count)s output", "%(count)s outputs", len(node.children)) % {"count": len(node.children)}
    return ngettext("%(count)s deliverable", "%(count)s deliverables", node.deliverables) % {"count": node.deliverables}
