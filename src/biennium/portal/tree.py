"""The results framework as the portal shows it: nodes with what stands below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from biennium.kernel.text import resolve
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.versions import Book


@dataclass(frozen=True)
class Node:
    """A result, the counted results below it, and how many of what it holds."""

    result: exchange.Result
    level: exchange.Level
    children: list[Node] = field(default_factory=list)
    deliverables: int = 0
    indicators: int = 0


def tree(book: Book, query: str = "", lang: str = "en") -> list[Node]:
    """The counted results as a tree; with a query, only the branches in which a title, a code or a text has it."""
    nodes = [_node(book, result) for result in book.children.get(None, [])]
    return [kept for node in nodes if (kept := _pruned(book, node, query.casefold(), lang))] if query else nodes


def _node(book: Book, result: exchange.Result) -> Node:
    below = book.children.get(result.code, [])
    counted = [_node(book, child) for child in below if book.levels[child.level].counted]
    bullets = sum(not book.levels[child.level].counted for child in below)
    return Node(
        result=result,
        level=book.levels[result.level],
        children=counted,
        deliverables=bullets + sum(child.deliverables for child in counted),
        indicators=len(book.indicators.get(result.code, [])) + sum(child.indicators for child in counted),
    )


def _pruned(book: Book, node: Node, query: str, lang: str) -> Node | None:
    children = [kept for child in node.children if (kept := _pruned(book, child, query, lang))]
    if not children and not _matches(book, node.result, query, lang):
        return None
    return Node(node.result, node.level, children, node.deliverables, node.indicators)


def _matches(book: Book, result: exchange.Result, query: str, lang: str) -> bool:
    bullets = [one for one in book.children.get(result.code, []) if not book.levels[one.level].counted]
    return any(query in text.casefold() for one in (result, *bullets) for text in _texts(one, lang))


def _texts(result: exchange.Result, lang: str) -> Iterator[str]:
    yield result.code
    for text in (result.title, result.strategy):
        if found := resolve(text, lang):
            yield found.value


def by_level(book: Book) -> list[tuple[exchange.Level, int]]:
    """How many results of each level, in the order of the levels."""
    counts = Counter(result.level for result in book.document.results)
    return [(level, counts[level.code]) for level in book.document.levels if counts[level.code]]


def by_scope(book: Book, result: exchange.Result) -> list[tuple[str, list[exchange.Result]]]:
    """The deliverables of a result, by scope in the order in which they stand."""
    groups: dict[str, list[exchange.Result]] = {}
    for child in book.children.get(result.code, []):
        if not book.levels[child.level].counted:
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
