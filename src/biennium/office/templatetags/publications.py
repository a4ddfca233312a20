"""Words and shapes of publications."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext, pgettext

from biennium.kernel.money import Money
from biennium.publishing.publications.models import BlockingFinding, Publication
from biennium.web import formatting

register = template.Library()

CHANGE_ICONS = {"new": "added", "changed": "changed", "withdrawn": "dropped"}


@register.filter
def publication_words(one: Publication) -> str:
    """Published, discarded, blocked or ready; `one` comes from the history."""
    if one.published_at:
        return pgettext("publication", "Published")
    if one.discarded_at:
        return pgettext("publication", "Discarded")
    if one.blocked_by:  # type: ignore[attr-defined]
        return pgettext("publication", "Blocked")
    return pgettext("publication", "Ready")


@register.filter
def publication_kind(one: Publication) -> str:
    """The shape of its status."""
    if one.published_at:
        return "good"
    if one.discarded_at:
        return "neutral"
    return "late" if one.blocked_by else "attention"  # type: ignore[attr-defined]


@register.filter
def has_waiver(finding: BlockingFinding) -> bool:
    """Whether somebody let it pass."""
    return hasattr(finding, "waiver")


@register.filter
def finding_kind(finding: BlockingFinding) -> str:
    """The shape of a finding."""
    return "neutral" if has_waiver(finding) else "late"


@register.filter
def change_words(change: str) -> str:
    """New, changed, withdrawn."""
    return {
        "new": pgettext("activity", "New"),
        "changed": pgettext("activity", "Changed"),
        "withdrawn": pgettext("activity", "Withdrawn"),
    }[change]


@register.filter
def change_icon(change: str) -> str:
    """The drawing beside it."""
    return CHANGE_ICONS[change]


@register.filter
def standard_name(standard: str) -> str:
    """What the books are published in; a table of the cube by its own name."""
    name, _space, table = standard.partition(" ")
    words = {
        "iati": "IATI",
        "datacube": gettext("UN data cube"),
        "crs": gettext("OECD-DAC (CRS)"),
        "uninfo": "UN INFO",
    }
    return f"{words.get(name, name)}, {table}" if table else words.get(name, name)


@register.filter
def minor_units(minor: int, currency: str) -> str:
    """An amount without its currency, which the heading of the table says."""
    return formatting.number(Decimal(Money(minor, currency).decimal_string()))
