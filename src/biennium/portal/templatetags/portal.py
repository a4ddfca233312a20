"""What the portal's templates say about a version: its promise in a sentence, addresses, words for codes."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.portal import pages, sentences, words
from biennium.portal.measures import Measure, measure
from biennium.portal.pages import Page
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Version
from biennium.programme.wording import scheme_words
from biennium.standards.references import describe
from biennium.web.templatetags.biennium import plain

register = template.Library()

for _name in ("scope", "stage", "paper", "section", "kind", "dimension", "work", "standard"):
    register.filter(f"{_name}_words", getattr(words, f"{_name}_words"))

register.simple_tag(pages.demonstration_words, name="demonstration_words")
register.simple_tag(sentences.promise, name="promise")
register.simple_tag(sentences.result_promise, name="result_promise")


@register.simple_tag
def page_url(page: Page, name: str, *arguments: str) -> str:
    """The address of a page of the same programme and version."""
    return page.url(name, *arguments)


@register.simple_tag
def compare_url(programme: Programme, version: Version) -> str:
    """The comparison of a version with the one before."""
    return reverse("portal:compare", args=[programme.code, version.number - 1, version.number])


@register.filter
def measured_on(indicator: exchange.Indicator, page: Page) -> Measure:
    """Baseline and target of an indicator, for the whole and by region."""
    return measure(page, indicator)


@register.filter
def unit_name(code: str, page: Page) -> dict[str, str] | str:
    """The name of a unit of the version; its code when the version does not name it."""
    unit = page.book.units.get(code)
    return unit.name if unit else code


@register.simple_tag
def references_of(page: Page, of: exchange.Result) -> list[dict[str, Any]]:
    """What a result refers to, grouped by scheme: label, title and address of each entry."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for code in of.links:
        result = page.book.by_code[code]
        entry = {"label": code, "title": result.title, "url": page.url("result", code)}
        groups.setdefault("result", []).append(entry)
    for reference in of.references:
        groups.setdefault(reference.scheme, []).append(_entry(page, reference))
    return [{"label": scheme_words(scheme), "entries": entries} for scheme, entries in groups.items()]


def _entry(page: Page, reference: exchange.Reference) -> dict[str, Any]:
    term = page.book.terms.get((reference.scheme, reference.code))
    title = term.title if term else describe(reference.scheme, reference.code) or {}
    score = "" if reference.score is None else _("score %(score)s") % {"score": reference.score}
    same = plain(title) == reference.code
    url = page.url("result", term.result) if term and term.result else ""
    return {"label": reference.code, "title": {} if same else title, "url": url, "score": score}


@register.simple_tag
def with_achievement(achievements: dict[str, Any], code: str) -> Any:
    """What was achieved on an indicator, and where it opens."""
    return achievements[code]
