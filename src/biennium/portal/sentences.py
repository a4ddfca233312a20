"""The answers of the portal in a sentence: what is promised, in the words of the programme's own levels."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from biennium.kernel.text import resolve
from biennium.portal.pages import Page
from biennium.portal.words import stage_words
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.differences import Group
from biennium.web import formatting


def listed(parts: list[str]) -> str:
    """“a, b and c”."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def counted(level: exchange.Level, count: int) -> str:
    """“44 outputs”, in the words of the level."""
    found = resolve(level.name if count == 1 else level.plural or level.name, get_language() or "en")
    return f"{formatting.number(count)} {found.value.lower() if found else level.code}"


def promise(page: Page) -> str:
    """“Version 2, proposed for 2024–2025: 7 outcomes, 3 enablers, 44 outputs and 334 deliverables.”"""
    counts = Counter(result.level for result in page.book.document.results)
    parts = [counted(level, counts[level.code]) for level in page.book.document.levels if counts[level.code]]
    words = {
        "number": page.version.number,
        "stage": stage_words(page.version.stage).lower(),
        "start": page.programme.start.year,
        "end": page.programme.end.year,
        "listed": listed(parts),
    }
    return _("Version %(number)s, %(stage)s for %(start)s–%(end)s: %(listed)s.") % words


def result_promise(page: Page, result: exchange.Result) -> str:
    """What stands below one result, how it is measured and who leads it: “5 outputs and 44 deliverables, measured by
    7 indicators; led by International Labour Standards.”"""
    below = page.book.below(result)
    counts = Counter(one.level for one in below)
    parts = [counted(level, counts[code]) for code, level in page.book.levels.items() if counts[code]]
    said = listed(parts) or _("Nothing stands below it")
    measures = sum(len(page.book.indicators.get(one.code, [])) for one in (result, *below))
    lead = page.book.units.get(result.lead_unit or "")
    led = _("; led by %(unit)s") % {"unit": page.words(lead.name)} if lead else ""
    return f"{said}{_measures(measures)}{led}."


def _measures(count: int) -> str:
    if not count:
        return _(", not measured yet")
    words = ngettext(", measured by %(count)s indicator", ", measured by %(count)s indicators", count)
    return words % {"count": formatting.number(count)}


def measured(page: Page) -> str:
    """“55 indicators, 55 of them illustrative; 1 has no baseline.”"""
    indicators = page.book.document.indicators
    total = ngettext("%(count)s indicator", "%(count)s indicators", len(indicators))
    illustrative = sum(one.illustrative for one in indicators)
    bare = sum(not one.baselines for one in indicators)
    said = total % {"count": formatting.number(len(indicators))}
    if illustrative:
        words = ngettext("%(count)s of them illustrative", "%(count)s of them illustrative", illustrative)
        said += f", {words % {'count': formatting.number(illustrative)}}"
    if bare:
        words = ngettext("%(count)s has no baseline", "%(count)s have no baseline", bare)
        said += f"; {words % {'count': formatting.number(bare)}}"
    return f"{said}."


def difference(groups: list[Group]) -> str:
    """“1 added, 1 dropped, 1 moved, 2 reworded and 2 re-targeted.”: objects, each by the first thing that befell it."""
    counts = Counter(group.changes[0].change for group in groups)
    return f"{listed([_kind(kind, counts[kind]) for kind in KINDS if counts[kind]])}."


KINDS = ("added", "dropped", "moved", "reordered", "reworded", "retargeted", "repriced", "changed")


def _kind(kind: str, count: int) -> str:
    words = {
        "added": ngettext("%(count)s added", "%(count)s added", count),
        "dropped": ngettext("%(count)s dropped", "%(count)s dropped", count),
        "moved": ngettext("%(count)s moved", "%(count)s moved", count),
        "reordered": ngettext("%(count)s put at another place", "%(count)s put at another place", count),
        "reworded": ngettext("%(count)s reworded", "%(count)s reworded", count),
        "retargeted": ngettext("%(count)s re-targeted", "%(count)s re-targeted", count),
        "repriced": ngettext("%(count)s re-priced", "%(count)s re-priced", count),
        "changed": ngettext("%(count)s changed otherwise", "%(count)s changed otherwise", count),
    }
    return words[kind] % {"count": formatting.number(count)}
