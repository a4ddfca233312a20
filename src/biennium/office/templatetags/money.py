"""Stages and kinds of posting in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from biennium.ledger.words import KINDS
from biennium.office.budget.words import STAGES

register = template.Library()


@register.filter
def money_stage(stage: str) -> str:
    """Where money stands."""
    return str(STAGES.get(stage, stage))


@register.filter
def money_kind(kind: str) -> str:
    """What kind a posting is of."""
    return str(KINDS.get(kind, kind))


@register.filter
def standing_words(stage: str) -> str:
    """What stands at a stage of a line, without what has moved on."""
    words = {
        "approved": _("Left to allot"),
        "allotted": _("Available"),
        "committed": _("Committed"),
        "spent": _("Spent"),
        "uncovered": _("Uncovered"),
    }
    return words.get(stage, stage)


@register.filter
def run_words(status: str) -> str:
    """How far a file of the ERP has come."""
    words = {
        "staging": _("being read"),
        "faulty": _("with faults"),
        "checked": _("checked, not posted"),
        "posted": _("posted"),
    }
    return words.get(status, status)


@register.filter
def run_kind(status: str) -> str:
    """The shape in which that is shown."""
    return {"faulty": "late", "checked": "attention", "posted": "good"}.get(status, "neutral")
