"""Words for what changed."""

from __future__ import annotations

import re

from django import template
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.compare import Number

register = template.Library()
FIELDS = {
    "title": _lazy("title"),
    "strategy": _lazy("text"),
    "code": _lazy("code"),
    "scope": _lazy("scope"),
    "paragraphs": _lazy("paragraphs in the paper"),
    "item": _lazy("place in the paper"),
    "lead_unit": _lazy("lead unit"),
    "contributing_units": _lazy("contributing units"),
    "references": _lazy("references"),
    "links": _lazy("other results"),
    "definition": _lazy("definition"),
    "criteria": _lazy("criterion"),
    "baselines": _lazy("baseline"),
    "targets": _lazy("target"),
    "unit": _lazy("unit"),
    "source": _lazy("source"),
    "heading": _lazy("heading"),
    "body": _lazy("text"),
    "cover": _lazy("cover"),
    "languages": _lazy("languages"),
    "period": _lazy("period"),
    "currency": _lazy("currency"),
    "responsible_unit": _lazy("unit that answers for the programme"),
    "paper": _lazy("paper"),
    "name": _lazy("name"),
    "plural": _lazy("plural"),
    "text_heading": _lazy("heading of the text"),
    "parents": _lazy("stands below"),
    "counted": _lazy("is numbered"),
    "measure": _lazy("kind of measure"),
    "decimals": _lazy("decimals"),
    "direction": _lazy("direction"),
    "cumulative": _lazy("cumulative"),
    "counts_territories": _lazy("territories count"),
    "illustrative": _lazy("illustrative"),
    "disaggregations": _lazy("breakdowns"),
    "required": _lazy("criterion is required"),
    "notes": _lazy("note on the baseline"),
    "order": _lazy("order of the criteria"),
    "kind": _lazy("level"),
    "type": _lazy("kind"),
    "result": _lazy("result"),
    "region": _lazy("region"),
    "addressee": _lazy("addressed to"),
    "date": _lazy("date"),
    "place": _lazy("country or territory"),
    "function": _lazy("function"),
    "sdg": _lazy("shares by sustainable development goal"),
    "price": _lazy("price"),
}
STEPS = {
    "constant": _lazy("in constant prices"),
    "cost_increase": _lazy("cost increase"),
    "exchange": _lazy("exchange"),
}
"""The steps of a price: `price.RB/constant`."""
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
    if name == "price":
        return field_words(field)
    names: dict[str, str] = context.get("region_names") or {}
    period, _space, region = _YEARS.sub(r"\1–\2", rest).partition(" ")
    return f"{field_words(name)} {', '.join(filter(None, (period, names.get(region, region))))}".strip()


@register.filter
def field_words(field: str) -> str:
    """The field of an object, as people call it; what follows the first point stays as it is, but for steps of a
    price."""
    name, _point, rest = field.partition(".")
    whole, _line, step = rest.rpartition("/")
    if name == "price" and step in STEPS:
        rest = f"{whole}, {STEPS[step]}"
    return f"{FIELDS.get(name, name)} {rest}".strip()


@register.filter
def signed(number: Number) -> str:
    """A difference with its sign."""
    return f"+{number}" if number.value > 0 else f"−{str(number).lstrip('-')}"
