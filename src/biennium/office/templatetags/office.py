"""Words and links of the office."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.foundation.permission import ACTIONS
from biennium.office.forms.organisation import STAGE_WORDS
from biennium.office.forms.texts import SECTION_KINDS, WORK_ITEM_KINDS
from biennium.papers.services import FORMATS, LANGUAGES
from biennium.programme.models import Programme
from biennium.web import formatting

register = template.Library()
FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "html": "HTML"}


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
    return {"programme": _("Programme paper"), "framework": _("Results framework")}.get(kind, kind)


@register.filter
def gap_words(kind: str) -> str:
    """What is missing, in words."""
    words = {
        "text": _("texts not translated"),
        "lead": _("results without a lead unit"),
        "indicator": _("results without an indicator"),
        "deliverable": _("results without deliverables"),
        "baseline": _("indicators without a baseline"),
        "target": _("indicators without a target"),
    }
    return words.get(kind, kind)


@register.simple_tag
def gap_url(programme: Programme, gap: Any) -> str:
    """Where a gap is closed."""
    return reverse(f"office:{gap.owner}", args=[programme.code, gap.code])


@register.filter
def draft_label(key: str) -> str:
    """What kind of form a draft is of."""
    words = {
        "result": _("a result"),
        "indicator": _("an indicator"),
        "section": _("a text"),
        "work_item": _("a work item"),
        "programme": _("the programme"),
        "move": _("a move"),
    }
    return words.get(key.partition(":")[0], key)


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
def held_on(assignment: Any, day: Any) -> bool:
    """Whether a role is held on a day."""
    return bool(assignment.starts <= day and (assignment.ends is None or assignment.ends >= day))


@register.filter
def listed(value: Any) -> str:
    """A value of the audit log, for reading."""
    if isinstance(value, dict):
        return "\n".join(f"{key}: {listed(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "\n".join(listed(one) for one in value)
    return "" if value is None else str(value)


@register.filter
def action_words(code: str) -> str:
    """What an action of a role allows."""
    action = ACTIONS.get(code)
    return str(action.label) if action else code
