"""Values and fields in words: for the history, for what was typed, for what two people wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biennium.kernel.text import LANGUAGE_TAG
from biennium.web import formatting
from biennium.web.templatetags.changes import PAPER_FIELDS

FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "html": "HTML"}
FIELDS = {
    **{name.replace(".", "_"): words for name, words in PAPER_FIELDS.items()},
    "acronym": gettext_lazy("acronym"),
    "actions": gettext_lazy("what it allows"),
    "activity": gettext_lazy("activity"),
    "addressee": gettext_lazy("addressed to"),
    "agreements": gettext_lazy("agreements"),
    "amount": gettext_lazy("amount"),
    "as_of": gettext_lazy("as of"),
    "assumptions": gettext_lazy("assumptions"),
    "back_to": gettext_lazy("back to"),
    "baselines": gettext_lazy("baselines"),
    "body": gettext_lazy("text"),
    "budget_item": gettext_lazy("budget item"),
    "categories": gettext_lazy("categories"),
    "capacity": gettext_lazy("staff there is"),
    "changes": gettext_lazy("changes"),
    "code": gettext_lazy("code"),
    "consultation": gettext_lazy("consultation"),
    "contributing_units": gettext_lazy("contributing units"),
    "contributor_type": gettext_lazy("contributor type"),
    "control_by_year": gettext_lazy("by year"),
    "control_dimensions": gettext_lazy("where decisions stop"),
    "controlled_at": gettext_lazy("rate of control"),
    "counted": gettext_lazy("is numbered"),
    "cost_categories": gettext_lazy("cost categories"),
    "cost_category": gettext_lazy("cost category"),
    "counterparty": gettext_lazy("organisation to be paid"),
    "country_programme": gettext_lazy("country programme"),
    "counts_territories": gettext_lazy("territories count"),
    "criteria": gettext_lazy("criteria"),
    "crs_channel": gettext_lazy("channel in the Creditor Reporting System"),
    "cumulative": gettext_lazy("cumulative"),
    "currency": gettext_lazy("currency"),
    "date": gettext_lazy("date"),
    "day": gettext_lazy("day"),
    "decimals": gettext_lazy("decimals"),
    "decision": gettext_lazy("decision it rests on"),
    "definition": gettext_lazy("definition"),
    "deliverable": gettext_lazy("deliverable"),
    "dimension": gettext_lazy("breakdown"),
    "direction": gettext_lazy("direction"),
    "disaggregations": gettext_lazy("breakdowns"),
    "document": gettext_lazy("document"),
    "dormant_after": gettext_lazy("days until it lies dormant"),
    "due": gettext_lazy("due"),
    "earmarks": gettext_lazy("earmarks"),
    "email": gettext_lazy("e-mail address"),
    "employers": gettext_lazy("employers consulted"),
    "end": gettext_lazy("end"),
    "endorsed": gettext_lazy("is endorsed"),
    "endorsed_on": gettext_lazy("endorsed on"),
    "ends": gettext_lazy("until"),
    "evidence": gettext_lazy("evidence"),
    "framework_links": gettext_lazy("frameworks and plans"),
    "fund": gettext_lazy("fund"),
    "government": gettext_lazy("government consulted"),
    "heading": gettext_lazy("heading"),
    "iati": gettext_lazy("IATI identifier"),
    "iati_aid_type": gettext_lazy("IATI aid type"),
    "iati_earmarking": gettext_lazy("IATI earmarking"),
    "iati_finance_type": gettext_lazy("IATI finance type"),
    "iati_flow_type": gettext_lazy("IATI flow type"),
    "iati_identifier": gettext_lazy("IATI identifier"),
    "iati_type": gettext_lazy("IATI type of organisation"),
    "illustrative": gettext_lazy("illustrative"),
    "instalments": gettext_lazy("instalments to come"),
    "instrument": gettext_lazy("labour instruments"),
    "instruments": gettext_lazy("financing instruments"),
    "item": gettext_lazy("bullet in the paper"),
    "key": gettext_lazy("chosen changes"),
    "kind": gettext_lazy("kind"),
    "language": gettext_lazy("language"),
    "language_versions": gettext_lazy("language versions"),
    "languages": gettext_lazy("languages"),
    "lead_person": gettext_lazy("lead person"),
    "lead_unit": gettext_lazy("lead unit"),
    "level": gettext_lazy("level"),
    "levels": gettext_lazy("levels"),
    "links": gettext_lazy("other results"),
    "markers": gettext_lazy("markers"),
    "modelled": gettext_lazy("modelled"),
    "months": gettext_lazy("months"),
    "name": gettext_lazy("name"),
    "needed_money": gettext_lazy("money"),
    "needed_staff": gettext_lazy("staff"),
    "number": gettext_lazy("number"),
    "order": gettext_lazy("order"),
    "outputs": gettext_lazy("outputs it serves"),
    "paper": gettext_lazy("paper"),
    "paragraphs": gettext_lazy("paragraphs in the paper"),
    "parents": gettext_lazy("stands below"),
    "parent": gettext_lazy("below"),
    "partner": gettext_lazy("partner"),
    "partners": gettext_lazy("partners"),
    "period_end": gettext_lazy("at the end of the programme"),
    "place": gettext_lazy("place"),
    "place_shares": gettext_lazy("shares of countries"),
    "places": gettext_lazy("countries and territories"),
    "plural": gettext_lazy("name of several"),
    "plans": gettext_lazy("plans"),
    "position": gettext_lazy("position"),
    "priorities": gettext_lazy("priorities"),
    "priority": gettext_lazy("priority"),
    "probability": gettext_lazy("probability"),
    "product_kind": gettext_lazy("kind of product"),
    "progress": gettext_lazy("progress"),
    "project": gettext_lazy("project"),
    "published_on": gettext_lazy("published on"),
    "reached_on": gettext_lazy("reached on"),
    "reason": gettext_lazy("reason"),
    "reason_text": gettext_lazy("reason in words"),
    "received": gettext_lazy("received"),
    "references": gettext_lazy("references"),
    "related_documents": gettext_lazy("related documents"),
    "refund": gettext_lazy("refunds"),
    "region": gettext_lazy("region"),
    "region_map": gettext_lazy("map of regions"),
    "releases": gettext_lazy("what makes it available"),
    "reported_at": gettext_lazy("rate of reporting"),
    "reports_due": gettext_lazy("reports to the partner"),
    "required": gettext_lazy("required to be counted"),
    "required_to_count": gettext_lazy("required to be counted"),
    "result": gettext_lazy("result"),
    "result_shares": gettext_lazy("shares of results"),
    "results": gettext_lazy("results"),
    "role": gettext_lazy("role"),
    "scope": gettext_lazy("scope"),
    "scheme": gettext_lazy("list"),
    "score": gettext_lazy("marker and score"),
    "sdg": gettext_lazy("SDG goals, targets and indicators"),
    "sha256": gettext_lazy("SHA-256"),
    "share": gettext_lazy("share"),
    "signed_on": gettext_lazy("signed on"),
    "since": gettext_lazy("valid from"),
    "situation": gettext_lazy("situation at the outset"),
    "size": gettext_lazy("size in bytes"),
    "source": gettext_lazy("source of the data"),
    "stage": gettext_lazy("stage"),
    "standard_cost": gettext_lazy("grade, duty station, year"),
    "standard_costs": gettext_lazy("standard costs"),
    "start": gettext_lazy("start"),
    "starts": gettext_lazy("from"),
    "status": gettext_lazy("status"),
    "strategy": gettext_lazy("text"),
    "support_cost_fund": gettext_lazy("fund for support cost"),
    "support_cost_rate": gettext_lazy("support cost"),
    "symbol": gettext_lazy("symbol"),
    "targets": gettext_lazy("targets"),
    "terms": gettext_lazy("entries of lists"),
    "text_heading": gettext_lazy("heading of the long text"),
    "text": gettext_lazy("text"),
    "title": gettext_lazy("title"),
    "transfer": gettext_lazy("transfers"),
    "uid": gettext_lazy("identity"),
    "unit": gettext_lazy("unit"),
    "value": gettext_lazy("value"),
    "work_item": gettext_lazy("work item"),
    "work_items": gettext_lazy("work items"),
    "workers": gettext_lazy("workers consulted"),
    "year": gettext_lazy("year"),
    "year_end": gettext_lazy("at the end of a year"),
}
_ROW = re.compile(r"(?P<rows>[a-z_]+)-(?P<number>\d+)-(?P<name>\w+)")


def field_name(name: str) -> str:
    """The name of a field of a form or of the log; `title_fr` is the title in French, `targets-0-value` a row's."""
    if row := _ROW.fullmatch(name):
        words = {"rows": field_name(row["rows"]), "number": int(row["number"]) + 1, "name": field_name(row["name"])}
        return _("%(rows)s, row %(number)s: %(name)s") % words
    if name in FIELDS:
        return str(FIELDS[name])
    base, _line, lang = name.rpartition("_")
    if base in FIELDS and LANGUAGE_TAG.fullmatch(lang):
        return f"{FIELDS[base]} ({formatting.language(lang)})"
    return name


def is_text(value: Any) -> bool:
    """Whether a value is a text in languages."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(LANGUAGE_TAG.fullmatch(str(key)) and isinstance(one, str) for key, one in value.items())
    )


def said(value: Any) -> str:
    """A value of the log or of a form, for reading: one line a member of a list, one line a part of an object."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return formatting.day(value, "medium")
    if isinstance(value, Mapping):
        return "\n".join(f"{_key(key)}: {said(one)}" for key, one in value.items() if _is_said(one))
    if isinstance(value, list | tuple | set):
        return "\n".join(_member(one) for one in value)
    return str(value)


def _member(value: Any) -> str:
    """A member of a list, in one line."""
    if isinstance(value, Mapping):
        return " · ".join(_in_line(one) for one in value.values() if _is_said(one))
    return said(value)


def _in_line(value: Any) -> str:
    if is_text(value):
        return "; ".join(f"{lang}: {text}" for lang, text in value.items())
    return ", ".join(said(value).splitlines())


def _is_said(value: Any) -> bool:
    return value is not None and value not in ("", {}, [])


def _key(key: Any) -> str:
    return formatting.language(key) if LANGUAGE_TAG.fullmatch(str(key)) and key not in FIELDS else field_name(str(key))
