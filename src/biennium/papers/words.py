"""The words of a paper that are not the programme's: headings, labels, introductions of lists. Data, per language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from biennium.web import formatting

LANGUAGES = ("en", "fr", "es")
REPORTS = ("implementation", "agreement")


@cache
def words(lang: str) -> dict[str, Any]:
    """The words in one language; `stages`, `columns`, `cover` and `lead_ins` are tables of their own, and so are the
    words of the kinds that report, by the name of the kind."""
    found: dict[str, Any] = _read("words")[lang]
    return {**found, **{kind: _read(kind)[lang] for kind in REPORTS}}


def _read(name: str) -> dict[str, Any]:
    content = resources.files(__package__).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(content)
    return found


def counted(forms: Mapping[str, str], lang: str, count: int, **more: str) -> str:
    """The form of a sentence that a number takes (`one` or `other`), with the number in it as `count`."""
    is_one = count <= 1 if lang == "fr" else count == 1
    return forms["one" if is_one else "other"].format(count=formatting.number(count), **more)
