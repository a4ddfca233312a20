"""XPath 1.0 as the ruleset writes it, compiled once, and what it finds as values with their lines.

The value of a repeated rule is the variable `$v`, so that no value of a file is ever read as XPath.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from lxml import etree

from biennium.publishing.iati.findings import Place, quote

Element = etree._Element

MOST_ATTRIBUTES = 3
LARGEST_LINE = 0xFFFF

# What the parser does not take in one piece: anything from the first character that is not ASCII.
_PLAIN = re.compile(r"[^\x00-\x7f].*", re.DOTALL)

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


def line(element: Element) -> int | None:
    """The line where the element's start tag ends.

    The parser keeps 16 bits for it; beyond, it answers with the line where the text that follows the tag ends.
    """
    at = cast("int | None", element.sourceline)
    return at if at is None or at < LARGEST_LINE else at - _overshot(element)


def _overshot(element: Element) -> int:
    """How many lines the text goes on for that the parser has taken the element's line from."""
    while not element.text and len(element):
        element = element[0]
    text = element.text or element.tail or ""
    return _PLAIN.sub("", text).count("\n") if text else 0


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
