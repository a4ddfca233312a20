"""The results framework as the portal shows it: nodes with what stands below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from typing import Any

from biennium.kernel.text import folded
from biennium.portal.pages import Page
from biennium.portal.sentences import counted
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.versions import Book


@dataclass(frozen=True)
class Node:
    """A result, the counted results below it, and how many of what it holds.

    Of a search, `bullets` are its deliverables that have what was looked for, `found` whether it has it itself.
    """

    result: exchange.Result
    level: exchange.Level
    children: list[Node] = field(default_factory=list)
    deliverables: int = 0
    indicators: int = 0
    bullets: list[exchange.Result] = field(default_factory=list)
    bullets_level: exchange.Level | None = None
    found: bool = False


def tree(book: Book, query: str = "") -> list[Node]:
    """The counted results as a tree; with a query, only the branches in which a title, a code or a text has it, in any
    language, with or without accents."""
    nodes = [_node(book, result) for result in book.children.get(None, [])]
    wanted = folded(query.strip())
    return [kept for node in nodes if (kept := _pruned(book, node, wanted))] if wanted else nodes


def _node(book: Book, result: exchange.Result) -> Node:
    below = book.children.get(result.code, [])
    branches = [_node(book, child) for child in below if book.levels[child.level].counted]
    bullets = [child for child in below if not book.levels[child.level].counted]
    return Node(
        result=result,
        level=book.levels[result.level],
        children=branches,
        bullets_level=book.levels[bullets[0].level] if bullets else None,
        deliverables=len(bullets) + sum(child.deliverables for child in branches),
        indicators=len(book.indicators.get(result.code, [])) + sum(child.indicators for child in branches),
    )


def _pruned(book: Book, node: Node, wanted: str) -> Node | None:
    children = [kept for child in node.children if (kept := _pruned(book, child, wanted))]
    bullets = [one for one in deliverables(book, node.result) if _has(one, wanted)]
    found = _has(node.result, wanted)
    if not (children or bullets or found):
        return None
    return replace(node, children=children, bullets=bullets, found=found)


def _has(result: exchange.Result, wanted: str) -> bool:
    return wanted in folded("\n".join((result.code, *result.title.values(), *result.strategy.values())))


def found(nodes: list[Node]) -> int:
    """How many results and deliverables have what was looked for."""
    return sum(node.found + len(node.bullets) + found(node.children) for node in nodes)


def deliverables(book: Book, result: exchange.Result) -> list[exchange.Result]:
    """What is delivered right below a result."""
    return [one for one in book.children.get(result.code, []) if not book.levels[one.level].counted]


def by_level(book: Book) -> list[tuple[exchange.Level, int]]:
    """How many results of each level, in the order of the levels."""
    counts = Counter(result.level for result in book.document.results)
    return [(level, counts[level.code]) for level in book.document.levels if counts[level.code]]


def in_order(book: Book, codes: Set[str | None]) -> list[exchange.Result | None]:
    """The results with these codes in tree order; None, for what has no result, last."""
    found: list[exchange.Result | None] = [one for one in book.document.results if one.code in codes]
    return [*found, None] if None in codes else found


def by_scope(book: Book, result: exchange.Result) -> list[tuple[str, list[exchange.Result]]]:
    """The deliverables of a result, by scope in the order in which they stand."""
    groups: dict[str, list[exchange.Result]] = {}
    for child in deliverables(book, result):
        groups.setdefault(child.scope or "", []).append(child)
    return list(groups.items())


def tree_below(book: Book, result: exchange.Result) -> list[Node]:
    """The counted results right below one, each with its branch."""
    return _node(book, result).children


def sections_by_kind(book: Book) -> list[tuple[str, list[exchange.Section]]]:
    """The texts of the programme that belong to no result, by kind in the order in which they stand."""
    groups: dict[str, list[exchange.Section]] = {}
    for section in book.document.sections:
        if section.result is None:
            groups.setdefault(section.kind, []).append(section)
    return list(groups.items())


def items(page: Page, nodes: list[Node], *, opened: bool = False) -> list[dict[str, Any]]:
    """The nodes as the tree component shows them."""
    return list(_items(page, nodes, opened))


def _items(page: Page, nodes: list[Node], opened: bool) -> Iterator[dict[str, Any]]:
    for node in nodes:
        bullets = [_bullet(page, node.result, one) for one in node.bullets]
        yield {
            "code": node.result.code,
            "title": node.result.title,
            "url": page.url("result", node.result.code),
            "note": _note(node),
            "children": [*_items(page, node.children, opened), *bullets],
            "open": opened,
        }


def _bullet(page: Page, result: exchange.Result, bullet: exchange.Result) -> dict[str, Any]:
    return {"title": bullet.title, "url": f"{page.url('result', result.code)}#{bullet.code}"}


def _note(node: Node) -> str:
    """What stands below, in the words of the levels."""
    if node.children:
        return counted(node.children[0].level, len(node.children))
    return counted(node.bullets_level, node.deliverables) if node.bullets_level and node.deliverables else ""
