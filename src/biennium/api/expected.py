"""What a parameter takes, in words: said to whoever sent something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

YEAR = "^([0-9]{1,4}|)$"
"""A calendar year, or none."""


def expected(error: Mapping[str, Any]) -> str:
    """What was expected, of an error of validation; nothing where the error says no more than that it is one."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch" and context["pattern"] == YEAR:
        return _("Expected: a calendar year such as 2024.")
    if kind.startswith("date"):
        return _("Expected: a day such as 2024-12-31.")
    words = WORDS.get(kind)
    return words(context) if words else ""


def _one_of(context: Mapping[str, Any]) -> str:
    names = [name for name in re.findall(r"'([^']*)'", context["expected"]) if name]
    return _("Expected: one of %(known)s.") % {"known": ", ".join(names)}


WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "literal_error": _one_of,
    "int_parsing": lambda _context: _("Expected: a whole number."),
    "int_parsing_size": lambda _context: _("Expected: a smaller number."),
    "greater_than_equal": lambda context: _("Expected: %(least)s or more.") % {"least": context["ge"]},
    "less_than_equal": lambda context: _("Expected: %(most)s or less.") % {"most": context["le"]},
    "uuid_parsing": lambda _context: _("Expected: the identifier (uid) that a list gives."),
}
