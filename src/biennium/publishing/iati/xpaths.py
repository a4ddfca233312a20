"""XPath 1.0 as the ruleset writes it, compiled once, and what it finds as values with their lines.

The value of a repeated rule is the variable `$v`, so that no value of a file is ever read as XPath.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from lxml import etree

from biennium.publishing.iati.findings import Place, quote
from biennium.publishing.iati.lines import line

Element = etree._Element

MOST_ATTRIBUTES = 3

_EMPTY = etree.Element("empty")


@cache
def compiled(path: str) -> Callable[..., Any]:
    """The expression; raises `lxml.etree.XPathSyntaxError` for what is none."""
    return etree.XPath(path)


def text_of(path: str) -> Callable[[Element], str]:
    """An expression whose value is a string."""
    return cast("Callable[[Element], str]", etree.XPath(path, smart_strings=False))


@cache
def texts_of(path: str) -> Callable[[Element], list[str]]:
    """An expression that finds attributes or texts, as nothing but their values."""
    return cast("Callable[[Element], list[str]]", etree.XPath(path, smart_strings=False))


@cache
def is_node_set(path: str) -> bool:
    """Whether an expression finds nodes, rather than a boolean, a number or a string."""
    return isinstance(compiled(path)(_EMPTY, v=""), list)


@cache
def literal(text: str) -> str:
    """A text as an XPath literal; it may hold one kind of quotation marks."""
    return f'"{text}"' if "'" in text else f"'{text}'"


@dataclass(frozen=True, slots=True)
class Match:
    """A node that was found: what it is called, its string value, its line; its start tag when it has no text."""

    name: str
    value: str
    line: int | None
    tag: str = ""

    def place(self) -> Place:
        """As the place of a finding."""
        return Place(self.line, self.tag or f"{self.name} = “{quote(self.value)}”")


def matches(paths: Iterable[str], element: Element, value: str = "") -> list[Match]:
    """What the paths find in an element, path by path in document order."""
    return [_match(node) for path in paths for node in compiled(path)(element, v=value)]


def place(element: Element) -> Place:
    """An element as the place of a finding."""
    return Place(line(element), _start_tag(element))


string_value = text_of("string()")


def _match(node: Any) -> Match:
    if isinstance(node, str):
        return _text_match(node)
    value = string_value(node)
    return Match(node.tag, value, line(node), _start_tag(node) if len(node) or not value.strip() else "")


def _text_match(node: Any) -> Match:
    owner = node.getparent()
    return Match(f"{owner.tag}/@{node.attrname}" if node.is_attribute else owner.tag, str(node), line(owner))


def _start_tag(element: Element) -> str:
    attributes: Any = element.attrib
    shown = (f'{name}="{quote(value)}"' for name, value in list(attributes.items())[:MOST_ATTRIBUTES])
    return f"<{' '.join((str(element.tag), *shown))}>"
