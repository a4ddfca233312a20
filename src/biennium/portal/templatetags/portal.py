"""What the portal's templates say about a version: its promise in a sentence, addresses, words for codes."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.text import resolve
from biennium.portal import tree
from biennium.portal.pages import Page
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Version
from biennium.standards.references import describe
from biennium.web import formatting
from biennium.web.templatetags.biennium import plain

register = template.Library()


@register.simple_tag
def page_url(page: Page, name: str, *arguments: str) -> str:
    """The address of a page of the same programme and version."""
    return page.url(name, *arguments)


@register.simple_tag
def compare_url(programme: Programme, version: Version) -> str:
    """The comparison of a version with the one before."""
    return reverse("portal:compare", args=[programme.code, version.number - 1, version.number])


@register.simple_tag
def promise(page: Page) -> str:
    """“7 outcomes, 3 enablers, 44 outputs and 334 deliverables from 2024 to 2025.”"""
    listed = _listed([(level, count) for level, count in tree.by_level(page.book)])
    years = {"start": page.programme.start.year, "end": page.programme.end.year, "listed": listed}
    return _("%(listed)s, from %(start)s to %(end)s.") % years


@register.simple_tag
def result_promise(page: Page, result: exchange.Result) -> str:
    """What stands below one result, in a sentence."""
    below = page.book.below(result)
    counts = [(level, sum(one.level == code for one in below)) for code, level in page.book.levels.items()]
    listed = _listed([(level, count) for level, count in counts if count])
    lead = page.book.units.get(result.lead_unit or "")
    if lead and listed:
        return _("%(listed)s; led by %(unit)s.") % {"listed": listed, "unit": plain(lead.name)}
    return f"{listed}." if listed else ""


def _listed(counts: list[tuple[exchange.Level, int]]) -> str:
    parts = [f"{formatting.number(count)} {_word(level, count)}" for level, count in counts]
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _word(level: exchange.Level, count: int) -> str:
    found = resolve(level.name if count == 1 else level.plural or level.name, get_language() or "en")
    return found.value.lower() if found else level.code


@register.simple_tag
def references_of(page: Page, of: exchange.Result) -> list[dict[str, Any]]:
    """What a result refers to, grouped by scheme: label, title and address of each entry."""
    groups: dict[str, list[dict[str, str]]] = {}
    for code in of.links:
        result = page.book.by_code[code]
        groups.setdefault("result", []).append(
            {"label": code, "title": plain(result.title), "url": page.url("result", code)}
        )
    for reference in of.references:
        groups.setdefault(reference.scheme, []).append(_entry(page, reference))
    return [{"label": scheme_words(scheme), "entries": entries} for scheme, entries in groups.items()]


def _entry(page: Page, reference: exchange.Reference) -> dict[str, str]:
    term = page.book.terms.get((reference.scheme, reference.code))
    title = term.title if term else describe(reference.scheme, reference.code)
    words = plain(dict(title)) if title else ""
    return {"label": reference.code, "title": "" if words == reference.code else words, "url": ""}


def scheme_words(scheme: str) -> str:
    """What a scheme of references is called."""
    words = {
        "instrument": _("Instruments"),
        "sdg": _("Sustainable Development Goals"),
        "partner": _("Partners"),
        "marker": _("Markers"),
        "action-programme": _("Action programmes"),
        "result": _("Other results"),
    }
    return words.get(scheme, scheme)


@register.filter
def scope_words(scope: str) -> str:
    """Where a deliverable is delivered."""
    words = {
        "country": _("In countries"),
        "regional": _("In regions"),
        "global": _("Worldwide"),
        "office": _("In the organisation"),
    }
    return words.get(scope, _("Deliverables"))


@register.filter
def stage_words(stage: str) -> str:
    """The stage of a version."""
    words = {
        "preliminary": _("Preliminary"),
        "proposed": _("Proposed"),
        "adopted": _("Adopted"),
        "revised": _("Revised"),
    }
    return words.get(stage, stage)


@register.filter
def paper_words(kind: str) -> str:
    """The kinds of paper."""
    from biennium.papers.kinds import KINDS

    return str(KINDS[kind].title)


@register.filter
def section_words(kind: str) -> str:
    """The kinds of text."""
    words = {
        "vision": _("Vision"),
        "region": _("By region"),
        "approach": _("Approach"),
        "next_step": _("Next steps"),
        "decision": _("Draft decision"),
        "box": _("Initiatives"),
    }
    return words.get(kind, _("Other texts"))


@register.filter
def kind_words(kind: str) -> str:
    """What an indicator measures, and how it adds up."""
    words = {
        "country_count": _("Count of distinct countries"),
        "count": _("Count"),
        "ratio": _("Ratio"),
        "index": _("Index, not added up"),
        "level": _("Level, the latest observation"),
        "milestone": _("Milestone"),
        "qualitative": _("Qualitative"),
    }
    return words.get(kind, kind)


@register.filter
def dimension_words(dimension: str) -> str:
    """A breakdown."""
    words = {"sex": _("sex"), "age": _("age"), "disability": _("disability"), "residence": _("place of residence")}
    return words.get(dimension, dimension)


@register.filter
def target_lines(indicator: exchange.Indicator, page: Page) -> list[dict[str, str]]:
    """Baseline and target side by side, for the whole and each region."""
    names = {one["code"]: one["name"] for one in page.book.regions.get("regions", [])}
    baselines = {one.region: one for one in indicator.baselines}
    lines = [_line(target, baselines.get(target.region), names) for target in indicator.targets]
    alone = [one for one in indicator.baselines if one.region not in {target.region for target in indicator.targets}]
    return lines + [_line(None, one, names) for one in alone]


def _line(
    target: exchange.Target | None, baseline: exchange.Baseline | None, names: dict[str, dict[str, str]]
) -> dict[str, str]:
    region = target.region if target else baseline.region if baseline else None
    period = f"{target.start.year}–{target.end.year}" if target else ""
    return {
        "where": plain(names.get(region, region)) if region else _("World"),
        "as_of": baseline.as_of if baseline else "",
        "baseline": formatting.number(baseline.value) if baseline else _("not applicable"),
        "period": period,
        "target": formatting.number(target.value) if target else _("not applicable"),
    }


@register.simple_tag
def paper_downloads(page: Page, version: Version, kind: str) -> list[dict[str, str]]:
    """The files of one kind of paper, in each language and format."""
    from biennium.papers.services import FORMATS
    from biennium.papers.words import LANGUAGES

    return [
        {
            "label": formatting.language(lang, own=True),
            "note": {"pdf": "PDF", "docx": "Word", "html": "HTML"}[file_format],
            "lang": lang,
            "url": reverse("portal:paper", args=[page.programme.code, version.number, kind, lang, file_format]),
        }
        for lang in LANGUAGES
        for file_format in FORMATS
    ]
