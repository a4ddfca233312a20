"""What the pages of the portal have in common: which programme, which sealed version, in which language.

Invariant: the public face reads sealed versions only; what is being edited in the office does not show here, not even
that it exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.kernel.text import resolve
from biennium.portal.words import stage_words
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Version
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.versions import Book, published

PINNED = "version"
KEPT_ADDRESSES = 8192


@dataclass(frozen=True)
class Page:
    """One programme in one sealed version, for one reader. `pinned` is set when the reader chose the version."""

    programme: Programme
    version: Version
    book: Book
    lang: str
    pinned: bool

    def url(self, name: str, *arguments: str | int) -> str:
        """The address of a portal page of the same programme, in the same version when one was chosen."""
        address = _address(f"portal:{name}", get_script_prefix(), self.programme.code, *arguments)
        return f"{address}?{PINNED}={self.version.number}" if self.pinned else address

    def words(self, value: dict[str, str]) -> str:
        """A text in the reader's language, or the one there is."""
        found = resolve(value, self.lang)
        return found.value if found else ""

    def result(self, code: str) -> exchange.Result:
        """A result of this version. Raises `NotFound` in the reader's language."""
        found = self.book.by_code.get(code)
        if found is None:
            words = {"code": code, "number": self.version.number}
            raise NotFound(
                _("There is no result %(code)s in version %(number)s.") % words,
                remedy=_("All results: %(url)s") % {"url": self.url("results")},
            )
        return found

    def level(self, result: exchange.Result) -> exchange.Level:
        """The level of a result."""
        return self.book.levels[result.level]

    @property
    def source(self) -> list[str]:
        """Where a file comes from: programme, version and hash, when it was sealed, what is illustrative."""
        version = {
            "number": self.version.number,
            "stage": stage_words(self.version.stage),
            "hash": self.version.short_hash,
            "date": self.version.sealed_at.date().isoformat(),
        }
        lines = [
            f"{self.words(self.book.document.organisation.name)}, {self.words(self.book.document.title)}",
            _("version %(number)s, %(stage)s, %(hash)s, sealed on %(date)s") % version,
        ]
        return [*lines, demonstration_words()] if self.programme.is_demonstration else lines

    @property
    def file_name(self) -> str:
        """How the names of its files begin: `2024-25-v2`."""
        return f"{self.programme.code}-v{self.version.number}"


@lru_cache(maxsize=KEPT_ADDRESSES)
def _address(name: str, _prefix: str, *arguments: str | int) -> str:
    """An address, kept: it follows from these alone, and a table asks for a thousand of them."""
    return reverse(name, args=arguments)


def demonstration_words() -> str:
    """What is real in the demonstration and what is not."""
    return _(
        "Demonstration: codes, titles and structure follow the ILO’s published paper; texts are reworded; indicators, "
        "leads and the second version are illustrative. Income and expense of 2024 add up to what is published; how "
        "they divide over funds, outputs and agreements, and all money of 2025, is modelled."
    )


def find_programme(code: str) -> Programme:
    """A published programme. Raises `NotFound` naming those there are; one that is not published is not named."""
    found = published().filter(code=code).first()
    if found is None:
        known = ", ".join(published().values_list("code", flat=True)) or _("none yet")
        raise NotFound(
            _("No programme %(code)s has been published.") % {"code": code},
            remedy=_("Published: %(known)s.") % {"known": known},
        )
    return found


def find_version(programme: Programme, which: str) -> Version:
    """A version by number, stage or hash. Raises `NotFound` naming those there are, in the reader's language."""
    try:
        return selectors.find(programme, which)
    except NotFound:
        raise _no_version(programme, which) from None


def numbered(programme: Programme, number: int) -> Version:
    """The version with exactly this number. Raises `NotFound`."""
    found = selectors.versions(programme).filter(number=number).first()
    if found is None:
        raise _no_version(programme, str(number))
    return found


def _no_version(programme: Programme, which: str) -> NotFound:
    listed = selectors.versions(programme)
    known = ", ".join(f"{one.number} ({stage_words(one.stage)}, {one.short_hash})" for one in listed)
    words = {"code": programme.code, "which": which}
    return NotFound(
        _("%(code)s has no version “%(which)s”.") % words, remedy=_("Versions: %(known)s.") % {"known": known}
    )


def open_page(request: HttpRequest, code: str) -> Page:
    """The programme and the version the address names. Raises `NotFound` with what there is instead."""
    programme = find_programme(code)
    which = request.GET.get(PINNED, "")
    version = find_version(programme, which) if which else selectors.versions(programme)[0]
    return Page(programme, version, selectors.opened(version), get_language() or "en", pinned=bool(which))


def show(request: HttpRequest, page: Page, template: str, current: str, **context: Any) -> HttpResponse:
    """Renders a page inside the shell. `current` is its place in the navigation: `results` or `results/table`."""
    shared = {"page": page, "programme": page.programme, "version": page.version, "book": page.book}
    return render(request, f"portal/{template}.html", {**shared, **navigation(page, current), **context})


def navigation(page: Page, current: str) -> dict[str, list[dict[str, Any]]]:
    """The main navigation, and the views of the current entry where it has several."""
    top, _slash, _rest = current.partition("/")
    main = [
        ("glance", _("At a glance")),
        ("results", _("Results")),
        ("countries", _("Countries")),
        ("resources", _("Resources")),
        ("papers", _("Papers and versions")),
        ("data", _("Data")),
    ]
    below: dict[str, list[tuple[str, ...]]] = {
        "results": [
            ("results", _("As a tree")),
            ("table", _("As a table")),
            ("indicators", _("Indicators")),
            ("progress", _("Achieved")),
            ("country_results", _("Country results")),
        ],
        "resources": [
            ("resources", _("All money")),
            ("money_by", _("By outcome"), "outcome"),
            ("money_by", _("By region"), "region"),
            ("money_by", _("By cost category"), "cost"),
            ("money_by", _("By year"), "year"),
            ("partners", _("Partners")),
            ("reconciliation", _("Totals side by side")),
        ],
        "glance": [("glance", _("The programme")), ("texts", _("Vision and next steps"))],
    }
    views = below.get(top, []) if "/" in current else []
    return {
        "nav": [_entry(page, name, label, current=name == top) for name, label in main],
        "subnav": [
            _entry(page, name, label, *of, current="/".join((top, name, *of)) == current) for name, label, *of in views
        ],
    }


def _entry(page: Page, name: str, label: str, *of: str, current: bool) -> dict[str, Any]:
    return {"name": name, "label": label, "url": page.url(name, *of), "current": current}
