"""Elements in the order of the schema.

Invariants: children stand in the order the schema's table gives them, whatever the order they are handed over in; an
empty attribute is left out; characters XML cannot hold are left out of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from lxml import etree

from biennium.kernel.money import Money
from biennium.publishing.iati.content import Party, Words
from biennium.publishing.iati.xpaths import Element
from biennium.standards.iati import tables

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _orders() -> Mapping[str, Mapping[str, int]]:
    """By path of an element, the place of each of its children."""
    orders: dict[str, dict[str, int]] = {}
    for one in tables.fields():
        if one.kind == "element" and one.order:
            parent, _, tag = one.path.rpartition("/")
            orders.setdefault(parent, {})[tag] = int(one.order.rpartition("#")[2])
    return orders


def element(tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Element:
    """An element with a text."""
    made = etree.Element(tag, {name: clean(value) for name, value in (attributes or {}).items() if value})
    if text:
        made.text = clean(text)
    return made


def parent(path: str, attributes: Mapping[str, str], children: Iterable[Element]) -> Element:
    """The element at a path below `iati-activity` or `iati-organisation`, its children in the order of the schema.

    Raises `KeyError` for a child the schema does not know there.
    """
    order = _orders()[path]
    made = element(path.rpartition("/")[2], attributes)
    made.extend(sorted(children, key=lambda child: order[child.tag]))
    return made


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)


def coded(tag: str, code: str) -> list[Element]:
    """`<tag code="…"/>`, or nothing without a code."""
    return [element(tag, {"code": code})] if code else []


def narrated(tag: str, words: Words, attributes: Mapping[str, str] | None = None) -> Element:
    """An element with a narrative in each language, in the order of their tags."""
    made = element(tag, attributes)
    for language, text in sorted(words.items()):
        made.append(element("narrative", {XML_LANG: language}, text))
    return made


def spoken(tag: str, words: Words) -> list[Element]:
    """The same, or nothing without words."""
    return [narrated(tag, words)] if words else []


def party(tag: str, who: Party, activity_attribute: str) -> Element:
    """An organisation with its identifier, type, name and activity."""
    return narrated(tag, who.name, {"ref": who.ref, "type": who.type, activity_attribute: who.activity})


def day(tag: str, when: date) -> Element:
    """`<tag iso-date="…"/>`."""
    return element(tag, {"iso-date": when.isoformat()})


def value(money: Money, when: date) -> Element:
    """`<value currency="…" value-date="…">…</value>`."""
    return element("value", {"currency": money.currency, "value-date": when.isoformat()}, money.decimal_string())


def percentage(hundredths: int | None) -> str:
    """`33.34`, or nothing."""
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02}"
