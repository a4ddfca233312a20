"""Finishing an SVG from Vega: made fit for a page (`web.charts`), described, in the colours and the font of a theme.

Invariant: what is inside is presentation; the root alone speaks to assistive technology, unless the marks are links.
"""

from __future__ import annotations

from lxml import etree

from biennium.documents.charts.themes import VARIABLES, Theme
from biennium.web.charts import inline

SVG = "{http://www.w3.org/2000/svg}"
# Where Vega resolves relative addresses, whatever page it is on.
VEGA_BASE = "https://vega.github.io/vega-datasets/"


def finished(raw: str, *, title: str, description: str, identity: str, lang: str, theme: Theme) -> str:
    """The SVG as one line of XML without a declaration."""
    root = etree.fromstring(inline(raw.replace(VEGA_BASE, ""), name=title, prefix=identity))
    for element in root.iterdescendants():
        _quiet(element)
        if theme.has_variables:
            _colour(element)
    _describe(root, description, identity)
    root.set("lang", lang)
    root.set("font-family", theme.font)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _quiet(element: etree._Element) -> None:
    """Takes away what Vega says about each mark, and the fonts it measured with; a link keeps its name."""
    for name in ("font-family", "role", "aria-roledescription", "aria-hidden"):
        element.attrib.pop(name, "")
    if element.tag != f"{SVG}a":
        element.attrib.pop("aria-label", "")


def _colour(element: etree._Element) -> None:
    for name, value in [(str(name), str(value).lower()) for name, value in element.attrib.items()]:
        if value in VARIABLES:
            element.set(name, VARIABLES[value])


def _describe(root: etree._Element, description: str, identity: str) -> None:
    if not description:
        return
    element = etree.Element(f"{SVG}desc", id=f"{identity}-desc")
    element.text = description
    root.insert(1, element)
    root.set("aria-labelledby", f"{root.get('aria-labelledby')} {identity}-desc")
