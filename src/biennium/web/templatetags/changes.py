"""Words for what changed."""

from __future__ import annotations

import re
from dataclasses import replace

from django import template
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.compare import NOWHERE, PART, Number
from biennium.kernel.money import Money
from biennium.web import formatting

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
    "may_be_negative": _lazy("may be negative"),
    "price": _lazy("price"),
    "modelled": _lazy("modelled"),
}
PAPER_FIELDS = {
    "cover.financial_implications": _lazy("financial implications"),
    "cover.follow_up": _lazy("follow-up required"),
    "cover.legal_implications": _lazy("legal implications"),
    "cover.main_result": _lazy("main outcome"),
    "cover.policy_implications": _lazy("policy implications"),
    "cover.purpose": _lazy("purpose of the document"),
    "cover.strategic_objectives": _lazy("strategic objectives"),
    "paper.author_unit": _lazy("author unit"),
    "paper.body": _lazy("body"),
    "paper.date": _lazy("date of the paper"),
    "paper.item": _lazy("item on the agenda"),
    "paper.original_language": _lazy("original language"),
    "paper.related_documents": _lazy("related documents"),
    "paper.section": _lazy("section"),
    "paper.segment": _lazy("segment"),
    "paper.session": _lazy("session"),
    "paper.session_held": _lazy("when and where it sits"),
    "paper.symbol": _lazy("document symbol"),
}
"""What stands on the cover of a paper, and at its head."""
AMOUNTS = ("price", "modelled")
"""The fields that are of a fund and the parts of its price."""
STEPS = {
    "constant": _lazy("in constant prices"),
    "cost_increase": _lazy("cost increase"),
    "exchange": _lazy("exchange"),
}
"""The steps of a price: `price.RB / step constant`."""
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
    if field in PAPER_FIELDS:
        return str(PAPER_FIELDS[field])
    names: dict[str, str] = context.get("region_names") or {}
    name, _point, rest = field.partition(".")
    if name in AMOUNTS:
        details = _price(rest, names)
    else:
        period, _space, region = _YEARS.sub(r"\1–\2", rest).partition(" ")
        details = [period, names.get(region, region)]
    return f"{FIELDS.get(name, name)} {', '.join(filter(None, details))}".strip()


def _price(of: str, regions: dict[str, str]) -> list[str]:
    """A fund and the parts of its price: “RB, Africa, in constant prices”."""
    fund, *parts = of.split(PART)
    return [fund, *(_part(part, regions) for part in parts)]


def _part(part: str, regions: dict[str, str]) -> str:
    split, _space, by = part.partition(" ")
    if split == "step":
        return str(STEPS.get(by, by))
    return regions.get(by, by) if by != NOWHERE else _("without a region")


@register.filter
def told(value: object) -> str:
    """What a field was or is: money with its currency, numbers grouped, yes or no."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _number(value) if isinstance(value, Number) else str(value)


def _number(value: Number) -> str:
    is_money = value.change == "repriced"
    return formatting.money(Money.parse(str(value), value.unit)) if is_money else formatting.number(str(value))


@register.filter
def signed(number: Number) -> str:
    """A difference with its sign."""
    return f"{'+' if number.value > 0 else '−'}{_number(replace(number, value=abs(number.value)))}"
