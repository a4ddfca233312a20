"""Rendering: Vega-Lite or Vega to SVG and PNG by vl-convert, which needs no browser and may load from no address."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import vl_convert
from babel import Locale

from biennium.documents.charts.svg import finished
from biennium.documents.charts.themes import INK, MEASURED_IN, PICTURE, QUIET, Theme

VEGA_LITE = "6.4"
VEGA = "vega.github.io/schema/vega/"
"""How a specification of Vega itself is known."""
DOTS_PER_PIXEL = 2.5
CONFIG = {
    "font": MEASURED_IN,
    "background": None,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 10, "labelLimit": 0, "titleFontWeight": 400},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 11,
        "labelLimit": 0,
        "title": None,
        "symbolStrokeWidth": 0,
        "columnPadding": 24,
    },
    "text": {"color": INK, "fontSize": 11},
}


@lru_cache(maxsize=512)
def chart_svg(spec: str, *, title: str, description: str, identity: str, lang: str, theme: Theme) -> str:
    """The SVG of a Vega-Lite or Vega specification (JSON), to be put into a page as it is.

    `title` and `description` are what those hear who do not see it; `identity` begins the ids inside, and is unique in
    the page. Raises `ValueError` for a specification that is none or that loads anything.
    """
    return finished(_drawn(spec, lang), title=title, description=description, identity=identity, lang=lang, theme=theme)


@lru_cache(maxsize=64)
def chart_png(spec: str, *, lang: str) -> bytes:
    """The PNG of a Vega-Lite specification for a Word file, fine enough for print."""
    svg = chart_svg(spec, title="", description="", identity="chart", lang=lang, theme=PICTURE)
    return bytes(vl_convert.svg_to_png(svg, scale=DOTS_PER_PIXEL))


@lru_cache(maxsize=64)
def _drawn(spec: str, lang: str) -> str:
    signs = _number_signs(lang)
    if VEGA in spec:
        whole = json.dumps({**json.loads(spec), "config": {"text": {"font": MEASURED_IN}}}, ensure_ascii=False)
        return str(vl_convert.vega_to_svg(whole, allowed_base_urls=[], format_locale=signs))
    drawn = vl_convert.vegalite_to_svg(
        spec, vl_version=VEGA_LITE, config=CONFIG, allowed_base_urls=[], format_locale=signs
    )
    return str(drawn)


def _number_signs(lang: str) -> dict[str, Any]:
    """How the language writes numbers, as d3-format wants it."""
    signs = Locale.parse(lang, sep="-").number_symbols["latn"]
    return {"decimal": signs["decimal"], "thousands": signs["group"], "grouping": [3], "currency": ["", ""]}
