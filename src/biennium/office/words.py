"""Values and fields in words: for the history, for what was typed, for what two people wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.text import LANGUAGE_TAG
from biennium.web import formatting

FIELDS = {
    "acronym": _lazy("acronym"),
    "actions": _lazy("what it allows"),
    "addressee": _lazy("addressed to"),
    "as_of": _lazy("as of"),
    "baselines": _lazy("baselines"),
    "body": _lazy("text"),
    "categories": _lazy("categories"),
    "changes": _lazy("changes"),
    "code": _lazy("code"),
    "contributing_units": _lazy("contributing units"),
    "counts_territories": _lazy("territories count"),
    "criteria": _lazy("criteria"),
    "cumulative": _lazy("cumulative"),
    "currency": _lazy("currency"),
    "date": _lazy("date"),
    "decimals": _lazy("decimals"),
    "decision": _lazy("decision it rests on"),
    "definition": _lazy("definition"),
    "dimension": _lazy("breakdown"),
    "direction": _lazy("direction"),
    "disaggregations": _lazy("breakdowns"),
    "email": _lazy("e-mail address"),
    "end": _lazy("end"),
    "ends": _lazy("until"),
    "heading": _lazy("heading"),
    "iati": _lazy("IATI identifier"),
    "illustrative": _lazy("illustrative"),
    "instrument": _lazy("labour instruments"),
    "item": _lazy("bullet in the paper"),
    "key": _lazy("chosen changes"),
    "kind": _lazy("kind"),
    "language": _lazy("language"),
    "languages": _lazy("languages"),
    "lead_unit": _lazy("lead unit"),
    "level": _lazy("level"),
    "levels": _lazy("levels"),
    "links": _lazy("other results"),
    "name": _lazy("name"),
    "number": _lazy("number"),
    "paper": _lazy("paper"),
    "paragraphs": _lazy("paragraphs in the paper"),
    "parent": _lazy("below"),
    "place": _lazy("place"),
    "position": _lazy("position"),
    "reason": _lazy("reason"),
    "reason_text": _lazy("reason in words"),
    "references": _lazy("references"),
    "region": _lazy("region"),
    "region_map": _lazy("map of regions"),
    "required": _lazy("required to be counted"),
    "required_to_count": _lazy("required to be counted"),
    "result": _lazy("result"),
    "results": _lazy("results"),
    "role": _lazy("role"),
    "scope": _lazy("scope"),
    "sdg": _lazy("SDG goals, targets and indicators"),
    "sha256": _lazy("SHA-256"),
    "size": _lazy("size in bytes"),
    "source": _lazy("source of the data"),
    "stage": _lazy("stage"),
    "start": _lazy("start"),
    "starts": _lazy("from"),
    "strategy": _lazy("text"),
    "targets": _lazy("targets"),
    "terms": _lazy("entries of lists"),
    "text": _lazy("text"),
    "title": _lazy("title"),
    "uid": _lazy("identity"),
    "unit": _lazy("unit"),
    "value": _lazy("value"),
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
