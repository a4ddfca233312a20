"""Findings: what the title of a chart says, so that the reader need not look for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biennium.papers.kinds import Commission
from biennium.papers.words import words
from biennium.web import formatting


def leading(counts: Mapping[str, int], lang: str, *, things: str) -> str:
    """Who leads with how many of all: “Deliverables: Outcome 7 leads with 54 of 334”. `counts` is not empty."""
    said: dict[str, Any] = words(lang)["findings"]
    most = max(counts.values())
    leaders = [name for name, count in counts.items() if count == most]
    sentence = said["one"] if len(leaders) == 1 else said["several"]
    count, total = formatting.number(most), formatting.number(sum(counts.values()))
    return str(sentence.format(things=things, leaders=_listed(leaders, lang), count=count, total=total))


def spoken(counts: Mapping[str, int], lang: str) -> str:
    """What the bars of a chart say, for whoever does not see them."""
    listed = "; ".join(f"{name}: {formatting.number(count)}" for name, count in counts.items())
    return str(words(lang)["findings"]["bars"].format(listed=listed))


def source_of(commission: Commission) -> str:
    """Where the numbers of a chart come from, and of which version they are."""
    source: str = words(commission.lang)["source"]
    return source.format(code=commission.book.document.code, pin=commission.pin.in_words(commission.lang))


def _listed(names: Sequence[str], lang: str) -> str:
    *before, last = names
    return f"{', '.join(before)} {words(lang)['findings']['and']} {last}" if before else last
