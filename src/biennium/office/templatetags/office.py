"""Words and links of the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biennium.foundation.permission import ACTIONS
from biennium.kernel.text import Text, resolve
from biennium.office.forms.texts import SECTION_KINDS
from biennium.office.forms.versions import REASON_WORDS, STAGE_WORDS
from biennium.office.forms.work_items import WORK_ITEM_KINDS
from biennium.office.words import FORMAT_NAMES
from biennium.organisation.models import Person, RoleAssignment
from biennium.papers.kinds import KINDS
from biennium.papers.services import FORMATS
from biennium.papers.words import LANGUAGES
from biennium.programme.models import Programme
from biennium.programme.wording import scheme_words
from biennium.web import formatting

register = template.Library()


@register.simple_tag
def paper_files(programme: Programme, which: int | str, kind: str) -> list[dict[str, str]]:
    """The files of one kind of paper of a version or of the live draft."""
    return [
        {
            "label": formatting.language(lang, own=True),
            "note": FORMAT_NAMES[file_format],
            "lang": lang,
            "url": reverse("office:paper", args=[programme.code, which, kind, lang, file_format]),
        }
        for lang in LANGUAGES
        for file_format in FORMATS
    ]


@register.filter
def kind_of_paper(kind: str) -> str:
    """What a kind of paper is called."""
    return str(KINDS[kind].title)


@register.simple_tag
def gap_count(kind: str, count: int) -> str:
    """How much of a kind is missing, in words."""
    words = {
        "text": ngettext("%(count)s text not translated", "%(count)s texts not translated", count),
        "lead": ngettext("%(count)s result without a lead unit", "%(count)s results without a lead unit", count),
        "indicator": ngettext("%(count)s result without an indicator", "%(count)s results without an indicator", count),
        "deliverable": ngettext(
            "%(count)s result without deliverables", "%(count)s results without deliverables", count
        ),
        "baseline": ngettext(
            "%(count)s indicator without a baseline", "%(count)s indicators without a baseline", count
        ),
        "target": ngettext("%(count)s indicator without a target", "%(count)s indicators without a target", count),
    }
    return words[kind] % {"count": formatting.number(count)}


@register.simple_tag
def gap_url(programme: Programme, gap: Any) -> str:
    """Where a gap is closed."""
    return reverse(f"office:{gap.owner}", args=[programme.code, gap.code])


@register.filter
def rows_words(prefix: str) -> str:
    """What the rows of a list are."""
    words = {
        "criteria": _("Criteria a country result must meet"),
        "disaggregations": _("Breakdowns"),
        "baselines": _("Baselines"),
        "targets": _("Targets"),
        "instalments": _("Instalments to come"),
        "reports_due": _("Reports to the partner"),
        "result_shares": _("Shares of results"),
        "place_shares": _("Shares of countries"),
        "markers": _("Markers"),
        "language_versions": _("Language versions"),
        "needed_money": _("Money"),
        "needed_staff": _("Staff"),
        "expected_money": _("Expected money"),
        "standard_costs": _("Standard costs"),
        "capacity": _("Staff there is"),
        "priorities": _("Priorities"),
        "related_documents": _("Related documents"),
        "levels": _("Levels"),
        "scores": _("Scores"),
        "terms": _("Entries"),
        "framework_links": _("Frameworks and plans it serves"),
    }
    return words[prefix]


register.filter("scheme_words", scheme_words)


@register.simple_tag
def in_language(value: Text, lang: str) -> SafeString:
    """A short text as it is written in one language, and no other."""
    found = resolve(value, lang)
    if found is None or found.fallback:
        return format_html('<span class="absent">{}</span>', _("not written yet"))
    return format_html('<span lang="{}" dir="{}">{}</span>', found.lang, found.direction, found.value)


@register.filter
def reason_words(reason: str) -> str:
    """Why a version was revised, in words."""
    return str(REASON_WORDS.get(reason, reason))


@register.filter
def stage_words(stage: str) -> str:
    """The stage of a version, in words."""
    return str(STAGE_WORDS.get(stage, stage))


@register.filter
def state_of_draft(state: str) -> str:
    """How far a paper has come."""
    words = {
        "waiting": _("being read"),
        "ready": _("ready"),
        "failed": _("not readable"),
        "accepted": _("accepted"),
        "discarded": _("put aside"),
    }
    return words.get(state, state)


@register.filter
def which_words(which: str) -> str:
    """A state of the programme: a sealed version, or the draft as it is now."""
    return _("the live draft") if which == "live" else _("version %(number)s") % {"number": which}


@register.filter
def kind_words(kind: str) -> str:
    """What kind a text or a work item is of."""
    return str(dict((*SECTION_KINDS, *WORK_ITEM_KINDS)).get(kind, kind))


@register.filter
def state_kind(state: str) -> str:
    """The shape a state of a paper is shown in."""
    return {"failed": "late", "ready": "attention", "accepted": "good"}.get(state, "neutral")


@register.filter
def workbook_words(state: str) -> str:
    """How far a workbook has come."""
    words = {
        "checked": _("checked, not saved"),
        "faulty": _("with faults"),
        "saving": _("being saved"),
        "saved": _("saved"),
        "discarded": _("put aside"),
    }
    return words.get(state, state)


@register.filter
def workbook_kind(state: str) -> str:
    """The shape in which that is shown."""
    return {"faulty": "late", "checked": "attention", "saved": "good"}.get(state, "neutral")


@register.simple_tag
def held_roles(person: Person, day: date) -> list[RoleAssignment]:
    """The roles a person holds on a day."""
    return [one for one in person.assignments.all() if one.starts <= day and (one.ends is None or one.ends >= day)]


@register.filter
def can_end(assignment: RoleAssignment, day: date) -> bool:
    """Whether a role is still held, or will be, so that its end can be set."""
    return assignment.ends is None or assignment.ends >= day


@register.filter
def end_suggested(assignment: RoleAssignment, day: date) -> str:
    """The last day that is offered: today, or the first day of a role that has not begun."""
    return max(day, assignment.starts).isoformat()


@register.filter
def action_words(code: str) -> str:
    """What an action of a role allows."""
    action = ACTIONS.get(code)
    return str(action.label) if action else code
