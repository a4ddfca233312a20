"""How two states of a value differ, language by language and word by word: what somebody else saved and what was
typed, or what stood before and after a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from biennium.kernel.compare.words import Piece, difference
from biennium.office.words import field_name, is_text, said
from biennium.web import formatting


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, in one language where it is text, with its two states and the words in which they differ."""

    label: str
    lang: str
    before: str
    after: str
    words: tuple[Piece, ...]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs in the fields that either side has."""
    names = [*after, *(name for name in before if name not in after)]
    return [one for name in names for one in _of_field(field_name(name), before.get(name), after.get(name))]


def _of_field(label: str, before: Any, after: Any) -> Iterator[Difference]:
    if not (is_text(before) or is_text(after)):
        there, here = said(before), said(after)
        if there != here:
            yield Difference(label, "", there, here, difference(there, here))
        return
    old, new = before or {}, after or {}
    for lang in sorted({*old, *new}):
        there, here = old.get(lang, ""), new.get(lang, "")
        if there != here:
            yield Difference(f"{label} ({formatting.language(lang)})", lang, there, here, difference(there, here))
