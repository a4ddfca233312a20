"""Pictures drawn on the server, made fit for a page: `<c-chart>` shows what comes out of here.

Invariant: a picture on a page has a name, needs no inline style (the content security policy allows none), runs no
script, loads nothing, and none of its ids is that of another picture on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from biennium.kernel.errors import InvalidInput

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
REFUSED = frozenset(f"{SVG}{name}" for name in ("script", "style", "foreignObject", "image", "animate", "set"))
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_ELSEWHERE = re.compile(r"url\((?!#)[^)]*\)")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def inline(svg: str, *, name: str, prefix: str, host: str = "") -> SafeString:
    """An SVG document as markup inside a page. `name` is read to those who cannot see it; `prefix` is its own on the
    page. Links are kept when they lead to this site (`host`), and become relative. Raises `InvalidInput` for no SVG."""
    root = _parsed(svg)
    for element in list(root.iter()):
        if element.tag in REFUSED:
            _removed(element)
            continue
        _presented(element)
        _renamed(element, prefix)
        _linked(element, host)
    _named(root, name, prefix)
    return mark_safe(etree.tostring(root, encoding="unicode"))


def _parsed(svg: str) -> etree._Element:
    try:
        root = etree.fromstring(svg.encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        raise InvalidInput(_("The picture is not SVG: %(error)s.") % {"error": error}) from None
    if root.tag != f"{SVG}svg":
        raise InvalidInput(_("The picture is not SVG: it begins with “%(tag)s”.") % {"tag": root.tag})
    return root


def _removed(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _presented(element: etree._Element) -> None:
    """Declarations of a style attribute become attributes of presentation; handlers go."""
    for name, value in _declarations(str(element.attrib.pop("style", ""))):
        element.set(name, value)
    for name in map(str, list(element.attrib)):
        if name.lower().startswith("on"):
            del element.attrib[name]


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon and re.fullmatch(r"[a-z-]+", name.strip()):
            yield name.strip(), value.strip()


def _renamed(element: etree._Element, prefix: str) -> None:
    """Ids and what refers to them."""
    for name, value in [(str(name), str(value)) for name, value in element.attrib.items()]:
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif "url(" in value:
            element.set(name, _REFERENCE.sub(rf"url(#{prefix}-\1)", _ELSEWHERE.sub("none", value)))
        elif name in ("href", XLINK_HREF) and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")


def _linked(element: etree._Element, host: str) -> None:
    """Addresses of this site only; a link is called what the marks inside it are called."""
    for name in ("href", XLINK_HREF):
        address = str(element.attrib.pop(name, ""))
        parts = urlsplit(address)
        if address and parts.scheme in ("", "http", "https") and parts.netloc in ("", host):
            element.set("href", parts._replace(scheme="", netloc="").geturl())
    if element.tag == f"{SVG}a" and "aria-label" not in element.attrib:
        names = [str(one.get("aria-label")) for one in element.iter() if one.get("aria-label")]
        element.set("aria-label", " ".join(names) or str(element.get("href", "")))


def _named(root: etree._Element, name: str, prefix: str) -> None:
    """A role, a title, and the size of the page instead of its own."""
    width, height = str(root.attrib.pop("width", "")), str(root.attrib.pop("height", ""))
    if "viewBox" not in root.attrib and width and height:
        root.set("viewBox", f"0 0 {width.removesuffix('px')} {height.removesuffix('px')}")
    for title in root.findall(f"{SVG}title"):
        root.remove(title)
    title = etree.Element(f"{SVG}title", id=f"{prefix}-title")
    title.text = name
    root.insert(0, title)
    root.set("role", "group" if root.find(f".//{SVG}a") is not None else "img")
    root.set("aria-labelledby", f"{prefix}-title")
