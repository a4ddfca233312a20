"""Damage done to IATI files: to what they say (still XML), and to their bytes (often no longer)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from lxml import etree

from iati.documents import LANG, Element

# Separated by ¦: values that mean something to some rule, and values that mean nothing to any.
TEXTS = [
    "",
    " ",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "98",
    "99",
    "100",
    "50",
    "33.33",
    "50.0001",
    "-1",
    "101",
    "1e2",
    "abc",
    "1,000",
    "AR",
    "USD",
    "en",
    "A01",
    "16020",
    "111",
    "8",
    "8.b",
    "0",
    "true",
    "2.03",
    "A3",
    "B1",
    "A4",
    "XM-DAC-41302",
    "XM-DAC-41302-A1",
    " XM-DAC-1 ",
    "AA/B?C",
    "GB-CHC-1|2",
    "44000-P1/2",
    "\xa0x",
    "'",
    "$1",
    '"',
    "2023-02-30",
    "2024-01-01",
    "2024-12-31",
    "2025-01-01",
    "2031-05-05",
    "2024-01-01Z",
    "2024-06-01T10:00:00+05:00",
    "2031-01-01T00:00:00Z",
    "12/31/2030",
]


def _elements(root: Element) -> list[Element]:
    return [element for element in root.iter("*") if element is not root]


def _delete(rng: Random, root: Element) -> None:
    element = rng.choice(_elements(root))
    if element.getparent() is not root:
        element.getparent().remove(element)


def _repeat(rng: Random, root: Element) -> None:
    element = rng.choice(_elements(root))
    element.addnext(copy.deepcopy(element))


def _move(rng: Random, root: Element) -> None:
    one, other = rng.choice(_elements(root)), rng.choice(_elements(root))
    if one not in other.iterancestors() and one is not other and one.getparent() is not root:
        other.append(one)


def _retext(rng: Random, root: Element) -> None:
    rng.choice(_elements(root)).text = rng.choice(TEXTS)


def _reset(rng: Random, root: Element) -> None:
    element = rng.choice([root, *(one for one in root.iter("*") if one.attrib)])
    if element.attrib:
        element.set(rng.choice(list(element.attrib)), rng.choice(TEXTS))


def _unset(rng: Random, root: Element) -> None:
    element = rng.choice([root, *(one for one in root.iter("*") if one.attrib)])
    if element.attrib:
        del element.attrib[rng.choice([*element.attrib])]


def _invent(rng: Random, root: Element) -> None:
    element = rng.choice(_elements(root))
    element.set(rng.choice(("vocabulary", "percentage", "type", "ref", "code", "currency", LANG)), rng.choice(TEXTS))


TREE: tuple[Callable[[Random, Element], None], ...] = (
    _delete,
    _repeat,
    _move,
    _retext,
    _reset,
    _reset,
    _unset,
    _invent,
)


def mutate_tree(rng: Random, root: Element, times: int) -> None:
    """Changes what a file says, some times over; its root keeps its name and version."""
    version = root.get("version")
    for _ in range(times):
        if len(_elements(root)) > 1:
            rng.choice(TREE)(rng, root)
    root.set("version", version or "2.03")


def _truncate(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _flip(rng: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 20)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _insert(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(PIECES) + data[at:]


def _cut(rng: Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 400) :]


def _double(rng: Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start : start + rng.randrange(1, 2000)] * rng.randrange(2, 6) + data[start:]


def _deepen(rng: Random, data: bytes) -> bytes:
    depth = rng.choice((10, 250, 300, 5000))
    return _after_a_tag(rng, data, b"<a>" * depth + (b"</a>" * depth if rng.random() < 0.7 else b""))


def _bomb(rng: Random, data: bytes) -> bytes:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, rng.choice((2, 9, 30))))
    declared = b'<!DOCTYPE x [<!ENTITY e0 "ha">' + levels + b"]>"
    _, _, body = data.rpartition(b"?>")
    return declared + _after_a_tag(rng, body or data, b"&e1;")


def _outside(rng: Random, data: bytes) -> bytes:
    entity = rng.choice((b'SYSTEM "file:///etc/hostname"', b'SYSTEM "http://127.0.0.1:9/x"', b'PUBLIC "p" "x.dtd"'))
    _, _, body = data.rpartition(b"?>")
    kind = rng.choice((b"<!DOCTYPE x %s>" % entity, b"<!DOCTYPE x [<!ENTITY o %s>]>" % entity))
    return kind + _after_a_tag(rng, body or data, rng.choice((b"", b"&o;")))


def _recode(rng: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", errors="ignore")
    declared = rng.choice(("utf-8", "utf-16", "iso-8859-1", "ascii", "utf-7", "ebcdic-cp-us", "no-such", "utf-32"))
    stored = rng.choice(("utf-8", "utf-16", "latin-1", "utf-16-be", "utf-32"))
    changed = text.replace('encoding="utf-8"', f'encoding="{declared}"').replace(
        "encoding='utf-8'", f"encoding='{declared}'"
    )
    return changed.encode(stored, errors="replace")


def _lengthen(rng: Random, data: bytes) -> bytes:
    length = rng.choice((1000, 100_000, 1_000_000)) if rng.random() < 0.1 else 1000
    piece = rng.choice((b' x="%s"', b" %s", b' code="%s"')) % (b"y" * length)
    at = data.find(b">", rng.randrange(len(data)))
    return data[:at] + piece + data[at:]


def _multiply(rng: Random, data: bytes) -> bytes:
    return _after_a_tag(
        rng, data, rng.choice((b"<title/>", b"<me:x/>", b"<budget/>", b"<sector/>")) * rng.choice((50, 3000))
    )


def _after_a_tag(rng: Random, data: bytes, piece: bytes) -> bytes:
    at = data.find(b">", rng.randrange(max(len(data), 1))) + 1
    return data[:at] + piece + data[at:]


PIECES = (
    *b"< > & &amp; &#0; &#x110000; ]]> <![CDATA[ <!-- --> <?x <iati-activity> <narrative/> <x:y/>".split(),
    *(b"'", b'"', b" xmlns='u'", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"&lt;" * 9),
)
BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (
    _truncate,
    _flip,
    _insert,
    _cut,
    _double,
    _deepen,
    _bomb,
    _outside,
    _recode,
    _lengthen,
    _multiply,
)


def mutate_bytes(rng: Random, data: bytes) -> bytes:
    """Changes the bytes of a file once to three times."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        data = rng.choice(BYTES)(rng, data) if data else data
    return data


def mutant(rng: Random, root: Element) -> bytes:
    """A damaged file: what it says, its bytes, or both."""
    changed = copy.deepcopy(root)
    if rng.random() < 0.6:
        mutate_tree(rng, changed, rng.randrange(1, 12))
    data = etree.tostring(changed, xml_declaration=True, encoding="utf-8")
    return mutate_bytes(rng, data) if rng.random() < 0.7 else data
