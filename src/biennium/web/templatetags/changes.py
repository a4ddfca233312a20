"""Words for what changed."""

from __future__ import annotations

import re

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from biennium.kernel.compare import Number

register = template.Library()
_YEARS = re.compile(r"(\d{4})-01-01–(\d{4})-12-31")


@register.filter
def change_words(change: str) -> str:
    """What happened, in one word."""
    words = {
        "added": _("added"),
        "dropped": _("dropped"),
        "moved": _("moved"),
        "reordered": _("put at another place"),
        "reworded": _("reworded"),
        "retargeted": _("re-targeted"),
        "repriced": _("re-priced"),
        "changed": _("changed"),
    }
    return words.get(change, change)


@register.simple_tag(takes_context=True)
def changed_field(context: Context, field: str) -> str:
    """The field of a change: “target 2024–2025, Africa”. Names of regions come from `region_names` of the page."""
    name, _point, rest = field.partition(".")
    names: dict[str, str] = context.get("region_names") or {}
    period, _space, region = _YEARS.sub(r"\1–\2", rest).partition(" ")
    return f"{field_words(name)} {', '.join(filter(None, (period, names.get(region, region))))}".strip()


@register.filter
def field_words(field: str) -> str:
    """The field of an object, as people call it; what follows the first point stays as it is."""
    name, _point, rest = field.partition(".")
    words = {
        "title": _("title"),
        "strategy": _("text"),
        "code": _("code"),
        "scope": _("scope"),
        "paragraphs": _("paragraphs in the paper"),
        "item": _("place in the paper"),
        "lead_unit": _("lead unit"),
        "contributing_units": _("contributing units"),
        "references": _("references"),
        "links": _("other results"),
        "definition": _("definition"),
        "criteria": _("criterion"),
        "baselines": _("baseline"),
        "targets": _("target"),
        "unit": _("unit"),
        "source": _("source"),
        "heading": _("heading"),
        "body": _("text"),
        "cover": _("cover"),
        "languages": _("languages"),
        "period": _("period"),
        "currency": _("currency"),
        "responsible_unit": _("unit that answers for the programme"),
        "paper": _("paper"),
        "name": _("name"),
        "plural": _("plural"),
        "text_heading": _("heading of the text"),
        "parents": _("stands below"),
        "counted": _("is numbered"),
        "measure": _("kind of measure"),
        "decimals": _("decimals"),
        "direction": _("direction"),
        "cumulative": _("cumulative"),
        "counts_territories": _("territories count"),
        "illustrative": _("illustrative"),
        "disaggregations": _("breakdowns"),
        "required": _("criterion is required"),
        "notes": _("note on the baseline"),
        "order": _("order of the criteria"),
        "kind": _("level"),
        "type": _("kind"),
        "result": _("result"),
        "region": _("region"),
        "addressee": _("addressed to"),
        "date": _("date"),
        "place": _("country or territory"),
        "function": _("function"),
        "sdg": _("shares by sustainable development goal"),
    }
    return f"{words.get(name, name)} {rest}".strip()


@register.filter
def signed(number: Number) -> str:
    """A difference with its sign."""
    return f"+{number}" if number.value > 0 else f"−{str(number).lstrip('-')}"
