"""The words of a paper that are not the programme's: headings, labels, introductions of lists. Data, per language."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "fr", "es")


@cache
def words(lang: str) -> dict[str, Any]:
    """The words in one language; `stages`, `columns`, `cover` and `lead_ins` are tables of their own."""
    content = resources.files(__package__).joinpath("data", "words.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(content)[lang]
    return found
