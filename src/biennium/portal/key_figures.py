"""The key figures at the head of a page, at most four, each with the address of its explanation."""

from __future__ import annotations

from typing import Any

from biennium.portal import tree
from biennium.portal.explanations import title
from biennium.portal.pages import Page
from biennium.programme import figures
from biennium.programme.exchange import models as exchange

MOST = 4


def of_programme(page: Page) -> list[dict[str, Any]]:
    """How many results of each level, and how many indicators where there is room."""
    names = [f"level.{level.code}" for level, _count in tree.by_level(page.book)]
    return [_entry(page, name) for name in [*names[:MOST], "indicators"][:MOST]]


def of_result(page: Page, result: exchange.Result) -> list[dict[str, Any]]:
    """How many results of each level below one, and how many indicators."""
    levels = [level.code for level, _count in tree.by_level(page.book) if level.code != result.level]
    entries = [_entry(page, f"level.{code}", result.code) for code in levels]
    below = [one for one in entries if one["figure"].value]
    return [*below[-(MOST - 1) :], _entry(page, "indicators", result.code)]


def _entry(page: Page, name: str, code: str = "") -> dict[str, Any]:
    full = f"{name}:{code}" if code else name
    return {
        "label": title(page, name),
        "figure": figures.figure(page.book, page.version, full),
        "url": page.url("explain", full),
    }
